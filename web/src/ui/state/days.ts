import { locale } from "../copy/index.svelte.ts";

const day = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;

/** A day in the words of the language that is spoken; `at` in UTC milliseconds. */
export function dayOf(at: number): string {
  return new Intl.DateTimeFormat(locale(), day).format(at);
}

/** The same without the day of the week, where two stand in one line. */
export function dateOf(at: number): string {
  const { weekday: _, ...date } = day;
  return new Intl.DateTimeFormat(locale(), date).format(at);
}

/** The month of a moment, `November 2026`; `at` in UTC milliseconds. */
export function monthOf(at: number): string {
  return new Intl.DateTimeFormat(locale(), { month: "long", year: "numeric" }).format(at);
}

/** The same for a day of the person's own calendar, `2026-11-22`, which has no time and no zone. */
export function calendarDay(date: string): string {
  const options = { ...day, timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale(), options).format(Date.parse(`${date}T00:00:00Z`));
}

/** The same without the day of the week, where there is little room. */
export function calendarDate(date: string): string {
  const { weekday: _, ...options } = { ...day, timeZone: "UTC" };
  return new Intl.DateTimeFormat(locale(), options).format(Date.parse(`${date}T00:00:00Z`));
}

/** From one such day to another one, what both have in common said once: `12 – 20 April 2026`. */
export function calendarSpan(from: string, to: string): string {
  const { weekday: _, ...options } = { ...day, timeZone: "UTC" };
  const [begin, end] = [from, to].map((date) => Date.parse(`${date}T00:00:00Z`)) as [
    number,
    number,
  ]; // two in, two out
  return new Intl.DateTimeFormat(locale(), options).formatRange(begin, end);
}

/** A minute as somebody saw it on their own clock, `2026-11-22 18:00`, which has no zone. */
export function localMinute(minute: string): string {
  const options = { ...day, hour: "numeric", minute: "2-digit", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale(), options).format(
    Date.parse(`${minute.replace(" ", "T")}Z`),
  );
}

/** Today in the person's own calendar, as `2026-11-22`. */
export function today(now = new Date()): string {
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 10);
}
