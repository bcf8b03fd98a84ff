/**
 * What every record has in common (docs/protocol.md, Revisions). A record is its JSON object, read
 * leniently: what is missing or of another type reads as empty, and fields that we do not know stay.
 */

import { isList, type Json, type JsonObject } from "../protocol/canonical.ts";

/** The envelope of a record; times in UTC milliseconds, `timeZone` an IANA name or empty. */
export type Envelope = {
  readonly kind: string;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly timeZone: string;
};

/** When and where something is written: UTC milliseconds of the device's clock, and an IANA name. */
export type Moment = { readonly at: number; readonly timeZone: string };

export function readEnvelope(record: JsonObject): Envelope {
  const createdAt = readNumber(record.created_at);
  return {
    kind: readText(record.kind),
    version: readNumber(record.v),
    createdAt,
    updatedAt: Math.max(createdAt, readNumber(record.updated_at)),
    timeZone: readText(record.tz),
  };
}

/** Whether a record is a tombstone. */
export function isRemoved(record: JsonObject): boolean {
  return record.deleted === true;
}

/** The record that says that there is none any more; `erase` asks for its history to go too. */
export function tombstone(erase: boolean): JsonObject {
  return { deleted: true, erase };
}

export function readText(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** An integer of a record, or 0. */
function readNumber(value: Json | undefined): number {
  return typeof value === "number" && Number.isSafeInteger(value) ? value : 0;
}

/** The texts of a list, in order; anything else in it is passed over. */
export function readTexts(value: Json | undefined): string[] {
  return isList(value) ? value.filter((member) => typeof member === "string") : [];
}
