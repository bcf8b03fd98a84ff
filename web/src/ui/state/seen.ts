import { copy, locale } from "../copy/index.svelte.ts";
import { today } from "./days.ts";

const MS_OF_DAY = 24 * 60 * 60 * 1000;
const DAYS_OF_WEEK = 7;

/** A day such as 2026-11-23 in words that need no counting: today, three days ago, in October. */
export function agoOf(date: string, now = today()): string {
  const { ago, weeksAgo, inMonth } = copy.devices;
  // A server's day may be ahead of the person's own.
  const days = Math.max(0, Math.round((utc(now) - utc(date)) / MS_OF_DAY));
  return ago[days] ?? weeksAgo[Math.floor(days / DAYS_OF_WEEK)] ?? inMonth(monthOf(date, now));
}

/** Day and month, with the year where it is another one. */
export function shortDay(date: string, now = today()): string {
  return written(date, now, { day: "numeric", month: "long" });
}

function monthOf(date: string, now: string): string {
  return written(date, now, { month: "long" });
}

function written(date: string, now: string, parts: Intl.DateTimeFormatOptions): string {
  const year = date.slice(0, 4) === now.slice(0, 4) ? {} : ({ year: "numeric" } as const);
  const options = { ...parts, ...year, timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale(), options).format(utc(date));
}

function utc(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}
