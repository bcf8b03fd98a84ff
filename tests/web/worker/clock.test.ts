import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Status } from "../../../web/src/core/contract.ts";
import { entry } from "../../../web/src/core/model/entry.ts";
import { change, make, read } from "../../../web/src/core/model/kind.ts";
import { Browser, type OpenTab } from "./browser.ts";
import { type RunningServer, startServer } from "./server-process.ts";

const patience = 60_000;
const years = 20 * 365 * 24 * 3600_000;
const passphrase = "cocoa tidal ember willow gravel lantern";
const timeZone = "UTC";
const isSynced = ({ sync, waiting }: Status) => sync === "done" && waiting === 0;

let server: RunningServer;
let phone: OpenTab;
let laptop: OpenTab;

beforeAll(async () => {
  server = await startServer();
  phone = await new Browser(server.origin).open();
  await phone.tab.handlers.signUp({ name: "Maia", passphrase });
  const words = await phone.tab.handlers.recoveryCode(null);
  await phone.tab.handlers.confirmRecovery({ words: words?.join(" ") ?? "" });
  laptop = await new Browser(server.origin).open();
  await laptop.tab.handlers.signIn({ name: "Maia", passphrase });
}, patience);
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  phone.close();
  laptop.close();
  await server.stop();
});

async function synced(tab: OpenTab): Promise<void> {
  await tab.tab.handlers.syncNow(null);
  await tab.until(isSynced);
}

test.each([
  ["ahead", years],
  ["behind", -years],
])(
  "a browser whose clock is years %s writes, trashes and syncs, and nothing goes",
  async (_, by) => {
    const start = Date.now();
    const value = make(entry, { title: "Day", body: "one\n" }, { at: start, timeZone });
    const { record } = await phone.tab.handlers.keepRecord({ record: null, value, base: null });
    const { record: trashed } = await phone.tab.handlers.keepRecord({
      record: null,
      value,
      base: null,
    });
    await phone.tab.handlers.trash({ record: trashed });
    await synced(phone);
    vi.useFakeTimers({ toFake: ["Date"], now: start + by });
    const base = (await phone.tab.handlers.readRecord({ record }))?.value ?? {};
    const changed = change(entry, base, { body: "one\ntwo\n" }, { at: Date.now(), timeZone });
    await phone.tab.handlers.keepRecord({ record, value: changed, base });
    await synced(phone);
    const status = await phone.tab.handlers.status(null);
    expect([status.alarm, status.refusal]).toEqual([null, null]);
    vi.useRealTimers();
    await synced(laptop);
    const view = await laptop.tab.handlers.readRecord({ record });
    expect(read(entry, view?.value ?? {}).body).toBe("one\ntwo\n");
    expect((await laptop.tab.handlers.readRecord({ record: trashed }))?.trashedAt).not.toBeNull();
    expect((await phone.tab.handlers.readRecord({ record: trashed }))?.trashedAt).not.toBeNull();
  },
  patience,
);
