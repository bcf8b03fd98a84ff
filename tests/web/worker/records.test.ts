import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RecordQuery, Status } from "../../../web/src/core/contract.ts";
import { entry } from "../../../web/src/core/model/entry.ts";
import { glimmer } from "../../../web/src/core/model/glimmer.ts";
import { change, make } from "../../../web/src/core/model/kind.ts";
import { person } from "../../../web/src/core/model/person.ts";
import { settings } from "../../../web/src/core/model/settings.ts";
import type { JsonObject } from "../../../web/src/core/protocol/canonical.ts";
import { Browser, type OpenTab } from "./browser.ts";
import { type RunningServer, startServer } from "./server-process.ts";

const patience = 60_000;
const passphrase = "cocoa tidal ember willow gravel lantern";
const isSynced = ({ sync, waiting }: Status) => sync === "done" && waiting === 0;

let server: RunningServer;
let open: OpenTab;
let count = 0;

beforeAll(async () => {
  server = await startServer();
  open = await new Browser(server.origin).open();
  await open.tab.handlers.signUp({ name: "Maia", passphrase });
  const words = await open.tab.handlers.recoveryCode(null);
  await open.tab.handlers.confirmRecovery({ words: words?.join(" ") ?? "" });
}, patience);
afterAll(async () => {
  open.close();
  await server.stop();
});

/** A new moment for each record, so that lists have one order. */
const moment = () => ({ at: Date.UTC(2026, 10, 1) + 1000 * ++count, timeZone: "UTC" });

async function kept(value: JsonObject): Promise<string> {
  return (await open.tab.handlers.keepRecord({ record: null, value, base: null })).record;
}

async function changed(record: string, edit: (value: JsonObject) => JsonObject): Promise<void> {
  const view = await open.tab.handlers.readRecord({ record });
  if (view === null) throw new Error("no such record");
  const { value: base } = view;
  await open.tab.handlers.keepRecord({ record, value: edit(base), base });
}

const everything = { kinds: null, only: null, person: null, tag: null, offset: 0, limit: 100 };

async function listed(query: Partial<RecordQuery>): Promise<string[]> {
  const { records } = await open.tab.handlers.listRecords({ ...everything, ...query });
  return records.map(({ record }) => record);
}

describe("lists", () => {
  let page: string;
  let moment1: string;
  let she: string;

  beforeAll(async () => {
    page = await kept(make(entry, { title: "Day", body: "one", tags: ["home", "café"] }, moment()));
    she = await kept(make(person, { nameShown: "M." }, moment()));
    moment1 = await kept(make(glimmer, { what: "tea", people: [she], bring: true }, moment()));
  });

  test("are newest first, of all kinds or of some", async () => {
    expect(await listed({})).toEqual([moment1, she, page]);
    expect(await listed({ kinds: ["glimmer", "entry"] })).toEqual([moment1, page]);
    expect(await listed({ offset: 1, limit: 1 })).toEqual([she]);
    expect(await listed({ kinds: ["entry"] })).toEqual([page]);
  });

  test("know people, tags and marks", async () => {
    expect(await listed({ person: she })).toEqual([moment1]);
    expect(await listed({ tag: "cafe\u0301" })).toEqual([page]);
    expect(await listed({ only: "bring" })).toEqual([moment1]);
  });

  test("put the nearest day first among what is to be looked at again", async () => {
    await changed(page, (value) => change(entry, value, { lookAgain: "2026-12-24" }, moment()));
    await changed(moment1, (value) =>
      change(glimmer, value, { lookAgain: "2026-12-31" }, moment()),
    );
    expect(await listed({ only: "look_again" })).toEqual([page, moment1]);
  });

  test("show nothing of what is covered", async () => {
    await changed(page, (value) => change(entry, value, { cover: true }, moment()));
    const { records } = await open.tab.handlers.listRecords({ ...everything, kinds: ["entry"] });
    expect(records[0]).toMatchObject({ title: "", opening: "", covered: true });
    expect((await open.tab.handlers.readRecord({ record: page }))?.value.title).toBe("Day");
  });

  test("leave out what is in the trash, which has its own", async () => {
    const { trashedAt } = await open.tab.handlers.trash({ record: page });
    expect(trashedAt).toBeGreaterThan(0);
    expect(await listed({ kinds: ["entry"] })).toEqual([]);
    expect(await listed({ only: "trash" })).toEqual([page]);
    await open.tab.handlers.untrash({ record: page });
    expect(await listed({ kinds: ["entry"] })).toEqual([page]);
    expect(await listed({ only: "trash" })).toEqual([]);
  });

  test("leave out the account's own settings unless they are asked for", async () => {
    const { record, view } = await open.tab.handlers.singleton({ kind: "settings" });
    expect(view).toBeNull();
    const value = make(settings, { theme: "dark" }, moment());
    await open.tab.handlers.keepRecord({ record, value, base: null });
    expect(await listed({})).not.toContain(record);
    expect(await listed({ kinds: ["settings"] })).toEqual([record]);
    const again = await open.tab.handlers.singleton({ kind: "settings" });
    expect(again.view?.value.theme).toBe("dark");
  });
});

test(
  "what is removed for good is gone here and on the server's newest state",
  async () => {
    const record = await kept(make(entry, { body: "gone" }, moment()));
    await open.until(isSynced);
    expect(await open.tab.handlers.erase({ record })).toBeNull();
    expect(await open.tab.handlers.readRecord({ record })).toBeNull();
    expect(await listed({})).not.toContain(record);
    await open.until(isSynced);
    const other = await new Browser(server.origin).open();
    await other.tab.handlers.signIn({ name: "maia", passphrase });
    await other.until(isSynced);
    expect(await other.tab.handlers.readRecord({ record })).toBeNull();
    other.close();
  },
  patience,
);

test("a keep that is asked for again under the id it gave makes one page and writes nothing", async () => {
  const asked = {
    record: "9".repeat(32),
    value: make(entry, { body: "once" }, moment()),
    base: null,
  };
  const first = await open.tab.handlers.keepRecord(asked);
  const again = await open.tab.handlers.keepRecord(asked);
  expect(again).toEqual(first);
  const pages = await listed({ kinds: ["entry"] });
  expect(pages.filter((record) => record === asked.record)).toHaveLength(1);
});

test("the real server tells its time with every answer to a pull", async () => {
  const { headers } = await fetch(`${server.origin}/v1/limits`);
  expect(Math.abs(Date.parse(headers.get("Date") ?? "") - Date.now())).toBeLessThan(10_000);
});

test("a record without a kind, and a singleton of no kind, are refused", async () => {
  const { keepRecord, singleton } = open.tab.handlers;
  await expect(
    keepRecord({ record: null, value: { body: "x" }, base: null }),
  ).rejects.toMatchObject({
    code: "bad_request",
  });
  await expect(singleton({ kind: "entry" })).rejects.toMatchObject({ code: "not_found" });
});

test(
  "a stopped export is refused as stopped, not as damaged",
  async () => {
    const { exportBackup, cancelExport } = open.tab.handlers;
    const made = Promise.resolve(exportBackup({ passphrase }));
    const refused = expect(made).rejects.toMatchObject({ name: "AbortError" });
    await cancelExport(null);
    await refused;
  },
  patience,
);
