/**
 * A tab of made-up pages: the app for trying out, without an account on any server. Its store is this worker's memory and it has no
 * network, so that nothing of it stays, is sent, or comes into a journal (docs/decisions/0006-made-up-pages.md). Loaded when asked for.
 */

import { loadDemo } from "../content/demo.ts";
import type { Language } from "../content/languages.ts";
import { makeId } from "../core/crypto/keys.ts";
import { platformRandom } from "../core/crypto/suite.ts";
import { demoRecords, placesUntil } from "../core/model/demo.ts";
import { singletons } from "../core/model/kinds.ts";
import type { Id } from "../core/protocol/encoding.ts";
import { MemoryStore } from "../core/store/memory.ts";
import { makeAccount } from "../core/sync/account.ts";
import { type KeyHolder, type Perform, run } from "../core/sync/effects.ts";
import { enter } from "../core/sync/enter.ts";
import { keepAbsent } from "../core/sync/keep-many.ts";
import { singletonId } from "../core/sync/singleton.ts";
import { makeDriver } from "./driver.ts";
import type { Ground } from "./tab.ts";

const label = { name: "", today: "1970-01-01" };
const tokenBytes = 32;

/** What a tab of made-up pages stands on; they speak this language, and their last day is today. */
export async function madeUpGround(
  language: Language,
  around: Pick<Ground, "origin" | "userAgent" | "notify" | "signal">,
): Promise<Ground> {
  const storage = new MemoryStore();
  const holder: KeyHolder = { open: null, random: platformRandom, origin: around.origin };
  const perform = makeDriver(storage, async () => ({ kind: "silence", retryAfter: null }), holder);
  await makeOpen(perform);
  await fill(perform, language);
  return {
    ...around,
    storage,
    fetch: () => Promise.reject(new TypeError("made-up pages have no network")),
    isOnline: () => false,
    // Nobody leads, so that no other tab's journal is held up.
    locks: { request: () => new Promise<never>(() => {}) },
    channel: { postMessage() {}, addEventListener() {} },
    begins: { open: holder.open, standing: { sync: "made_up", refusal: null, damaged: 0 } },
  };
}

/** Everything that an account is on its device, under a passphrase that nobody has. */
async function makeOpen(perform: Perform): Promise<void> {
  const { words } = await import("../content/words.ts");
  const passphrase = makeId(platformRandom);
  const { registration, keys } = await makeAccount("", passphrase, label, words, platformRandom);
  const { account, keyring } = registration;
  await run(enter(keys, account, keyring, platformRandom(tokenBytes), []), perform);
}

async function fill(perform: Perform, language: Language): Promise<void> {
  const demo = await loadDemo(language);
  const ids = new Map<string, Id>();
  for (const { name, kind } of demo.records) {
    const isOnly = singletons.some((single) => single.name === kind);
    if (isOnly) ids.set(name, await run(singletonId(kind), perform));
  }
  const places = placesUntil(new Date(), (name) => {
    const id = ids.get(name) ?? makeId(platformRandom);
    ids.set(name, id);
    return id;
  });
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  await run(keepAbsent(demoRecords(demo, places, timeZone)), perform);
}
