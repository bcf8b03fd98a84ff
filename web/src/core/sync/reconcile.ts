/**
 * Bringing verified revisions together with what was written here meanwhile (docs/protocol.md, The device's side
 * of a commit; docs/merging.md). What then differs from theirs waits again, with theirs as its base.
 */

import type { Bytes } from "../bytes.ts";
import { makeId } from "../crypto/keys.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import { type Change, change, type Expectation } from "../store/contract.ts";
import type { BaseRow, OutboxRow } from "../store/schema.ts";
import { seenOutbox } from "./commit.ts";
import { keyHolder, loadMany, type Procedure } from "./effects.ts";
import { asideHeader, type Listed } from "./header.ts";
import { openReadable, type Sealed } from "./local.ts";
import { mergeRecord } from "./merge/record.ts";
import { isSame } from "./merge/values.ts";
import { baseWrite, changesOf, headerWrite, outboxWrite, showing, type Write } from "./writes.ts";

/**
 * What a pull brings of one record: its value, or the bytes of a revision that is not read here. `attempt`: the
 * newest state that this device wrote and that theirs is or was made over, null if there is none.
 */
export type Arrival = {
  readonly record: Id;
  readonly number: number;
  readonly attempt: JsonObject | null;
} & Brought;

type Brought =
  | { readonly value: JsonObject; readonly aside: null }
  | { readonly value: null; readonly aside: Bytes };

/** Everything to write, and what must still be so then. */
export type Reconciled = {
  readonly changes: readonly Change[];
  readonly expects: readonly Expectation[];
};

/** The same, and the headers among what is to be written. */
type Listing = Reconciled & { readonly listed: readonly Listed[] };

/** What is here of a record: verified, and waiting; null where there is nothing. */
export type Here = {
  readonly row: BaseRow | null;
  readonly base: JsonObject | null;
  readonly outbox: OutboxRow | null;
  readonly mine: JsonObject | null;
};

/** A record that arrives, over what is here. */
type Held = Here & { readonly arrival: Arrival };

/** `device` made the head that brought them. */
export function* reconcile(held: readonly Held[], device: Id): Procedure<Listing> {
  const writes: (Write | Change)[] = [];
  for (const one of held) writes.push(...(yield* arrive(one, device)));
  const listed = writes.flatMap((one) => ("listed" in one && one.listed ? [one.listed] : []));
  const expects = held.map(({ arrival, outbox }) => seenOutbox(arrival.record, outbox));
  return { changes: yield* changesOf(writes), listed, expects };
}

/** They meet nothing: no record rests here. */
export function overNothing(arrivals: readonly Arrival[]): Held[] {
  return arrivals.map((arrival) => ({ arrival, row: null, base: null, outbox: null, mine: null }));
}

/** They meet what is here. */
export function* loadHeld(arrivals: readonly Arrival[]): Procedure<Held[]> {
  const here = yield* loadHere(arrivals.map(({ record }) => record));
  return arrivals.flatMap((arrival, i) => {
    const one = here[i];
    return one === undefined ? [] : [{ ...one, arrival }]; // as many out as in
  });
}

/** What is here of these records, in order. */
export function* loadHere(records: readonly Id[]): Procedure<Here[]> {
  const rows = yield* loadMany("bases", records);
  const outbox = yield* loadMany("outbox", records);
  const bases = yield* openPresent("bases", records, rows);
  const mine = yield* openPresent("outbox", records, outbox);
  return records.map((_, i) => ({
    row: rows[i] ?? null,
    base: bases[i] ?? null,
    outbox: outbox[i] ?? null,
    mine: mine[i] ?? null,
  }));
}

/** The values of the rows that are there, null for the others, in order. */
function* openPresent(
  table: "bases" | "outbox",
  keys: readonly string[],
  rows: readonly ({ readonly sealed: Bytes | null } | null)[],
): Procedure<(JsonObject | null)[]> {
  const sealed = rows.map((row, i): Sealed | null => {
    const bytes = row?.sealed ?? null;
    return bytes === null ? null : { table, key: keys[i] ?? "", sealed: bytes };
  });
  // What does not open here any more is no reason to take in nothing: it stays as it is, and nothing is merged with it.
  const values = yield* openReadable(sealed.filter((one) => one !== null));
  let next = 0;
  return sealed.map((one) => (one === null ? null : (values[next++] ?? null)));
}

/** What is to be written where a record arrives. */
export function* arrive(held: Held, device: Id): Procedure<(Write | Change)[]> {
  const { arrival, mine } = held;
  const { record, value, aside } = arrival;
  if (value === null) return setAside(held, aside);
  if (mine === null) return [baseWrite(record, value), showing(record, value)];
  return yield* merge(held, mine, value, device);
}

/** Kept as it came, read-only; what was written here over it waits. */
function setAside({ arrival, row, base, mine }: Held, aside: Bytes): (Write | Change)[] {
  const { record } = arrival;
  const kept = { record, sealed: row?.sealed ?? null, newer: aside };
  return [change("bases", record, kept), headerWrite(record, asideHeader(mine ?? base, aside))];
}

function* merge(
  { arrival, base, outbox }: Held,
  mine: JsonObject,
  theirs: JsonObject,
  device: Id,
): Procedure<(Write | Change)[]> {
  const { record, number, attempt } = arrival;
  const { record: merged, draft } = mergeRecord(attempt ?? base, mine, theirs, device);
  const isDone = isSame(merged, theirs);
  // What is too large stays too large, unless the merge made something else of it.
  const held = isSame(merged, mine) ? (outbox?.held ?? null) : null;
  return [
    baseWrite(record, theirs),
    isDone ? change("outbox", record, null) : outboxWrite(record, merged, number, held),
    showing(record, merged),
    // Only what was typed here: what a device had committed is removed with the record.
    ...(draft === null || outbox === null ? [] : yield* keepDraft(draft)),
  ];
}

/** Words over which a removal won: a page of their own, which leaves this device only when the person asks for it. */
export function* keepDraft(draft: JsonObject): Procedure<(Write | Change)[]> {
  const record = yield* keyHolder("ids", ({ random }) => makeId(random));
  return [outboxWrite(record, draft, 0, "unsent"), showing(record, draft)];
}
