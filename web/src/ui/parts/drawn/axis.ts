/** Where days stand on a line from the first day to today, in per cent of its width from the side where lines begin. */

import type { MendingLine } from "../../../core/contract.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** The first day and today; beyond today there is room in which open lines fade. */
const [START, TODAY, EDGE] = [2, 90, 100];
/** Two marks nearer than this would lie upon each other. */
const APART = 7;
/** More months than these are too close to be told apart: then years are marked. */
const MOST_MONTHS = 18;

export interface Axis {
  readonly first: string;
  readonly today: string;
}

/** Days as `2026-11-22`; `from` is never empty. */
export function axisOf(lines: readonly Pick<MendingLine, "from">[], today: string): Axis {
  const [first = today] = [today, ...lines.map(({ from }) => from)].sort();
  return { first, today };
}

/** A day before the first stands with the first, one after today with today. */
export function placeOn({ first, today }: Axis, day: string): number {
  const [begin, end, at] = [first, today, day].map(timeOf) as [number, number, number]; // three in, three out
  const share = end > begin ? (at - begin) / (end - begin) : 0;
  return START + Math.min(1, Math.max(0, share)) * (TODAY - START);
}

/** Where months begin, or years where there are many. */
export function ticksOf(axis: Axis): readonly number[] {
  const months = monthsOf(axis);
  const shown =
    months.length > MOST_MONTHS ? months.filter((day) => day.slice(5, 7) === "01") : months;
  return shown.map((day) => placeOn(axis, day));
}

/** How a line is drawn: where it begins and ends, and where the steps on the way stand. One that is open goes on beyond today and fades. */
export interface Stroke {
  readonly from: number;
  readonly to: number;
  readonly isOpen: boolean;
  readonly steps: readonly number[];
}

export function strokeOf(axis: Axis, { from, to, ending, steps }: MendingLine): Stroke {
  const begin = placeOn(axis, from);
  const isOpen = ending === "open";
  const end = Math.max(begin + APART, to === "" ? 0 : placeOn(axis, to));
  return {
    from: begin,
    to: isOpen ? EDGE : end,
    isOpen,
    steps: steps.map(({ day }) => placeOn(axis, day)).filter((at) => at > begin && at < end),
  };
}

function monthsOf({ first, today }: Axis): readonly string[] {
  const months: string[] = [];
  for (let month = after(first.slice(0, 7)); `${month}-01` <= today; month = after(month)) {
    months.push(`${month}-01`);
  }
  return months;
}

function after(month: string): string {
  const [year, number] = month.split("-").map(Number) as [number, number]; // of a day of the calendar
  const [next, one] = number === 12 ? [year + 1, 1] : [year, number + 1];
  return `${String(next).padStart(4, "0")}-${String(one).padStart(2, "0")}`;
}

function timeOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / dayMs;
}
