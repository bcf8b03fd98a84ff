/**
 * Keeping what somebody writes (docs/protocol.md, The device's side of a commit): the newest state is sealed with
 * its outbox row in one transaction before the screen says "kept". Any tab does this, with or without a network.
 */

import { makeId } from "../crypto/keys.ts";
import { SealError } from "../errors.ts";
import { changeEntry, type Entry, type Moment, makeEntry, readEntry } from "../model/entry.ts";
import { isRemoved, readEnvelope, tombstone } from "../model/record.ts";
import { canonicalJson, type JsonObject, parseObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import type { Expectation } from "../store/contract.ts";
import type { Held } from "../store/schema.ts";
import { seenOutbox } from "./commit.ts";
import { key, keyHolder, load, type Procedure, save } from "./effects.ts";
import { openOne } from "./local.ts";
import { mergeRecord } from "./merge/record.ts";
import { isSame } from "./merge/values.ts";
import { changesOf, outboxWrite, showing } from "./writes.ts";

/** A record's newest state here; `value` null when there is none. `isWaiting`: the server does not have it. */
export type Newest = {
  readonly record: Id;
  readonly value: JsonObject | null;
  readonly number: number;
  readonly isWaiting: boolean;
  readonly held: Held;
  readonly isNewer: boolean;
  readonly seen: readonly Expectation[];
};

/** What a change makes of the newest state; null leaves it as it is. */
type Edit = (value: JsonObject | null, device: Id) => JsonObject | null;

/** The newest state of a record, draft or verified. */
export function* newestOf(record: Id): Procedure<Newest> {
  const held = yield* load("records", record);
  const [outbox, base] = [yield* load("outbox", record), yield* load("bases", record)];
  const [table, sealed] =
    outbox === null
      ? (["bases", base?.sealed ?? null] as const)
      : (["outbox", outbox.sealed] as const);
  const number = held?.number ?? 0;
  return {
    record,
    value: sealed === null ? null : yield* openOne(table, record, sealed),
    number,
    isWaiting: outbox !== null,
    held: outbox?.held ?? null,
    isNewer: (base?.newer ?? null) !== null,
    seen: [seenOutbox(record, outbox), { table: "records", key: record, number }],
  };
}

/**
 * Keeps what stands in an editor. `base` is what it last knew as kept: where the stored state has moved since, both
 * are merged. An unchanged text writes nothing. Over a removal the words win; over one that erases they become a
 * page of their own, unsent. `unknown_version` for a record that is read-only here.
 */
export function* keepEntry(
  record: Id,
  entry: Entry,
  base: Entry | null,
  moment: Moment,
): Procedure<Newest> {
  const { value } = yield* newestOf(record);
  const isErased = value !== null && isRemoved(value) && value.erase === true;
  if (isErased && !isUnchanged(entry, base)) return yield* keepApart(entry, moment);
  return yield* keep(record, (newest, device) => {
    if (newest === null) return makeEntry(entry, moment);
    if (isRemoved(newest)) return overRemoval(entry, base, moment);
    return overNewest(newest, entry, base, moment, device);
  });
}

function* keepApart(entry: Entry, moment: Moment): Procedure<Newest> {
  const apart = yield* newestOf(yield* freshRecord());
  yield* store({ ...apart, held: "unsent" }, clean(makeEntry(entry, moment)));
  return yield* newestOf(apart.record);
}

/** The person asks that a page which was held back is sent. */
export function* release(record: Id): Procedure<Newest> {
  for (;;) {
    const newest = yield* newestOf(record);
    if (newest.value === null || newest.held === null) return newest;
    if (yield* store({ ...newest, held: null }, newest.value)) return yield* newestOf(record);
  }
}

function isUnchanged(entry: Entry, base: Entry | null): boolean {
  return base !== null && isSame(entryToJson(entry), entryToJson(base));
}

/** As both will be read again. */
function entryToJson({ title, body, tags }: Entry): JsonObject {
  return clean({ title, body, tags });
}

function overRemoval(entry: Entry, base: Entry | null, moment: Moment): JsonObject | null {
  if (isUnchanged(entry, base)) return null;
  return { ...makeEntry(entry, moment), kept_after_remove: true };
}

function overNewest(
  newest: JsonObject,
  entry: Entry,
  base: Entry | null,
  moment: Moment,
  device: Id,
): JsonObject | null {
  const mine = clean(changeEntry(newest, entry, moment));
  if (isUnchanged(entry, base ?? readEntry(newest))) return null;
  if (base === null) return mine;
  const at = readEnvelope(newest).updatedAt;
  // Clean like the stored one: another normal form of the same words is no change of anybody's.
  const known = clean(changeEntry(newest, base, { ...moment, at }));
  return mergeRecord(known, mine, newest, device).record;
}

/** The person has seen that words of two places stand in it. */
export function dismissMerged(record: Id): Procedure<Newest> {
  return keep(record, (value) => {
    if (value === null || (value.merged === undefined && value.also === undefined)) return null;
    const { merged: _, also: __, ...rest } = value;
    return rest;
  });
}

/** Removes a record; with `erase` its history too. */
export function remove(record: Id, erase: boolean): Procedure<Newest> {
  return keep(record, (value) => (value === null ? null : tombstone(erase)));
}

/** An id for a new record. */
export function freshRecord(): Procedure<Id> {
  return keyHolder("ids", ({ random }) => makeId(random));
}

function* keep(record: Id, edit: Edit): Procedure<Newest> {
  const device = yield* key("ids", async (keys) => keys.device);
  for (;;) {
    const newest = yield* newestOf(record);
    if (newest.isNewer) throw new SealError("unknown_version");
    const edited = edit(newest.value, device);
    if (edited === null) return newest;
    const value = clean(edited);
    if (isSame(value, newest.value ?? undefined)) return newest;
    if (yield* store(newest, value)) return yield* newestOf(record);
  }
}

/** What will be read again: NFC, no lone surrogates. */
function clean(value: JsonObject): JsonObject {
  return parseObject(canonicalJson(value));
}

/** Whether it was written: false when another tab or a pull was faster. */
function* store(newest: Newest, value: JsonObject): Procedure<boolean> {
  const { record, number, seen } = newest;
  const held = newest.held === "unsent" ? "unsent" : null; // what was too large is tried again
  const writes = [outboxWrite(record, value, number, held), showing(record, value)];
  const changes = yield* changesOf(writes);
  return (yield* save({ changes, expects: seen, lead: null, strict: true })) === "written";
}
