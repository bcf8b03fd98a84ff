/** What authenticates the whole state of a vault at a head (docs/protocol.md, Commits). */

import { type Bytes, concat } from "../bytes.ts";
import { fromHex, idToBytes, label, toHex, u32, u64 } from "../protocol/encoding.ts";
import { type Row, rowToBytes } from "../protocol/revisions.ts";
import type { VaultKeys } from "./keys.ts";
import { mac } from "./suite.ts";

const modulus = 2n ** 256n;
const sumDigits = 64;

/** D of a vault without records. */
export const emptySum = 0n;

/** What a tag covers: a place in the history and the state there. `total` is D. */
export type TagFacts = {
  readonly sequence: number;
  readonly keyringVersion: number;
  readonly records: number;
  readonly chain: Bytes;
  readonly total: bigint;
};

/** The number that a row adds to D. `keys` are those of the row's own epoch. */
export async function itemOf(keys: VaultKeys, row: Row): Promise<bigint> {
  const bytes = await mac(keys.item, concat(label("goldseam/1/item"), rowToBytes(row)));
  return BigInt(`0x${toHex(bytes)}`);
}

/** D with items added and removed, mod 2^256. */
export function fold(
  total: bigint,
  added: readonly bigint[],
  removed: readonly bigint[] = [],
): bigint {
  let sum = total;
  for (const item of added) sum += item;
  for (const item of removed) sum -= item;
  return ((sum % modulus) + modulus) % modulus;
}

/** The tag of the state at a sequence: 32 bytes. `keys` are those of the head's epoch. */
export function headTag(keys: VaultKeys, facts: TagFacts): Promise<Bytes> {
  const message = concat(
    label("goldseam/1/head"),
    idToBytes(keys.vault),
    u64(facts.sequence),
    u32(keys.epoch),
    u64(facts.keyringVersion),
    u64(facts.records),
    facts.chain,
    fromHex(facts.total.toString(16).padStart(sumDigits, "0")),
  );
  return mac(keys.head, message);
}
