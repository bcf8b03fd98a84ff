/** Accounts and login on the wire (docs/protocol.md, Login). Bytes are bytes, ids are hexadecimal in memory. */

import * as v from "valibot";
import type { Bytes } from "../bytes.ts";
import { type Id, idToBytes } from "./encoding.ts";
import { type Keyring, keyringShape, keyringToWire } from "./keyring.ts";
import { maxSlots, maxWraps, slotBytes, wrapBytes } from "./sizes.ts";
import { bytesOf, decode, encode, epoch, hash, id, listUpTo, number } from "./wire.ts";

/** What a proof is for, by the numbers of the specification. */
export const purposes = {
  login: 1,
  renew: 2,
  keyring: 3,
  epoch: 4,
  close: 5,
  export: 6,
  pair: 7,
  register: 8,
} as const;
export type Purpose = (typeof purposes)[keyof typeof purposes];
/** The purposes that the device key alone signs. */
export const deviceOnlyPurposes: ReadonlySet<Purpose> = new Set([purposes.renew, purposes.pair]);

/** The account key sealed under one way in; `sealed` has 93 bytes. */
export type Slot = {
  readonly slot: Id;
  readonly type: number;
  readonly epoch: number;
  readonly sealed: Bytes;
};

/** A vault key of one epoch, sealed under the account key; `sealed` has 61 bytes. */
export type Wrap = { readonly vault: Id; readonly epoch: number; readonly sealed: Bytes };

/** The public login keys of the passphrase ("1") and the recovery code ("2"). */
export type LoginKeys = { readonly "1": Bytes; readonly "2": Bytes };

/** What a client signs next; `expires_in` in seconds. */
export type Challenge = {
  readonly suite: number;
  readonly salt: Bytes;
  readonly challenge: Bytes;
  readonly expires_in: number;
};

export type ProvenRequest = {
  readonly purpose: Purpose;
  readonly origin: string;
  readonly name: string;
  readonly challenge: Bytes;
  readonly nonce: Bytes;
  readonly device_key: Bytes;
  readonly login_type: number;
  readonly login_signature: Bytes;
  readonly device_signature: Bytes;
  readonly body: Bytes;
};

/** The body of purpose 8: an account with its first keyring and vault. */
export type Registration = {
  readonly account: Id;
  readonly salt: Bytes;
  readonly device: Id;
  readonly login_keys: LoginKeys;
  readonly slots: readonly Slot[];
  readonly wraps: readonly Wrap[];
  readonly keyring: Keyring;
  /** Canonical; null: none. */
  readonly invitation: string | null;
};

/**
 * The body of purpose 3; null leaves a set unchanged, a list replaces it whole. `revoke`: devices that are removed. `admit`: one that is
 * added, and so gets a session by renewing one. `passkey`: what a new one answered, as JSON in text.
 */
export type KeyringWrite = {
  readonly keyring: Keyring;
  readonly slots: readonly Slot[] | null;
  readonly wraps: readonly Wrap[] | null;
  readonly login_keys: LoginKeys | null;
  readonly revoke: readonly Id[];
  readonly admit: { readonly device: Id; readonly key: Bytes } | null;
  readonly passkey: {
    readonly slot: Id;
    readonly registration: string;
    readonly assertion: string;
  } | null;
};

/** A version in which nothing changes but the keyring itself. */
export const onlyKeyring: Omit<KeyringWrite, "keyring"> = {
  slots: null,
  wraps: null,
  login_keys: null,
  revoke: [],
  admit: null,
  passkey: null,
};

/** What signing in gives; `expires_in` in seconds; `keyrings` holds the newest one. */
export type Session = {
  readonly account: Id;
  readonly token: Bytes;
  readonly expires_in: number;
  readonly slots: readonly Slot[];
  readonly wraps: readonly Wrap[];
  readonly keyrings: readonly Keyring[];
};

export type Renewal = { readonly token: Bytes; readonly expires_in: number };

/** All keyring versions after the one asked for, with the current slots and wraps. */
export type Keyrings = {
  readonly keyrings: readonly Keyring[];
  readonly slots: readonly Slot[];
  readonly wraps: readonly Wrap[];
};

/** Far above what a person ever makes; a longer list is read in several requests. */
const maxKeyringVersions = 4096;

const challengeShape = v.object({
  suite: number,
  salt: bytesOf(16),
  challenge: hash,
  expires_in: number,
});
const slotShape = v.object({ slot: id, type: number, epoch, sealed: bytesOf(slotBytes) });
const wrapShape = v.object({ vault: id, epoch, sealed: bytesOf(wrapBytes) });
const slotsShape = listUpTo(slotShape, maxSlots);
const wrapsShape = listUpTo(wrapShape, maxWraps);
const keyringsShape = v.object({
  keyrings: listUpTo(keyringShape, maxKeyringVersions),
  slots: slotsShape,
  wraps: wrapsShape,
});
const renewalShape = v.object({ token: hash, expires_in: number });
const sessionShape = v.object({ account: id, ...renewalShape.entries, ...keyringsShape.entries });

/** The body of `POST /v1/challenges`. `name` is canonical. */
export function encodeChallengeRequest(name: string, purpose: Purpose): Bytes {
  return encode({ name, purpose });
}

export function decodeChallenge(bytes: Uint8Array): Challenge {
  return decode(challengeShape, bytes);
}

export function encodeProvenRequest(request: ProvenRequest): Bytes {
  return encode(request);
}

/** The body of purposes 1, 2 and 6. */
export function encodeDevice(device: Id): Bytes {
  return encode({ device: idToBytes(device) });
}

export function encodeRegistration(registration: Registration): Bytes {
  return encode({
    account: idToBytes(registration.account),
    salt: registration.salt,
    device: idToBytes(registration.device),
    login_keys: registration.login_keys,
    slots: registration.slots.map(slotToWire),
    wraps: registration.wraps.map(wrapToWire),
    keyring: keyringToWire(registration.keyring),
    invitation: registration.invitation,
  });
}

/** The same registration under another invitation; all else stays as it was made. */
export function withInvitation(body: Bytes, invitation: string): Bytes {
  return encode({ ...decode(v.record(v.string(), v.unknown()), body), invitation });
}

export function encodeKeyringWrite(write: KeyringWrite): Bytes {
  return encode({
    keyring: keyringToWire(write.keyring),
    slots: write.slots?.map(slotToWire) ?? null,
    wraps: write.wraps?.map(wrapToWire) ?? null,
    login_keys: write.login_keys,
    revoke: write.revoke.map(idToBytes),
    admit: write.admit && { device: idToBytes(write.admit.device), key: write.admit.key },
    passkey: write.passkey && { ...write.passkey, slot: idToBytes(write.passkey.slot) },
  });
}

/** The answer of `POST /v1/accounts` and `POST /v1/sessions`. */
export function decodeSession(bytes: Uint8Array): Session {
  return decode(sessionShape, bytes);
}

/** The answer of `POST /v1/sessions/renew`. */
export function decodeRenewal(bytes: Uint8Array): Renewal {
  return decode(renewalShape, bytes);
}

/** The answer of `GET /v1/keyrings`. */
export function decodeKeyrings(bytes: Uint8Array): Keyrings {
  return decode(keyringsShape, bytes);
}

/** A slot by itself, as it goes into the answer of a pairing. */
export function encodeSlot(slot: Slot): Bytes {
  return encode(slotToWire(slot));
}

export function decodeSlot(bytes: Uint8Array): Slot {
  return decode(slotShape, bytes);
}

/** A wrap by itself. */
export function encodeWrap(wrap: Wrap): Bytes {
  return encode(wrapToWire(wrap));
}

export function decodeWrap(bytes: Uint8Array): Wrap {
  return decode(wrapShape, bytes);
}

export function slotToWire({ slot, type, epoch, sealed }: Slot) {
  return { slot: idToBytes(slot), type, epoch, sealed };
}

export function wrapToWire({ vault, epoch, sealed }: Wrap) {
  return { vault: idToBytes(vault), epoch, sealed };
}
