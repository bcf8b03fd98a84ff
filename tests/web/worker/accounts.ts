/** Accounts on a real server, as a person makes, opens and writes in them. */

import { afterAll, beforeAll, vi } from "vitest";
import type { Status } from "../../../web/src/core/contract.ts";
import { entry } from "../../../web/src/core/model/entry.ts";
import type { JsonObject } from "../../../web/src/core/protocol/canonical.ts";
import { Browser, type OpenTab } from "./browser.ts";
import { type RunningServer, startServer } from "./server-process.ts";

export const patience = 60_000;

export const passphrase = "cocoa tidal ember willow gravel lantern";
export const newPassphrase = "harbor puddle kettle saddle window marble";

/** The server of a file of tests, from its first test to its last. */
export let server: RunningServer;

export function serve(): void {
  vi.setConfig({ testTimeout: patience, hookTimeout: patience });
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());
}

const everything = { kinds: null, only: null, person: null, tag: null, offset: 0, limit: 100 };
export const isSynced = ({ sync, waiting }: Status) => sync === "done" && waiting === 0;
export const is =
  (sync: Status["sync"]) =>
  (status: Status): boolean =>
    status.sync === sync;
export const page = (body: string): JsonObject => ({ kind: entry.name, v: entry.version, body });

/** A tab that has signed up and typed its recovery words again, and the words. */
export async function signedUp(name: string, browser = new Browser(server.origin)) {
  const open = await browser.open();
  await open.tab.handlers.signUp({ name, passphrase });
  const words = (await open.tab.handlers.recoveryCode(null)) ?? [];
  await open.tab.handlers.confirmRecovery({ words: words.join(" ") });
  return { ...open, browser, words };
}

export async function signedIn(name: string, browser = new Browser(server.origin)) {
  const open = await browser.open();
  await open.tab.handlers.signIn({ name, passphrase });
  await open.until(isSynced);
  return { ...open, browser };
}

export async function write({ tab }: OpenTab, body: string): Promise<string> {
  const kept = await tab.handlers.keepRecord({ record: null, value: page(body), base: null });
  return kept.record;
}

export async function bodies({ tab }: OpenTab): Promise<string[]> {
  const { records } = await tab.handlers.listRecords(everything);
  const views = await Promise.all(records.map(({ record }) => tab.handlers.readRecord({ record })));
  return views.map((view) => String(view?.value.body ?? "")).sort();
}
