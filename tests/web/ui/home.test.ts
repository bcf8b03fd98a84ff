import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { RecordHeader } from "../../../web/src/core/contract.ts";
import { de } from "../../../web/src/ui/copy/de.ts";
import { en } from "../../../web/src/ui/copy/en.ts";
import { addressOf } from "../../../web/src/ui/state/cover.ts";
import { calendarDay, today } from "../../../web/src/ui/state/days.ts";
import { aboutOf, headingOf, kindLabel, openingOf } from "../../../web/src/ui/state/headers.ts";
import { Undo } from "../../../web/src/ui/state/undo.svelte.ts";

const plain: RecordHeader = {
  record: "a".repeat(32),
  kind: "entry",
  title: "Title",
  opening: "Opening",
  createdAt: 0,
  updatedAt: 0,
  kept: "server",
  merged: false,
  newer: false,
  unreadable: false,
  covered: false,
  bring: false,
  lookAgain: "",
  state: "",
  resurface: "",
  people: [],
  tags: [],
  trashedAt: null,
};

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  [{}, "Title"],
  [{ title: "" }, "Opening"],
  [{ title: "", opening: "" }, "A page with no words yet"],
  [{ title: "", opening: "", kind: "checkin" }, "Check-in"],
  [{ title: "", opening: "", kind: "weather" }, "Something from a newer version"],
  [{ covered: true }, "Covered by you"],
])("a record with %j is called %s", (change, heading) => {
  expect(headingOf({ ...plain, ...change }, en)).toBe(heading);
});

test.each([
  ["Rain all day.", "Rain all day."],
  [`${"rain ".repeat(27)}windo`, `${"rain ".repeat(27).trim()}…`],
  ["雨".repeat(140), `${"雨".repeat(140)}…`],
])("an opening of %j is shown without half a word", (opening, shown) => {
  expect(openingOf({ title: "Title", opening })).toBe(shown);
  expect(openingOf({ title: "", opening })).toBe("");
  expect(headingOf({ ...plain, title: "", opening }, en)).toBe(shown);
});

test("a plain page says only where it is kept", () => {
  expect(aboutOf(plain, en)).toEqual(["On the server too"]);
});

test("what the person marked is said beside the day", () => {
  const header = { ...plain, kind: "repair", bring: true, state: "set_down" };
  expect(aboutOf(header, en)).toEqual([
    "Mending",
    "On the server too",
    "To bring along",
    "Set down",
  ]);
});

test("every kind has a name of its own in both languages", () => {
  for (const copy of [en, de]) {
    const names = Object.keys(en.home.kinds).map((kind) => kindLabel(kind, copy));
    expect(new Set([...names, copy.home.otherKind]).size).toBe(names.length + 1);
  }
});

test("something can be taken back for ten seconds, and no longer", async () => {
  const undo = new Undo();
  const back = vi.fn(async () => {});
  undo.show("It is in the trash.", back);
  vi.advanceTimersByTime(9_999);
  expect(undo.offer?.sentence).toBe("It is in the trash.");
  await undo.take();
  expect([back.mock.calls.length, undo.offer]).toEqual([1, null]);
  undo.show("It is in the trash.", back);
  vi.advanceTimersByTime(10_000);
  await undo.take();
  expect(back).toHaveBeenCalledTimes(1);
});

test.each([
  ["", null],
  ["example.org", "https://example.org/"],
  ["https://example.org/weather", "https://example.org/weather"],
  ["javascript:alert(1)", null],
  ["two words", null],
])("Cover goes on from %j to %s", (typed, address) => {
  expect(addressOf(typed)).toBe(address);
});

test("a calendar day is the same day in every zone", () => {
  expect(calendarDay("2026-11-22")).toBe("Sunday, November 22, 2026");
  expect(today(new Date(2026, 0, 5, 0, 30))).toBe("2026-01-05");
});

test("leaving a screen takes its own offer back, and no other one", () => {
  const undo = new Undo();
  const mine = undo.show("The step was taken away.", vi.fn());
  const other = undo.show("It is in the trash.", vi.fn());
  undo.withdraw(mine);
  expect(undo.offer).toBe(other);
  undo.withdraw(other);
  expect(undo.offer).toBe(null);
});
