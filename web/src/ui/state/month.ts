/** A month as a sheet of weeks. Months are `2026-11` and days `2026-11-22`, of the person's own calendar, which has no zone. */

import { locale } from "../copy/index.svelte.ts";

const dayMs = 24 * 60 * 60 * 1000;
const week = [0, 1, 2, 3, 4, 5, 6];
const monday = 1;
/** 4 January 1970 was a Sunday. */
const aSunday = 3;

/** Not in the types of the language yet: browsers have one, the other or none. 7 stands for Sunday. */
interface WithWeeks extends Intl.Locale {
  readonly getWeekInfo?: () => WeekInfo;
  readonly weekInfo?: WeekInfo;
}

interface WeekInfo {
  readonly firstDay: number;
}

/** Rows of seven days; empty before the first and after the last of the month. `first`: the weekday of the first column, 0 for Sunday. */
export function weeksOf(month: string, first = firstWeekday()): readonly (readonly string[])[] {
  const start = Date.parse(`${month}-01T00:00:00Z`);
  const days = daysFrom(start, month);
  const before = (new Date(start).getUTCDay() - first + 7) % 7;
  const cells = [...week.slice(0, before).map(() => ""), ...days];
  const rows = Math.ceil(cells.length / 7);
  return Array.from({ length: rows }, (_, row) => week.map((day) => cells[row * 7 + day] ?? ""));
}

function daysFrom(start: number, month: string): readonly string[] {
  const days = Array.from({ length: 31 }, (_, day) => new Date(start + day * dayMs).toISOString());
  return days.map((day) => day.slice(0, 10)).filter((day) => day.startsWith(month));
}

/** The weekday with which weeks begin where this language is spoken, 0 for Sunday; Monday where the browser does not say. */
export function firstWeekday(tag = locale()): number {
  const spoken: WithWeeks = new Intl.Locale(tag);
  const { firstDay } = spoken.getWeekInfo?.() ?? spoken.weekInfo ?? { firstDay: monday };
  return firstDay % 7;
}

/** How the columns are called: one or two letters to show, and the whole word to say. */
export function weekdayNames(first = firstWeekday()): readonly { short: string; long: string }[] {
  const name = (weekday: "narrow" | "long", day: number) =>
    new Intl.DateTimeFormat(locale(), { weekday, timeZone: "UTC" }).format((aSunday + day) * dayMs);
  return week
    .map((day) => (day + first) % 7)
    .map((day) => ({ short: name("narrow", day), long: name("long", day) }));
}

/** The number of a day in its month, as the language writes it. */
export function dayNumber(day: string): string {
  return new Intl.NumberFormat(locale()).format(Number(day.slice(8)));
}

/** A month in words, `November 2026`. */
export function monthName(month: string): string {
  const options = { month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale(), options).format(Date.parse(`${month}-01T00:00:00Z`));
}
