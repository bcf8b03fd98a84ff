/** Building the one commit that may be unanswered (docs/protocol.md, The device's side of a commit). */

import { batchLength } from "../batches.ts";
import { type BuiltCommit, buildCommit } from "../crypto/commit.ts";
import { openRevision, sealRevision } from "../crypto/seal.ts";
import { keysOf, type VaultState } from "../crypto/state.ts";
import { isRemoved } from "../model/record.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import { encodeCommit } from "../protocol/commits.ts";
import { type Id, toHex } from "../protocol/encoding.ts";
import type { Revision } from "../protocol/revisions.ts";
import { type Change, change, type Expectation } from "../store/contract.ts";
import {
  type AttemptRow,
  type Held,
  type OutboxRow,
  only,
  type PendingRow,
  type RecordRow,
} from "../store/schema.ts";
import { type Attempt, attemptsToJson } from "./attempts.ts";
import { key, loadMany, loadSome, type Procedure } from "./effects.ts";
import { headToJson } from "./head.ts";
import { type Leading, saveLeading, stateOf } from "./leading.ts";
import { openReadable, sealOne } from "./local.ts";
import { vaultEpoch } from "./open-keys.ts";

/** Something that waits, opened, with the number that it will have. */
type Waiting = {
  readonly row: OutboxRow;
  readonly record: RecordRow | null;
  readonly number: number;
  readonly value: JsonObject;
};
type Sealed = Waiting & { readonly revision: Revision };

/** What a revision adds to a body besides its sealed bytes (id, number, field names, place in `erase`), rounded up. */
const revisionOverhead = 96;
/** Everything else in a body, rounded up. */
const bodyOverhead = 512;

/**
 * Builds and stores the next commit; null when nothing waits, and the head is of the vault's epoch. Its first byte may be sent after this.
 */
export function* buildPending(leading: Leading): Procedure<PendingRow | null> {
  const sealed = yield* sealWaiting(yield* openWaiting(leading));
  const most = leading.limits.max_revision_bytes;
  const tooLarge = sealed.filter(({ revision }) => revision.sealed.length > most);
  yield* setAside(
    leading,
    tooLarge.map(({ row }) => row),
    "too_large",
  );
  const fitting = sealed.filter((one) => !tooLarge.includes(one));
  const batch = takeBytes(fitting, leading.limits.max_commit_bytes);
  // Others may wait behind a batch of which nothing fits.
  if (batch.length === 0) {
    if (tooLarge.length > 0) return yield* buildPending(leading);
    if (!(yield* isOfOldEpoch(leading))) return null;
  }
  const built = yield* sign(yield* stateOf(leading), batch);
  return yield* storePending(leading, batch, built);
}

/** A head of before new keys: until one follows it, whoever has the old ones could have made it. */
function* isOfOldEpoch(leading: Leading): Procedure<boolean> {
  const { sequence, epoch } = yield* stateOf(leading);
  if (sequence === 0) return false;
  return yield* key("ids", async (keys) => epoch < vaultEpoch(keys));
}

/** "Kept on this device only", for what is too large until it is edited again; the rest goes on. */
export function* setAside(
  leading: Leading,
  rows: readonly OutboxRow[],
  held: Held,
): Procedure<void> {
  if (rows.length === 0) return;
  const changes = rows.map((row) => change("outbox", row.record, { ...row, held }));
  // Where it was edited meanwhile it is tried again, and set aside again if it is still so.
  const expects = rows.map((row) => seenOutbox(row.record, row));
  if (!(yield* saveLeading(leading, changes, expects))) return;
  for (const { record } of rows) leading.touched.add(record);
}

/** That nobody wrote anything newer since this row, or its absence, was read. */
export function seenOutbox(record: Id, row: OutboxRow | null): Expectation {
  return { table: "outbox", key: record, sealed: row?.sealed ?? null };
}

function* openWaiting(leading: Leading): Procedure<Waiting[]> {
  const { rows, damaged: known, isWhole } = yield* firstWaiting(leading.most);
  const records = yield* loadMany("records", rows.map(recordOf));
  const values = yield* openReadable(
    rows.map(({ record, sealed }) => ({ table: "outbox", key: record, sealed })),
  );
  const damaged = rows.filter((_, i) => values[i] === null);
  if (damaged.length > 0) {
    yield* setAside(leading, damaged, "damaged");
    return yield* openWaiting(leading); // others may wait behind them
  }
  leading.damaged = isWhole ? known : Math.max(known, leading.damaged);
  return rows.flatMap((row, i) => {
    const [record, value] = [records[i] ?? null, values[i] ?? null];
    const seen = Math.max(record?.number ?? 0, record?.tried ?? 0);
    return value === null ? [] : [{ row, record, value, number: seen + 1 }];
  });
}

/** `damaged` counts the rows held so as far as was read; `isWhole`: that was to the end. */
type FirstWaiting = {
  readonly rows: readonly OutboxRow[];
  readonly damaged: number;
  readonly isWhole: boolean;
};

/** The first that go by themselves, at most so many. With thousands waiting no more is read than is needed. */
export function* firstWaiting(most: number): Procedure<FirstWaiting> {
  const rows: OutboxRow[] = [];
  let [damaged, isWhole] = [0, false];
  for (let after: Id | null = null; rows.length < most && !isWhole; ) {
    const part: readonly OutboxRow[] = yield* loadSome("outbox", after, batchLength);
    damaged += part.filter(({ held }) => held === "damaged").length;
    rows.push(...(yield* changeable(part.filter(({ held }) => held === null))));
    after = part.at(-1)?.record ?? null;
    isWhole = part.length < batchLength;
  }
  return { rows: rows.slice(0, most), damaged, isWhole };
}

/** What a newer Goldseam wrote is not changed here: a local edit over it waits. */
function* changeable(rows: readonly OutboxRow[]): Procedure<OutboxRow[]> {
  const bases = yield* loadMany("bases", rows.map(recordOf));
  return rows.filter((_, i) => !bases[i]?.newer);
}

function recordOf({ record }: OutboxRow): Id {
  return record;
}

function* sealWaiting(waiting: readonly Waiting[]): Procedure<Sealed[]> {
  if (waiting.length === 0) return [];
  return yield* key("seal revisions", (keys, random) => {
    const sealing = keysOf(keys.vaultKeys, vaultEpoch(keys));
    return Promise.all(
      waiting.map(async (one) => {
        const place = { record: one.row.record, number: one.number };
        const sealed = await sealRevision(sealing, place, one.value, random);
        await openRevision(sealing, place, sealed); // what nobody could read must not replace what can be read
        return { ...one, revision: { ...place, sealed } };
      }),
    );
  });
}

/** As many from the front as fit into one body. */
function takeBytes(sealed: readonly Sealed[], mostBytes: number): Sealed[] {
  let bytes = bodyOverhead;
  const past = sealed.findIndex(({ revision }) => {
    bytes += revision.sealed.length + revisionOverhead;
    return bytes > mostBytes;
  });
  return past < 0 ? [...sealed] : sealed.slice(0, past);
}

function sign(state: VaultState, batch: readonly Sealed[]): Procedure<BuiltCommit> {
  return key("sign commit", (keys) => {
    const draft = {
      epoch: vaultEpoch(keys),
      keyringVersion: keys.keyring.version,
      revisions: batch.map(({ revision }) => revision),
      // Whatever its own `erase` says, which decides merging only: what is removed leaves no history behind.
      erase: batch.filter(({ value }) => isRemoved(value)).map(({ row }) => row.record),
    };
    const committer = { device: keys.device, key: keys.deviceKey };
    return buildCommit(keys.vaultKeys, state, draft, committer);
  });
}

/** The pending commit, its attempts and the numbers tried, in one durable transaction. */
function* storePending(
  leading: Leading,
  batch: readonly Sealed[],
  built: BuiltCommit,
): Procedure<PendingRow> {
  const { base, state } = built;
  const commit = toHex(built.digest);
  const attempts = attemptsToJson(batch.flatMap((one) => attemptOf(one, state)));
  const attempt: AttemptRow = {
    commit,
    base,
    sealed: yield* sealOne("attempts", commit, attempts),
  };
  const sealed = yield* sealOne("pending", only, headToJson(state));
  const pending = { vault: state.vault, commit, base, body: encodeCommit(built.body), sealed };
  yield* saveLeading(leading, [
    change("pending", only, pending),
    change("attempts", commit, attempt),
    ...batch.map((one) => triedOf(one, built.body.epoch)),
  ]);
  return pending;
}

function attemptOf({ value, revision }: Sealed, after: VaultState): Attempt[] {
  const row = after.rows.get(revision.record);
  return row === undefined ? [] : [{ ...row, value }];
}

function triedOf({ record, revision, number }: Sealed, epoch: number): Change {
  const fresh = { record: revision.record, number: 0, epoch, hash: null };
  return change("records", revision.record, { ...(record ?? fresh), tried: number });
}
