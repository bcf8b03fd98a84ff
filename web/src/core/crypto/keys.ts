/** The keys below the account key and below each vault key (docs/protocol.md, Keys and slots). */

import { type Bytes, concat, erase, type Random } from "../bytes.ts";
import { SealError } from "../errors.ts";
import type { Wrap } from "../protocol/accounts.ts";
import { type Id, idFromBytes, idToBytes, label, len16, u32 } from "../protocol/encoding.ts";
import { idBytes, secretBytes } from "../protocol/sizes.ts";
import { openEnvelope, sealEnvelope, version1 } from "./envelope.ts";
import { deriveMacKey, deriveSealKey, hkdfKey, mac } from "./suite.ts";

/** What an unlocked account can do, as handles: AK itself is gone. */
export type AccountKeys = {
  readonly account: Id;
  readonly keyring: CryptoKey;
  readonly wrap: CryptoKey;
};

/** The same at the moment in which a way in opens the account: `root` is AK for HKDF, from which LK and K_earlier are derived. */
export type RootKeys = AccountKeys & { readonly root: CryptoKey };

/** The account's keys by its epoch. */
export type EpochKeys = ReadonlyMap<number, AccountKeys>;

/** The keys of one vault in one epoch; `id` only in epoch 1. */
export type VaultKeys = {
  readonly vault: Id;
  readonly epoch: number;
  readonly seal: CryptoKey;
  readonly item: CryptoKey;
  readonly head: CryptoKey;
  readonly id: CryptoKey | null;
};

/** The keys of one vault by epoch. */
export type VaultKeyring = ReadonlyMap<number, VaultKeys>;

/** A fresh id of 16 random bytes. */
export function makeId(random: Random): Id {
  return idFromBytes(random(idBytes));
}

/** A fresh AK or VK, 32 bytes; to be erased once it is sealed and imported. */
export function makeSecret(random: Random): Bytes {
  return random(secretBytes);
}

/** The handles below AK. AK is erased. */
export async function deriveAccountKeys(accountKey: Bytes, account: Id): Promise<RootKeys> {
  const root = await hkdfKey(accountKey);
  erase(accountKey);
  const salt = idToBytes(account);
  const [keyring, wrap] = await Promise.all([
    deriveSealKey(root, salt, label("goldseam/1/keyring")),
    deriveSealKey(root, salt, label("goldseam/1/wrap")),
  ]);
  return { account, keyring, wrap, root };
}

/** What stays in memory of an open account: without AK for HKDF nothing new is derived. */
export function withoutRoot({ account, keyring, wrap }: AccountKeys): AccountKeys {
  return { account, keyring, wrap };
}

/** LK, which seals what rests on one device. */
export function deriveLocalKey(keys: RootKeys, device: Id): Promise<CryptoKey> {
  return deriveSealKey(keys.root, idToBytes(device), label("goldseam/1/local"));
}

/** The handles below a vault key of one epoch. VK is erased. */
export async function deriveVaultKeys(
  vaultKey: Bytes,
  vault: Id,
  epoch: number,
): Promise<VaultKeys> {
  const root = await hkdfKey(vaultKey);
  erase(vaultKey);
  const salt = idToBytes(vault);
  const info = (purpose: string) => concat(label(`goldseam/1/${purpose}`), u32(epoch));
  const [seal, item, head, id] = await Promise.all([
    deriveSealKey(root, salt, info("seal")),
    deriveMacKey(root, salt, info("item")),
    deriveMacKey(root, salt, info("head")),
    epoch === 1 ? deriveMacKey(root, salt, info("id")) : null,
  ]);
  return { vault, epoch, seal, item, head, id };
}

/** VK sealed under the account: 61 bytes. VK stays the caller's to erase. */
export async function sealWrap(
  keys: AccountKeys,
  accountEpoch: number,
  place: { readonly vault: Id; readonly epoch: number },
  vaultKey: Bytes,
  random: Random,
): Promise<Wrap> {
  const aad = wrapAad(keys, accountEpoch, place.vault, place.epoch);
  const sealed = await sealEnvelope(keys.wrap, vaultKey, aad, random);
  return { vault: place.vault, epoch: place.epoch, sealed };
}

/** VK of a wrap, to be erased after use; `unknown_version` or `damaged`. */
export async function openWrap(
  keys: AccountKeys,
  accountEpoch: number,
  wrap: Wrap,
): Promise<Bytes> {
  const aad = wrapAad(keys, accountEpoch, wrap.vault, wrap.epoch);
  const vaultKey = await openEnvelope(keys.wrap, wrap.sealed, aad);
  if (vaultKey.length !== secretBytes) throw new SealError("damaged");
  return vaultKey;
}

function wrapAad(keys: AccountKeys, accountEpoch: number, vault: Id, epoch: number): Bytes {
  return concat(
    label("goldseam/1/vault-key"),
    version1,
    idToBytes(keys.account),
    u32(accountEpoch),
    idToBytes(vault),
    u32(epoch),
  );
}

/** What a record that everybody would make the same way is named by; singletons have no app and original. */
export type RecordOrigin = {
  readonly kind: string;
  readonly app: string;
  readonly original: string;
};

/** The record id of a singleton or an import: the same on every device. `keys` are those of epoch 1. */
export async function deriveRecordId(keys: VaultKeys, origin: RecordOrigin): Promise<Id> {
  if (keys.id === null) throw new RangeError("K_id is of epoch 1");
  const message = concat(len16(origin.kind), len16(origin.app), len16(origin.original));
  return idFromBytes((await mac(keys.id, message)).subarray(0, idBytes));
}
