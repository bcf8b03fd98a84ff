/** The part of a text that shows best what was found in it. */

import { type Folded, foldWithPlaces, type Range } from "./fold.ts";
import type { Query } from "./query.ts";

/** A text and what is marked in it, in order, in UTF-16 code units. */
export type Marked = { readonly text: string; readonly marks: readonly Range[] };

/** A place of a word of the query in a folded text. */
type Place = { readonly word: string; readonly from: number; readonly to: number };

/** In units of the folded text. */
const unitsBefore = 40;
const units = 180;
/** Enough to choose from. */
const mostPlaces = 500;
const cut = "…";

/** The whole text with every word of the query that is in it. */
export function markedWhole(text: string, query: Query): Marked {
  const folded = foldWithPlaces(text);
  return { text, marks: marksOf(folded, placesIn(folded.text, query)) };
}

/** From the text that has most words of the query, around those; from the beginning of the first where none has any. */
export function excerptOf(texts: readonly string[], query: Query): Marked {
  const [first = ""] = texts;
  let best: Window | null = null;
  for (const text of texts) {
    const found = windowIn(text, query);
    if (found.words > (best?.words ?? 0)) best = found;
  }
  return excerpt(
    best ?? { folded: foldWithPlaces(first), source: first, places: [], from: 0, words: 0 },
  );
}

type Window = {
  readonly source: string;
  readonly folded: Folded;
  readonly places: readonly Place[];
  /** In the folded text. */
  readonly from: number;
  /** How many different words of the query are in it. */
  readonly words: number;
};

function windowIn(source: string, query: Query): Window {
  const folded = foldWithPlaces(source);
  const places = placesIn(folded.text, query);
  let best: Window = { source, folded, places, from: 0, words: 0 };
  for (const [index, { from }] of places.entries()) {
    const words = wordsFrom(places, index);
    if (words > best.words) best = { ...best, from: Math.max(0, from - unitsBefore), words };
  }
  return best;
}

/** How many different words lie in a window whose first place is this one. */
function wordsFrom(places: readonly Place[], index: number): number {
  const end = (places[index]?.from ?? 0) - unitsBefore + units;
  const seen = new Set<string>();
  for (let next = index; (places[next]?.to ?? Number.POSITIVE_INFINITY) <= end; next += 1) {
    seen.add(places[next]?.word ?? "");
  }
  return Math.max(1, seen.size);
}

function excerpt({ source, folded, places, from }: Window): Marked {
  const start = from === 0 ? 0 : wordStart(folded, from);
  const to = Math.min(folded.text.length, Math.max(start + units, firstEnd(places, start)));
  const end = to === folded.text.length ? to : wordEnd(folded, start, to);
  const [left] = folded.rangeOf(start, start);
  const [, right] = folded.rangeOf(start, end);
  const [before, after] = [start > 0 ? cut : "", end < folded.text.length ? cut : ""];
  const shown = places.filter((place) => place.from >= start && place.to <= end);
  const shift = before.length - left;
  const marks = marksOf(folded, shown).map(([a, b]): Range => [a + shift, b + shift]);
  return { text: `${before}${source.slice(left, right).trimEnd()}${after}`, marks };
}

/** A phrase may be longer than the window; it is shown whole. */
function firstEnd(places: readonly Place[], start: number): number {
  return places.find(({ from }) => from >= start)?.to ?? 0;
}

/** The beginning of the next word, where one begins before what was found. */
function wordStart({ text }: Folded, from: number): number {
  const blank = text.indexOf(" ", from);
  return blank >= 0 && blank < from + unitsBefore ? blank + 1 : from;
}

function wordEnd({ text }: Folded, start: number, to: number): number {
  const blank = text.lastIndexOf(" ", to);
  return blank > Math.max(start, to - unitsBefore) ? blank : to;
}

/** Every place of every word, in the order of the text. */
function placesIn(text: string, query: Query): readonly Place[] {
  const places = query.flatMap((word) => placesOf(text, word));
  return places.sort((left, right) => left.from - right.from || left.to - right.to);
}

function placesOf(text: string, word: string): Place[] {
  const places: Place[] = [];
  let from = text.indexOf(word);
  while (from >= 0 && places.length < mostPlaces) {
    places.push({ word, from, to: from + word.length });
    from = text.indexOf(word, from + word.length);
  }
  return places;
}

/** What lies over or beside another becomes one mark. */
function marksOf(folded: Folded, places: readonly Place[]): readonly Range[] {
  const marks: Range[] = [];
  for (const { from, to } of places) {
    const [start, end] = folded.rangeOf(from, to);
    const last = marks.at(-1);
    if (last && start <= last[1]) marks[marks.length - 1] = [last[0], Math.max(last[1], end)];
    else marks.push([start, end]);
  }
  return marks;
}
