/**
 * One field of a record: its name, how it is merged, how it is read and written (docs/records.md).
 *
 * Reading is lenient: what is missing or of another type reads as empty. Writing leaves an empty field out and
 * keeps what it could not read: strange members of lists, unknown names within objects.
 */

import { isList, isObject, type Json, type JsonObject } from "../protocol/canonical.ts";
import type { FieldType, Schema } from "./schema.ts";

/** `form` is the word of docs/records.md for the type. */
export type Field<T> = {
  readonly name: string;
  readonly form: string;
  readonly merge: FieldType;
  /** The list of words that it is chosen from, null for none (web/src/content/vocabularies.ts). */
  readonly list: string | null;
  /** The fields of the object, or of each object of the list; empty for none. */
  readonly inner: Fields;
  read(value: Json | undefined): T;
  /** The JSON of a value, undefined for none; `before` is what stands there. */
  write(value: T, before: Json | undefined): Json | undefined;
};

/** Fields by the names that they have in the code. */
export type Fields = { readonly [property: string]: Field<unknown> };

export type ValuesOf<F extends Fields> = {
  readonly [Property in keyof F]: F[Property] extends Field<infer T> ? T : never;
};

/** Some of the values; the others stay as they are. */
export type ChangesOf<F extends Fields> = Partial<ValuesOf<F>>;

export function readFields<F extends Fields>(fields: F, object: JsonObject): ValuesOf<F> {
  const values = Object.entries(fields).map(([property, field]) => [
    property,
    field.read(object[field.name]),
  ]);
  // Each property has the value that its own field reads, which is what ValuesOf says.
  return Object.fromEntries(values) as ValuesOf<F>;
}

/** The object with these changes; everything else in it stays. */
export function writeFields<F extends Fields>(
  fields: F,
  changes: ChangesOf<F>,
  before: JsonObject,
): JsonObject {
  const result = new Map<string, Json>(Object.entries(before));
  for (const [property, field] of Object.entries(fields)) {
    const value = changes[property];
    if (value === undefined) continue;
    const json = field.write(value, before[field.name]);
    if (json === undefined) result.delete(field.name);
    else result.set(field.name, json);
  }
  return Object.fromEntries(result);
}

/** How the fields are merged; scalars need no word. */
export function schemaOfFields(fields: Fields): Schema {
  const typed = Object.values(fields).filter(({ merge }) => merge !== "scalar");
  return Object.fromEntries(typed.map(({ name, merge }) => [name, merge]));
}

/** Text of any length, merged by words. */
export function text(name: string): Field<string> {
  return {
    name,
    form: "text",
    merge: "text",
    list: null,
    inner: {},
    read: readString,
    write: notEmpty,
  };
}

/** Text of one line, merged by words. */
export function line(name: string): Field<string> {
  return {
    name,
    form: "line",
    merge: "line",
    list: null,
    inner: {},
    read: readString,
    write: notEmpty,
  };
}

/** One id of a list, an id of a record, or words of the person's own; empty for none. Never merged by words. */
export function choice(name: string, list: string | null = null): Field<string> {
  return {
    name,
    form: "choice",
    merge: "scalar",
    list,
    inner: {},
    read: readString,
    write: notEmpty,
  };
}

/** Ids of a list, or words of the person's own. */
export function choices(name: string, list: string | null = null): Field<readonly string[]> {
  return {
    name,
    form: "choices",
    merge: "set",
    list,
    inner: {},
    read: (value) => (isList(value) ? [...new Set(value.filter(isString))] : []),
    write: (value, before) => {
      const strange = isList(before) ? before.filter((member) => !isString(member)) : [];
      const members = [...new Set(value), ...strange];
      return members.length > 0 ? members : undefined;
    },
  };
}

/** Set or not; one that is not set is left out. */
export function flag(name: string): Field<boolean> {
  return {
    name,
    form: "flag",
    merge: "mark",
    list: null,
    inner: {},
    read: (value) => value === true,
    write: (value) => value || undefined,
  };
}

/** An integer from 0, or null. */
export function count(name: string): Field<number | null> {
  return {
    name,
    form: "count",
    merge: "scalar",
    list: null,
    inner: {},
    read: (value) => (isCount(value) ? value : null),
    write: (value) => value ?? undefined,
  };
}

/** UTC milliseconds, or null. */
export function moment(name: string): Field<number | null> {
  return { ...count(name), form: "moment" };
}

/** A day of the person's own calendar as `2026-11-22`, or empty. */
export function day(name: string): Field<string> {
  const isDay = (value: string) => /^\d{4}-\d{2}-\d{2}$/.test(value);
  const read = (value: Json | undefined) => (isString(value) && isDay(value) ? value : "");
  return { ...choice(name), form: "day", read };
}

/** 0 to 4 for *not at all* to *yes*, `not_sure`, `not_today`, or null where nothing was chosen. */
export type Level = 0 | 1 | 2 | 3 | 4 | "not_sure" | "not_today" | null;

const levels: readonly Level[] = [0, 1, 2, 3, 4, "not_sure", "not_today"];

export function level(name: string): Field<Level> {
  return {
    name,
    form: "level",
    merge: "scalar",
    list: name,
    inner: {},
    read: (value) => levels.find((one) => one === value) ?? null,
    write: (value) => value ?? undefined,
  };
}

/** An object whose fields a person answers one by one; merged field by field. */
export function parts<F extends Fields>(name: string, fields: F): Field<ValuesOf<F>> {
  return {
    name,
    form: "object",
    merge: { object: schemaOfFields(fields) },
    list: null,
    inner: fields,
    read: (value) => readFields(fields, isObject(value) ? value : {}),
    write: (value, before) => {
      const object = writeFields(fields, value, isObject(before) ? before : {});
      return Object.keys(object).length > 0 ? object : undefined;
    },
  };
}

/** An object that is one answer: of two different ones, mine stands and theirs is kept in `also`. */
export function whole<F extends Fields>(name: string, fields: F): Field<ValuesOf<F>> {
  return { ...parts(name, fields), form: "whole", merge: "scalar" };
}

/** An object in a list, known by its id. */
export type Thing<F extends Fields> = { readonly id: string } & ValuesOf<F>;

/** A list of objects with ids, merged by them. */
export function things<F extends Fields>(
  name: string,
  fields: F,
  list: string | null = null,
): Field<readonly Thing<F>[]> {
  return {
    name,
    form: "things",
    merge: { things: schemaOfFields(fields) },
    list,
    inner: fields,
    read: (value) => [...thingsById(value)].map(([id, thing]) => readThing(fields, id, thing)),
    write: (value, before) => {
      const held = thingsById(before);
      const members = value.map((thing) => writeThing(fields, thing, held.get(thing.id)));
      const known = new Set<Json>(held.values());
      const strange = isList(before) ? before.filter((member) => !known.has(member)) : [];
      return members.length + strange.length > 0 ? [...members, ...strange] : undefined;
    },
  };
}

/** A thing of a list with these values and the others empty. */
export function makeThing<F extends Fields>(
  fields: F,
  id: string,
  values: ChangesOf<F> = {},
): Thing<F> {
  return { ...readFields(fields, {}), ...values, id };
}

/** The list with this thing in the place of the one with its id, or after the others. */
export function withThing<T extends { readonly id: string }>(list: readonly T[], thing: T): T[] {
  const isThere = list.some(({ id }) => id === thing.id);
  return isThere ? list.map((other) => (other.id === thing.id ? thing : other)) : [...list, thing];
}

function readThing<F extends Fields>(fields: F, id: string, thing: JsonObject): Thing<F> {
  return { ...readFields(fields, thing), id };
}

function writeThing<F extends Fields>(
  fields: F,
  thing: Thing<F>,
  before: JsonObject | undefined,
): JsonObject {
  return { ...writeFields(fields, thing, before ?? {}), id: thing.id };
}

/** The objects of a list by their ids; the first of two with one id. */
function thingsById(value: Json | undefined): ReadonlyMap<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  for (const thing of isList(value) ? value : []) {
    if (isObject(thing) && isString(thing.id) && !found.has(thing.id)) found.set(thing.id, thing);
  }
  return found;
}

function readString(value: Json | undefined): string {
  return isString(value) ? value : "";
}

function notEmpty(value: string): string | undefined {
  return value === "" ? undefined : value;
}

function isString(value: Json | undefined): value is string {
  return typeof value === "string";
}

function isCount(value: Json | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
