import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Status } from "../../../web/src/core/contract.ts";
import { canonicalText, type JsonObject } from "../../../web/src/core/protocol/canonical.ts";
import { Browser, type OpenTab } from "./browser.ts";
import { CommandLine } from "./command-line.ts";
import { type RunningServer, startServer } from "./server-process.ts";

const patience = 120_000;
const passphrase = "cocoa tidal ember willow gravel lantern";
const isSynced = ({ sync, waiting }: Status) => sync === "done" && waiting === 0;
const file = new URL("../../fixtures/records.json", import.meta.url);
const values: { readonly [kind: string]: JsonObject } = JSON.parse(readFileSync(file, "utf8"));
const records = new Map<string, string>();

let server: RunningServer;
let app: OpenTab;
let terminal: CommandLine;

/** One record of every kind, and of one that nobody knows, kept in the app and sent; the terminal has pulled them. */
beforeAll(async () => {
  server = await startServer();
  app = await new Browser(server.origin).open();
  await app.tab.handlers.signUp({ name: "Nora", passphrase });
  const words = await app.tab.handlers.recoveryCode(null);
  await app.tab.handlers.confirmRecovery({ words: words?.join(" ") ?? "" });
  for (const [kind, value] of Object.entries(values)) {
    const { trashed_at: _, ...whole } = value;
    const kept = await app.tab.handlers.keepRecord({ record: null, value: whole, base: null });
    records.set(kind, kept.record);
  }
  await app.tab.handlers.trash({ record: recordOf("line") });
  await app.until(isSynced);
  terminal = new CommandLine(passphrase);
  await terminal.run(["login", "--server", server.origin, "--name", "nora"]);
  await terminal.run(["pull"]);
}, patience);

afterAll(async () => {
  app.close();
  terminal.remove();
  await server.stop();
});

function recordOf(kind: string): string {
  return records.get(kind) ?? "";
}

async function inApp(kind: string): Promise<JsonObject> {
  return (await app.tab.handlers.readRecord({ record: recordOf(kind) }))?.value ?? {};
}

async function inTerminal(kind: string): Promise<JsonObject> {
  return JSON.parse(await terminal.run(["show", "--json", recordOf(kind)])).record;
}

test(
  "a record of every kind, and of none that is known, is the same in both clients",
  async () => {
    // One after the other: a folder is used by one process at a time.
    for (const kind of records.keys()) {
      expect(canonicalText(await inTerminal(kind))).toBe(canonicalText(await inApp(kind)));
    }
  },
  patience,
);

test(
  "the second client lists all but the trash, and the trash when asked",
  async () => {
    const kindsIn = async (words: string[]) => {
      const facts: JsonObject[] = JSON.parse(await terminal.run(["ls", "--json", ...words]));
      return facts.map(({ kind }) => kind).sort();
    };
    const others = [...records.keys()].filter((kind) => kind !== "line");
    expect(await kindsIn([])).toEqual(others.sort());
    expect(await kindsIn(["--trash"])).toEqual(["line"]);
    expect(await kindsIn(["--kind", "glimmer"])).toEqual(["glimmer"]);
  },
  patience,
);

test(
  "an unknown kind keeps its unknown fields through an edit on either client",
  async () => {
    const base = await inApp("constellation");
    await terminal.run(["write", recordOf("constellation"), "--title", "From the terminal"]);
    await expect
      .poll(async () => (await inApp("constellation")).title, { timeout: 30_000 })
      .toBe("From the terminal");
    const value = { ...base, body: "From the app." };
    await app.tab.handlers.keepRecord({ record: recordOf("constellation"), value, base });
    await app.until(isSynced);
    await terminal.run(["pull"]);
    const both = await inTerminal("constellation");
    expect(both).toMatchObject({ title: "From the terminal", body: "From the app." });
    expect(both.stars).toEqual(values.constellation?.stars);
    expect(both.nested).toEqual(values.constellation?.nested);
    expect(both.also).toBeUndefined();
  },
  patience,
);
