/** Keys that can be exported, for vectors that state the bytes of what the core holds as handles only. */

import { toHex } from "../../../../web/src/core/protocol/encoding.ts";

const seedBytes = 32;

/** Run with a WebCrypto whose AES, HMAC and Ed25519 keys are extractable. HKDF keys never are. */
export async function exposing<Result>(run: () => Promise<Result>): Promise<Result> {
  const subtle = crypto.subtle;
  const { deriveKey, importKey } = subtle;
  subtle.deriveKey = (algorithm, key, type, _, usages) =>
    deriveKey.call(subtle, algorithm, key, type, true, usages);
  // The overloads of importKey differ by format only; what comes in goes on as it is.
  subtle.importKey = ((...args: Parameters<typeof importKey>) => {
    const [format, data, algorithm, extractable, usages] = args;
    const isOpen = algorithm !== "HKDF" || extractable;
    return importKey.call(subtle, format, data, algorithm, isOpen, usages);
  }) as typeof importKey;
  try {
    return await run();
  } finally {
    Object.assign(subtle, { deriveKey, importKey });
  }
}

/** The bytes of an exposed AES or HMAC key in hexadecimal; empty for none. */
export async function hexOf(key: CryptoKey | null): Promise<string> {
  if (key === null) return "";
  return toHex(new Uint8Array(await crypto.subtle.exportKey("raw", key)));
}

/** The seed of an exposed Ed25519 key in hexadecimal: the end of its PKCS 8 form. */
export async function seedOf(key: CryptoKey): Promise<string> {
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey("pkcs8", key));
  return toHex(pkcs8.subarray(-seedBytes));
}
