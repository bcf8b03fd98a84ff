/**
 * Keeping what somebody writes (docs/protocol.md, The device's side of a commit): the newest state is sealed with
 * its outbox row in one transaction before the screen says "kept". Any tab does this, with or without a network.
 */

import type { Bytes } from "../bytes.ts";
import { makeId } from "../crypto/keys.ts";
import { SealError } from "../errors.ts";
import { atOurVersion, singletons } from "../model/kinds.ts";
import { isRemoved, type Moment, readEnvelope, tombstone } from "../model/record.ts";
import { canonicalJson, type JsonObject, parseObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import { change, type Expectation } from "../store/contract.ts";
import type { Held } from "../store/schema.ts";
import { seenOutbox } from "./commit.ts";
import { key, keyHolder, load, type Procedure, save } from "./effects.ts";
import { isDamaged } from "./header.ts";
import { openReadable } from "./local.ts";
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
  /** Sealed bytes of a later state that is not read here, null for none; then nothing is changed. */
  readonly aside: Bytes | null;
  readonly seen: readonly Expectation[];
};

/** What a change makes of the newest state; null leaves it as it is. */
export type Edit = (value: JsonObject | null, device: Id) => JsonObject | null;

/** The newest state of a record, draft or verified. */
export function* newestOf(record: Id): Procedure<Newest> {
  const held = yield* load("records", record);
  const [outbox, base] = [yield* load("outbox", record), yield* load("bases", record)];
  const mine = yield* openHeld("outbox", record, outbox?.sealed ?? null);
  const verified =
    mine.value === null ? yield* openHeld("bases", record, base?.sealed ?? null) : mine;
  const number = held?.number ?? 0;
  return {
    record,
    value: verified.value,
    number,
    isWaiting: outbox !== null,
    held: outbox?.held ?? null,
    aside: mine.damaged ?? base?.newer ?? verified.damaged,
    seen: [seenOutbox(record, outbox), { table: "records", key: record, number }],
  };
}

/** A row's value, or its bytes where they do not open: those are never written over. */
function* openHeld(
  table: "outbox" | "bases",
  record: Id,
  sealed: Bytes | null,
): Procedure<{ readonly value: JsonObject | null; readonly damaged: Bytes | null }> {
  if (sealed === null) return { value: null, damaged: null };
  const [value = null] = yield* openReadable([{ table, key: record, sealed }]);
  return { value, damaged: value === null ? sealed : null };
}

/**
 * Keeps a record of any kind, as a whole. `base` is what the editor last knew as kept: where the stored state has moved since, both
 * are merged; with `base` null the value is merged with what is there, if anything is. An unchanged value writes nothing. Over a removal
 * the words win; over one that erases they become a record of their own, unsent. `unknown_version` for a record that is read-only here.
 */
export function keepRecord(
  record: Id,
  value: JsonObject,
  base: JsonObject | null,
  moment: Moment,
): Procedure<Newest> {
  return keepTyped(record, moment, (newest) => {
    if (newest === null) return { mine: atFirst(value, moment), base };
    if (base === null) return { mine: { ...value, ...bornOf(newest) }, base };
    return { mine: { ...bornOf(base), ...value }, base };
  });
}

/** What stands in an editor, and what it grew from. */
type Typed = { readonly mine: JsonObject; readonly base: JsonObject | null };

/** `typed` is told the newest state, null where there is none or it was removed. */
function* keepTyped(
  record: Id,
  moment: Moment,
  typed: (newest: JsonObject | null) => Typed,
): Procedure<Newest> {
  const newest = yield* newestOf(record);
  const { mine, base } = typed(null);
  if (isErased(newest.value) && !isMadeAnew(mine, base)) {
    const isSaid = base !== null && isUnchanged(mine, base);
    return isSaid ? newest : yield* keepApart(changedAt(mine, moment));
  }
  return yield* keep(record, (value, device) => {
    if (value === null) return writtenAt(mine, moment);
    if (isRemoved(value)) return overRemoval({ mine, base }, moment);
    return overNewest(value, typed(value), moment, device);
  });
}

function isErased(value: JsonObject | null): boolean {
  return value !== null && isRemoved(value) && value.erase === true;
}

/** What an account has once may be begun again after it was removed for good. */
function isMadeAnew(mine: JsonObject, base: JsonObject | null): boolean {
  return base === null && isOnce(mine);
}

function isOnce({ kind }: JsonObject): boolean {
  return singletons.some(({ name }) => name === kind);
}

/** A new record. What an account has once begins in the same way on every device. */
function atFirst(value: JsonObject, { at, timeZone }: Moment): JsonObject {
  if (isOnce(value)) return { ...value, created_at: 0, tz: "" };
  return { created_at: at, tz: timeZone, ...value };
}

/** When and where a record was made, as far as it says. */
function bornOf({ created_at: at, tz }: JsonObject): JsonObject {
  return {
    ...(at === undefined ? {} : { created_at: at }),
    ...(tz === undefined ? {} : { tz }),
  };
}

function* keepApart(value: JsonObject): Procedure<Newest> {
  const apart = yield* newestOf(yield* freshRecord());
  yield* store({ ...apart, held: "unsent" }, clean(value));
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

/** Whether both say the same, whenever it was written; as both will be read again. */
function isUnchanged(mine: JsonObject, base: JsonObject): boolean {
  return isSame(clean(writtenAt(mine, { at: 0 })), clean(writtenAt(base, { at: 0 })));
}

function writtenAt(value: JsonObject, { at }: Pick<Moment, "at">): JsonObject {
  return { ...value, updated_at: at };
}

/** A record that was there before, with something else in it. */
function changedAt(value: JsonObject, moment: Pick<Moment, "at">): JsonObject {
  return atOurVersion(writtenAt(value, moment));
}

function overRemoval({ mine, base }: Typed, moment: Moment): JsonObject | null {
  if (base !== null && isUnchanged(mine, base)) return null;
  return { ...changedAt(mine, moment), kept_after_remove: true };
}

function overNewest(
  newest: JsonObject,
  { mine, base }: Typed,
  moment: Moment,
  device: Id,
): JsonObject | null {
  if (isUnchanged(mine, base ?? newest)) return null;
  const { updatedAt: at } = readEnvelope(newest);
  // Clean like the stored one: another normal form of the same words is no change of anybody's.
  const known = base === null ? null : clean(writtenAt(base, { at }));
  const { record } = mergeRecord(known, clean(writtenAt(mine, moment)), newest, device);
  return isUnchanged(record, newest) ? null : atOurVersion(record);
}

/** The person has seen that words of two places stand in it. */
export function dismissMerged(record: Id): Procedure<Newest> {
  return keep(record, (value) => {
    if (value === null || (value.merged === undefined && value.also === undefined)) return null;
    const { merged: _, also: __, ...rest } = value;
    return rest;
  });
}

/** Removes a record; with `erase` for good, over edits elsewhere too. A page that never left the device is just gone. */
export function* remove(record: Id, erase: boolean): Procedure<Newest> {
  const newest = yield* newestOf(record);
  if (newest.held === "unsent" && newest.number === 0 && (yield* drop(newest))) {
    return yield* newestOf(record);
  }
  return yield* keep(record, (value) => (value === null ? null : tombstone(erase)));
}

function* drop({ record, seen }: Newest): Procedure<boolean> {
  const changes = [change("outbox", record, null), change("headers", record, null)];
  return (yield* save({ changes, expects: seen, lead: null, strict: true })) === "written";
}

/** An id for a new record. */
export function freshRecord(): Procedure<Id> {
  return keyHolder("ids", ({ random }) => makeId(random));
}

/** Makes the edit of the newest state, again where another tab or a pull was faster. */
export function* keep(record: Id, edit: Edit): Procedure<Newest> {
  const device = yield* key("ids", async (keys) => keys.device);
  for (;;) {
    const newest = yield* newestOf(record);
    if (newest.aside !== null)
      throw new SealError(isDamaged(newest.aside) ? "damaged" : "unknown_version");
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
