import { afterAll, beforeAll, expect, test } from "vitest";
import type { Status } from "../../../web/src/core/contract.ts";
import { entry } from "../../../web/src/core/model/entry.ts";
import type { JsonObject } from "../../../web/src/core/protocol/canonical.ts";
import { Browser, type OpenTab } from "./browser.ts";
import { type RunningServer, startServer } from "./server-process.ts";

const passphrase = "cocoa tidal ember willow gravel lantern";
const patience = 60_000;

let server: RunningServer;

beforeAll(async () => {
  server = await startServer();
}, patience);
afterAll(() => server.stop());

const isSynced = ({ sync, waiting }: Status) => sync === "done" && waiting === 0;
const page = (title: string, body: string): JsonObject => ({
  kind: entry.name,
  v: entry.version,
  title,
  body,
  tags: ["home"],
});
const everything = { kinds: null, only: null, person: null, tag: null, offset: 0, limit: 100 };

/** A tab that has signed up and typed its recovery code again. */
async function signedUp(browser: Browser, name: string): Promise<OpenTab> {
  const open = await browser.open();
  await open.tab.handlers.signUp({ name, passphrase });
  const words = await open.tab.handlers.recoveryCode(null);
  await open.tab.handlers.confirmRecovery({ words: words?.join(" ") ?? "" });
  return open;
}

async function signedIn(browser: Browser, name: string): Promise<OpenTab> {
  const open = await browser.open();
  await open.tab.handlers.signIn({ name, passphrase });
  return open;
}

async function bodies({ tab }: OpenTab): Promise<string[]> {
  const { records } = await tab.handlers.listRecords(everything);
  const views = await Promise.all(records.map(({ record }) => tab.handlers.readRecord({ record })));
  return views.map((view) => String(view?.value.body ?? "")).sort();
}

test(
  "a page written on one device is read on a second one, from a real server",
  async () => {
    const phone = await signedUp(new Browser(server.origin), "Anna");
    await phone.tab.handlers.keepRecord({
      record: null,
      value: page("Sunday", "The river."),
      base: null,
    });
    await phone.until(isSynced);
    const laptop = await signedIn(new Browser(server.origin), "anna");
    await laptop.until(isSynced);
    expect(await bodies(laptop)).toEqual(["The river."]);
    const { records } = await laptop.tab.handlers.listRecords(everything);
    expect(records[0]).toMatchObject({ title: "Sunday", kept: "server", kind: "entry" });
    phone.close();
    laptop.close();
  },
  patience,
);

test(
  "words of two devices in one page meet on both",
  async () => {
    const phone = await signedUp(new Browser(server.origin), "Berta");
    const first = page("Walk", "one two three.\n\nfour five six.\n");
    const { record } = await phone.tab.handlers.keepRecord({
      record: null,
      value: first,
      base: null,
    });
    await phone.until(isSynced);
    const laptop = await signedIn(new Browser(server.origin), "berta");
    await laptop.until(isSynced);
    const ofPhone = page("Walk", "one two three PHONE.\n\nfour five six.\n");
    const ofLaptop = page("Walk", "one two three.\n\nfour five six LAPTOP.\n");
    await Promise.all([
      phone.tab.handlers.keepRecord({ record, value: ofPhone, base: first }),
      laptop.tab.handlers.keepRecord({ record, value: ofLaptop, base: first }),
    ]);
    const both = "one two three PHONE.\n\nfour five six LAPTOP.\n";
    await expect.poll(() => bodies(phone), { timeout: patience }).toEqual([both]);
    await expect.poll(() => bodies(laptop), { timeout: patience }).toEqual([both]);
    await Promise.all([phone.until(isSynced), laptop.until(isSynced)]);
    phone.close();
    laptop.close();
  },
  patience,
);

test(
  "before the recovery code was typed again nothing is sent",
  async () => {
    const browser = new Browser(server.origin);
    const { tab, until, close } = await browser.open();
    await tab.handlers.signUp({ name: "Clara", passphrase });
    await tab.handlers.keepRecord({ record: null, value: page("First", "Words."), base: null });
    const { waiting } = await until(({ verifiedAt }) => verifiedAt !== null);
    expect(waiting).toBe(1);
    expect(await tab.handlers.confirmRecovery({ words: "not the words" })).toBe(false);
    const words = (await tab.handlers.recoveryCode(null)) ?? [];
    expect(words).toHaveLength(10);
    expect(
      await tab.handlers.confirmRecovery({ words: ` ${words.join("  ").toUpperCase()} ` }),
    ).toBe(true);
    await until(isSynced);
    expect(await tab.handlers.recoveryCode(null)).toBeNull();
    close();
  },
  patience,
);

test(
  "offline a locked device opens, reads and keeps; the words leave it when the server is back",
  async () => {
    const network = { isUp: true };
    const browser = new Browser(server.origin, (address, init) =>
      network.isUp ? fetch(address, init) : Promise.reject(new TypeError("Failed to fetch")),
    );
    const first = await signedUp(browser, "Dora");
    await first.tab.handlers.keepRecord({
      record: null,
      value: page("Before", "old words"),
      base: null,
    });
    await first.until(isSynced);
    first.close();
    network.isUp = false;
    const { tab, until, close } = await browser.open();
    expect(await tab.handlers.status(null)).toMatchObject({
      phase: "locked",
      name: "dora",
      waiting: 0,
    });
    await expect(tab.handlers.unlock({ passphrase: "something else" })).rejects.toMatchObject({
      code: "wrong_secret",
    });
    await tab.handlers.unlock({ passphrase });
    await tab.handlers.keepRecord({ record: null, value: page("During", "new words"), base: null });
    await until(({ sync, waiting }) => sync === "unreachable" && waiting === 1);
    expect((await tab.handlers.listRecords(everything)).records).toHaveLength(2);
    network.isUp = true;
    await tab.handlers.syncNow(null);
    await until(isSynced);
    close();
  },
  patience,
);

test(
  "two tabs of one browser see each other's pages, and only one of them leads",
  async () => {
    const browser = new Browser(server.origin);
    const first = await signedUp(browser, "Emma");
    const second = await browser.open();
    await second.tab.handlers.unlock({ passphrase });
    await second.tab.handlers.keepRecord({
      record: null,
      value: page("Tab", "second"),
      base: null,
    });
    await expect.poll(() => bodies(first), { timeout: patience }).toEqual(["second"]);
    await Promise.all([first.until(isSynced), second.until(isSynced)]);
    first.close();
    await second.tab.handlers.keepRecord({ record: null, value: page("Tab", "alone"), base: null });
    await second.until(isSynced);
    second.close();
  },
  patience,
);

test(
  "a backup opens again and counts its pages",
  async () => {
    const phone = await signedUp(new Browser(server.origin), "Frieda");
    await phone.tab.handlers.keepRecord({ record: null, value: page("A", "one"), base: null });
    await phone.tab.handlers.keepRecord({ record: null, value: page("B", "two"), base: null });
    const backup = await phone.tab.handlers.exportBackup({ passphrase: "for the backup" });
    expect(backup.pages).toBe(2);
    expect(backup.name).toMatch(/^goldseam-\d{4}-\d{2}-\d{2}\.age$/);
    expect(phone.notices).toContainEqual({ type: "progress", work: "export", done: 2, total: 2 });
    phone.close();
  },
  patience,
);

test(
  "a sign-up whose answer was lost is finished by trying again, also after the browser was closed",
  async () => {
    const network = { isDeaf: true };
    const browser = new Browser(server.origin, async (address, init) => {
      const response = await fetch(address, init);
      const isLost = network.isDeaf && address.endsWith("/v1/accounts");
      if (isLost) throw new TypeError("Failed to fetch");
      return response;
    });
    const first = await browser.open();
    const credentials = { name: "Greta", passphrase };
    await expect(first.tab.handlers.signUp(credentials)).rejects.toMatchObject({
      code: "unavailable",
    });
    first.close();
    network.isDeaf = false;
    const second = await browser.open();
    expect(await second.tab.handlers.signUp(credentials)).toMatchObject({
      phase: "open",
      name: "greta",
    });
    expect(await second.tab.handlers.recoveryCode(null)).toHaveLength(10);
    second.close();
  },
  patience,
);

test(
  "a wrong passphrase, an unknown name and a name that is taken are told apart from silence",
  async () => {
    const phone = await signedUp(new Browser(server.origin), "Hanna");
    const { tab, close } = await new Browser(server.origin).open();
    const wrong = tab.handlers.signIn({ name: "hanna", passphrase: "six other words" });
    await expect(wrong).rejects.toMatchObject({ code: "login_refused" });
    const unknown = tab.handlers.signIn({ name: "nobody here", passphrase });
    await expect(unknown).rejects.toMatchObject({ code: "login_refused" });
    const taken = tab.handlers.signUp({ name: "HANNA ", passphrase: "six other words" });
    await expect(taken).rejects.toMatchObject({ code: "name_taken" });
    expect(await tab.handlers.status(null)).toMatchObject({ phase: "fresh", name: null });
    close();
    phone.close();
  },
  patience,
);

test(
  "a device whose joining was not answered signs in again, and others take its pages",
  async () => {
    const phone = await signedUp(new Browser(server.origin), "Ida");
    const network = { isDeaf: true };
    const browser = new Browser(server.origin, async (address, init) => {
      const response = await fetch(address, init);
      if (network.isDeaf && init.method === "PUT") throw new TypeError("Failed to fetch");
      return response;
    });
    const first = await browser.open();
    const credentials = { name: "ida", passphrase };
    await expect(first.tab.handlers.signIn(credentials)).rejects.toMatchObject({
      code: "unavailable",
    });
    first.close();
    network.isDeaf = false;
    const laptop = await browser.open();
    await laptop.tab.handlers.signIn(credentials);
    await laptop.tab.handlers.keepRecord({ record: null, value: page("L", "laptop"), base: null });
    await expect.poll(() => bodies(phone), { timeout: patience }).toEqual(["laptop"]);
    expect((await phone.tab.handlers.status(null)).alarm).toBeNull();
    laptop.close();
    phone.close();
  },
  patience,
);

test(
  "a browser that locks and opens again pulls on from where it stood",
  async () => {
    const browser = new Browser(server.origin);
    const first = await signedUp(browser, "Jana");
    await first.tab.handlers.keepRecord({ record: null, value: page("A", "one"), base: null });
    await first.until(isSynced);
    first.close();
    const laptop = await signedIn(new Browser(server.origin), "jana");
    await laptop.tab.handlers.keepRecord({ record: null, value: page("B", "two"), base: null });
    await laptop.until(isSynced);
    const second = await browser.open();
    expect(await second.tab.handlers.unlock({ passphrase })).toMatchObject({ phase: "open" });
    await expect.poll(() => bodies(second), { timeout: patience }).toEqual(["one", "two"]);
    second.close();
    laptop.close();
  },
  patience,
);
