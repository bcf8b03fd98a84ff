/** Days of the person's own calendar, as `2026-11-22` (docs/views.md, Words used here). */

import { clockIn } from "../clocks.ts";

/** The first moment that has no day any more: the beginning of the year 9999, UTC milliseconds. */
const endOfMoments = 253_370_764_800_000;
const dayMilliseconds = 24 * 3600 * 1000;
const zoneName = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/;

/** Whether the calendar has it: `2026-02-30` is no day. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < "0001") return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** A moment that has a day, 0 for anything else. */
export function momentOf(at: unknown): number {
  if (typeof at !== "number" || !Number.isSafeInteger(at)) return 0;
  return at >= 1 && at < endOfMoments ? at : 0;
}

/** The local day of a moment (`momentOf`), empty for none; a zone that is not known is UTC. */
export function localDay(at: number, zone: string): string {
  if (at === 0) return "";
  const clock = zoneName.test(zone) ? clockIn(zone) : null;
  if (clock === null) return new Date(at).toISOString().slice(0, 10);
  const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  const { year = "", month = "", day = "" } = part;
  return `${year.padStart(4, "0")}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** How many days lie from one day to the other. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMilliseconds;
}
