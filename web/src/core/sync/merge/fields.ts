/** The types of fields: how each is read from JSON, and merged when both sides changed it (docs/merging.md, M8, M9). */

import { isList, isObject, type Json, type JsonObject } from "../../protocol/canonical.ts";
import type { FieldType } from "./schemas.ts";
import { type Field, fieldOf, mergeSet, mergeValues } from "./values.ts";

/** A field in the base, in mine and in theirs. */
export type Three<T = Field> = readonly [base: T, mine: T, theirs: T];

/** The objects of a list by their ids, in the order of the list. */
export type Things = ReadonlyMap<string, JsonObject>;

/** The three as texts, absent ones empty; null where mine or theirs is no text. */
export function readTexts(three: Three): Three<string> | null {
  return read(asText, "", three);
}

/** The three as lists of objects, each with a string of its own as `id`; null where mine or theirs is not. */
export function readThings(three: Three): Three<Things> | null {
  return read(asThings, new Map(), three);
}

/** The three as objects, absent ones empty; null where mine or theirs is no object. */
export function readObjects(three: Three): Three<JsonObject> | null {
  return read(asObject, {}, three);
}

/** A field that both sides changed, or undefined where its type has no answer for these values. */
export function mergePlain(type: FieldType, three: Three): Field {
  if (type === "set") return mergeTyped(read(asStrings, [], three), mergeSet);
  if (type === "values") return mergeTyped(read(asList, [], three), mergeValues);
  if (type === "latest") return mergeTyped(read(asNumber, Number.NEGATIVE_INFINITY, three), later);
  if (type === "mark") return mergeTyped(read(asMark, false, three), either);
  return undefined;
}

function mergeTyped<T>(three: Three<T> | null, merge: (...three: Three<T>) => Json): Field {
  return three === null ? undefined : merge(...three);
}

function later(_base: number, mine: number, theirs: number): number {
  return Math.max(mine, theirs);
}

function either(_base: boolean, mine: boolean, theirs: boolean): boolean {
  return mine || theirs;
}

/** Absent values are empty, and so is a base of another type. */
function read<T>(asType: (value: Json) => T | null, empty: T, three: Three): Three<T> | null {
  const [base, mine, theirs] = three;
  const y = mine === undefined ? empty : asType(mine);
  const z = theirs === undefined ? empty : asType(theirs);
  if (y === null || z === null) return null;
  return [(base === undefined ? null : asType(base)) ?? empty, y, z];
}

function asText(value: Json): string | null {
  return typeof value === "string" ? value : null;
}

function asNumber(value: Json): number | null {
  return typeof value === "number" ? value : null;
}

function asMark(value: Json): boolean | null {
  return typeof value === "boolean" ? value : null;
}

function asList(value: Json): readonly Json[] | null {
  return isList(value) ? value : null;
}

function asObject(value: Json): JsonObject | null {
  return isObject(value) ? value : null;
}

function asStrings(value: Json): readonly string[] | null {
  if (!isList(value)) return null;
  const strings = value.filter((member) => typeof member === "string");
  return strings.length === value.length ? strings : null;
}

function asThings(value: Json): Things | null {
  if (!isList(value)) return null;
  const things = new Map<string, JsonObject>();
  for (const thing of value) {
    const id = isObject(thing) ? fieldOf(thing, "id") : undefined;
    if (!isObject(thing) || typeof id !== "string" || things.has(id)) return null;
    things.set(id, thing);
  }
  return things;
}
