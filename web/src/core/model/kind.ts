/** A kind of record: its name, its version, its fields; and records of it, read, made and changed (docs/records.md). */

import type { JsonObject } from "../protocol/canonical.ts";
import { type Common, common } from "./common.ts";
import { type ChangesOf, type Fields, readFields, type ValuesOf, writeFields } from "./field.ts";
import { isRemoved, type Moment, readEnvelope } from "./record.ts";

/** `own` are the fields that other kinds do not have. */
export type Kind<F extends Fields = Fields> = {
  readonly name: string;
  readonly version: number;
  readonly own: F;
  readonly fields: Common & F;
};

/** What a record of a kind says. */
export type RecordOf<K extends Kind> = ValuesOf<K["fields"]>;

/** Some of it. */
export type ChangesTo<K extends Kind> = ChangesOf<K["fields"]>;

export function makeKind<F extends Fields>(name: string, version: number, own: F): Kind<F> {
  return { name, version, own, fields: { ...common, ...own } };
}

/** Whether the record is of this kind and was not removed. */
export function isOf(kind: Kind, record: JsonObject): boolean {
  return record.kind === kind.name && !isRemoved(record);
}

/** What the record says; a record of another kind, or `{}`, reads as an empty one. */
export function read<K extends Kind>(kind: K, record: JsonObject): RecordOf<K> {
  // K["fields"] is what Kind says of K; the compiler does not follow it through the constraint.
  return readFields(kind.fields, record) as RecordOf<K>;
}

/** A new record; what is not given is left out. */
export function make<K extends Kind>(kind: K, values: ChangesTo<K>, moment: Moment): JsonObject {
  const { at, timeZone } = moment;
  const { name, version } = kind;
  const empty = { kind: name, v: version, created_at: at, updated_at: at, tz: timeZone };
  return writeFields(kind.fields, values, empty);
}

/** The record with these changes; all that is not named in them, and all that is not known, stays. */
export function change<K extends Kind>(
  kind: K,
  record: JsonObject,
  changes: ChangesTo<K>,
  { at }: Moment,
): JsonObject {
  const v = Math.max(readEnvelope(record).version, kind.version);
  return writeFields(kind.fields, changes, { ...record, v, updated_at: at });
}
