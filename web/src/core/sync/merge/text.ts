/** Merging texts: lines first, words where both changed the same lines (docs/merging.md, M1-M7). */

import { cleanText } from "../../protocol/canonical.ts";
import { nowhere, places, type Region, regions, sharedEnds, slice } from "./matching.ts";
import { contains, isBlank, joined, keys, lines, tokens } from "./tokens.ts";

/** A text, and whether both sides changed one region of its lines differently. */
export type MergedText = { readonly text: string; readonly isMerged: boolean };

/** Three sequences of lines or tokens. */
type Three = {
  readonly base: readonly string[];
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
};

/** The text with both sides' changes; no base is an empty one. */
export function mergeText(base: string, mine: string, theirs: string): MergedText {
  const [x, y, z] = [cleanText(base), cleanText(mine), cleanText(theirs)];
  if (y === z || z === x) return { text: y, isMerged: false };
  if (y === x) return { text: z, isMerged: false };
  const merged = mergeLines({ base: lines(x), mine: lines(y), theirs: lines(z) });
  return { text: cleanText(merged.lines.join("\n")), isMerged: merged.isMerged };
}

/** The same for a text of one line: where `mergeText` would break the line stands a space. */
export function mergeLine(base: string, mine: string, theirs: string): MergedText {
  const { text, isMerged } = mergeText(base, mine, theirs);
  return { text: isMerged ? text.replaceAll("\n", " ") : text, isMerged };
}

function mergeLines(three: Three): { lines: string[]; isMerged: boolean } {
  const result: string[] = [];
  let isMerged = false;
  for (const region of match(three).regions) {
    const part = cut(three, region);
    const clear = clearResult(region, part);
    isMerged ||= clear === null;
    for (const line of clear ?? mergeWords(part)) result.push(line);
  }
  return { lines: result, isMerged };
}

/** The lines of a region that both sides changed. */
function mergeWords({ base, mine, theirs }: Three): readonly string[] {
  if (base.every(isBlank)) return bothLines(mine, theirs);
  const words = { base: wordsOf(base), mine: wordsOf(mine), theirs: wordsOf(theirs) };
  const matched = match(words);
  const result: string[] = [];
  let isDisputed = false;
  for (const region of matched.regions) {
    const part = cut(words, region);
    const clear = clearResult(region, part) ?? enough(part);
    isDisputed ||= clear === null;
    for (const word of clear ?? both(part.mine, part.theirs)) result.push(word);
  }
  if (isDisputed && matched.isRewritten) return bothLines(mine, theirs);
  return joined(result, words.mine, words.theirs).split("\n");
}

function wordsOf(parts: readonly string[]): string[] {
  return tokens(parts.join("\n"));
}

/** The regions of three sequences, and whether a side kept less than half of the base. */
function match(three: Three): { regions: Region[]; isRewritten: boolean } {
  const base = keys(three.base);
  const ofMine = places(base, keys(three.mine));
  const ofTheirs = places(base, keys(three.theirs));
  return {
    regions: regions(ofMine, ofTheirs, three.mine.length, three.theirs.length),
    isRewritten: isRewritten(ofMine) || isRewritten(ofTheirs),
  };
}

function isRewritten(found: readonly number[]): boolean {
  return 2 * found.filter((place) => place === nowhere).length > found.length;
}

function cut(three: Three, region: Region): Three {
  return {
    base: slice(three.base, region, "base"),
    mine: slice(three.mine, region, "mine"),
    theirs: slice(three.theirs, region, "theirs"),
  };
}

/** What a region becomes when at most one side changed it, or both alike; else null. */
function clearResult(region: Region, { base, mine, theirs }: Three): readonly string[] | null {
  // In a stable region the words are the same: only the spaces after them can differ.
  if (region.isStable)
    return mine.map((part, i) => (part === base[i] ? (theirs[i] ?? part) : part));
  const [x, y, z] = [keys(base), keys(mine), keys(theirs)];
  if (isEqual(y, z) || isEqual(z, x)) return mine;
  return isEqual(y, x) ? theirs : null;
}

function isEqual(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((part, i) => part === right[i]);
}

/** The side that alone holds every token that was inserted; null where neither does. */
function enough({ base, mine, theirs }: Three): readonly string[] | null {
  if (contains(theirs, mine)) return theirs;
  if (contains(mine, theirs) || contains(base, theirs)) return mine;
  return contains(base, mine) ? theirs : null;
}

function bothLines(mine: readonly string[], theirs: readonly string[]): readonly string[] {
  const [y, z] = [wordsOf(mine), wordsOf(theirs)];
  if (contains(z, y)) return theirs;
  return contains(y, z) ? mine : both(mine, theirs);
}

/** What both share at the ends once, between them theirs, then mine. */
function both(mine: readonly string[], theirs: readonly string[]): string[] {
  let { head, tail } = sharedEnds(keys(mine), keys(theirs));
  // Blank parts stay with what they set apart, else two paragraphs would become one.
  while (head > 0 && isBlank(mine[head - 1] ?? "")) head--;
  while (tail > 0 && isBlank(mine.at(-tail) ?? "")) tail--;
  return [...mine.slice(0, head), ...theirs.slice(head, theirs.length - tail), ...mine.slice(head)];
}
