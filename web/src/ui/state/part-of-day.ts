import { locale } from "../copy/index.svelte.ts";

export type PartOfDay = "morning" | "afternoon" | "evening" | "night";

/** The part of the day at this hour of the clock, from 0 to 23. */
export function partOfDay(hour: number): PartOfDay {
  if (hour < 5 || hour >= 22) return "night";
  if (hour < 12) return "morning";
  return hour < 17 ? "afternoon" : "evening";
}

/** The name of the day of the week; `at` in UTC milliseconds. */
export function weekdayOf(at: number): string {
  return new Intl.DateTimeFormat(locale(), { weekday: "long" }).format(at);
}

/** The time on the clock. */
export function timeOf(at: number): string {
  return new Intl.DateTimeFormat(locale(), { timeStyle: "short" }).format(at);
}
