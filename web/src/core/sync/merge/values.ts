/** JSON values, compared and merged as sets (docs/merging.md, M8 and M9). */

import {
  isList,
  isObject,
  type Json,
  type JsonObject,
  utf16Order,
} from "../../protocol/canonical.ts";

/** A value, or `undefined` where an object does not have the field; that is not null. */
export type Field = Json | undefined;

/** The field of an object; what only its prototype has is absent. */
export function fieldOf(value: JsonObject, name: string): Field {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Whether two values are equal: true ≠ 1, absent ≠ null; objects whatever their order. */
export function isSame(left: Field, right: Field): boolean {
  if (isList(left)) return isList(right) && isSameList(left, right);
  if (isObject(left)) return isObject(right) && isSameObject(left, right);
  return left === right;
}

/** Whether the list holds a value that is the same. */
export function isIn(value: Json, values: readonly Json[]): boolean {
  return values.some((other) => isSame(value, other));
}

/** The set union less what either side took out of the base: mine's in their order, then what only theirs has. */
export function mergeValues(
  base: readonly Json[],
  mine: readonly Json[],
  theirs: readonly Json[],
): Json[] {
  const kept = mine.filter((value) => isIn(value, theirs) || !isIn(value, base));
  const added = theirs.filter((value) => !isIn(value, mine) && !isIn(value, base));
  const result: Json[] = [];
  for (const value of [...kept, ...added]) if (!isIn(value, result)) result.push(value);
  return result;
}

/** The same for strings, sorted by UTF-16 code units. */
export function mergeSet(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): string[] {
  const [x, y, z] = [new Set(base), new Set(mine), new Set(theirs)];
  const stays = (value: string) => !x.has(value) || (y.has(value) && z.has(value));
  return [...new Set([...y, ...z])].filter(stays).sort(utf16Order);
}

function isSameList(left: readonly Json[], right: readonly Json[]): boolean {
  return left.length === right.length && left.every((value, i) => isSame(value, right[i]));
}

function isSameObject(left: JsonObject, right: JsonObject): boolean {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && isSame(left[name], right[name]))
  );
}
