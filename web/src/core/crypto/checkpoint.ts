/** What a fresh device can be held to: a keyring and a place in every vault's history (docs/protocol.md, Commits). */

import { type Bytes, compareBytes, concat, copyOf } from "../bytes.ts";
import { SealError } from "../errors.ts";
import { type Id, idFromBytes, idToBytes, u64 } from "../protocol/encoding.ts";
import { hashBytes, idBytes } from "../protocol/sizes.ts";
import { digestWords, type WordList } from "./recovery.ts";
import { sha256 } from "./suite.ts";

/** A place in the history of one vault. */
export type VaultMark = { readonly vault: Id; readonly sequence: number; readonly chain: Bytes };

export type Checkpoint = {
  readonly keyringVersion: number;
  readonly keyringDigest: Bytes;
  readonly vaults: readonly VaultMark[];
};

const u64Bytes = 8;
const keyringPart = u64Bytes + hashBytes;
const vaultPart = idBytes + u64Bytes + hashBytes;
const wordCount = 8;

/** 40 bytes and 56 for each vault, vaults in the order of their ids. */
export function checkpointToBytes(checkpoint: Checkpoint): Bytes {
  const marks = checkpoint.vaults.map((mark) =>
    concat(idToBytes(mark.vault), u64(mark.sequence), mark.chain),
  );
  return concat(
    u64(checkpoint.keyringVersion),
    checkpoint.keyringDigest,
    ...marks.toSorted(compareBytes),
  );
}

/** The checkpoint in bytes; `damaged` for another length, order, repetition or a number of 2^53 or more. */
export function parseCheckpoint(bytes: Bytes): Checkpoint {
  const rest = bytes.length - keyringPart;
  if (rest < 0 || rest % vaultPart !== 0) throw new SealError("damaged");
  const vaults: VaultMark[] = [];
  for (let at = keyringPart; at < bytes.length; at += vaultPart) {
    const mark = parseMark(copyOf(bytes.subarray(at, at + vaultPart)));
    const before = vaults.at(-1);
    if (before !== undefined && before.vault >= mark.vault) throw new SealError("damaged");
    vaults.push(mark);
  }
  const keyringDigest = copyOf(bytes.subarray(u64Bytes, keyringPart));
  return { keyringVersion: readU64(bytes, 0), keyringDigest, vaults };
}

/** The eight words by which two people or devices compare a checkpoint. */
export async function checkpointWords(checkpoint: Bytes, words: WordList): Promise<string[]> {
  return digestWords(await sha256(checkpoint), wordCount, words);
}

function parseMark(bytes: Bytes): VaultMark {
  return {
    vault: idFromBytes(bytes.subarray(0, idBytes)),
    sequence: readU64(bytes, idBytes),
    chain: copyOf(bytes.subarray(idBytes + u64Bytes)),
  };
}

function readU64(bytes: Bytes, at: number): number {
  const value = new DataView(bytes.buffer).getBigUint64(at);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new SealError("damaged");
  return Number(value);
}
