/** Pulling: pages into staging, verified in the specification's order, merged, stored in one transaction. */

import { batchesOf } from "../batches.ts";
import { type Bytes, concat, isEqual } from "../bytes.ts";
import { splitDigests } from "../crypto/chain.ts";
import type { VaultMark } from "../crypto/checkpoint.ts";
import type { VaultState } from "../crypto/state.ts";
import {
  type Judged,
  judgePull,
  type Newest,
  needsKeyring,
  openNewest,
  type Trust,
  type Verified,
  type VerifiedRevision,
  verifyPull,
} from "../crypto/verify.ts";
import { Alarm, Refusal } from "../errors.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import { type Id, toHex } from "../protocol/encoding.ts";
import { type Cursor, decodePage, type Page, type Pull } from "../protocol/pages.ts";
import type { Row, StoredRevision } from "../protocol/revisions.ts";
import { type Change, change, type Expectation } from "../store/contract.ts";
import { only, type RecordRow } from "../store/schema.ts";
import { raiseAlarm } from "./alarm.ts";
import { askDated } from "./asking.ts";
import { openAttempts, type TriedCommit } from "./attempts.ts";
import { key, load, loadAll, loadMany, loadSome, type Procedure } from "./effects.ts";
import { sealState } from "./head.ts";
import type { Listed } from "./header.ts";
import { refreshKeyring } from "./keyrings.ts";
import { type Leading, saveLeading, stateOf } from "./leading.ts";
import { marked } from "./lineage.ts";
import { isWritable } from "./local.ts";
import { type Arrival, loadHeld, overNothing, reconcile } from "./reconcile.ts";
import { sealsNow } from "./resting.ts";
import { byNewest, segmentsOf, segmentTables } from "./segments.ts";

/** Brings this device to the vault's head. Throws `Alarm`, stored and kept; `Refusal` when there is no answer. */
export function* pull(leading: Leading): Procedure<void> {
  const state = yield* stateOf(leading);
  const first = yield* stage(leading, state);
  const staged = yield* orAlarm(leading, first, upToKeyring(leading, state, first));
  yield* orAlarm(leading, staged, takeIn(leading, state, staged));
}

/** An alarm is stored, with the removals among what was staged. */
export function* orAlarm<T>(leading: Leading, staged: Pull, work: Procedure<T>): Procedure<T> {
  try {
    return yield* work;
  } catch (error) {
    if (error instanceof Alarm) yield* raiseAlarm(leading, error.code, staged);
    throw error;
  }
}

/** The pages, and anew where a newer keyring had to be accepted for them: it may want another head. */
export function* upToKeyring(leading: Leading, state: VaultState, staged: Pull): Procedure<Pull> {
  const isOutrun = yield* key("accept keyring", async ({ keyring }) =>
    needsKeyring(staged, keyring),
  );
  if (!isOutrun) return staged;
  yield* refreshKeyring(leading);
  return yield* stage(leading, state);
}

function* takeIn(leading: Leading, state: VaultState, staged: Pull): Procedure<void> {
  const mark = yield* markOf(state);
  const judged = yield* trusting(mark, (trust) => judgePull(trust, state, staged));
  yield* absorb(leading, state, staged, judged);
}

/** What the first pull has to continue, where this device was told. */
function* markOf({ vault, sequence }: VaultState): Procedure<VaultMark | null> {
  if (sequence > 0) return null;
  const told = yield* load("checkpoint", only);
  return told?.vaults.find((mark) => mark.vault === vault) ?? null;
}

/** All pages beyond the state, unverified. */
export function* stage(leading: Leading, { vault, sequence }: VaultState): Procedure<Pull> {
  const revisions: StoredRevision[] = [];
  const commits: Bytes[] = [];
  let cursor: Cursor | null = null;
  for (;;) {
    const asked = request(vault, sequence, cursor);
    const answer: { value: Page; servedAt: number | null } = yield* askDated(asked, decodePage);
    const page = answer.value;
    leading.servedAt = answer.servedAt;
    revisions.push(...page.revisions);
    commits.push(page.commits);
    if (page.next === null) return { ...page, revisions, commits: concat(...commits) };
    // A cursor that does not move would ask for ever; such an answer says nothing.
    if (cursor !== null && !isBeyond(page.next, cursor)) throw new Refusal("unavailable");
    cursor = page.next;
  }
}

function request(vault: Id, since: number, cursor: Cursor | null) {
  const beyond =
    cursor === null
      ? ""
      : `&sequence=${cursor.sequence}&record=${cursor.record}&commits=${cursor.commits}`;
  const path = `/v1/vaults/${vault}/revisions?since=${since}${beyond}`;
  return { method: "GET", path, body: null } as const;
}

/** Whether a cursor goes on, and back in nothing. */
function isBeyond(next: Cursor, before: Cursor): boolean {
  if (next.commits < before.commits || next.sequence < before.sequence) return false;
  if (next.sequence > before.sequence || next.commits > before.commits) return true;
  return next.record > before.record;
}

/** What follows from the pages, opened; with `mark` only if they continue it. The `Alarm` named by the check that fails. */
export function* verify(
  state: VaultState,
  staged: Pull,
  mark: VaultMark | null = null,
): Procedure<Verified> {
  return yield* trusting(mark, (trust) => verifyPull(trust, state, staged));
}

/** What is made of the pages under what is trusted. */
function* trusting<T>(mark: VaultMark | null, work: (trust: Trust) => Promise<T>): Procedure<T> {
  return yield* key("verify pull", ({ vaultKeys, keyring }) =>
    work({ keys: vaultKeys, keyring, mark }),
  );
}

/** Merges and stores what was judged. Where somebody wrote meanwhile, it is merged anew. */
function* absorb(
  leading: Leading,
  before: VaultState,
  staged: Pull,
  { state, newest }: Judged,
): Procedure<void> {
  const tried = yield* openAttempts(yield* loadAll("attempts"));
  const mine = acceptedValues(tried, before, staged);
  const rows = newest.map(({ row }) => row);
  const moved = [
    change("vault", only, yield* sealState(state, leading.now(), staged.head?.device ?? null)),
    ...(yield* movedRows(rows)),
    ...(yield* marked(before, state, rows)),
    ...(yield* decided(tried, state)),
    change("checkpoint", only, null),
  ];
  leading.state = null; // until it is written nobody knows where the disk stands
  const arriving = { newest, tried, mine, device: staged.head?.device ?? null };
  while (!(yield* saveArriving(leading, moved, arriving)));
  leading.state = state;
}

/** What is to be merged, and with what; `device` made the head, null for a vault without commits, which brings nothing. */
type Arriving = {
  readonly newest: readonly Newest[];
  readonly tried: readonly TriedCommit[];
  readonly mine: ReadonlyMap<Id, JsonObject>;
  readonly device: Id | null;
};

/** A batch at a time is open; all of it is stored in one transaction. */
function* saveArriving(
  leading: Leading,
  moved: readonly Change[],
  { newest, tried, mine, device }: Arriving,
): Procedure<boolean> {
  if (device === null) return yield* saveLeading(leading, moved);
  const bare = yield* seenBare();
  const [changes, expects]: [Change[], Expectation[]] = [[...moved], []];
  const listed: Listed[] = [];
  for (const batch of batchesOf(newest)) {
    const opened = yield* key("open revisions", ({ vaultKeys }) => openNewest(vaultKeys, batch));
    const arrivals = opened.map((one) => arrivalOf(one, tried, mine));
    const held = bare ? overNothing(arrivals) : yield* loadHeld(arrivals);
    const reconciled = yield* reconcile(held, device);
    changes.push(...reconciled.changes);
    expects.push(...reconciled.expects);
    if (bare) listed.push(...reconciled.listed);
  }
  const isWritten = bare
    ? yield* saveFirst(leading, changes, listed, bare)
    : yield* saveLeading(leading, changes, expects);
  if (isWritten) for (const { row } of newest) leading.touched.add(row.record);
  return isWritten;
}

/** That no record rests here, so that all there is will be what arrives; null where one does. */
function* seenBare(): Procedure<Expectation | null> {
  const seen = yield* sealsNow(); // before the look, as somebody may write after it
  for (const table of ["bases", "outbox", "headers"] as const) {
    if ((yield* loadSome(table, null, 1)).length > 0) return null;
  }
  return seen;
}

/** The headers lie in segments from the first on, so that nobody has to open them one by one. */
function* saveFirst(
  leading: Leading,
  changes: readonly Change[],
  listed: readonly Listed[],
  bare: Expectation,
): Procedure<boolean> {
  const segments = yield* segmentsOf(listed.toSorted(byNewest));
  return yield* saveLeading(leading, [...changes, ...segments], [bare], segmentTables);
}

/** The newest state of each record that this device's own accepted commits hold: theirs was made over it. */
export function acceptedValues(
  tried: readonly TriedCommit[],
  before: VaultState,
  staged: Pull,
): Map<Id, JsonObject> {
  const digests = splitDigests(staged.commits).map(toHex);
  const accepted = tried.filter(
    ({ base, commit }) => base >= before.sequence && digests[base - before.sequence] === commit,
  );
  const inOrder = accepted.toSorted((a, b) => a.base - b.base);
  return new Map(inOrder.flatMap(({ attempts }) => attempts.map((a) => [a.record, a.value])));
}

/** What the pull brings of one record, over what this device itself wrote of it. */
export function arrivalOf(
  { row, revision, record: value }: VerifiedRevision,
  tried: readonly TriedCommit[],
  mine: ReadonlyMap<Id, JsonObject>,
): Arrival {
  const { record, number, hash } = row;
  const own = tried
    .flatMap(({ attempts }) => attempts)
    .find((attempt) => attempt.record === record && isEqual(attempt.hash, hash));
  const place = { record, number, attempt: own?.value ?? mine.get(record) ?? null };
  // What opens but could not rest here is kept as it came: one bad record must not block the others.
  if (value === null || !isWritable(value))
    return { ...place, value: null, aside: revision.sealed };
  return { ...place, value, aside: null };
}

function* movedRows(rows: readonly Row[]): Procedure<Change[]> {
  const held = yield* loadMany(
    "records",
    rows.map(({ record }) => record),
  );
  return rows.map((row, i) => change("records", row.record, movedRow(row, held[i] ?? null)));
}

function movedRow(row: Row, held: RecordRow | null): RecordRow {
  return { ...row, tried: Math.max(held?.tried ?? 0, row.number) };
}

/** Commits whose base the verified head has passed are decided: they are in its chain, or never will be. */
function* decided(tried: readonly TriedCommit[], { sequence }: VaultState): Procedure<Change[]> {
  const passed = tried.filter(({ base }) => base < sequence);
  const pending = yield* load("pending", only);
  const isPassed = pending !== null && pending.base < sequence;
  return [
    ...passed.map(({ commit }) => change("attempts", commit, null)),
    ...(isPassed ? [change("pending", only, null)] : []),
  ];
}
