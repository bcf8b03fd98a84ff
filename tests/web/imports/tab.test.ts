import { afterAll, beforeAll, expect, test } from "vitest";
import type { Status } from "../../../web/src/core/contract.ts";
import { Browser, type OpenTab } from "../worker/browser.ts";
import { type RunningServer, startServer } from "../worker/server-process.ts";
import { chosen, manyPages } from "./arriving.ts";

const passphrase = "cocoa tidal ember willow gravel lantern";
const patience = 60_000;
const nothing = { cover: false, keep: [], withTrashed: false } as const;
const everything = { kinds: null, only: null, person: null, tag: null, offset: 0, limit: 200 };
const isSynced = ({ sync, waiting }: Status) => sync === "done" && waiting === 0;

let server: RunningServer;

beforeAll(async () => {
  server = await startServer();
}, patience);
afterAll(() => server.stop());

async function signedUp(browser: Browser, name: string): Promise<OpenTab> {
  const open = await browser.open();
  await open.tab.handlers.signUp({ name, passphrase });
  const words = await open.tab.handlers.recoveryCode(null);
  await open.tab.handlers.confirmRecovery({ words: words?.join(" ") ?? "" });
  return open;
}

test(
  "what one tab imports is in the other tab's list, on the server, and on another device",
  async () => {
    const phone = new Browser(server.origin);
    const { tab, until } = await signedUp(phone, "Anna");
    const other = await phone.open();
    await other.tab.handlers.unlock({ passphrase });
    expect((await other.tab.handlers.listRecords(everything)).records).toHaveLength(0);
    const preview = await tab.handlers.openImport({ files: manyPages(130), isFolder: true });
    expect(preview).toMatchObject({ app: "markdown", pages: 130, alreadyHere: 0 });
    expect(await tab.handlers.runImport(nothing)).toMatchObject({ kept: 130, isWhole: true });
    expect((await tab.handlers.listRecords(everything)).records).toHaveLength(130);
    const shown = async () => (await other.tab.handlers.listRecords(everything)).records.length;
    await expect.poll(shown, { timeout: patience }).toBe(130);
    await until(isSynced);
    const laptop = await new Browser(server.origin).open();
    await laptop.tab.handlers.signIn({ name: "anna", passphrase });
    await laptop.until(isSynced);
    expect((await laptop.tab.handlers.listRecords(everything)).records).toHaveLength(130);
    const second = await laptop.tab.handlers.openImport({ files: manyPages(130), isFolder: true });
    expect(second.alreadyHere).toBe(130);
    for (const open of [{ tab }, other, laptop]) open.tab.handlers.closeImport(null);
    for (const open of [other, laptop]) open.close();
  },
  patience,
);

test(
  "a backup of one account comes back in another, told as it goes",
  async () => {
    const { tab, close } = await signedUp(new Browser(server.origin), "Bea");
    await tab.handlers.openImport({ files: manyPages(3), isFolder: true });
    await tab.handlers.runImport(nothing);
    const { file, name } = await tab.handlers.exportBackup({ passphrase: "another one" });
    close();
    const fresh = await signedUp(new Browser(server.origin), "Cleo");
    const backup = new File([file], name);
    const wrong = { file: backup, key: { passphrase: "wrong" } };
    await expect(fresh.tab.handlers.openRestore(wrong)).rejects.toMatchObject({
      code: "wrong_secret",
    });
    const right = { file: backup, key: { passphrase: "another one" } };
    const preview = await fresh.tab.handlers.openRestore(right);
    expect(preview).toMatchObject({ records: 3, pages: 3, verdicts: { new: 3 } });
    const done = await fresh.tab.handlers.runRestore({ withCopies: true });
    expect(done).toEqual({ verdicts: { new: 3 }, isWhole: true });
    expect(fresh.notices).toContainEqual({
      type: "progress",
      work: "restore",
      done: 3,
      total: 3,
    });
    expect((await fresh.tab.handlers.listRecords(everything)).records).toHaveLength(3);
    fresh.close();
  },
  patience,
);

test(
  "a device that is left keeps nothing of a source that was open",
  async () => {
    const { tab, close } = await signedUp(new Browser(server.origin), "Dora");
    await tab.handlers.openImport({ files: chosen({ "V/a.md": "Words" }), isFolder: true });
    await tab.handlers.leave(null);
    await expect(tab.handlers.runImport(nothing)).rejects.toMatchObject({ code: "not_found" });
    close();
  },
  patience,
);
