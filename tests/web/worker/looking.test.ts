/** What a screen is told of a view is what the view shows of everything that is here. */
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { Look, RecordQuery } from "../../../web/src/core/contract.ts";
import type { JsonObject } from "../../../web/src/core/protocol/canonical.ts";
import type { Id } from "../../../web/src/core/protocol/encoding.ts";
import type { Effect, Procedure } from "../../../web/src/core/sync/effects.ts";
import { keepAbsent, mostAtOnce } from "../../../web/src/core/sync/keep-many.ts";
import { type JournalRecord, makeJournal } from "../../../web/src/core/views/journal.ts";
import { type PageView, shows } from "../../../web/src/core/views/show.ts";
import { type LookingGround, look } from "../../../web/src/worker/looking.ts";
import { madeUpGround } from "../../../web/src/worker/made-up.ts";
import { Records } from "../../../web/src/worker/records.ts";
import { Tab } from "../../../web/src/worker/tab.ts";
import { Device } from "../core/engine/device.ts";
import { family } from "../core/engine/family.ts";
import { ModelServer } from "../core/engine/model-server.ts";

// Ten thousand records are sealed, and passphrases are stretched, which is slow on purpose.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const today = "2026-11-22";
const everything: RecordQuery = {
  kinds: null,
  only: null,
  person: null,
  tag: null,
  offset: 0,
  limit: 10_000,
};

async function tried() {
  const around = {
    origin: "https://journal.example",
    userAgent: "",
    notify() {},
    signal: new AbortController().signal,
  };
  return new Tab(await madeUpGround("en", around)).handlers;
}

let tab: Awaited<ReturnType<typeof tried>>;
let all: JournalRecord[];
let she: string;

async function kept(value: JsonObject): Promise<string> {
  return (await tab.keepRecord({ record: null, value: { v: 2, ...value }, base: null })).record;
}

async function readAll(): Promise<JournalRecord[]> {
  const lists = await Promise.all([
    tab.listRecords(everything),
    tab.listRecords({ ...everything, only: "trash" }),
    tab.listRecords({ ...everything, kinds: ["settings", "safety_card", "pack_override"] }),
  ]);
  const ids = lists.flatMap(({ records }) => records.map(({ record }) => record));
  const views = await Promise.all(ids.map((record) => tab.readRecord({ record })));
  return views.flatMap((view) => (view === null ? [] : [{ ...view }]));
}

beforeAll(async () => {
  tab = await tried();
  const { record, view } = await tab.singleton({ kind: "settings" });
  const settings = { kind: "settings", v: 3, ...view?.value, resurfacing: true };
  await tab.keepRecord({ record, value: settings, base: view?.value ?? null });
  she = await kept({ kind: "person", name_shown: "M.", feels_now: "not_safe" });
  const of = { people: [she], happened: { date: "2020-11-22" }, resurface: "yes" };
  await kept({ kind: "glimmer", what: "with her", ...of });
  await kept({ kind: "repair", status: "mended", ...of });
  await kept({ kind: "entry", title: "covered", cover: true, bring: true });
  await kept({
    kind: "checkin",
    inside: 2,
    around: 3,
    happened: { date: "2021-11-22" },
    resurface: "yes",
  });
  await tab.trash({ record: await kept({ kind: "line", text: "gone" }) });
  // Somebody in the trash is held back as before.
  await tab.trash({ record: she });
  all = await readAll();
});

const looks: readonly Exclude<Look, { readonly view: "server" | "with_person" | "named" }>[] = [
  { view: "mending_lines", today, options: { asked: false } },
  { view: "mending_lines", today, options: { asked: true } },
  { view: "pattern_map", today, options: { pull: "" } },
  { view: "expected", today, options: { person: "", offset: 0 } },
  { view: "before_after", today, options: { offset: 0 } },
  { view: "inside_around", today, options: {} },
  { view: "small_shifts", today, options: {} },
  { view: "shelf", today, options: { offset: 0 } },
  { view: "needs", today, options: {} },
  { view: "calendar", today, options: { month: "" } },
  { view: "on_this_day", today, options: { passed: [] } },
  { view: "session_sheet", today, options: { order: [] } },
  { view: "timeline", today, options: { offset: 20 } },
  { view: "my_words", today, options: { offset: 0 } },
];

/** The view over every record that is here, those that it does not read too. */
function shown(view: PageView, options: object) {
  const show = shows[view] as (...asked: readonly unknown[]) => unknown;
  return show(makeJournal(all), options, today);
}

describe("a view of a made-up journal", () => {
  test.each(looks)("$view is of everything that is here", async (asked) => {
    const { view, data } = await tab.look(asked);
    expect(view).toBe(asked.view);
    expect(data).toEqual(shown(asked.view, asked.options));
    expect(JSON.stringify(data).length).toBeGreaterThan(20);
  });

  test("with_person is of each of the people", async () => {
    const { records } = await tab.listRecords({ ...everything, kinds: ["person"] });
    const people = [...records.map(({ record }) => record), she];
    const seen = await Promise.all(
      people.map((person) => tab.look({ view: "with_person", today, options: { person } })),
    );
    const expected = people.map((person) => shown("with_person", { person }));
    expect(seen.map(({ data }) => data)).toEqual(expected);
    expect(people.length).toBeGreaterThan(2);
  });

  test("named gives the pages of ids, and passes over what is no page", async () => {
    const records = [...all.map(({ record }) => record).toReversed(), "no id", "0".repeat(32)];
    const { data } = await tab.look({ view: "named", today, options: { records } });
    expect(data).toEqual(shown("named", { records }));
  });

  test("on this day is a page that names nobody who is held back", async () => {
    const { data } = await tab.look({ view: "on_this_day", today, options: { passed: [] } });
    expect(data).toMatchObject({ card: { kind: "checkin", day: "2021-11-22", ask: false } });
  });

  test("the server sees nothing of made-up pages", async () => {
    const { data } = await tab.look({ view: "server", today, options: {} });
    expect(data).toMatchObject({ pieces: 0, sizes: [], synced: null, devices: 1 });
  });
});

describe("a device of an account", () => {
  let phone: Device;
  let ground: LookingGround;

  beforeAll(async () => {
    const { members, keyrings } = await family();
    const [member] = members;
    phone = await new Device(member, new ModelServer(member.keys.vault, keyrings)).begin();
    const perform = (effect: Effect) =>
      phone.run(
        (function* (): Procedure<unknown> {
          return yield effect;
        })(),
      );
    ground = { storage: phone.store, perform, records: new Records(phone.store, perform) };
  });

  test("tells what the server has of it, and nothing of what only waits", async () => {
    await phone.write({ title: "short", body: "", tags: [] });
    await phone.write({ title: "long", body: "x".repeat(5000), tags: [] });
    const before = await look(ground, { view: "server", today, options: {} });
    expect(before.data).toMatchObject({ pieces: 0, sizes: [] });
    await phone.turn();
    const { data } = await look(ground, { view: "server", today, options: {} });
    expect(data).toMatchObject({ pieces: 2, sizes: [{ bytes: 541 }, { pieces: 1 }], devices: 3 });
  });

  test("looks at ten thousand pages", async () => {
    for (let from = 0; from < many; from += mostAtOnce) {
      await phone.run(keepAbsent(Array.from({ length: mostAtOnce }, (_, i) => page(from + i))));
    }
    const started = performance.now();
    const { data } = await look(ground, { view: "timeline", today, options: { offset: 0 } });
    process.stdout.write(`timeline of ${many} pages: ${performance.now() - started} ms\n`);
    expect(data).toMatchObject({ next: 20, rows: { length: 20 } });
  });
});

const many = 10_000;

function page(number: number) {
  const at = Date.UTC(2016, 0, 1) + number * 8 * 3600 * 1000;
  const body = `Page ${number}. `.repeat(30);
  const value = { kind: "entry", v: 2, created_at: at, updated_at: at, tz: "Europe/Vienna", body };
  return { record: number.toString(16).padStart(32, "0") as Id, value }; // 32 digits
}
