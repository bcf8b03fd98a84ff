/** Which versions of the keyring a device takes over the one that it pins (docs/protocol.md, Keyring). */

import { type Bytes, isEqual } from "../bytes.ts";
import { Alarm, SealError } from "../errors.ts";
import { canonicalText } from "../protocol/canonical.ts";
import { fromHex, type Id, toHex } from "../protocol/encoding.ts";
import {
  type DeviceEntry,
  documentToJson,
  idsOf,
  type Keyring,
  type KeyringDocument,
  type VaultEntry,
} from "../protocol/keyring.ts";
import { openKeyring, type PinnedKeyring, signedBytes } from "./keyring.ts";
import type { AccountKeys, EpochKeys } from "./keys.ts";
import { recoveryType } from "./slots.ts";
import { isSigned, sha256 } from "./suite.ts";

/** What a device that pins nothing accepts; `keyring_mismatch`, or `unknown_version`. */
export async function acceptNewest(
  keys: AccountKeys,
  keyring: Keyring,
  ownLoginKey: Bytes,
): Promise<PinnedKeyring> {
  const { document, message } = await openNewest(keys, keyring);
  demand(Object.values(document.login_keys).includes(toHex(ownLoginKey)));
  // A later version may have taken away the very key that signed it: then nothing here could verify it.
  demand(keyring.version > 1 || (await isLoginSigned(document, keyring, message)));
  return pin(keyring, document);
}

/** What a device accepts that another one admitted: it is listed there itself, under its key. As `acceptNewest`. */
export async function acceptAdmitted(
  keys: AccountKeys,
  keyring: Keyring,
  device: Id,
  deviceKey: Bytes,
): Promise<PinnedKeyring> {
  const { document, message } = await openNewest(keys, keyring);
  demand(await isLoginSigned(document, keyring, message));
  const entry = document.devices[device];
  demand(entry !== undefined && entry.revoked === null && entry.key === toHex(deviceKey));
  return pin(keyring, document);
}

/** A version without one before it, signed by a device that it lists, and the bytes that were signed. */
async function openNewest(keys: AccountKeys, keyring: Keyring) {
  const document = await openOrAlarm(keys, keyring);
  const message = await signedBytes(keys.account, keyring);
  demand(keyring.version > 1 || isFirst(document));
  demand(await isDeviceSigned(document.devices[keyring.device], keyring, message));
  return { document, message };
}

/** The pinned version, moved on by at most one; `keyring_mismatch`, or `unknown_version`. */
export async function acceptNext(
  keys: EpochKeys,
  pinned: PinnedKeyring,
  keyring: Keyring,
): Promise<PinnedKeyring> {
  if (keyring.version === pinned.version) {
    demand(isEqual(await sha256(keyring.sealed), pinned.digest));
    return pinned;
  }
  demand(keyring.version === pinned.version + 1);
  demand(isEqual(keyring.previous, pinned.digest));
  const own = keys.get(keyring.epoch);
  if (own === undefined) throw new Alarm("keyring_mismatch");
  const document = await openOrAlarm(own, keyring);
  demand(isOfEpoch(pinned.document, document));
  const message = await signedBytes(own.account, keyring);
  demand(await isLoginSigned(pinned.document, keyring, message));
  demand(await isFromKnownDevice(pinned.document, document, keyring, message));
  return pin(keyring, document);
}

/** Several versions in order, none left out; `keyring_mismatch`, or `unknown_version`. */
export async function acceptAll(
  keys: EpochKeys,
  pinned: PinnedKeyring,
  keyrings: readonly Keyring[],
): Promise<PinnedKeyring> {
  let newest = pinned;
  for (const keyring of keyrings) newest = await acceptNext(keys, newest, keyring);
  return newest;
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

/** Whether the account epoch is the same, or one more with everything that new keys have to bring. */
function isOfEpoch(before: KeyringDocument, after: KeyringDocument): boolean {
  if (after.epoch === before.epoch) return true;
  if (after.epoch !== before.epoch + 1) return false;
  const isRaised = idsOf(before.vaults).every((vault) =>
    isRaisedFrom(before.vaults[vault], after.vaults[vault]),
  );
  return isRaised && hasEpochs(after.earlier ?? {}, before.epoch);
}

function isRaisedFrom(before: VaultEntry | undefined, after: VaultEntry | undefined): boolean {
  if (before === undefined || after === undefined || after.after === null) return false;
  return after.epoch === before.epoch + 1 && hasEpochs(after.wraps, after.epoch);
}

/** Whether epochs from 1 to the newest are all there, and none beyond. */
function hasEpochs(members: object, newest: number): boolean {
  // Their number first: one in a document must not decide how long this takes.
  if (Object.keys(members).length !== newest) return false;
  return Array.from({ length: newest }, (_, i) => String(i + 1)).every((epoch) =>
    Object.hasOwn(members, epoch),
  );
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
  // The recovery code may change everything; a passphrase admits its device and nothing else.
  const mayAdd = keyring.login_type === recoveryType || onlyAdds(before, after, keyring.device);
  return mayAdd && isDeviceSigned(added, keyring, message);
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
