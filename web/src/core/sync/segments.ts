/** Headers of all records, opened from segments and made into them ([Note: Segments] in the schema). */

import * as v from "valibot";
import { type Bytes, utf8 } from "../bytes.ts";
import { openLocal, sealLocal } from "../crypto/seal.ts";
import { Malformed, SealError } from "../errors.ts";
import { parseObject } from "../protocol/canonical.ts";
import { type Id, isId } from "../protocol/encoding.ts";
import { parse } from "../protocol/wire.ts";
import { type Change, change, type Expectation } from "../store/contract.ts";
import type { HeaderRow, SegmentRow } from "../store/schema.ts";
import { key, load, loadAll, loadMany, type Procedure, save } from "./effects.ts";
import { headerShape, type Listed, openHeaders } from "./header.ts";
import { sealsNow } from "./resting.ts";

/** So many headers lie in one segment: more than a first screen asks for, and opened in a moment. */
export const segmentLength = 256;
/** So many headers may differ from the segments before those are made anew. */
export const mostChanged = 128;

/** What whoever makes segments empties before. */
export const segmentTables = ["segments", "changed"] as const;

/** Beyond so many marks the segments say too little to be of use. */
const mostMarks = 1000;

/** The newest headers as they are now; `isAll` where there are no others. */
export type FirstHeaders = { readonly listed: readonly Listed[]; readonly isAll: boolean };

/** All headers as they are now, newest first. `shut`: the records whose header does not open. */
export type AllHeaders = {
  readonly listed: readonly Listed[];
  readonly shut: readonly Id[];
  readonly resting: Resting;
};

/** What rests beside the headers: how many marks, whether the segments are whole, and what counts every write since. */
type Resting = {
  readonly marks: number;
  readonly areWhole: boolean;
  readonly seen: Expectation;
};

type Place = Pick<Listed, "createdAt"> & { readonly record: string };

/** The order of lists. */
export function byNewest(left: Place, right: Place): number {
  return right.createdAt - left.createdAt || (left.record < right.record ? -1 : 1);
}

/** A list in its order, without those of these records, and with those that are fresh. */
export function changedList<One extends Place>(
  list: readonly One[],
  without: ReadonlySet<string>,
  fresh: readonly One[],
): readonly One[] {
  const coming = fresh.toSorted(byNewest).values();
  const changed: One[] = [];
  let next = coming.next();
  for (const one of list) {
    if (without.has(one.record)) continue;
    for (; !next.done && byNewest(next.value, one) < 0; next = coming.next()) {
      changed.push(next.value);
    }
    changed.push(one);
  }
  for (; !next.done; next = coming.next()) changed.push(next.value);
  return changed;
}

/** Null where no segment tells them, or too much has changed since it was made. */
export function* openFirstHeaders(): Procedure<FirstHeaders | null> {
  // Marks before segments: whoever makes segments meanwhile takes marks away, and what these stood for lies in the segments then.
  const marks = yield* loadMarks();
  const row = yield* load("segments", nameOf(0));
  if (row === null || marks.length > mostChanged) return null;
  const [segment = null] = yield* openSegments([row]);
  const { listed, shut } = yield* openRows(yield* loadMany("headers", marks));
  const last = segment?.at(-1);
  if (segment === null || last === undefined || shut.length > 0) return null;
  const isAll = row.count === 1;
  const newest = isAll ? listed : listed.filter((one) => byNewest(one, last) < 0);
  return { listed: changedList(segment, new Set(marks), newest), isAll };
}

export function* openAllHeaders(): Procedure<AllHeaders> {
  const seen = yield* sealsNow();
  const marks = yield* loadMarks(); // before the segments, as above
  const rows = yield* loadAll("segments");
  // One by one they take longer than all at once.
  const segments = marks.length > mostMarks ? null : yield* openWhole(rows);
  const outside = segments === null ? yield* loadAll("headers") : yield* loadMany("headers", marks);
  const { listed, shut } = yield* openRows(outside);
  const resting = { marks: marks.length, areWhole: segments !== null, seen };
  return { listed: changedList(segments ?? [], new Set(marks), listed), shut, resting };
}

/** Somebody who writes all the time is faster than this; then it is done another time. */
const mostTurns = 3;

/** Makes the segments anew where they are missing, damaged, or far from what is. `read`: the headers, where they were opened just now. */
export function* tidySegments(read: AllHeaders | null): Procedure<void> {
  let headers = read ?? (yield* openAllHeaders());
  for (let turn = 1; !(yield* keepSegments(headers)) && turn < mostTurns; turn += 1) {
    headers = yield* openAllHeaders();
  }
}

/** Puts these headers into segments where that is due; false where somebody wrote since they were read, and nothing is changed. */
function* keepSegments({ listed, shut, resting }: AllHeaders): Procedure<boolean> {
  if (!isDue({ listed, shut, resting })) return true;
  const changes: Change[] = [
    ...(yield* segmentsOf(listed)),
    // What does not open lies in no segment, and is looked for every time.
    ...shut.map((record) => change("changed", record, { record })),
  ];
  const expects = [resting.seen];
  const batch = { clears: segmentTables, changes, expects, lead: null, strict: false };
  return (yield* save(batch)) === "written";
}

function isDue({ listed, shut, resting }: AllHeaders): boolean {
  const outside = resting.areWhole ? resting.marks - shut.length : listed.length;
  return outside > mostChanged;
}

function* loadMarks(): Procedure<Id[]> {
  return (yield* loadAll("changed")).map(({ record }) => record);
}

/** The headers in these rows, and the records of those that do not open. */
function* openRows(
  rows: readonly (HeaderRow | null)[],
): Procedure<{ readonly listed: Listed[]; readonly shut: Id[] }> {
  const present = rows.filter((row) => row !== null);
  const headers = yield* openHeaders(present);
  const [listed, shut]: [Listed[], Id[]] = [[], []];
  for (const [i, { record }] of present.entries()) {
    const header = headers[i] ?? null;
    if (header === null) shut.push(record);
    else listed.push({ record, ...header });
  }
  return { listed, shut };
}

// what is in a segment

const id = v.custom<Id>((text) => typeof text === "string" && isId(text));
const shape = v.object({ headers: v.array(v.object({ ...headerShape.entries, record: id })) });

function nameOf(index: number): string {
  return String(index).padStart(6, "0");
}

/** What is in all of them, one after the other; null where one is missing or does not open. */
function* openWhole(rows: readonly SegmentRow[]): Procedure<readonly Listed[] | null> {
  if (rows.length === 0 || rows.some(({ count }) => count !== rows.length)) return null;
  const segments = yield* openSegments(rows);
  return segments.every((segment) => segment !== null) ? segments.flat() : null;
}

function* openSegments(rows: readonly SegmentRow[]): Procedure<(readonly Listed[] | null)[]> {
  return yield* key("open local", ({ local }) =>
    Promise.all(rows.map((row) => openSegment(local, row))),
  );
}

/** Null for a damaged one. */
async function openSegment(
  local: CryptoKey,
  { segment, sealed }: SegmentRow,
): Promise<readonly Listed[] | null> {
  try {
    const opened = await openLocal(local, { store: "segments", key: segment }, sealed);
    return parse(shape, parseObject(opened)).headers;
  } catch (error) {
    if (error instanceof SealError || error instanceof Malformed) return null;
    throw error;
  }
}

/** All headers, newest first, in the segments that take the place of all others once `segmentTables` are empty. */
export function* segmentsOf(listed: readonly Listed[]): Procedure<Change[]> {
  const count = Math.ceil(listed.length / segmentLength);
  const changes: Change[] = [];
  // One at a time: other work of this thread comes in between.
  for (let index = 0; index < count; index += 1) {
    const headers = listed.slice(index * segmentLength, (index + 1) * segmentLength);
    const segment = nameOf(index);
    const sealed = yield* sealSegment(segment, utf8(JSON.stringify({ headers })));
    changes.push(change("segments", segment, { segment, count, sealed }));
  }
  return changes;
}

function* sealSegment(segment: string, plaintext: Bytes): Procedure<Bytes> {
  return yield* key("seal local", ({ local }, random) =>
    sealLocal(local, { store: "segments", key: segment }, plaintext, random),
  );
}
