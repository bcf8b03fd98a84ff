/** HPKE in base mode (RFC 9180) for one message with an empty aad: the one file that imports its library. */

import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import { type Bytes, concat, copyOf } from "../bytes.ts";
import { hashBytes } from "../protocol/sizes.ts";

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

/** enc(32), then the ciphertext; null for a public key to which nothing can be sealed. */
export async function hpkeSeal(
  publicKey: Bytes,
  plaintext: Bytes,
  info: Bytes,
): Promise<Bytes | null> {
  try {
    const recipientPublicKey = await suite.kem.deserializePublicKey(publicKey);
    const { enc, ct } = await suite.seal({ recipientPublicKey, info }, plaintext);
    return concat(new Uint8Array(enc), new Uint8Array(ct));
  } catch {
    return null; // the library has an error for every step; the caller has one for all
  }
}

/** The plaintext of enc(32) and ciphertext; null when it does not open. */
export async function hpkeOpen(
  key: CryptoKeyPair,
  sealed: Bytes,
  info: Bytes,
): Promise<Bytes | null> {
  const enc = copyOf(sealed.subarray(0, hashBytes));
  const box = copyOf(sealed.subarray(hashBytes));
  try {
    return new Uint8Array(await suite.open({ recipientKey: key, enc, info }, box));
  } catch {
    return null;
  }
}
