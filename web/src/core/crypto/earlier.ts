/** Account keys of earlier epochs, sealed under a newer one (docs/protocol.md, Keys and slots). */

import { type Bytes, concat, type Random } from "../bytes.ts";
import { SealError } from "../errors.ts";
import { idToBytes, label, u32 } from "../protocol/encoding.ts";
import { secretBytes } from "../protocol/sizes.ts";
import { openEnvelope, sealEnvelope, version1 } from "./envelope.ts";
import type { RootKeys } from "./keys.ts";
import { deriveSealKey } from "./suite.ts";

/** Whose AK is sealed under which: account epochs, the earlier one below the newer. */
export type EarlierPlace = { readonly epoch: number; readonly earlier: number };

/** An earlier AK sealed under the keys of a newer epoch: 61 bytes. AK stays the caller's to erase. */
export async function sealEarlier(
  keys: RootKeys,
  place: EarlierPlace,
  accountKey: Bytes,
  random: Random,
): Promise<Bytes> {
  return sealEnvelope(await earlierKey(keys), accountKey, earlierAad(keys, place), random);
}

/** An earlier AK, to be erased after use; `unknown_version` or `damaged`. */
export async function openEarlier(
  keys: RootKeys,
  place: EarlierPlace,
  sealed: Bytes,
): Promise<Bytes> {
  const accountKey = await openEnvelope(await earlierKey(keys), sealed, earlierAad(keys, place));
  if (accountKey.length !== secretBytes) throw new SealError("damaged");
  return accountKey;
}

/** K_earlier. */
export function earlierKey({ root, account }: RootKeys): Promise<CryptoKey> {
  return deriveSealKey(root, idToBytes(account), label("goldseam/1/earlier"));
}

function earlierAad({ account }: RootKeys, { epoch, earlier }: EarlierPlace): Bytes {
  return concat(
    label("goldseam/1/earlier"),
    version1,
    idToBytes(account),
    u32(epoch),
    u32(earlier),
  );
}
