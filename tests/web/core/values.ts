/** Arbitrary values of the protocol, and sources of randomness, for property tests. */

import fc from "fast-check";
import type { Bytes, Random } from "../../../web/src/core/bytes.ts";
import { type Id, idFromBytes } from "../../../web/src/core/protocol/encoding.ts";

/** Randomness of the platform. */
export const random: Random = (length) => crypto.getRandomValues(new Uint8Array(length));

export function bytesOf(length: number): fc.Arbitrary<Bytes> {
  return fc
    .uint8Array({ minLength: length, maxLength: length })
    .map((bytes) => new Uint8Array(bytes));
}

export function bytesUpTo(maxLength: number): fc.Arbitrary<Bytes> {
  return fc.uint8Array({ maxLength }).map((bytes) => new Uint8Array(bytes));
}

export const ids: fc.Arbitrary<Id> = bytesOf(16).map(idFromBytes);
export const counts = fc.maxSafeNat();
export const numbers = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
export const epochs = fc.integer({ min: 1, max: 2 ** 32 - 1 });

/** Any text, lone surrogates too. */
export const texts = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map(String.fromCharCode),
});
