/**
 * A history that does not fit (docs/protocol.md, The device's side of a commit): the vault becomes read-only for
 * sync and everything is kept. A removal that a key holder sealed is the one change still applied, because in a
 * home with a controlling person a page that stays is the dangerous case.
 */

import type { VaultKeyring } from "../crypto/keys.ts";
import { openRevision } from "../crypto/seal.ts";
import type { VaultState } from "../crypto/state.ts";
import { type AlarmCode, SealError } from "../errors.ts";
import { isRemoved, tombstone } from "../model/record.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import { type Id, idFromBytes } from "../protocol/encoding.ts";
import type { Pull } from "../protocol/pages.ts";
import type { StoredRevision } from "../protocol/revisions.ts";
import { idBytes } from "../protocol/sizes.ts";
import { type Change, change } from "../store/contract.ts";
import { only } from "../store/schema.ts";
import { seenOutbox } from "./commit.ts";
import { key, type Procedure } from "./effects.ts";
import { type Leading, saveLeading, stateOf } from "./leading.ts";
import { mergeRecord } from "./merge/record.ts";
import { isSame } from "./merge/values.ts";
import { type Here, keepDraft, loadHere, type Reconciled } from "./reconcile.ts";
import { changesOf, outboxWrite, showing, type Write } from "./writes.ts";

/** Stores the alarm together with the removals that came with it. */
export function* raiseAlarm(leading: Leading, code: AlarmCode, staged: Pull): Procedure<void> {
  yield* saveRemovals(leading, staged, [change("alarm", only, { code })]);
}

/** Applies the removals of a pull that is not believed otherwise. */
export function* heedRemovals(leading: Leading, staged: Pull): Procedure<void> {
  yield* saveRemovals(leading, staged, []);
}

function* saveRemovals(leading: Leading, staged: Pull, first: readonly Change[]): Procedure<void> {
  const state = yield* stateOf(leading);
  const removed = yield* removals(state, staged);
  for (;;) {
    const { changes, expects } = yield* heed(state, removed);
    if (first.length + changes.length === 0) return;
    if (yield* saveLeading(leading, [...first, ...changes], expects)) break;
  }
  for (const { record } of removed) leading.touched.add(record);
}

/** A removal that a key holder sealed; `erase` as it says. */
type Removal = { readonly record: Id; readonly number: number; readonly erase: boolean };

/** The tombstones that open, with a number higher than the one held; the highest of each record. */
function removals(state: VaultState, staged: Pull): Procedure<Removal[]> {
  return key("open revisions", async ({ vaultKeys }) => {
    const found = new Map<Id, Removal>();
    for (const revision of staged.revisions) {
      const { record, number } = revision;
      const held = Math.max(state.rows.get(record)?.number ?? 0, found.get(record)?.number ?? 0);
      const value = number > held ? await tombstoneIn(vaultKeys, revision) : null;
      if (value !== null) found.set(record, { record, number, erase: value.erase === true });
    }
    return [...found.values()];
  });
}

/** They wait as if they had been made here, so that leaving the alarm does not undo them; what sync believes stays. */
function* heed({ rows }: VaultState, removed: readonly Removal[]): Procedure<Reconciled> {
  const records = removed.map(({ record }) => record);
  const here = yield* loadHere(records);
  const writes: (Write | Change)[] = [];
  for (const [i, removal] of removed.entries()) {
    const one = here[i];
    const base = rows.get(removal.record)?.number ?? 0;
    if (one !== undefined) writes.push(...(yield* removalWrites(one, removal, base)));
  }
  const expects = removed.map(({ record }, i) => seenOutbox(record, here[i]?.outbox ?? null));
  return { changes: yield* changesOf(writes), expects };
}

function* removalWrites(
  { row, base, outbox, mine }: Here,
  { record, erase }: Removal,
  number: number,
): Procedure<(Write | Change)[]> {
  if (row === null && outbox === null) return [];
  const ours = mine ?? base;
  // What is gone here stays gone as it is: a removal over which an edit would win takes no erasure's place.
  if (ours !== null && isRemoved(ours) && !erase) return [];
  const removal = tombstone(erase);
  // A removal is never attributed to anybody: nothing of it goes into `also`.
  const merged = mine && mergeRecord(base, mine, removal, nobody);
  const value = merged?.record ?? removal;
  if (mine !== null && isSame(value, mine)) return [];
  return [
    outboxWrite(record, value, number, null),
    showing(record, value),
    // Of what is erased no word may remain.
    ...(isRemoved(value) && erase
      ? [change("bases", record, { record, sealed: null, newer: null })]
      : []),
    ...(merged?.draft ? yield* keepDraft(merged.draft) : []),
  ];
}

const nobody = idFromBytes(new Uint8Array(idBytes));

async function tombstoneIn(
  vaultKeys: VaultKeyring,
  revision: StoredRevision,
): Promise<JsonObject | null> {
  const keys = vaultKeys.get(revision.epoch);
  if (keys === undefined) return null;
  try {
    const value = await openRevision(keys, revision, revision.sealed);
    return isRemoved(value) ? value : null;
  } catch (error) {
    if (error instanceof SealError) return null; // what does not open removes nothing
    throw error;
  }
}
