/** A mending on the screen: its title, and the days of its steps. */

import { gateOf } from "../../core/model/gate.ts";
import type { Repair } from "../../core/model/repair.ts";

/** Which title fits: `forYou` where it is not for the other person. */
export function mendingTitle(repair: Repair): "title" | "withSelf" | "forYou" {
  if (gateOf(repair) === "closed") return "forYou";
  return repair.direction === "with_self" ? "withSelf" : "title";
}

/** The day of this device's calendar, as 2026-11-22, on which a moment in UTC milliseconds lies; empty for none. */
export function dayOfMoment(at: number | null): string {
  if (at === null) return "";
  const date = new Date(at);
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return `${String(year).padStart(4, "0")}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** Noon of that day here, in UTC milliseconds; null for none, and for days before 1970. */
export function momentOfDay(day: string): number | null {
  const at = new Date(`${day}T12:00:00`).getTime();
  return at >= 0 ? at : null;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
