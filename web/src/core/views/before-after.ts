/** How safe it felt inside before a page and after it, and what helped (docs/views.md, before_after). */

import { common } from "../model/common.ts";
import { heavierNote } from "../model/settings.ts";
import { isId } from "../protocol/encoding.ts";
import type { BeforeAfter, OptionsOf, Slope } from "./contract.ts";
import { type Journal, madeLastFirst, type Page } from "./journal.ts";
import { entriesByName, gather, partOf, wordsOf } from "./words.ts";

const leastTimes = 3;
const lastShifts = 6;
const mostHeavier = 3;
const shifts: readonly string[] = ["lighter", "same", "heavier"];

export function beforeAfter(journal: Journal, { offset }: OptionsOf<"before_after">): BeforeAfter {
  const slopes = journal.shown.flatMap((page) => slopeOf(page) ?? []);
  const [part, next] = partOf(slopes, offset);
  return { slopes: part, next, sentences: sentencesOf(slopes), heavier: isHeavier(journal) };
}

function slopeOf({ record, day, value }: Page): Slope | null {
  const before = common.before.read(value.before);
  const after = common.after.read(value.after);
  if (typeof before.inside !== "number" || typeof after.inside !== "number") return null;
  const words = wordsOf([...new Set([...before.helpedBy, ...after.helpedBy])]);
  // What helped may be the id of a person; of people nothing is counted.
  const helped = words.filter((word) => word !== "nothing" && !isId(word));
  return { record, day, before: before.inside, after: after.inside, helped };
}

function sentencesOf(slopes: readonly Slope[]): BeforeAfter["sentences"] {
  const byWord = new Map<string, Slope[]>();
  for (const slope of slopes) for (const word of slope.helped) gather(byWord, word, slope);
  return entriesByName(byWord).flatMap(([word, those]) => {
    const times = those.length;
    const same = those.filter(({ before, after }) => after >= before).length;
    if (times < leastTimes || 2 * same <= times) return [];
    return [{ key: "after_practice", word, numbers: { times, same } } as const];
  });
}

function isHeavier({ shown, settings }: Journal): boolean {
  if (settings.viewsHidden.includes(heavierNote)) return false;
  const last = shown
    .toSorted(madeLastFirst)
    .map(({ value }) => common.after.read(value.after).shift)
    .filter((shift) => shifts.includes(shift))
    .slice(0, lastShifts);
  const heavier = last.filter((shift) => shift === "heavier").length;
  return last.length === lastShifts && heavier > mostHeavier;
}
