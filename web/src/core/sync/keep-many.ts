/** Many records at once, as an import or a backup brings them: one transaction for each batch (docs/imports.md, docs/protocol.md Backup). */

import type { Bytes } from "../bytes.ts";
import { deriveRecordId } from "../crypto/keys.ts";
import { Alarm } from "../errors.ts";
import { isRemoved } from "../model/record.ts";
import { canonicalJson, type JsonObject, parseObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import type { Change } from "../store/contract.ts";
import { seenOutbox } from "./commit.ts";
import { key, loadMany, type Procedure, save } from "./effects.ts";
import type { Newest } from "./keep.ts";
import { openReadable } from "./local.ts";
import { changesOf, outboxWrite, showing, type Write } from "./writes.ts";

/** So many records are kept in one transaction at most. */
export const mostAtOnce = 100;

export type Arriving = { readonly record: Id; readonly value: JsonObject };

/** `here`: a record of this id is here, whatever it says. `removed`: it was, and somebody removed it. */
export type Outcome = "kept" | "here" | "removed";

/** The id under which something from elsewhere stands on every device of the account. */
export function originId(kind: string, app: string, original: string): Procedure<Id> {
  return key("ids", ({ vaultKeys }) => {
    const first = vaultKeys.get(1);
    if (first === undefined) throw new Alarm("keyring_mismatch");
    return deriveRecordId(first, { kind, app, original });
  });
}

/** Keeps what is not here, at most `mostAtOnce`, all of it or nothing; what is here, or was removed, is left alone. */
export function* keepAbsent(arriving: readonly Arriving[]): Procedure<readonly Outcome[]> {
  for (;;) {
    const newest = yield* newestOfMany(arriving.map(({ record }) => record));
    const outcomes = newest.map(outcomeOf);
    const absent = arriving.filter((_, i) => outcomes[i] === "kept");
    const writes = absent.flatMap(({ record, value }) => arrivalWrites(record, value, 0));
    const seen = newest.filter((_, i) => outcomes[i] === "kept");
    if (yield* isWritten(writes, seen)) return outcomes;
  }
}

function outcomeOf(newest: Newest): Outcome {
  if (newest.value !== null && isRemoved(newest.value)) return "removed";
  return isAbsent(newest) ? "kept" : "here";
}

/** Nothing of it was ever here, not even something that does not open. */
export function isAbsent({ value, aside, number }: Newest): boolean {
  return value === null && aside === null && number === 0;
}

/** A state that waits to be sent, over the revision with this number, and what lists show of it. */
export function arrivalWrites(record: Id, value: JsonObject, number: number): (Write | Change)[] {
  const clean = parseObject(canonicalJson(value));
  return [outboxWrite(record, clean, number, null), showing(record, clean)];
}

/** Whether all was written: false when another tab or a pull was faster, with one of what was seen. */
export function* isWritten(
  writes: readonly (Write | Change)[],
  seen: readonly Newest[],
): Procedure<boolean> {
  if (writes.length === 0) return true;
  const changes = yield* changesOf(writes);
  const expects = seen.flatMap((newest) => newest.seen);
  return (yield* save({ changes, expects, lead: null, strict: true })) === "written";
}

/** The newest states of all, in order. */
export function* newestOfMany(records: readonly Id[]): Procedure<readonly Newest[]> {
  const held = yield* loadMany("records", records);
  const outbox = yield* loadMany("outbox", records);
  const bases = yield* loadMany("bases", records);
  const drafts = yield* openThose("outbox", records, outbox);
  const verified = yield* openThose("bases", records, bases);
  return records.map((record, i): Newest => {
    const [draft, base] = [drafts[i] ?? unopened, verified[i] ?? unopened];
    const waiting = outbox[i] ?? null;
    const number = held[i]?.number ?? 0;
    const shut = draft.value === null ? base.shut : null;
    return {
      record,
      value: draft.value ?? base.value,
      number,
      isWaiting: waiting !== null,
      held: waiting?.held ?? null,
      aside: draft.shut ?? bases[i]?.newer ?? shut,
      seen: [seenOutbox(record, waiting), { table: "records", key: record, number }],
    };
  });
}

type Opened = { readonly value: JsonObject | null; readonly shut: Bytes | null };
const unopened: Opened = { value: null, shut: null };

/** What is in rows; their bytes where they do not open. */
function* openThose(
  table: "outbox" | "bases",
  records: readonly Id[],
  rows: readonly ({ readonly sealed: Bytes | null } | null)[],
): Procedure<readonly Opened[]> {
  const sealed = rows.flatMap((row, i) => {
    const record = records[i];
    return row === null || row.sealed === null || record === undefined
      ? []
      : [{ table, key: record, sealed: row.sealed }];
  });
  const values = yield* openReadable(sealed);
  const byRecord = new Map(sealed.map(({ key }, i) => [key, values[i] ?? null]));
  return records.map((record, i) => {
    const value = byRecord.get(record) ?? null;
    return { value, shut: value === null ? (rows[i]?.sealed ?? null) : null };
  });
}
