/** Which parts of two sequences are the same, and where three differ (docs/merging.md, M3). */

export const maxCells = 4_000_000;

/** The place of a part of the base that the side does not have. */
export const nowhere = -1;

/** An index in the base, in mine and in theirs. */
type Place = { readonly base: number; readonly mine: number; readonly theirs: number };

/** Three slices that belong together, from `start` to before `end`; in a stable one each part matches in all three. */
export type Region = { readonly start: Place; readonly end: Place; readonly isStable: boolean };

/** A sequence's part in a region. */
export function slice<T>(parts: readonly T[], region: Region, side: keyof Place): T[] {
  return parts.slice(region.start[side], region.end[side]);
}

/** How many keys both share at the beginning (`head`), and of the rest at the end (`tail`). */
export function sharedEnds(
  left: readonly string[],
  right: readonly string[],
): { readonly head: number; readonly tail: number } {
  const shortest = Math.min(left.length, right.length);
  let head = 0;
  while (head < shortest && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < shortest - head && left.at(-1 - tail) === right.at(-1 - tail)) tail++;
  return { head, tail };
}

/** For each key of the base its index in the side, ascending, or `nowhere`. */
export function places(base: readonly string[], side: readonly string[]): number[] {
  const { head, tail } = sharedEnds(base, side);
  const sideEnd = side.length - tail;
  const middle = middlePlaces(base.slice(head, base.length - tail), side.slice(head, sideEnd));
  const result: number[] = [];
  for (let i = 0; i < head; i++) result.push(i);
  for (const place of middle) result.push(place === nowhere ? nowhere : place + head);
  for (let j = sideEnd; j < side.length; j++) result.push(j);
  return result;
}

/** The three sequences cut at what matches in all; takes places and the lengths of the sides. */
export function regions(
  ofMine: readonly number[],
  ofTheirs: readonly number[],
  mine: number,
  theirs: number,
): Region[] {
  const result: Region[] = [];
  let start: Place = { base: 0, mine: 0, theirs: 0 };
  let at = start;
  const cut = (place: Place) => {
    result.push({ start, end: at, isStable: true }, { start: at, end: place, isStable: false });
    start = place;
  };
  for (const [base, mine] of ofMine.entries()) {
    const theirs = ofTheirs[base] ?? nowhere;
    if (mine === nowhere || theirs === nowhere) continue;
    if (base !== at.base || mine !== at.mine || theirs !== at.theirs) cut({ base, mine, theirs });
    at = { base: base + 1, mine: mine + 1, theirs: theirs + 1 };
  }
  cut({ base: ofMine.length, mine, theirs });
  return result.filter((region) => !isSamePlace(region.start, region.end));
}

function isSamePlace(left: Place, right: Place): boolean {
  return left.base === right.base && left.mine === right.mine && left.theirs === right.theirs;
}

function middlePlaces(base: readonly string[], side: readonly string[]): number[] {
  const result = new Array<number>(base.length).fill(nowhere);
  if (base.length * side.length > maxCells) return result;
  const width = side.length + 1;
  const lengths = suffixLengths(base, side);
  let i = 0;
  let j = 0;
  while (i < base.length && j < side.length) {
    if (base[i] === side[j]) result[i++] = j++;
    else if (cell(lengths, (i + 1) * width + j) >= cell(lengths, i * width + j + 1)) i++;
    else j++;
  }
  return result;
}

/** At i · (side.length + 1) + j: the length of the longest common subsequence of base from i and side from j. */
function suffixLengths(base: readonly string[], side: readonly string[]): Uint16Array {
  // Within maxCells the shorter side has at most 2,000 parts, so 16 bits hold every length.
  const width = side.length + 1;
  const lengths = new Uint16Array((base.length + 1) * width);
  for (let i = base.length - 1; i >= 0; i--) {
    for (let j = side.length - 1; j >= 0; j--) {
      const here = i * width + j;
      lengths[here] =
        base[i] === side[j]
          ? cell(lengths, here + width + 1) + 1
          : Math.max(cell(lengths, here + width), cell(lengths, here + 1));
    }
  }
  return lengths;
}

/** A cell of the table; the index is always inside, which the type cannot say. */
function cell(lengths: Uint16Array, index: number): number {
  return lengths[index] ?? 0;
}
