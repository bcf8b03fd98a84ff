/// <reference lib="webworker" />
import { bring, files, Mismatch, version } from "./release.ts";

declare const self: ServiceWorkerGlobalScope;

const PREFIX = "shell-";
const CACHE = `${PREFIX}${version}`;
/** Held while caches are filled or thrown away, so that neither happens under the other. */
const LOCK = "goldseam shells";
/** Each tab holds a shared lock of this name with the address of its first script, which changes with any script of the version. */
const TAB = "goldseam tab ";

/** Large, and asked for by few: what passphrases are judged by. Kept when it is wanted for the first time. */
const SELDOM = /^\/assets\/quality-/;

/** Keeps every file of this version but those. What was kept before the network broke off is not asked for again. */
export function fill(): Promise<void> {
  return navigator.locks.request(LOCK, async () => {
    const cache = await caches.open(CACHE);
    const usual = Object.keys(files).filter((file) => !SELDOM.test(file));
    const ends = await Promise.allSettled(usual.map((file) => keep(cache, file)));
    const reasons = ends.filter((end) => end.status === "rejected").map(({ reason }) => reason);
    if (reasons.length > 0)
      throw reasons.find((reason) => reason instanceof Mismatch) ?? reasons[0];
  });
}

/** The kept file; a tab of an earlier version finds its own, since names in assets/ change with their bytes. */
export async function find(address: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = (await cache.match(address)) ?? (await caches.match(address));
  if (kept) return kept;
  if (!Object.hasOwn(files, address)) return new Response(null, { status: 404 });
  await keep(cache, address);
  return find(address);
}

/** Throws away the versions that no tab runs any more; none while a tab has not said yet which one it runs. */
export async function forget(): Promise<void> {
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    const { installing, waiting } = self.registration;
    if (!lock || installing || waiting) return;
    const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const running = await scriptsOfTabs();
    if (running.length < tabs.length) return;
    const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(names.map((name) => forgetUnlessRun(name, running)));
  });
}

async function keep(cache: Cache, address: string): Promise<void> {
  if (!(await cache.match(address))) await cache.put(address, await bring(address));
}

async function scriptsOfTabs(): Promise<string[]> {
  const { held = [] } = await navigator.locks.query();
  const names = held.map(({ name = "" }) => name).filter((name) => name.startsWith(TAB));
  return names.map((name) => name.slice(TAB.length));
}

async function forgetUnlessRun(name: string, running: readonly string[]): Promise<void> {
  const cache = await caches.open(name);
  const found = await Promise.all(running.map((script) => cache.match(script)));
  if (found.every((script) => script === undefined)) await caches.delete(name);
}
