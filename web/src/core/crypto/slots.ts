/** The account key sealed under one way in (docs/protocol.md, Keys and slots). */

import {
  type Bytes,
  concat,
  copyOf,
  erase,
  isEqual,
  type Random,
  utf8,
  wellFormed,
} from "../bytes.ts";
import { SealError } from "../errors.ts";
import type { Slot } from "../protocol/accounts.ts";
import { type Id, idToBytes, label, len16, u8, u32 } from "../protocol/encoding.ts";
import {
  hashBytes,
  maxPassphraseBytes,
  nonceBytes,
  secretBytes,
  slotBytes,
} from "../protocol/sizes.ts";
import { requireVersion1, version1 } from "./envelope.ts";
import { aeadOpen, aeadSeal, deriveBytes, hkdfKey, sealKey, sha256, stretch } from "./suite.ts";

export const passphraseType = 1;
export const recoveryType = 2;
export const passkeyType = 3;
/** The types by which a person signs in; a passkey only opens what rests on its device. */
export type LoginType = typeof passphraseType | typeof recoveryType;
export type SlotType = LoginType | typeof passkeyType;

/** A way in, ready for HKDF: what the slot key of its type is derived from, and the login key where it has one. */
export type WayIn<Type extends SlotType = SlotType> = {
  readonly type: Type;
  readonly secret: CryptoKey;
};

/** Which slot of which account. */
export type SlotPlace = { readonly account: Id; readonly slot: Id; readonly epoch: number };

/** The way in by passphrase. `name` is canonical, `salt` the account's 16 bytes. About a second on a phone. */
export async function passphraseWayIn(
  name: string,
  salt: Bytes,
  passphrase: string,
): Promise<WayIn<typeof passphraseType>> {
  return wayIn(passphraseType, await stretchPassphrase(name, salt, passphrase));
}

/** The 32 bytes that a passphrase stretches to; to be erased. `wrong_secret` for what cannot be one. */
export async function stretchPassphrase(
  name: string,
  salt: Bytes,
  passphrase: string,
): Promise<Bytes> {
  const typed = passphraseBytes(passphrase);
  const stretched = await stretch(typed, await argonSalt(name, salt));
  erase(typed);
  return stretched;
}

/** The 32-byte Argon2 salt of a canonical name and the account's 16 random bytes. */
export function argonSalt(name: string, salt: Bytes): Promise<Bytes> {
  return sha256(concat(label("goldseam/1/salt"), len16(name), salt));
}

/** NFKC in UTF-8, 1 to 1,024 bytes; `wrong_secret` for what cannot be a passphrase. */
export function passphraseBytes(passphrase: string): Bytes {
  const typed = utf8(passphrase.normalize("NFKC"));
  const fits = typed.length >= 1 && typed.length <= maxPassphraseBytes;
  if (!fits || wellFormed(passphrase) !== passphrase) throw new SealError("wrong_secret");
  return typed;
}

/** The way in by recovery code; `code` is normalised (recovery.ts). */
export function recoveryWayIn(code: string): Promise<WayIn<typeof recoveryType>> {
  return wayIn(recoveryType, utf8(code));
}

/** The way in by passkey: its PRF output and the device's own secret, 32 bytes each; both stay the caller's to erase. */
export function passkeyWayIn(
  output: Bytes,
  deviceSecret: Bytes,
): Promise<WayIn<typeof passkeyType>> {
  return wayIn(passkeyType, passkeySecret(output, deviceSecret));
}

/** The 64 bytes behind a passkey, to be erased. */
export function passkeySecret(output: Bytes, deviceSecret: Bytes): Bytes {
  if (output.length !== secretBytes || deviceSecret.length !== secretBytes) {
    throw new RangeError("32 bytes each");
  }
  return concat(output, deviceSecret);
}

async function wayIn<Type extends SlotType>(type: Type, secret: Bytes): Promise<WayIn<Type>> {
  const handle = await hkdfKey(secret);
  erase(secret);
  return { type, secret: handle };
}

/** AK sealed under a way in: 93 bytes. AK stays the caller's to erase. */
export async function sealSlot(
  way: WayIn,
  place: SlotPlace,
  accountKey: Bytes,
  random: Random,
): Promise<Slot> {
  const { commit, key } = await slotKeys(way, place);
  const nonce = random(nonceBytes);
  const box = await aeadSeal(key, nonce, accountKey, slotAad(way, place, commit));
  const sealed = concat(version1, commit, nonce, box);
  return { slot: place.slot, type: way.type, epoch: place.epoch, sealed };
}

/**
 * AK of a slot, to be erased after use. A wrong passphrase, a wrong code, a swapped and a damaged slot
 * are one error from one path: `wrong_secret`. What another version sealed is `unknown_version`.
 */
export async function openSlot(way: WayIn, account: Id, slot: Slot): Promise<Bytes> {
  const accountKey = await openSealedSlot(
    way,
    { account, slot: slot.slot, epoch: slot.epoch },
    slot,
  );
  if (accountKey === null) throw new SealError("wrong_secret");
  return accountKey;
}

async function openSealedSlot(way: WayIn, place: SlotPlace, slot: Slot): Promise<Bytes | null> {
  const { sealed } = slot;
  requireVersion1(sealed);
  if (slot.type !== way.type || sealed.length !== slotBytes) return null;
  const { commit, key } = await slotKeys(way, place);
  // [Note: Commit first] A passphrase-keyed AEAD alone can be made to open under many keys.
  const commitEnd = 1 + hashBytes;
  if (!isEqual(commit, sealed.subarray(1, commitEnd))) return null;
  const nonce = copyOf(sealed.subarray(commitEnd, commitEnd + nonceBytes));
  const box = copyOf(sealed.subarray(commitEnd + nonceBytes));
  return aeadOpen(key, nonce, box, slotAad(way, place, commit));
}

/** The commitment (32 bytes, public) and the key of a slot. */
export async function slotKeys(
  way: WayIn,
  place: SlotPlace,
): Promise<{ readonly commit: Bytes; readonly key: CryptoKey }> {
  const info = concat(
    label("goldseam/1/slot"),
    u8(way.type),
    idToBytes(place.slot),
    u32(place.epoch),
  );
  const derived = await deriveBytes(way.secret, idToBytes(place.account), info, 2 * hashBytes);
  const commit = copyOf(derived.subarray(0, hashBytes));
  const raw = copyOf(derived.subarray(hashBytes));
  const key = await sealKey(raw);
  erase(raw);
  erase(derived);
  return { commit, key };
}

function slotAad(way: WayIn, place: SlotPlace, commit: Bytes): Bytes {
  return concat(
    label("goldseam/1/slot"),
    version1,
    idToBytes(place.account),
    u8(way.type),
    idToBytes(place.slot),
    u32(place.epoch),
    commit,
  );
}
