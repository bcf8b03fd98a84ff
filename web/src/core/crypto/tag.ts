/** Items, their sum D, and the tag over the whole state at a head (docs/protocol.md, Commits). */

import { type Bytes, concat } from "../bytes.ts";
import { SealError } from "../errors.ts";
import { fromHex, idToBytes, label, toHex, u32, u64 } from "../protocol/encoding.ts";
import { type Row, rowToBytes } from "../protocol/revisions.ts";
import type { VaultKeyring, VaultKeys } from "./keys.ts";
import { mac, sha256 } from "./suite.ts";

const modulus = 2n ** 256n;

/** D and #records: the newest row of every record, tombstones too, folded into two numbers. */
export type Sum = { readonly d: bigint; readonly records: number };

export const emptySum: Sum = { d: 0n, records: 0 };

/** One record's row and the row that it replaces, if any. */
export type Change = { readonly row: Row; readonly replaces: Row | null };

/** What a tag covers besides the sum. */
export type TagFacts = {
  readonly sequence: number;
  readonly keyringVersion: number;
  readonly chain: Bytes;
};

/** The item of a row under the keys of its epoch, as an integer below 2^256. */
export async function itemOf(keys: VaultKeys, row: Row): Promise<bigint> {
  return toInteger(await mac(keys.item, concat(label("goldseam/1/item"), rowToBytes(row))));
}

/** The sum after changes, at most one a record. `damaged` when the keys of a row's epoch are not held. */
export async function foldSum(
  keys: VaultKeyring,
  sum: Sum,
  changes: readonly Change[],
): Promise<Sum> {
  let { d, records } = sum;
  const items = await Promise.all(changes.map((change) => differenceOf(keys, change)));
  for (const item of items) d += item;
  for (const { replaces } of changes) if (replaces === null) records++;
  return { d: ((d % modulus) + modulus) % modulus, records };
}

async function differenceOf(keys: VaultKeyring, { row, replaces }: Change): Promise<bigint> {
  const added = await itemOf(keysOf(keys, row.epoch), row);
  if (replaces === null) return added;
  return added - (await itemOf(keysOf(keys, replaces.epoch), replaces));
}

/** The keys of one epoch; `damaged` when they are not held. */
export function keysOf(keys: VaultKeyring, epoch: number): VaultKeys {
  const held = keys.get(epoch);
  if (held === undefined) throw new SealError("damaged", "no key of this epoch");
  return held;
}

/** tag_n of the state and history after commit n. `keys` are those of the head's epoch. */
export function tagOf(keys: VaultKeys, facts: TagFacts, sum: Sum): Promise<Bytes> {
  const message = concat(
    label("goldseam/1/head"),
    idToBytes(keys.vault),
    u64(facts.sequence),
    u32(keys.epoch),
    u64(facts.keyringVersion),
    u64(sum.records),
    facts.chain,
    sumToBytes(sum),
  );
  return mac(keys.head, message);
}

/** D in 32 bytes, big endian. */
export function sumToBytes(sum: Sum): Bytes {
  return fromHex(sum.d.toString(16).padStart(64, "0"));
}

/** The row of a sealed revision. */
export async function rowOf(
  revision: { readonly record: Row["record"]; readonly number: number; readonly sealed: Bytes },
  epoch: number,
): Promise<Row> {
  const hash = await sha256(revision.sealed);
  return { record: revision.record, number: revision.number, epoch, hash };
}

function toInteger(bytes: Bytes): bigint {
  return BigInt(`0x${toHex(bytes)}`);
}
