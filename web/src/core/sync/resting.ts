/** What rests on a device, sealed anew where its LK is another ([Note: One LK] in the schema). */

import { batchesOf } from "../batches.ts";
import type { Bytes, Random } from "../bytes.ts";
import { openLocal, sealLocal } from "../crypto/seal.ts";
import { SealError } from "../errors.ts";
import { type Change, change, type Expectation, restingEpoch } from "../store/contract.ts";
import { type AccountRow, only, type Rows } from "../store/schema.ts";
import { sealPinned } from "./account.ts";
import { keyHolder, load, loadAll, type Procedure, save } from "./effects.ts";
import type { OpenKeys } from "./open-keys.ts";
import { endedPasskeys } from "./passkeys.ts";

/** The account as it is to rest here, and LK of the rows as they are. */
export type Resting = {
  readonly keys: OpenKeys;
  readonly account: AccountRow;
  readonly before: AccountRow;
  readonly local: CryptoKey;
};

/** That nothing sealed was written since. */
export function* sealsNow(): Procedure<Expectation> {
  return { table: "seals", count: (yield* load("seals", only))?.count ?? 0 };
}

/**
 * Account, keyring and everything else that rests under LK, in one transaction; then the keys are in use. False where somebody wrote
 * since `seen`: nothing has changed then.
 */
export function* rest(
  { keys, account, before, local }: Resting,
  seen: Expectation,
  more: readonly Change[],
): Procedure<boolean> {
  const isSame = restingEpoch(before) === restingEpoch(account);
  const keyring = yield* keyHolder("seal local", ({ random }) => sealPinned(keys, random));
  const changes = [
    ...(isSame ? [] : yield* sealedAnew(local, keys.local)),
    ...(yield* endedPasskeys(keys.keyring.document, before.slots)),
    change("account", only, account),
    change("keyring", only, keyring),
    ...more,
  ];
  const under = restingEpoch(before);
  // Of segments nothing is lost: they are made again from headers.
  const clears = isSame ? [] : (["segments"] as const);
  const batch = { clears, changes, expects: [seen], lead: null, under, strict: true };
  if ((yield* save(batch)) !== "written") return false;
  yield* keyHolder("open account", (holder) => {
    holder.open = keys;
  });
  return true;
}

type Key = string;
/** Every table whose rows lie under LK, but for the keyring's, which is written anew in any case, and the segments; with the key of a row in it. */
const keyOf = {
  recovery: () => only,
  seen: () => only,
  vault: () => only,
  pending: () => only,
  bases: ({ record }: Rows["bases"]) => record,
  outbox: ({ record }: Rows["outbox"]) => record,
  headers: ({ record }: Rows["headers"]) => record,
  attempts: ({ commit }: Rows["attempts"]) => commit,
} satisfies { [T in keyof Rows]?: (row: Rows[T]) => Key };
type SealedTable = keyof typeof keyOf;
/** A row of any of them; of a base that was never verified there is nothing sealed. */
type AnyRow = Rows[SealedTable];

function* sealedAnew(from: CryptoKey, to: CryptoKey): Procedure<Change[]> {
  const changes: Change[] = [];
  for (const table of Object.keys(keyOf) as SealedTable[]) {
    for (const batch of batchesOf<AnyRow>(yield* loadAll(table))) {
      const sealed = yield* keyHolder("seal anew", ({ random }) =>
        Promise.all(batch.map((row) => anew(table, row, { from, to, random }))),
      );
      changes.push(...sealed.flat());
    }
  }
  return changes;
}

type Keys = { readonly from: CryptoKey; readonly to: CryptoKey; readonly random: Random };

async function anew(
  table: SealedTable,
  row: AnyRow,
  { from, to, random }: Keys,
): Promise<Change[]> {
  if (row.sealed === null) return [];
  const key = (keyOf[table] as (row: AnyRow) => Key)(row); // the row came out of this very table
  const opened = await openOrNull(from, { store: table, key }, row.sealed);
  // What does not open any more is kept as it is.
  if (opened === null) return [];
  const sealed = await sealLocal(to, { store: table, key }, opened, random);
  return [change(table, key, { ...row, sealed } as never)]; // the same row but for its bytes
}

async function openOrNull(
  from: CryptoKey,
  place: { readonly store: string; readonly key: string },
  sealed: Bytes,
): Promise<Bytes | null> {
  try {
    return await openLocal(from, place, sealed);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}
