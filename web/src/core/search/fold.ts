/**
 * Text as it is compared in a search: without case, width and the marks that people leave out when they type.
 *
 * [Note: Folding] Folding works on segments: a character with all that hangs on it, or a run of white space. What a text folds to is what its
 * segments fold to, one after the other, so that a place in the folded text can be found again in the text itself. A property test holds it.
 *
 * Marks go where a reader takes the word for the same without them: accents of Latin, Greek and Cyrillic, Hebrew points, Arabic harakat. They
 * stay where they make another letter or the vowel: й, ў, ї, が, and every mark of the scripts of India and South East Asia. Upper and lower,
 * dotted and dotless i are one, whatever the language.
 */

/** What hangs on the character before it. Halfwidth sound marks and Hangul parts compose with it when they are folded. */
const hanging = "\\p{M}\\p{Cf}\\p{EMod}\\u0640\\uff9e\\uff9f\\u1160-\\u11ff\\uffa0-\\uffdc";
/** White space but for U+FEFF, which is invisible and has no width. */
const space = "[^\\S\\ufeff]";
const segment = `(?:${space}+|\\p{RI}\\p{RI}|[^${hanging}])(?:[${hanging}]|(?<=\\u200d)\\p{ExtPict})*|[${hanging}]+`;
const segments = new RegExp(segment, "gu");
const segmentAt = new RegExp(segment, "uy");

/** Printable ASCII, and Chinese characters. */
const asLong = /^[!-~\u3400-\u4dbf\u4e00-\u9fff]$/;
const ascii = /^[\0-\x7f]*$/;
const spaces = new RegExp(`${space}+`, "gu");
const control = /\p{Cc}/gu;
const dropped = new RegExp(
  [
    "[\\p{Cf}\\u0640]", // tatweel, soft hyphens, joiners, marks of direction
    "[\\u0300-\\u0305\\u0307\\u0309-\\u036f]",
    "(?<![ИиУу])\\u0306",
    "(?<![Іі])\\u0308",
    "[\\u0483-\\u0487\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7]",
    "[\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed]",
    "[\\u08ca-\\u08e1\\u08e3-\\u08ff\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe00-\\ufe0f\\ufe20-\\ufe2f]",
    "[\\u{e0100}-\\u{e01ef}]",
  ].join("|"),
  "gu",
);

/** Letters that no decomposition takes apart, and signs that keyboards put in place of others. */
const alike: ReadonlyMap<string, string> = new Map([
  ...["ßss", "æae", "œoe", "øo", "łl", "đd", "ħh", "ŧt", "ðd", "þth", "ıi", "ςσ"].map(pair),
  ...["ىي", "یي", "ېي", "کك", "ةه", "ہه"].map(pair),
  ...["‘'", "’'", "‚'", "‛'", "ʼ'", "′'", '״"', '“"', '”"', '„"', '‟"', '«"', '»"'].map(pair),
  ...["‐-", "‑-", "‒-", "–-", "—-", "―-", "−-"].map(pair),
]);
const alikes = new RegExp(`[${[...alike.keys()].join("")}]`, "gu");

function pair([from = "", ...to]: string): readonly [string, string] {
  return [from, to.join("")];
}

/** The folded text; a run of white space, and a control character, is one space in it. */
export function fold(text: string): string {
  if (ascii.test(text)) return text.replace(spaces, " ").replace(control, " ").toLowerCase();
  return text
    .replace(spaces, " ")
    .replace(control, " ")
    .normalize("NFKD")
    .replace(dropped, "")
    .toLowerCase()
    .replace(alikes, (sign) => alike.get(sign) ?? sign)
    .normalize("NFC");
}

/** From and to, in UTF-16 code units. */
export type Range = readonly [from: number, to: number];

/** A folded text that knows where it comes from. */
export type Folded = {
  readonly text: string;
  /** The whole segments of the text that a part of the folded one comes from. */
  rangeOf(from: number, to: number): Range;
};

type Block = { readonly start: number; readonly end: number; readonly at: number };
/** Of each code unit of a folded block: where its segment begins and ends in the text. */
type Places = { readonly starts: readonly number[]; readonly ends: readonly number[] };

/** A text is taken apart only where a place is asked for. */
const blockUnits = 256;

export function foldWithPlaces(text: string): Folded {
  const { folded, blocks } = foldedBlocks(text);
  const places = new Map<Block, Places>();
  const placeOf = (unit: number) => {
    const block = blockAt(blocks, unit);
    if (block === null) return { start: text.length, end: text.length };
    const known = places.get(block) ?? placesIn(text, block);
    places.set(block, known);
    const start = known.starts[unit - block.at] ?? block.end;
    return { start, end: known.ends[unit - block.at] ?? block.end };
  };
  return {
    text: folded,
    rangeOf: (from, to) => [
      placeOf(from).start,
      to > from ? placeOf(to - 1).end : placeOf(from).start,
    ],
  };
}

function foldedBlocks(text: string) {
  const blocks: Block[] = [];
  const parts: string[] = [];
  let at = 0;
  for (let start = 0; start < text.length; ) {
    const end = segmentEnd(text, start + blockUnits);
    const part = fold(text.slice(start, end));
    blocks.push({ start, end, at });
    parts.push(part);
    [start, at] = [end, at + part.length];
  }
  return { folded: parts.join(""), blocks };
}

/** Where a segment ends, soon after this place. */
function segmentEnd(text: string, place: number): number {
  if (place >= text.length) return text.length;
  segmentAt.lastIndex = place;
  segmentAt.test(text); // there is one at every place
  return segmentAt.lastIndex;
}

/** The last block that begins at or before this unit of the folded text; null where there is none so long. */
function blockAt(blocks: readonly Block[], unit: number): Block | null {
  let [low, high] = [0, blocks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.at ?? 0) <= unit) low = middle + 1;
    else high = middle;
  }
  return blocks[low - 1] ?? null;
}

function placesIn(text: string, { start, end }: Block): Places {
  const [starts, ends]: [number[], number[]] = [[], []];
  for (const { 0: part, index } of text.slice(start, end).matchAll(segments)) {
    for (let units = unitsOf(part); units > 0; units -= 1) {
      starts.push(start + index);
      ends.push(start + index + part.length);
    }
  }
  return { starts, ends };
}

/** How long a segment is when it is folded. Most fold to as much, and are many. */
function unitsOf(part: string): number {
  return asLong.test(part) ? 1 : fold(part).length;
}
