/** Which headers of all a list shows, and in which order. */

import type { Only, RecordHeader, RecordQuery } from "../core/contract.ts";
import { byNewest } from "../core/sync/segments.ts";

/** A header before it is known whether it waits to be sent. */
export type Entry = Omit<RecordHeader, "kept">;

/** A part of a list. `hasNewer` and `hasMore`: whether something stands before and after it. */
export type Part<One> = {
  readonly records: readonly One[];
  readonly hasNewer: boolean;
  readonly hasMore: boolean;
};

/** The part of `all`, which is newest first, that a query asks for. `isApart`: what is listed only where its kind is named. */
export function partOf<One extends Entry>(
  all: readonly One[],
  query: RecordQuery,
  isApart: (entry: Entry) => boolean,
): Part<One> {
  const isAsked = (entry: Entry) => isIn(query, entry) && !(query.kinds === null && isApart(entry));
  const order = orders[query.only ?? "all"];
  if (order !== null) return around(all.filter(isAsked).sort(order), 0, query, () => true);
  return around(all, firstBefore(all, query.before ?? null), query, isAsked);
}

/** The ends of the months, in UTC milliseconds on this device's calendar, in which there is something that a query asks for. */
export function monthsOf(
  all: readonly Entry[],
  query: RecordQuery,
  isApart: (entry: Entry) => boolean,
): readonly number[] {
  const months: number[] = [];
  let begin = Number.POSITIVE_INFINITY;
  for (const entry of all) {
    if (entry.createdAt >= begin || !isIn(query, entry)) continue;
    if (query.kinds === null && isApart(entry)) continue;
    const day = new Date(entry.createdAt);
    begin = new Date(day.getFullYear(), day.getMonth()).getTime();
    months.push(new Date(day.getFullYear(), day.getMonth() + 1).getTime());
  }
  return months;
}

/** So many after `start`, of those that are asked for; with an `offset` below zero as many of them from before it. */
function around<One>(
  all: readonly One[],
  start: number,
  { offset, limit }: RecordQuery,
  isAsked: (one: One) => boolean,
): Part<One> {
  const back = Math.max(0, -offset);
  const skipped = Math.max(0, offset);
  const newer = some(all, start - 1, -1, back + 1, isAsked);
  const shown = newer.slice(0, back).reverse();
  const older = some(all, start, 1, skipped + limit + 1, isAsked).slice(skipped);
  const records = [...shown, ...older];
  return {
    records: records.slice(0, limit),
    hasNewer: newer.length > back || skipped > 0,
    hasMore: records.length > limit,
  };
}

/** At most `most` of those that are asked for, from one on in one direction. */
function some<One>(
  all: readonly One[],
  from: number,
  step: 1 | -1,
  most: number,
  isAsked: (one: One) => boolean,
): One[] {
  const found: One[] = [];
  for (let at = from; found.length < most; at += step) {
    const one = all[at];
    if (one === undefined) break;
    if (isAsked(one)) found.push(one);
  }
  return found;
}

/** Where what was made before that moment begins. */
function firstBefore(all: readonly Entry[], before: number | null): number {
  if (before === null) return 0;
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const isBefore = (all[middle]?.createdAt ?? 0) < before;
    [low, high] = isBefore ? [low, middle] : [middle + 1, high];
  }
  return low;
}

function isIn({ kinds, only, person, tag }: RecordQuery, entry: Entry): boolean {
  const isOfKind = kinds === null || kinds.includes(entry.kind);
  const isOfPerson = person === null || entry.people.includes(person);
  const isTagged = tag === null || entry.tags.includes(tag.normalize("NFC"));
  return isOfKind && isOfPerson && isTagged && isOnly[only ?? "all"](entry);
}

type Wanted = NonNullable<Only>;

const isOnly: Readonly<Record<Wanted, (entry: Entry) => boolean>> = {
  all: ({ trashedAt }) => trashedAt === null,
  bring: ({ bring, trashedAt }) => bring && trashedAt === null,
  look_again: ({ lookAgain, trashedAt }) => lookAgain !== "" && trashedAt === null,
  trash: ({ trashedAt }) => trashedAt !== null,
};

type Order = (left: Entry, right: Entry) => number;

const byDay: Order = (left, right) =>
  left.lookAgain === right.lookAgain
    ? byNewest(left, right)
    : left.lookAgain < right.lookAgain
      ? -1
      : 1;
const byTrashed: Order = (left, right) =>
  (right.trashedAt ?? 0) - (left.trashedAt ?? 0) || byNewest(left, right);

/** Null for the order in which all of them are. */
const orders: Readonly<Record<Wanted, Order | null>> = {
  all: null,
  bring: null,
  look_again: byDay,
  trash: byTrashed,
};
