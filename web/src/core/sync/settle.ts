/** What becomes of the pending commit: accepted, dissolved, or still unanswered. */

import type { VaultState } from "../crypto/state.ts";
import { Refusal, type RefusalCode } from "../errors.ts";
import { decodeAccepted } from "../protocol/commits.ts";
import type { Id } from "../protocol/encoding.ts";
import { type Change, change } from "../store/contract.ts";
import { type OutboxRow, only, type PendingRow } from "../store/schema.ts";
import { askInSession } from "./asking.ts";
import { type Attempt, openAttempts } from "./attempts.ts";
import { seenOutbox, setAside } from "./commit.ts";
import { load, loadMany, type Procedure } from "./effects.ts";
import { headFromJson, sealState } from "./head.ts";
import { type Leading, saveLeading, stateOf } from "./leading.ts";
import { marked } from "./lineage.ts";
import { openOne, openReadable, sealAll } from "./local.ts";
import { isSame } from "./merge/values.ts";

/** Answers after which the commit as it stands can never be accepted. */
const definite: ReadonlySet<RefusalCode> = new Set([
  "behind",
  "epoch_stale",
  "too_large",
  "quota",
  "gone",
  "revoked",
  "bad_request",
  "bad_signature",
  "number_stale",
  "blob_missing",
  "not_found",
]);

/** `smaller`: a record was set aside or the next batch is halved; the rest goes on at once. */
export type Submitted = "accepted" | "behind" | "smaller";

/** Sends the pending commit. Any other refusal is thrown, and has dissolved the commit when it is definite. */
export function* submit(leading: Leading, pending: PendingRow): Procedure<Submitted> {
  const { vault, base, commit, body } = pending;
  const path = `/v1/vaults/${vault}/commits/${base}/${commit}`;
  try {
    const sequence = yield* askInSession({ method: "PUT", path, body }, decodeAccepted);
    // Any other sequence than the next is no answer to this commit: a pull decides.
    if (sequence !== base + 1) throw new Refusal("unavailable");
  } catch (error) {
    if (!(error instanceof Refusal) || !definite.has(error.code)) throw error;
    return yield* dissolve(leading, pending, error);
  }
  yield* settle(leading, pending);
  leading.most = Math.min(2 * leading.most, leading.limits.max_commit_revisions);
  return "accepted";
}

/** The pending commit becomes what waits; its attempts stay until a verified head has passed their base. */
function* dissolve(leading: Leading, pending: PendingRow, refusal: Refusal): Procedure<Submitted> {
  const attempts = yield* attemptsOf(pending);
  yield* saveLeading(leading, [change("pending", only, null)]);
  if (refusal.code === "behind") {
    halve(leading);
    return "behind";
  }
  if (refusal.code !== "too_large") throw refusal;
  const attempt = tooLarge(attempts, refusal);
  if (attempt === null) halve(leading);
  else yield* setAside(leading, yield* unchanged(attempt), "too_large");
  return "smaller";
}

function halve(leading: Leading): void {
  leading.most = Math.max(1, Math.floor(leading.most / 2));
}

/** The record that is too large: the one named, or the only one of the commit. */
function tooLarge(attempts: readonly Attempt[], { facts }: Refusal): Attempt | null {
  const named = attempts.find(({ record }) => record === facts.record);
  const alone = attempts.length === 1 ? attempts[0] : undefined;
  return named ?? alone ?? null;
}

/** The row that waits with just what was tried; none where it was edited since, which may be shorter. */
function* unchanged({ record, value }: Attempt): Procedure<OutboxRow[]> {
  const row = yield* load("outbox", record);
  if (row === null) return [];
  const [mine] = yield* openReadable([{ table: "outbox", key: record, sealed: row.sealed }]);
  return isSame(mine ?? undefined, value) ? [row] : [];
}

/** The server has it: this device's state moves to the head that it computed when it built the commit. */
function* settle(leading: Leading, pending: PendingRow): Procedure<void> {
  const before = yield* stateOf(leading);
  const attempts = yield* attemptsOf(pending);
  const after = yield* headAfter(before, pending, attempts);
  const vault = yield* sealState(after, leading.now(), null);
  const bases = yield* sealBases(attempts);
  const fixed = [
    change("pending", only, null),
    change("attempts", pending.commit, null),
    change("vault", only, vault),
    ...attempts.map(recordOf),
    ...(yield* marked(before, after, attempts)),
    ...bases,
  ];
  leading.state = null; // until it is written nobody knows where the disk stands
  while (!(yield* saveWithOutbox(leading, attempts, fixed)));
  leading.state = after;
}

function* headAfter(
  before: VaultState,
  pending: PendingRow,
  attempts: readonly Attempt[],
): Procedure<VaultState> {
  const head = headFromJson(yield* openOne("pending", only, pending.sealed));
  const rows = new Map(before.rows);
  for (const { value: _, ...row } of attempts) rows.set(row.record, row);
  return { ...head, vault: before.vault, rows };
}

function* attemptsOf(pending: PendingRow): Procedure<readonly Attempt[]> {
  const row = yield* load("attempts", pending.commit);
  const [tried] = row === null ? [] : yield* openAttempts([row]);
  return tried?.attempts ?? [];
}

function recordOf({ record, number, epoch, hash }: Attempt): Change {
  return change("records", record, { record, number, epoch, hash, tried: number });
}

function* sealBases(attempts: readonly Attempt[]): Procedure<Change[]> {
  const sealed = yield* sealAll(
    attempts.map(({ record, value }) => ({ table: "bases", key: record, value })),
  );
  return attempts.map(({ record }, i) =>
    change("bases", record, { record, sealed: sealed[i] ?? null, newer: null }),
  );
}

/** What was not edited since the commit was built leaves the outbox; the rest has a new base. */
function* saveWithOutbox(
  leading: Leading,
  attempts: readonly Attempt[],
  fixed: readonly Change[],
): Procedure<boolean> {
  const rows = yield* loadMany(
    "outbox",
    attempts.map(({ record }) => record),
  );
  const present = rows.filter((row) => row !== null);
  const values = yield* openReadable(
    present.map(({ record, sealed }) => ({ table: "outbox", key: record, sealed })),
  );
  const tried = new Map<Id, Attempt>(attempts.map((attempt) => [attempt.record, attempt]));
  const moved = present.map((row, i) => {
    const attempt = tried.get(row.record);
    const isDone = attempt !== undefined && isSame(values[i] ?? undefined, attempt.value);
    return change("outbox", row.record, isDone ? null : { ...row, base: attempt?.number ?? 0 });
  });
  const expects = attempts.map(({ record }, i) => seenOutbox(record, rows[i] ?? null));
  if (!(yield* saveLeading(leading, [...fixed, ...moved], expects))) return false;
  for (const { record } of attempts) leading.touched.add(record);
  return true;
}
