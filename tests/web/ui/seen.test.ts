import { beforeAll, expect, test } from "vitest";
import { speak } from "../../../web/src/ui/copy/index.svelte.ts";
import { agoOf, shortDay } from "../../../web/src/ui/state/seen.ts";

const today = "2026-11-23";

beforeAll(() => speak(["en"]));

test.each([
  ["2026-11-24", "today"],
  ["2026-11-23", "today"],
  ["2026-11-22", "yesterday"],
  ["2026-11-20", "three days ago"],
  ["2026-11-17", "six days ago"],
  ["2026-11-16", "a week ago"],
  ["2026-11-02", "three weeks ago"],
  ["2026-10-26", "in October"],
  ["2025-10-26", "in October 2025"],
])("on %s is said as %s", (date, words) => {
  expect(agoOf(date, today)).toBe(words);
});

test("a day of another year has its year", () => {
  expect([shortDay("2026-03-01", today), shortDay("2025-03-01", today)]).toEqual([
    "March 1",
    "March 1, 2025",
  ]);
});
