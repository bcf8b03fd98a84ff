/** The keyring: the one sealed document of an account, version by version (docs/protocol.md, Keyring). */

import { type Bytes, concat, isEqual, type Random } from "../bytes.ts";
import { Alarm, SealError } from "../errors.ts";
import type { LoginKeys, Slot, Wrap } from "../protocol/accounts.ts";
import { canonicalText } from "../protocol/canonical.ts";
import { fromHex, type Id, idToBytes, label, toHex, u32, u64 } from "../protocol/encoding.ts";
import {
  type DeviceEntry,
  documentToJson,
  type Keyring,
  type KeyringDocument,
  parseDocument,
} from "../protocol/keyring.ts";
import { hashBytes, leastKeyringBytes } from "../protocol/sizes.ts";
import { openDocument, sealDocument, version1 } from "./envelope.ts";
import type { AccountKeys } from "./keys.ts";
import type { LoginKey } from "./login.ts";
import { isSigned, type SigningKey, sha256, sign } from "./suite.ts";

/** The version that this device accepted last. */
export type PinnedKeyring = {
  readonly version: number;
  readonly digest: Bytes;
  readonly document: KeyringDocument;
};

/** Who signs a version. */
export type KeyringSigners = {
  readonly device: Id;
  readonly deviceKey: SigningKey;
  readonly login: LoginKey;
};

/** What both signatures cover. */
type Signed = Pick<Keyring, "version" | "epoch" | "previous" | "sealed">;

/** Version 1 of an account, still without its device: see `withDevice`. */
export async function firstDocument(
  slots: readonly Slot[],
  loginKeys: LoginKeys,
  wraps: readonly Wrap[],
): Promise<KeyringDocument> {
  const vaults = await Promise.all(wraps.map(vaultEntry));
  const document: KeyringDocument = {
    version: 1,
    epoch: 1,
    previous: toHex(new Uint8Array(hashBytes)),
    slots: {},
    login_keys: { "1": "", "2": "" },
    devices: {},
    vaults: Object.fromEntries(vaults),
    identity: {},
  };
  return withLogin(document, slots, loginKeys);
}

async function vaultEntry({ vault, epoch, sealed }: Wrap) {
  const wraps = { [String(epoch)]: toHex(await sha256(sealed)) };
  return [vault, { kind: "personal", epoch, after: null, wraps }] as const;
}

/** The next version, as yet without any change of its own. */
export function nextDocument(pinned: PinnedKeyring): KeyringDocument {
  const { document, version, digest } = pinned;
  return { ...document, version: version + 1, previous: toHex(digest) };
}

/** The document with one more device; `added` is a date, YYYY-MM-DD. */
export function withDevice(
  document: KeyringDocument,
  device: Id,
  entry: { readonly name: string; readonly key: Bytes; readonly added: string },
): KeyringDocument {
  const added = { name: entry.name, key: toHex(entry.key), added: entry.added, revoked: null };
  return { ...document, devices: { ...document.devices, [device]: added } };
}

/** The document with another whole set of slots and the login keys that go with them. */
export async function withLogin(
  document: KeyringDocument,
  slots: readonly Slot[],
  loginKeys: LoginKeys,
): Promise<KeyringDocument> {
  const entries = await Promise.all(
    slots.map(async ({ slot, type, sealed }) => {
      return [slot, { type, digest: toHex(await sha256(sealed)) }] as const;
    }),
  );
  const keys = { "1": toHex(loginKeys["1"]), "2": toHex(loginKeys["2"]) };
  return { ...document, slots: Object.fromEntries(entries), login_keys: keys };
}

/** A version of the keyring as it goes to the server; `damaged` for a document that is not one. */
export async function sealKeyring(
  keys: AccountKeys,
  document: KeyringDocument,
  signers: KeyringSigners,
  random: Random,
): Promise<Keyring> {
  const { version, epoch, previous: previousHex } = parseDocument(documentToJson(document));
  const previous = fromHex(previousHex);
  const aad = keyringAad(keys.account, version, epoch, previous);
  const json = documentToJson(document);
  const sealed = await sealDocument(keys.keyring, json, leastKeyringBytes, aad, random);
  const message = await signedBytes(keys.account, { version, epoch, previous, sealed });
  return {
    version,
    epoch,
    previous,
    sealed,
    device: signers.device,
    device_signature: await sign(signers.deviceKey, message),
    login_type: signers.login.type,
    login_signature: await sign(signers.login.key, message),
  };
}

/** The document, not yet accepted; `unknown_version` or `damaged`. */
export async function openKeyring(keys: AccountKeys, keyring: Keyring): Promise<KeyringDocument> {
  const { version, epoch, previous } = keyring;
  const aad = keyringAad(keys.account, version, epoch, previous);
  const json = await openDocument(keys.keyring, keyring.sealed, aad, () => leastKeyringBytes);
  const document = parseDocument(json);
  const inside = [document.version, document.epoch, document.previous].join();
  if (inside !== [version, epoch, toHex(previous)].join()) throw new SealError("damaged");
  return document;
}

/** What a device that pins nothing accepts; `keyring_mismatch`, or `unknown_version`. */
export async function acceptNewest(
  keys: AccountKeys,
  keyring: Keyring,
  ownLoginKey: Bytes,
): Promise<PinnedKeyring> {
  const document = await openOrAlarm(keys, keyring);
  const message = await signedBytes(keys.account, keyring);
  demand(Object.values(document.login_keys).includes(toHex(ownLoginKey)));
  demand(keyring.version > 1 || isFirst(document));
  demand(await isLoginSigned(document, keyring, message));
  demand(await isDeviceSigned(document.devices[keyring.device], keyring, message));
  return pin(keyring, document);
}

/** The pinned version, moved on by at most one; `keyring_mismatch`, or `unknown_version`. */
export async function acceptNext(
  keys: AccountKeys,
  pinned: PinnedKeyring,
  keyring: Keyring,
): Promise<PinnedKeyring> {
  if (keyring.version === pinned.version) {
    demand(isEqual(await sha256(keyring.sealed), pinned.digest));
    return pinned;
  }
  demand(keyring.version === pinned.version + 1);
  demand(isEqual(keyring.previous, pinned.digest));
  demand(keyring.epoch >= pinned.document.epoch);
  const document = await openOrAlarm(keys, keyring);
  const message = await signedBytes(keys.account, keyring);
  demand(await isLoginSigned(pinned.document, keyring, message));
  demand(await isFromKnownDevice(pinned.document, document, keyring, message));
  return pin(keyring, document);
}

/** Several versions in order, none left out; `keyring_mismatch`, or `unknown_version`. */
export async function acceptAll(
  keys: AccountKeys,
  pinned: PinnedKeyring,
  keyrings: readonly Keyring[],
): Promise<PinnedKeyring> {
  let newest = pinned;
  for (const keyring of keyrings) newest = await acceptNext(keys, newest, keyring);
  return newest;
}

/** The slots that the keyring names: no other is ever used. */
export async function listedSlots(
  document: KeyringDocument,
  slots: readonly Slot[],
): Promise<Slot[]> {
  const listed = await Promise.all(
    slots.map(async ({ slot, type, sealed }) => {
      const entry = document.slots[slot];
      return entry?.type === type && entry.digest === toHex(await sha256(sealed));
    }),
  );
  return slots.filter((_, i) => listed[i]);
}

/** The wraps that the keyring names: no other is ever used. */
export async function listedWraps(
  document: KeyringDocument,
  wraps: readonly Wrap[],
): Promise<Wrap[]> {
  const listed = await Promise.all(
    wraps.map(async ({ vault, epoch, sealed }) => {
      const digest = document.vaults[vault]?.wraps[String(epoch)];
      return digest === toHex(await sha256(sealed));
    }),
  );
  return wraps.filter((_, i) => listed[i]);
}

async function openOrAlarm(keys: AccountKeys, keyring: Keyring): Promise<KeyringDocument> {
  try {
    return await openKeyring(keys, keyring);
  } catch (error) {
    const isDamaged = error instanceof SealError && error.code === "damaged";
    throw isDamaged ? new Alarm("keyring_mismatch") : error;
  }
}

async function isLoginSigned(
  document: KeyringDocument,
  keyring: Keyring,
  message: Bytes,
): Promise<boolean> {
  const key = document.login_keys[keyring.login_type === 1 ? "1" : "2"];
  return isSigned(fromHex(key), keyring.login_signature, message);
}

async function isDeviceSigned(
  entry: DeviceEntry | undefined,
  keyring: Keyring,
  message: Bytes,
): Promise<boolean> {
  if (entry === undefined) return false;
  return isSigned(fromHex(entry.key), keyring.device_signature, message);
}

async function isFromKnownDevice(
  before: KeyringDocument,
  after: KeyringDocument,
  keyring: Keyring,
  message: Bytes,
): Promise<boolean> {
  const known = before.devices[keyring.device];
  if (known !== undefined) {
    return known.revoked === null && isDeviceSigned(known, keyring, message);
  }
  const added = after.devices[keyring.device];
  return onlyAdds(before, after, keyring.device) && isDeviceSigned(added, keyring, message);
}

/** Whether `after` is `before` but for its version, its previous and this one more device. */
function onlyAdds(before: KeyringDocument, after: KeyringDocument, device: Id): boolean {
  const added = after.devices[device];
  if (added === undefined) return false;
  const expected: KeyringDocument = {
    ...before,
    version: after.version,
    previous: after.previous,
    devices: { ...before.devices, [device]: added },
  };
  return canonicalText(documentToJson(expected)) === canonicalText(documentToJson(after));
}

function isFirst(document: KeyringDocument): boolean {
  const noPrevious = /^0*$/.test(document.previous);
  return noPrevious && Object.keys(document.devices).length === 1;
}

async function pin(keyring: Keyring, document: KeyringDocument): Promise<PinnedKeyring> {
  return { version: keyring.version, digest: await sha256(keyring.sealed), document };
}

function demand(holds: boolean): void {
  if (!holds) throw new Alarm("keyring_mismatch");
}

function keyringAad(account: Id, version: number, epoch: number, previous: Bytes): Bytes {
  return concat(
    label("goldseam/1/keyring"),
    version1,
    idToBytes(account),
    u32(epoch),
    u64(version),
    previous,
  );
}

async function signedBytes(account: Id, keyring: Signed): Promise<Bytes> {
  return concat(
    label("goldseam/1/keyring-sig"),
    idToBytes(account),
    u32(keyring.epoch),
    u64(keyring.version),
    keyring.previous,
    await sha256(keyring.sealed),
  );
}
