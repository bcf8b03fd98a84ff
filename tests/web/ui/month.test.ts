import { expect, test } from "vitest";
import {
  dayNumber,
  firstWeekday,
  monthName,
  weekdayNames,
  weeksOf,
} from "../../../web/src/ui/state/month.ts";

test("a month stands in weeks, with nothing before its first day and after its last", () => {
  const weeks = weeksOf("2026-11", 1);
  expect(weeks).toHaveLength(6);
  expect(weeks[0]).toEqual(["", "", "", "", "", "", "2026-11-01"]);
  expect(weeks[5]).toEqual(["2026-11-30", "", "", "", "", "", ""]);
});

test("weeks begin with the day with which they begin where the language is spoken", () => {
  expect(weeksOf("2026-11", 0)[0]?.[0]).toBe("2026-11-01");
  expect(firstWeekday("en-US")).toBe(0);
  expect(firstWeekday("de-AT")).toBe(1);
  expect(firstWeekday("ar-EG")).toBe(6);
  expect(weekdayNames(6).map(({ long }) => long)[0]).toBe("Saturday");
});

test("every day of every month stands once, in years long ago too", () => {
  const long = (month: string) => weeksOf(month, 3).flat().filter(Boolean);
  expect(long("2024-02")).toHaveLength(29);
  expect(long("2026-02")).toHaveLength(28);
  expect(long("0001-12")).toHaveLength(31);
  expect(new Set(long("2026-03")).size).toBe(31);
});

test("a day and a month are said without a zone", () => {
  expect(dayNumber("2026-11-02")).toBe("2");
  expect(monthName("2026-11")).toBe("November 2026");
});
