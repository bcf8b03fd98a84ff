/** The shape that every sealed thing but a slot has: 0x01 ‖ nonce(12) ‖ AES-256-GCM (docs/protocol.md, Suite 1). */

import { type Bytes, concat, copyOf, type Random } from "../bytes.ts";
import { SealError } from "../errors.ts";
import { canonicalJson, type JsonObject, parseObject } from "../protocol/canonical.ts";
import { pad, padded, unpad } from "../protocol/encoding.ts";
import { nonceBytes } from "../protocol/sizes.ts";
import { aeadOpen, aeadSeal } from "./suite.ts";

/** The first byte of everything that version 1 seals, and of every document inside. */
export const version1: Bytes = Uint8Array.of(1);

const boxAt = 1 + nonceBytes;

/** Seal with a fresh nonce; 29 bytes longer than the plaintext. */
export async function sealEnvelope(
  key: CryptoKey,
  plaintext: Bytes,
  aad: Bytes,
  random: Random,
): Promise<Bytes> {
  const nonce = random(nonceBytes);
  return concat(version1, nonce, await aeadSeal(key, nonce, plaintext, aad));
}

/** The plaintext; `unknown_version` for another first byte, else `damaged`. */
export async function openEnvelope(key: CryptoKey, sealed: Bytes, aad: Bytes): Promise<Bytes> {
  requireVersion1(sealed);
  const nonce = copyOf(sealed.subarray(1, boxAt));
  const plaintext = await aeadOpen(key, nonce, copyOf(sealed.subarray(boxAt)), aad);
  if (plaintext === null) throw new SealError("damaged");
  return plaintext;
}

/** `unknown_version` for what another version sealed: it is kept untouched. An empty one is left to the AEAD. */
export function requireVersion1(sealed: Bytes): void {
  if (sealed.length > 0 && sealed[0] !== 1) throw new SealError("unknown_version");
}

/** A JSON object sealed behind 0x01 and padding; `RangeError` for what canonical JSON refuses. */
export function sealDocument(
  key: CryptoKey,
  document: JsonObject,
  least: number,
  aad: Bytes,
  random: Random,
): Promise<Bytes> {
  const plaintext = pad(concat(version1, canonicalJson(document)), least);
  return sealEnvelope(key, plaintext, aad, random);
}

/** The JSON object; `leastOf` tells its least padded length. `unknown_version` or `damaged`. */
export async function openDocument(
  key: CryptoKey,
  sealed: Bytes,
  aad: Bytes,
  leastOf: (document: JsonObject) => number,
): Promise<JsonObject> {
  const plaintext = await openEnvelope(key, sealed, aad);
  if (plaintext[0] !== 1) throw new SealError("damaged");
  const bare = unpad(plaintext);
  const document = parseObject(bare.subarray(1));
  if (plaintext.length !== padded(bare.length, leastOf(document))) throw new SealError("damaged");
  return document;
}
