/** A new account key, and a new key for the vault, as the next version of the keyring has them (docs/protocol.md, Epochs). No effects. */

import { type Bytes, copyOf, erase, type Random } from "../bytes.ts";
import { acceptNext } from "../crypto/accept.ts";
import { openEarlier, sealEarlier } from "../crypto/earlier.ts";
import { nextDocument, sealKeyring, withEpoch, withLogin, withRevoked } from "../crypto/keyring.ts";
import {
  deriveAccountKeys,
  deriveLocalKey,
  makeId,
  makeSecret,
  openWrap,
  type RootKeys,
  sealWrap,
} from "../crypto/keys.ts";
import type { LoginKey } from "../crypto/login.ts";
import { sealSlot } from "../crypto/slots.ts";
import type { Slot, Wrap } from "../protocol/accounts.ts";
import { fromHex, type Id, toHex } from "../protocol/encoding.ts";
import type { EpochWrite } from "../protocol/epochs.ts";
import type { KeyringDocument } from "../protocol/keyring.ts";
import type { AccountRow } from "../store/schema.ts";
import { openAny, type Typed } from "./account.ts";
import { type OpenKeys, vaultEpoch, withKeyring } from "./open-keys.ts";
import type { Resting } from "./resting.ts";

/** `typed` opens the account as it is; `ways` are the passphrase and the recovery code that will; `at` is the head that was just verified. */
export type EpochMaking = {
  readonly keys: OpenKeys;
  readonly account: AccountRow;
  readonly typed: Typed;
  readonly ways: readonly [Typed, Typed];
  readonly at: { readonly sequence: number; readonly chain: Bytes };
  readonly remove: readonly Id[];
  readonly on: string;
  readonly random: Random;
};

/** What goes to the server, who proves it, and what rests here once it is taken. */
export type MadeEpoch = {
  readonly write: EpochWrite;
  readonly login: LoginKey;
  readonly resting: Resting;
};

/** `wrong_secret` where `typed` does not open the account. */
export async function makeEpoch(making: EpochMaking): Promise<MadeEpoch> {
  const { keys, account, typed, ways, at, remove, random } = making;
  const fresh = await freshAccount(making);
  const [passphrase, code] = ways;
  const login_keys = { "1": passphrase.login.key.public, "2": code.login.key.public };
  const document = await documentOf(making, fresh, login_keys);
  const { device, deviceKey } = keys;
  const signers = { device, deviceKey, login: typed.login };
  const keyring = await sealKeyring(fresh.root, document, signers, random);
  const pinned = await acceptNext(new Map([[document.epoch, fresh.root]]), keys.keyring, keyring);
  const { slots, wraps, local, root } = fresh;
  const opened = await withKeyring({ account: root, local, device, deviceKey }, pinned, wraps);
  const vaults = [{ vault: keys.vault, epoch: vaultEpoch(opened), sequence: at.sequence }];
  const after = { ...account, epoch: document.epoch, slots, wraps };
  return {
    write: { keyring, slots, wraps, login_keys, revoke: remove, vaults },
    login: typed.login,
    resting: { keys: opened, account: after, before: account, local: keys.local },
  };
}

type Fresh = {
  readonly root: RootKeys;
  readonly local: CryptoKey;
  readonly slots: readonly Slot[];
  readonly wraps: readonly Wrap[];
  readonly earlier: ReadonlyMap<number, Bytes>;
};

/** A new AK in its slots, and everything of before under it. */
async function freshAccount(making: EpochMaking): Promise<Fresh> {
  const { keys, account, typed, ways, random } = making;
  const epoch = keys.keyring.document.epoch + 1;
  const before = await openAny(typed.way, account.account, account.slots);
  const accountKey = makeSecret(random);
  const slots: Slot[] = [];
  for (const { way } of ways) {
    const place = { account: account.account, slot: makeId(random), epoch };
    slots.push(await sealSlot(way, place, accountKey, random));
  }
  const root = await deriveAccountKeys(accountKey, account.account); // erases the new AK
  const earlier = await earlierUnder(root, keys.keyring.document, before.key, random);
  const wraps = await wrapsUnder(root, epoch, making);
  return { root, local: await deriveLocalKey(root, keys.device), slots, wraps, earlier };
}

/** Every AK of before under the new one. `own` is the one of now, and erased. */
async function earlierUnder(
  root: RootKeys,
  { epoch, earlier }: KeyringDocument,
  own: Bytes,
  random: Random,
): Promise<Map<number, Bytes>> {
  const sealed = new Map<number, Bytes>();
  const seal = async (at: number, accountKey: Bytes) => {
    sealed.set(at, await sealEarlier(root, { epoch: epoch + 1, earlier: at }, accountKey, random));
    erase(accountKey);
  };
  const now = await deriveAccountKeys(copyOf(own), root.account);
  for (const [name, bytes] of Object.entries(earlier ?? {})) {
    const place = { epoch, earlier: Number(name) };
    await seal(place.earlier, await openEarlier(now, place, fromHex(bytes)));
  }
  await seal(epoch, own);
  return sealed;
}

/** All vault keys of before, and a new one, under the new account. */
async function wrapsUnder(
  root: RootKeys,
  epoch: number,
  { keys, account, random }: EpochMaking,
): Promise<Wrap[]> {
  const wraps: Wrap[] = [];
  const wrap = async (place: Pick<Wrap, "vault" | "epoch">, vaultKey: Bytes) => {
    wraps.push(await sealWrap(root, epoch, place, vaultKey, random));
    erase(vaultKey);
  };
  for (const held of account.wraps) await wrap(held, await openWrap(keys.account, epoch - 1, held));
  await wrap({ vault: keys.vault, epoch: vaultEpoch(keys) + 1 }, makeSecret(random));
  return wraps;
}

async function documentOf(
  { keys, at, remove, on }: EpochMaking,
  { slots, wraps, earlier }: Fresh,
  loginKeys: EpochWrite["login_keys"],
): Promise<KeyringDocument> {
  const removed = withRevoked(nextDocument(keys.keyring), remove, on);
  const after = new Map([[keys.vault, { sequence: at.sequence, chain: toHex(at.chain), on }]]);
  return withEpoch(await withLogin(removed, slots, loginKeys), { earlier, wraps, after });
}
