import { afterAll, beforeAll, expect, test } from "vitest";
import type { Status } from "../../../web/src/core/contract.ts";
import { Browser, type OpenTab } from "./browser.ts";
import { type RunningServer, startServer } from "./server-process.ts";

const patience = 120_000;
const passphrase = "cocoa tidal ember willow gravel lantern";
const isSynced = ({ sync, waiting }: Status) => sync === "done" && waiting === 0;
const entry = { kind: "entry", v: 1, title: "Before", body: "Rain on the roof.", tags: [] };

let server: RunningServer;
let old: OpenTab;

beforeAll(async () => {
  server = await startServer();
  old = await new Browser(server.origin).open();
  await old.tab.handlers.signUp({ name: "Nora", passphrase });
  const words = await old.tab.handlers.recoveryCode(null);
  await old.tab.handlers.confirmRecovery({ words: words?.join(" ") ?? "" });
  await old.tab.handlers.keepRecord({ record: null, value: entry, base: null });
  await old.until(isSynced);
}, patience);

afterAll(async () => {
  old.close();
  await server.stop();
});

test(
  "a device that another one admits is open, has the pages, and can be unlocked",
  async () => {
    const browser = new Browser(server.origin);
    const fresh = await browser.open();
    const shown = await fresh.tab.handlers.showPairing(null);
    const waiting = fresh.tab.handlers.awaitPairing(null);
    const read = await old.tab.handlers.readPairing({ code: shown.words.join(", ") });
    expect(read.fourWords).toEqual(shown.fourWords);
    await old.tab.handlers.admitDevice({ passphrase });
    expect(await waiting).toMatchObject({ phase: "open", name: "nora" });
    expect(await old.tab.handlers.newDevices(null)).toEqual([]);
    await fresh.until(isSynced);
    const { records } = await fresh.tab.handlers.listRecords(everything);
    expect(records.map(({ title }) => title)).toEqual(["Before"]);
    fresh.close();
    const again = await browser.open();
    expect(await again.tab.handlers.unlock({ passphrase })).toMatchObject({ phase: "open" });
    again.close();
  },
  patience,
);

const everything = {
  kinds: null,
  only: null,
  person: null,
  tag: null,
  offset: 0,
  limit: 10,
} as const;
