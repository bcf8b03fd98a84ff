/** Earlier versions of a record (docs/protocol.md, History): asked for, opened at their place, brought back. */

import { openRevision } from "../crypto/seal.ts";
import { Refusal, SealError } from "../errors.ts";
import { isRemoved, type Moment } from "../model/record.ts";
import { trashedAt } from "../model/trash.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import { decodeHistory, type History } from "../protocol/pages.ts";
import type { PastRevision } from "../protocol/revisions.ts";
import { askInSession } from "./asking.ts";
import { key, load, type Procedure } from "./effects.ts";
import { keepRecord, type Newest, newestOf } from "./keep.ts";
import { type OpenKeys, vaultEpoch } from "./open-keys.ts";

/**
 * An earlier state that opened at its place. `revision` is still sealed. `beforeKeysOf`: the day of the vault's newest keys, where it is of before:
 * whoever had those of then could have made it.
 */
export type Version = {
  readonly revision: PastRevision;
  readonly value: JsonObject;
  readonly beforeKeysOf: string | null;
};

/** A part of a record's earlier versions, newest first. `next`: where the next part begins. `isPartial`: something did not open. */
export type Versions = {
  readonly versions: readonly Version[];
  readonly next: number | null;
  readonly isPartial: boolean;
};

const none: Versions = { versions: [], next: null, isPartial: false };

/** Where a record belongs, and what the person put between it and other eyes, stays as it is now. */
const ofToday = ["created_at", "tz", "cover", "trashed_at"];

/**
 * The versions below number `before`, from the newest one for null; removals are none. Nothing is asked about a record that the server
 * never had. `unavailable` when there is no answer, or none that goes on.
 */
export function* versionsOf(record: Id, before: number | null): Procedure<Versions> {
  if ((yield* load("records", record)) === null) return none;
  const { vault, epoch, on } = yield* key("ids", async (keys) => newestKeys(keys));
  const below = before === null ? "" : `?before=${before}`;
  const path = `/v1/vaults/${vault}/records/${record}/revisions${below}`;
  const page = yield* askInSession({ method: "GET", path, body: null }, decodeHistory);
  if (!goesOn(page, before)) throw new Refusal("unavailable");
  const values = yield* openPast(record, page.revisions);
  const versions = page.revisions.flatMap((revision, i) => {
    const value = values[i] ?? null;
    const beforeKeysOf = revision.epoch < epoch ? on : null;
    return value === null || isRemoved(value) ? [] : [{ revision, value, beforeKeysOf }];
  });
  return { versions, next: page.next, isPartial: values.includes(null) };
}

function newestKeys(keys: OpenKeys) {
  const { vault, keyring } = keys;
  const on = keyring.document.vaults[vault]?.after?.on ?? null;
  return { vault, epoch: vaultEpoch(keys), on };
}

/** What each of these says, null where it does not open as this record's revision of its number. */
export function* openPast(
  record: Id,
  revisions: readonly PastRevision[],
): Procedure<(JsonObject | null)[]> {
  return yield* key("open revisions", (keys) =>
    Promise.all(revisions.map((revision) => openOne(keys, record, revision))),
  );
}

/**
 * Makes an earlier value the newest one, as an edit like any other; null while what it replaces is not on the server and so would become no
 * earlier version, and for a record in the trash. `before` is what stood there. `not_found` for one that was removed.
 */
export function* bringBack(
  record: Id,
  earlier: JsonObject,
  moment: Moment,
): Procedure<{ readonly before: JsonObject; readonly newest: Newest } | null> {
  const { value: before, isWaiting } = yield* newestOf(record);
  if (before === null || isRemoved(before)) throw new Refusal("not_found");
  if (isWaiting || trashedAt(before) !== null) return null;
  const fields = (value: JsonObject, isOfToday: boolean) =>
    Object.entries(value).filter(([name]) => ofToday.includes(name) === isOfToday);
  const value = Object.fromEntries([...fields(earlier, false), ...fields(before, true)]);
  return { before, newest: yield* keepRecord(record, value, before, moment) };
}

/** Numbers that do not fall, or a cursor beyond the last of them, would lead in circles. */
function goesOn({ revisions, next }: History, before: number | null): boolean {
  const numbers = revisions.map(({ number }) => number);
  const isFalling = numbers.every((number, i) => number < (numbers[i - 1] ?? before ?? Infinity));
  return isFalling && (next === null || next === numbers.at(-1));
}

async function openOne(
  { vaultKeys }: OpenKeys,
  record: Id,
  { number, epoch, sealed }: PastRevision,
): Promise<JsonObject | null> {
  const keys = vaultKeys.get(epoch);
  if (keys === undefined) return null;
  try {
    return await openRevision(keys, { record, number }, sealed);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}
