/**
 * Suite 1: the only file that touches crypto.subtle and hash-wasm (docs/protocol.md, Suite 1).
 * Primitives in, primitives out: no labels, no formats. Keys are handles that cannot be exported.
 * What does not verify is a value here, so that the caller gives each thing its one error.
 */

import { argon2id } from "hash-wasm";
import { type Bytes, concat, copyOf, erase } from "../bytes.ts";

/** An Ed25519 key pair: the private half is a handle, the public half 32 bytes. */
export type SigningKey = { readonly private: CryptoKey; readonly public: Bytes };

const argonMemoryKib = 65_536;
const argonPasses = 3;
const argonLanes = 1;
const keyBytes = 32;
const pkcs8OfSeed = Uint8Array.from([
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
]);

/** SHA-256, 32 bytes. */
export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** Argon2id (RFC 9106) with the constants of suite 1, 32 bytes. The salt has 32 bytes. */
export async function stretch(password: Bytes, salt: Bytes): Promise<Bytes> {
  const stretched = await argon2id({
    password,
    salt,
    memorySize: argonMemoryKib,
    iterations: argonPasses,
    parallelism: argonLanes,
    hashLength: keyBytes,
    outputType: "binary",
  });
  const own = copyOf(stretched);
  erase(stretched);
  return own;
}

/** Key material as a handle for HKDF. The bytes are the caller's to erase. */
export function hkdfKey(material: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", material, "HKDF", false, ["deriveBits", "deriveKey"]);
}

function hkdf(salt: Bytes, info: Bytes) {
  return { name: "HKDF", hash: "SHA-256", salt, info };
}

/** HKDF-SHA-256 (RFC 5869): `length` bytes. */
export async function deriveBytes(key: CryptoKey, salt: Bytes, info: Bytes, length: number) {
  return new Uint8Array(await crypto.subtle.deriveBits(hkdf(salt, info), key, 8 * length));
}

/** An AES-256-GCM key from HKDF-SHA-256, as a handle. */
export function deriveSealKey(key: CryptoKey, salt: Bytes, info: Bytes): Promise<CryptoKey> {
  const algorithm = { name: "AES-GCM", length: 256 };
  return crypto.subtle.deriveKey(hkdf(salt, info), key, algorithm, false, ["encrypt", "decrypt"]);
}

/** An HMAC-SHA-256 key of 32 bytes from HKDF-SHA-256, as a handle. */
export function deriveMacKey(key: CryptoKey, salt: Bytes, info: Bytes): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256", length: 256 };
  return crypto.subtle.deriveKey(hkdf(salt, info), key, algorithm, false, ["sign"]);
}

/** The bytes of an HMAC-SHA-256 key as a handle. */
export function macKey(bytes: Bytes): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
}

/** The bytes of an AES-256-GCM key as a handle. The bytes are the caller's to erase. */
export function sealKey(bytes: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** HMAC-SHA-256 (RFC 2104), 32 bytes. */
export async function mac(key: CryptoKey, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
}

/** AES-256-GCM; the answer ends in its tag of 16 bytes. */
export async function aeadSeal(
  key: CryptoKey,
  nonce: Bytes,
  plaintext: Bytes,
  aad: Bytes,
): Promise<Bytes> {
  const algorithm = { name: "AES-GCM", iv: nonce, additionalData: aad };
  return new Uint8Array(await crypto.subtle.encrypt(algorithm, key, plaintext));
}

/** The plaintext, or null when the tag does not verify. */
export async function aeadOpen(
  key: CryptoKey,
  nonce: Bytes,
  sealed: Bytes,
  aad: Bytes,
): Promise<Bytes | null> {
  const algorithm = { name: "AES-GCM", iv: nonce, additionalData: aad };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, sealed));
  } catch {
    return null; // WebCrypto has one error for every failure, and so have we
  }
}

/** The Ed25519 key pair (RFC 8032) of a seed of 32 bytes. The seed is erased. */
export async function signingKey(seed: Bytes): Promise<SigningKey> {
  const pkcs8 = concat(pkcs8OfSeed, seed);
  erase(seed);
  try {
    const open = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", true, ["sign"]);
    const closed = await crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]);
    return { private: closed, public: await publicHalf(open) };
  } finally {
    erase(pkcs8);
  }
}

/** WebCrypto gives the public half of an imported key only inside its JWK (RFC 8037). */
async function publicHalf(key: CryptoKey): Promise<Bytes> {
  const { x } = await crypto.subtle.exportKey("jwk", key);
  const base64 = (x ?? "").replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

/** A fresh Ed25519 key pair whose private half never leaves the browser. */
export async function makeSigningKey(): Promise<SigningKey> {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  // Ed25519 always makes a pair; the type also covers symmetric keys.
  const { privateKey, publicKey } = pair as CryptoKeyPair;
  const raw = await crypto.subtle.exportKey("raw", publicKey);
  return { private: privateKey, public: new Uint8Array(raw) };
}

/** A fresh X25519 key pair whose private half never leaves the browser, and its public half. */
export async function makeExchangeKey(): Promise<{ pair: CryptoKeyPair; public: Bytes }> {
  const made = await crypto.subtle.generateKey("X25519", false, ["deriveBits"]);
  const pair = made as CryptoKeyPair; // X25519 always makes a pair; the type also covers symmetric keys
  const raw = await crypto.subtle.exportKey("raw", pair.publicKey);
  return { pair, public: new Uint8Array(raw) };
}

/** An Ed25519 signature, 64 bytes. */
export async function sign(key: SigningKey, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign("Ed25519", key.private, message));
}

/** Whether the signature is that of the public key over the message. Malformed ones are not. */
export async function isSigned(
  publicKey: Bytes,
  signature: Bytes,
  message: Bytes,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, signature, message);
  } catch {
    return false; // a key that is no point of the curve signs nothing
  }
}

/** Fresh random bytes from the platform, for the places that hand a `Random` on. */
export function platformRandom(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}
