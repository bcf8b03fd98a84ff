/** The order of a list of things that both sides changed (docs/merging.md, M8). */

import { places, regions, slice } from "./matching.ts";

type Placed = { readonly thing: string; readonly isMine: boolean };

/** The ids that are kept, each once; the ids within each sequence are distinct. */
export function mergeOrder(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
  kept: ReadonlySet<string>,
): string[] {
  const placed = placedThings(base, mine, theirs).filter(({ thing }) => kept.has(thing));
  const byMine = new Set(placed.filter(({ isMine }) => isMine).map(({ thing }) => thing));
  const result = placed
    .filter(({ thing, isMine }) => isMine || !byMine.has(thing))
    .map(({ thing }) => thing);
  for (const side of [theirs, mine]) {
    insertMissing(
      result,
      side.filter((thing) => kept.has(thing)),
    );
  }
  return result;
}

/** Each id where a side has put it, and whether that side is mine; one that moved may come twice. */
function placedThings(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): Placed[] {
  const found = regions(places(base, mine), places(base, theirs), mine.length, theirs.length);
  return found.flatMap((region) => {
    const x = slice(base, region, "base");
    const y = slice(mine, region, "mine");
    const z = slice(theirs, region, "theirs");
    const byMine = y.map((thing) => ({ thing, isMine: true }));
    const byTheirs = z.map((thing) => ({ thing, isMine: false }));
    if (isEqual(y, x) && !isEqual(z, x)) return byTheirs;
    return isEqual(z, x) || isEqual(z, y) ? byMine : [...byTheirs, ...byMine];
  });
}

/** Put each id of the side that is missing behind the one before it there, or first. */
function insertMissing(result: string[], side: readonly string[]): void {
  let at = 0;
  for (const thing of side) {
    if (!result.includes(thing)) result.splice(at, 0, thing);
    at = result.indexOf(thing) + 1;
  }
}

function isEqual(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((part, i) => part === right[i]);
}
