import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Status } from "../../../web/src/core/contract.ts";
import { entry } from "../../../web/src/core/model/entry.ts";
import { Browser, type OpenTab } from "./browser.ts";
import { CommandLine } from "./command-line.ts";
import { type RunningServer, startServer } from "./server-process.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const passphrase = "cocoa tidal ember willow gravel lantern";
const newPassphrase = "harbor puddle kettle saddle window marble";
const isSynced = ({ sync, waiting }: Status) => sync === "done" && waiting === 0;
const everything = { kinds: null, only: null, person: null, tag: null, offset: 0, limit: 100 };

let server: RunningServer;
let name = "";
let count = 0;
let app: OpenTab;
let terminal: CommandLine;
let words: readonly string[];

beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

/** An account of its own in the app, with one page; the terminal has it too. */
beforeEach(async () => {
  name = `nora ${count++}`;
  app = await new Browser(server.origin).open();
  await app.tab.handlers.signUp({ name, passphrase });
  words = (await app.tab.handlers.recoveryCode(null)) ?? [];
  await app.tab.handlers.confirmRecovery({ words: words.join(" ") });
  await write("of the app");
  await app.until(isSynced);
  terminal = new CommandLine(passphrase);
  await terminal.run(["login", "--server", server.origin, "--name", name]);
  await terminal.run(["pull"]);
  return () => {
    app.close();
    terminal.remove();
  };
});

async function write(body: string): Promise<void> {
  const value = { kind: entry.name, v: entry.version, title: body, body };
  await app.tab.handlers.keepRecord({ record: null, value, base: null });
}

async function inApp({ tab }: OpenTab = app): Promise<string[]> {
  const { records } = await tab.handlers.listRecords(everything);
  return records.map(({ title }) => title).sort();
}

async function inTerminal(): Promise<string[]> {
  const listed: { title: string }[] = JSON.parse(await terminal.run(["ls", "--json"]));
  return listed.map(({ title }) => title).sort();
}

test("new keys of the app are those that the terminal signs in to, and both go on", async () => {
  const newWords = await app.tab.handlers.drawRecovery(null);
  await app.tab.handlers.newKeys({ passphrase, newPassphrase, newWords, remove: [] });
  await write("after");
  await app.until(isSynced);
  await expect(terminal.run(["pull"])).rejects.toThrow();
  terminal.write("passphrase", newPassphrase);
  await terminal.run(["login"]);
  await terminal.run(["write", "--title", "of the terminal"]);
  await terminal.run(["pull"]);
  const all = ["after", "of the app", "of the terminal"];
  expect(await inTerminal()).toEqual(all);
  await expect.poll(() => inApp(), { timeout: 60_000 }).toEqual(all);
  expect((await app.tab.handlers.status(null)).alarm).toBeNull();
});

test("new keys of the terminal are those that the app signs in to, with what waited there", async () => {
  const chosen = terminal.write("new", newPassphrase);
  const recovery = terminal.path("words");
  await terminal.run([
    "new-keys",
    "--yes",
    "--new-passphrase-file",
    chosen,
    "--new-recovery-file",
    recovery,
  ]);
  terminal.write("passphrase", newPassphrase);
  await write("waits");
  await app.until(({ sync }) => sync === "sign_in_again");
  await app.tab.handlers.signIn({ name, passphrase: newPassphrase });
  await app.until(isSynced);
  await terminal.run(["pull"]);
  expect(await inTerminal()).toEqual(["of the app", "waits"]);
  expect(await inApp()).toEqual(["of the app", "waits"]);
  const anew = await new Browser(server.origin).open();
  const newWords = await anew.tab.handlers.drawRecovery(null);
  const input = { name, words: terminal.read("words"), newPassphrase: passphrase, newWords };
  await anew.tab.handlers.recover({ ...input, checkpoint: null });
  await anew.until(isSynced);
  expect(await inApp(anew)).toEqual(["of the app", "waits"]);
  anew.close();
});

test("each client takes another passphrase of the other, and the words that recover", async () => {
  await app.tab.handlers.changePassphrase({ passphrase, newPassphrase });
  const typed = terminal.write("typed", words.join(" "));
  const given = ["--recovery-file", typed, "--new-recovery-file", terminal.path("words")];
  const other = new CommandLine(newPassphrase);
  const chosen = other.write("new", passphrase);
  const place = ["--server", server.origin, "--name", name];
  await other.bare(["recover", ...place, ...given, "--new-passphrase-file", chosen]);
  other.write("passphrase", passphrase);
  await other.run(["pull"]);
  expect(JSON.parse(await other.run(["ls", "--json"]))).toHaveLength(1);
  await app.tab.handlers.syncNow(null);
  await expect
    .poll(
      async () => {
        const { devices } = await app.tab.handlers.devices(null);
        return devices.filter(({ isStranger }) => !isStranger).length;
      },
      { timeout: 60_000 },
    )
    .toBe(3);
  expect((await app.tab.handlers.status(null)).alarm).toBeNull();
  other.remove();
});

test("a device that one client removes is told so by the other", async () => {
  const { devices } = await app.tab.handlers.devices(null);
  const other = devices.find(({ isThis }) => !isThis)?.device ?? "";
  await app.tab.handlers.removeDevices({ passphrase, devices: [other] });
  await expect(terminal.run(["pull"])).rejects.toThrow();
  const second = new CommandLine(passphrase);
  await second.run(["login", "--server", server.origin, "--name", name]);
  await second.run(["devices", "remove", "--others", "--yes"]);
  await write("never sent");
  await app.until(({ sync }) => sync === "removed");
  expect(await inApp()).toEqual(["never sent", "of the app"]);
  second.remove();
});
