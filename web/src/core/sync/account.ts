/** Making an account and opening it (docs/protocol.md, Keys and slots, Keyring, Login). Handles of keys, no effects. */

import { type Bytes, erase, type Random } from "../bytes.ts";
import { acceptNewest, acceptNext } from "../crypto/accept.ts";
import {
  firstDocument,
  listedSlots,
  listedWraps,
  nextDocument,
  type PinnedKeyring,
  sealKeyring,
  withDevice,
} from "../crypto/keyring.ts";
import { deriveAccountKeys, deriveLocalKey, makeId, makeSecret, sealWrap } from "../crypto/keys.ts";
import { deriveLoginKey, type LoginKey } from "../crypto/login.ts";
import { makeRecoveryCode, type WordList } from "../crypto/recovery.ts";
import { openLocal, sealLocal } from "../crypto/seal.ts";
import {
  type LoginType,
  openSlot,
  passphraseWayIn,
  recoveryWayIn,
  sealSlot,
  type WayIn,
} from "../crypto/slots.ts";
import { makeSigningKey, type SigningKey } from "../crypto/suite.ts";
import { Alarm, GoldseamError, Refusal, SealError } from "../errors.ts";
import { encodeRegistration, type Session, type Slot } from "../protocol/accounts.ts";
import { canonicalJson, type JsonObject, parseObject } from "../protocol/canonical.ts";
import { type Id, toHex } from "../protocol/encoding.ts";
import type { Keyring } from "../protocol/keyring.ts";
import {
  type AccountRow,
  only,
  type Registration,
  type SealedRow,
  type Table,
} from "../store/schema.ts";
import { epochKeys, type OpenKeys, withKeyring } from "./open-keys.ts";
import { pinnedFromJson, pinnedToJson } from "./pinned.ts";

/** A device as the keyring names it; `today` is a date, YYYY-MM-DD. */
export type DeviceLabel = { readonly name: string; readonly today: string };

/** This device before it belongs to an account. */
export type NewDevice = { readonly device: Id; readonly deviceKey: SigningKey };

/** What lies behind a typed passphrase or recovery code. */
export type Typed = { readonly way: WayIn<LoginType>; readonly login: LoginKey };

const saltBytes = 16;

/** The way in by passphrase and its login key. About a second on a phone. */
export async function typed(name: string, salt: Bytes, passphrase: string): Promise<Typed> {
  const way = await passphraseWayIn(name, salt, passphrase);
  return { way, login: await deriveLoginKey(way) };
}

/** The same for recovery words in their one form (crypto/recovery.ts). */
export async function typedCode(code: string): Promise<Typed> {
  const way = await recoveryWayIn(code);
  return { way, login: await deriveLoginKey(way) };
}

export async function makeDevice(random: Random): Promise<NewDevice> {
  return { device: makeId(random), deviceKey: await makeSigningKey() };
}

/** A new account: what to store and send, and its keys. */
export type MadeAccount = {
  readonly registration: Registration;
  readonly keys: OpenKeys;
  readonly login: LoginKey;
};

/** Everything of a new account; nothing is stored or sent yet. */
export async function makeAccount(
  name: string,
  passphrase: string,
  label: DeviceLabel,
  words: WordList,
  random: Random,
): Promise<MadeAccount> {
  const { device, deviceKey } = await makeDevice(random);
  const salt = random(saltBytes);
  const recovery = makeRecoveryCode(words, random);
  const { way, login } = await typed(name, salt, passphrase);
  const code = await typedCode(recovery.join(" "));
  const { account, slots, wraps } = await makeSecrets([way, code.way], random);
  const login_keys = { "1": login.key.public, "2": code.login.key.public };
  const first = await firstDocument(slots, login_keys, wraps);
  const document = withDevice(first, device, entryOf(label, deviceKey));
  const keyring = await sealKeyring(account, document, { device, deviceKey, login }, random);
  const pinned = await acceptNewest(account, keyring, login.key.public);
  const local = await deriveLocalKey(account, device);
  const keys = await withKeyring({ account, local, device, deviceKey }, pinned, wraps);
  const row = { name, salt, account: account.account, device, deviceKey, slots, wraps };
  const body = encodeRegistration({ ...row, login_keys, keyring, invitation: null });
  const sealed = await sealEntered(keys, recovery, random);
  return { registration: { body, account: row, ...sealed }, keys, login };
}

/** AK in a slot for each way in, and the first vault's key in its wrap. Both keys are erased. */
async function makeSecrets(ways: readonly WayIn[], random: Random) {
  const account = makeId(random);
  const accountKey = makeSecret(random);
  const slots: Slot[] = [];
  for (const way of ways) {
    const place = { account, slot: makeId(random), epoch: 1 };
    slots.push(await sealSlot(way, place, accountKey, random));
  }
  const keys = await deriveAccountKeys(accountKey, account); // erases the account key
  const vaultKey = makeSecret(random);
  const wrap = await sealWrap(keys, 1, { vault: makeId(random), epoch: 1 }, vaultKey, random);
  erase(vaultKey);
  return { account: keys, slots, wraps: [wrap] };
}

/** The rows of the keyring and of the recovery words, under LK. */
async function sealEntered(keys: OpenKeys, recovery: readonly string[], random: Random) {
  return {
    keyring: await sealPinned(keys, random),
    recovery: { sealed: await sealRow(keys, "recovery", { words: recovery }, random) },
  };
}

/** The row of the keyring that these keys pin. */
export async function sealPinned(keys: OpenKeys, random: Random): Promise<SealedRow> {
  return { sealed: await sealRow(keys, "keyring", pinnedToJson(keys.keyring), random) };
}

function sealRow({ local }: OpenKeys, store: Table, value: JsonObject, random: Random) {
  return sealLocal(local, { store, key: only }, canonicalJson(value), random);
}

export function entryOf({ name, today }: DeviceLabel, deviceKey: SigningKey) {
  return { name, key: deviceKey.public, added: today };
}

/** The keys of an account on this device, from its cached slots; `wrong_secret`. `pinned` is sealed under LK. */
export async function openAccount(row: AccountRow, pinned: Bytes, way: WayIn): Promise<OpenKeys> {
  const account = await deriveAccountKeys(
    (await openAny(way, row.account, row.slots)).key,
    row.account,
  );
  const local = await deriveLocalKey(account, row.device);
  const json = parseObject(await openLocal(local, { store: "keyring", key: only }, pinned));
  const { device, deviceKey } = row;
  const bare = { account, local, device, deviceKey };
  return withKeyring(bare, pinnedFromJson(json), row.wraps);
}

/** What a device that pins nothing accepts of a session: keys and the rows to store. */
export async function openSession(
  session: Session,
  { device, deviceKey }: NewDevice,
  { way, login }: Typed,
  named: { readonly name: string; readonly salt: Bytes },
): Promise<{ readonly account: AccountRow; readonly keys: OpenKeys }> {
  const newest = session.keyrings.at(-1);
  if (newest === undefined) throw new Alarm("keyring_mismatch");
  const { key, slot } = await openAny(way, session.account, session.slots);
  const account = await deriveAccountKeys(key, session.account);
  const pinned = await acceptNewest(account, newest, login.key.public);
  const slots = await listedSlots(pinned.document, session.slots);
  if (!slots.includes(slot)) throw new Alarm("keyring_mismatch");
  const wraps = await listedWraps(pinned.document, session.wraps);
  const local = await deriveLocalKey(account, device);
  const keys = await withKeyring({ account, local, device, deviceKey }, pinned, wraps);
  const { epoch } = newest;
  const entered = { account: session.account, epoch, device, deviceKey, slots, wraps };
  return { account: { ...named, ...entered }, keys };
}

/**
 * AK of the first slot that the way opens, and that slot; `wrong_secret` from one path when none does, `unknown_version`
 * where only a newer version could.
 */
export async function openAny(way: WayIn, account: Id, slots: readonly Slot[]) {
  let newer: GoldseamError | null = null;
  for (const slot of slots.filter(({ type }) => type === way.type)) {
    try {
      return { key: await openSlot(way, account, slot), slot };
    } catch (error) {
      if (!(error instanceof GoldseamError)) throw error; // a slot of another way: the next may open
      if (error.code === "unknown_version") newer = error;
    }
  }
  throw newer ?? new SealError("wrong_secret");
}

/** Whether a way in opens the account as it is here. */
export async function isOpened({ account, slots }: AccountRow, way: WayIn): Promise<boolean> {
  try {
    erase((await openAny(way, account, slots)).key);
    return true;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}

/** Whether the keyring lists this device under its key. */
export function isListed({ keyring, device, deviceKey }: OpenKeys): boolean {
  const entry = keyring.document.devices[device];
  return entry?.key === toHex(deviceKey.public) && entry.revoked === null;
}

/** Whether the keyring says that this device was removed: it then never adds itself again. */
export function isRevoked({ keyring, device }: OpenKeys): boolean {
  return (keyring.document.devices[device]?.revoked ?? null) !== null;
}

/** The next version, with this device in it; `revoked` for one that was removed. */
export async function addDevice(
  keys: OpenKeys,
  login: LoginKey,
  label: DeviceLabel,
  random: Random,
): Promise<Keyring> {
  if (isRevoked(keys)) throw new Refusal("revoked");
  const { account, keyring, device, deviceKey } = keys;
  const document = withDevice(nextDocument(keyring), device, entryOf(label, deviceKey));
  return sealKeyring(account, document, { device, deviceKey, login }, random);
}

/** The keys after the server took that version. */
export async function withOwnVersion(
  keys: OpenKeys,
  own: Keyring,
  row: AccountRow,
): Promise<OpenKeys> {
  const pinned: PinnedKeyring = await acceptNext(epochKeys(keys), keys.keyring, own);
  return withKeyring(keys, pinned, row.wraps);
}
