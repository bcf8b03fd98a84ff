/** Moments as others write them, and the zones that they are in (docs/imports.md, Items and YAML subset). */

import { clockIn } from "../clocks.ts";

/** A moment; a wall clock without a zone, as if it were UTC; or a day alone. All in UTC milliseconds. */
export type Written =
  | { readonly utc: number }
  | { readonly wall: number }
  | { readonly day: number };

/** When something was: UTC milliseconds, and whether the hour is a guess. */
export type Placed = { readonly at: number; readonly isAbout: boolean };

const written =
  /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(?: ?(Z)|([+-])(\d{2}):?(\d{2})?)?)?$/;
const firstMoment = -30_610_224_000_000; // the year 1000
const endOfMoments = 253_402_300_800_000; // the year 10000
const dayMilliseconds = 86_400_000;
const noon = 43_200_000;
const maxTimeLength = 128;

/** `2024-03-01`, with ` 21:15`, seconds, a fraction, `Z` or `+01:30` where it has them; a time that no clock shows leaves the day alone. Null for no day. */
export function parseTime(text: string): Written | null {
  if (text.length > maxTimeLength) return null;
  const found = written.exec(text.replace(/^ +| +$/g, ""));
  if (found === null) return null;
  const [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second = "0",
    fraction = "",
    z,
    sign,
    hours,
    minutes = "0",
  ] = found;
  const date = dayOf(Number(year), Number(month), Number(day));
  if (date === null) return null;
  if (hour === undefined) return known({ day: date });
  const clock = clockOf(Number(hour), Number(minute), Number(second));
  if (clock === null) return known({ day: date });
  const wall = date + clock + Number(`${fraction}000`.slice(0, 3));
  if (z === undefined && sign === undefined) return known({ wall });
  if (Number(hours ?? 0) > 23 || Number(minutes) > 59) return known({ day: date });
  const offset = (Number(hours ?? 0) * 60 + Number(minutes)) * 60_000;
  return known({ utc: sign === "-" ? wall + offset : wall - offset });
}

/** A moment in UTC milliseconds; null for what is no integer, or no time. */
export function utcTime(value: unknown): Written | null {
  return typeof value === "number" && Number.isSafeInteger(value) ? known({ utc: value }) : null;
}

/** Midnight of a day of the calendar; null for one that it does not have. */
export function dayOf(year: number, month: number, day: number): number | null {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  const isThere = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isThere && year > 0 ? date.getTime() : null;
}

/** Milliseconds since midnight; null for a time that no clock shows. */
export function clockOf(hour: number, minute: number, second: number): number | null {
  if (hour > 23 || minute > 59 || second > 59) return null;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

/** A sentinel, or a year that nobody wrote in, is no time. */
export function known(time: Written): Written | null {
  const at = "utc" in time ? time.utc : "wall" in time ? time.wall : time.day;
  const isNothing = "utc" in time && at === 0;
  return isNothing || at < firstMoment || at >= endOfMoments ? null : time;
}

/** Where a time lies in a zone; of a day alone it is its noon. Null where that is no time after all. */
export function place(time: Written, zone: string): Placed | null {
  if ("day" in time) return { at: utcOfWall(time.day + noon, zone), isAbout: true };
  const at = "utc" in time ? time.utc : utcOfWall(time.wall, zone);
  return known({ utc: at }) === null ? null : { at, isAbout: false };
}

/** The day, 2026-11-22, on which a moment lies in a zone. */
export function localDay(at: number, zone: string): string {
  return localMinute(at, zone).slice(0, 10);
}

/** `2026-11-22 18:00` in a zone. */
export function localMinute(at: number, zone: string): string {
  const local = Math.min(at + offsetAt(at, zone), endOfMoments - 1); // the last evening of the calendar lasts
  return new Date(local).toISOString().slice(0, 16).replace("T", " ");
}

/** Whether a text is the name of a zone that is known here. */
export function isZone(name: string): boolean {
  return /^[A-Z]/.test(name) && clockIn(name) !== null;
}

/** A wall clock that shows a time twice means the first, one that leaves it out means the offset after. */
function utcOfWall(wall: number, zone: string): number {
  const before = wall - offsetAt(wall - dayMilliseconds, zone);
  if (before + offsetAt(before, zone) === wall) return before;
  return wall - offsetAt(wall + dayMilliseconds, zone);
}

function offsetAt(at: number, zone: string): number {
  const clock = clockIn(zone);
  if (clock === null) return 0;
  const shown = Object.fromEntries(
    clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  const wall = (dayOf(year, month, day) ?? 0) + (clockOf(hour, minute, second) ?? 0);
  return wall - Math.floor(at / 1000) * 1000;
}
