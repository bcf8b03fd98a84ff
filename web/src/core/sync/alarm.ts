/**
 * A history that does not fit (docs/protocol.md, The device's side of a commit): the vault becomes read-only for
 * sync and everything is kept. A removal that a key holder sealed is the one change still applied, because in a
 * home with a controlling person a page that stays is the dangerous case.
 */

import type { VaultKeyring } from "../crypto/keys.ts";
import { openRevision } from "../crypto/seal.ts";
import type { VaultState } from "../crypto/state.ts";
import { type AlarmCode, SealError } from "../errors.ts";
import { isRemoved } from "../model/record.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import { type Id, idFromBytes } from "../protocol/encoding.ts";
import type { Pull } from "../protocol/pages.ts";
import type { StoredRevision } from "../protocol/revisions.ts";
import { idBytes } from "../protocol/sizes.ts";
import { type Change, change } from "../store/contract.ts";
import { only } from "../store/schema.ts";
import { key, type Procedure } from "./effects.ts";
import { type Leading, saveLeading, stateOf } from "./leading.ts";
import { isWritable } from "./local.ts";
import { type Arrival, reconcile } from "./reconcile.ts";

/** Stores the alarm together with the removals that came with it. */
export function* raiseAlarm(leading: Leading, code: AlarmCode, staged: Pull): Procedure<void> {
  yield* saveRemovals(leading, staged, [change("alarm", only, { code })]);
}

/** Applies the removals of a pull that is not believed otherwise. */
export function* heedRemovals(leading: Leading, staged: Pull): Procedure<void> {
  yield* saveRemovals(leading, staged, []);
}

function* saveRemovals(leading: Leading, staged: Pull, first: readonly Change[]): Procedure<void> {
  const arrivals = yield* removals(yield* stateOf(leading), staged);
  if (first.length + arrivals.length === 0) return;
  for (;;) {
    // The rows stay those of the verified head: what is removed is the words, not what sync believes.
    const { changes, expects } = yield* reconcile(arrivals, staged.head?.device ?? nobody);
    if (yield* saveLeading(leading, [...first, ...changes], expects)) break;
  }
  for (const { record } of arrivals) leading.touched.add(record);
}

/** A removal is never attributed to anybody: nothing of it goes into `also`. */
const nobody = idFromBytes(new Uint8Array(idBytes));

/** The tombstones that open, with a number higher than the one held; the highest of each record. */
function removals(state: VaultState, staged: Pull): Procedure<Arrival[]> {
  return key("open revisions", async ({ vaultKeys }) => {
    const found = new Map<Id, Arrival>();
    for (const revision of staged.revisions) {
      const { record, number } = revision;
      const held = Math.max(state.rows.get(record)?.number ?? 0, found.get(record)?.number ?? 0);
      const value = number > held ? await tombstoneIn(vaultKeys, revision) : null;
      if (value !== null) found.set(record, arrivalOf(revision, value));
    }
    return [...found.values()];
  });
}

/** One that cannot rest here is set aside like any other record: it must not hold up the removals beside it. */
function arrivalOf({ record, number, sealed }: StoredRevision, value: JsonObject): Arrival {
  const place = { record, number, attempt: null };
  if (!isWritable(value)) return { ...place, value: null, aside: sealed };
  return { ...place, value, aside: null };
}

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
