/** The verified state of a vault on a device, and how commits move it (docs/protocol.md, Pulling and verifying). */

import { inBatches } from "../batches.ts";
import type { Bytes } from "../bytes.ts";
import { Alarm } from "../errors.ts";
import type { Id } from "../protocol/encoding.ts";
import type { Row } from "../protocol/revisions.ts";
import { hashBytes } from "../protocol/sizes.ts";
import { chainOver, chainStart } from "./chain.ts";
import type { VaultKeyring, VaultKeys } from "./keys.ts";
import { sha256 } from "./suite.ts";
import { emptySum, fold, headTag, itemOf } from "./tag.ts";

/** A head that this device verified, or made. `total` is D; `commit` is the digest at `sequence`, `epoch` the head's, 0 at the beginning. */
export type VaultState = {
  readonly vault: Id;
  readonly sequence: number;
  readonly chain: Bytes;
  readonly commit: Bytes;
  readonly keyringVersion: number;
  readonly epoch: number;
  readonly total: bigint;
  readonly rows: ReadonlyMap<Id, Row>;
};

/** What moves a state: digests in order, the rows that replace those of their records, the head's keyring version and epoch. */
export type Advance = {
  readonly commits: readonly Bytes[];
  readonly rows: readonly Row[];
  readonly keyringVersion: number;
  readonly epoch: number;
};

/** Where a device begins that knows nothing of a vault. */
export async function freshState(vault: Id): Promise<VaultState> {
  return {
    vault,
    sequence: 0,
    chain: await chainStart(vault),
    commit: new Uint8Array(hashBytes),
    keyringVersion: 0,
    epoch: 0,
    total: emptySum,
    rows: new Map(),
  };
}

/** The state after commits; `rows` hold at most one a record. `keyring_mismatch` when a key of an epoch is not held. */
export async function advance(
  keys: VaultKeyring,
  state: VaultState,
  { commits, rows, keyringVersion, epoch }: Advance,
): Promise<VaultState> {
  const replaced = rows.flatMap((row) => state.rows.get(row.record) ?? []);
  return {
    vault: state.vault,
    sequence: state.sequence + commits.length,
    chain: await chainOver(state.chain, commits),
    commit: commits.at(-1) ?? state.commit,
    keyringVersion,
    epoch,
    total: fold(state.total, await itemsOf(keys, rows), await itemsOf(keys, replaced)),
    rows: new Map([...state.rows, ...rows.map((row) => [row.record, row] as const)]),
  };
}

/** The tag of a state under the keys of its head's epoch. */
export function tagOf(keys: VaultKeys, state: VaultState): Promise<Bytes> {
  return headTag(keys, { ...state, records: state.rows.size });
}

/** The keys of one epoch; `keyring_mismatch` when the keyring gave none. */
export function keysOf(keys: VaultKeyring, epoch: number): VaultKeys {
  const held = keys.get(epoch);
  if (held === undefined) throw new Alarm("keyring_mismatch");
  return held;
}

/** The row of a sealed revision. */
export async function rowOf(
  revision: { readonly record: Id; readonly number: number; readonly sealed: Bytes },
  epoch: number,
): Promise<Row> {
  const hash = await sha256(revision.sealed);
  return { record: revision.record, number: revision.number, epoch, hash };
}

function itemsOf(keys: VaultKeyring, rows: readonly Row[]): Promise<bigint[]> {
  return inBatches(rows, (row) => itemOf(keysOf(keys, row.epoch), row));
}
