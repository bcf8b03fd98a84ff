/// <reference lib="webworker" />
// The shell, offline. Each version keeps its files in a cache of its own: filled whole or not at all, used only once it is told to.
import { Mismatch } from "./release.ts";
import { fill, find, forget } from "./shells.ts";

declare const self: ServiceWorkerGlobalScope;

async function install(): Promise<void> {
  try {
    await fill();
  } catch (error) {
    if (error instanceof Mismatch) await tellTabs("mismatch");
    throw error;
  }
}

/** The tabs of the version that goes on running say it to the person. */
async function tellTabs(word: "mismatch"): Promise<void> {
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const tab of tabs) tab.postMessage(word);
}

/** Every place of the app is the same page; the address is read by the app itself. */
function addressOf({ mode, url }: Request): string {
  return mode === "navigate" ? "/" : new URL(url).pathname;
}

function isShell({ method, url }: Request): boolean {
  const { origin, pathname } = new URL(url);
  return method === "GET" && origin === self.location.origin && !pathname.startsWith("/v1/");
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (isShell(event.request)) event.respondWith(find(addressOf(event.request)));
});
self.addEventListener("message", (event) => {
  // The app asks once every word is durable, so that a new version never comes under a person's pen.
  if (event.data === "activate") event.waitUntil(self.skipWaiting());
  if (event.data === "here") event.waitUntil(forget());
});
