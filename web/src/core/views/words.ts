/** Words of lists, texts, and long lists in parts, as all views read them (docs/views.md, Words used here). */

import { utf16Order } from "../protocol/canonical.ts";

const partRows = 20;
/** Answers that say nothing of what is asked. */
const aside: readonly string[] = ["", "not_sure", "not_today"];

/** What was chosen, without *not sure* and *not today*. */
export function wordsOf(chosen: readonly string[]): readonly string[] {
  return chosen.filter((word) => !aside.includes(word));
}

export function isBlank(text: string): boolean {
  return text.trim() === "";
}

/** Each once, by name. */
export function byName(names: Iterable<string>): string[] {
  return [...new Set(names)].sort(utf16Order);
}

/** The entries of a map, by the name of their keys. */
export function entriesByName<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([left], [right]) => utf16Order(left, right));
}

/** Puts it to the others of that name. */
export function gather<T>(groups: Map<string, T[]>, name: string, one: T): void {
  const group = groups.get(name);
  if (group === undefined) groups.set(name, [one]);
  else group.push(one);
}

/** The twenty from `offset`, and where the next begin. */
export function partOf<T>(all: readonly T[], offset: number): [T[], number | null] {
  const end = offset + partRows;
  return [all.slice(offset, end), end < all.length ? end : null];
}

/** The first part alone: a look at a few. */
export function few<T>(all: readonly T[]): T[] {
  return all.slice(0, partRows);
}
