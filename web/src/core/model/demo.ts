/** The records of the made-up journal, wherever and whenever it is opened (docs/records.md, Content). */

import type { Demo, DemoRecord, Said, SaidFields } from "../../content/demo.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import { kindOf } from "./kinds.ts";

/** What its places stand for. */
export type Places = {
  readonly id: (name: string) => Id;
  /** `2026-11-22`. */
  readonly day: (day: number) => string;
  /** UTC milliseconds. */
  readonly at: (day: number, time: string) => number;
};

/** A record and its id. */
export type MadeUp = { readonly record: Id; readonly value: JsonObject };

/** The whole journal, oldest first. `timeZone` is an IANA name. */
export function demoRecords({ records }: Demo, places: Places, timeZone: string): MadeUp[] {
  return records.map((one) => ({
    record: places.id(one.name),
    value: { ...envelopeOf(one, places, timeZone), ...placedFields(one.says, places) },
  }));
}

/** The places of a journal that ends on this day, by the clock and in the time zone of this device. */
export function placesUntil(last: Date, id: Places["id"]): Places {
  const on = (day: number, hours = 0, minutes = 0) =>
    new Date(last.getFullYear(), last.getMonth(), last.getDate() + day, hours, minutes);
  return {
    id,
    day: (day) => dateText(on(day)),
    at: (day, time) => {
      const [hours, minutes] = time.split(":").map(Number);
      return on(day, hours, minutes).getTime();
    },
  };
}

function dateText(date: Date): string {
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}

function envelopeOf({ kind, day, time }: DemoRecord, { at }: Places, timeZone: string): JsonObject {
  const moment = at(day, time);
  const v = kindOf(kind)?.version ?? 0;
  return { kind, v, created_at: moment, updated_at: moment, tz: timeZone };
}

function placedFields(fields: SaidFields, places: Places): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).map(([name, said]) => [name, placed(said, places)]),
  );
}

const place = /^(id|day|at):(.+)$/;

function placed(said: Said, places: Places): Said {
  if (typeof said === "string") return placedText(said, places);
  if (typeof said !== "object" || said === null) return said;
  if (isList(said)) return said.map((one) => placed(one, places));
  return placedFields(said, places);
}

function placedText(said: string, { id, day, at }: Places): string | number {
  const [, what, which = ""] = place.exec(said) ?? [];
  if (what === "id") return id(which);
  if (what === "day") return day(Number(which));
  if (what !== "at") return said;
  const [number, time = ""] = which.split(" ");
  return at(Number(number), time);
}

/** `Array.isArray` does not narrow a read-only list. */
function isList(said: readonly Said[] | SaidFields): said is readonly Said[] {
  return Array.isArray(said);
}
