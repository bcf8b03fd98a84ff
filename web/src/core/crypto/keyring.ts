/** The keyring: the one sealed document of an account, version by version (docs/protocol.md, Keyring). */

import { type Bytes, concat, type Random } from "../bytes.ts";
import { SealError } from "../errors.ts";
import type { LoginKeys, Slot, Wrap } from "../protocol/accounts.ts";
import { fromHex, type Id, idToBytes, label, toHex, u32, u64 } from "../protocol/encoding.ts";
import {
  documentToJson,
  idsOf,
  type Keyring,
  type KeyringDocument,
  parseDocument,
  type VaultEntry,
} from "../protocol/keyring.ts";
import { hashBytes, leastKeyringBytes } from "../protocol/sizes.ts";
import { openDocument, sealDocument, version1 } from "./envelope.ts";
import type { AccountKeys } from "./keys.ts";
import type { LoginKey } from "./login.ts";
import { type SigningKey, sha256, sign } from "./suite.ts";

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

/** The document with another whole set of slots and the login keys that go with them; what it says of a slot that stays it says still. */
export async function withLogin(
  document: KeyringDocument,
  slots: readonly Slot[],
  loginKeys: LoginKeys,
): Promise<KeyringDocument> {
  const entries = await Promise.all(
    slots.map(async ({ slot, type, sealed }) => {
      return [
        slot,
        { ...document.slots[slot], type, digest: toHex(await sha256(sealed)) },
      ] as const;
    }),
  );
  const keys = { "1": toHex(loginKeys["1"]), "2": toHex(loginKeys["2"]) };
  return { ...document, slots: Object.fromEntries(entries), login_keys: keys };
}

/** The document with these devices revoked on a date, YYYY-MM-DD, and without their passkeys; one that is revoked already stays as it is. */
export function withRevoked(
  document: KeyringDocument,
  devices: readonly Id[],
  on: string,
): KeyringDocument {
  const revoked = devices.flatMap((device) => {
    const entry = document.devices[device];
    return entry === undefined || entry.revoked !== null
      ? []
      : [[device, { ...entry, revoked: on }] as const];
  });
  const slots = idsOf(document.slots).flatMap((slot) => {
    const entry = document.slots[slot];
    const isGone = entry?.device !== undefined && devices.includes(entry.device);
    return entry === undefined || isGone ? [] : [[slot, entry] as const];
  });
  return {
    ...document,
    slots: Object.fromEntries(slots),
    devices: { ...document.devices, ...Object.fromEntries(revoked) },
  };
}

/** What new keys change beside the login: the sealed earlier AKs by epoch, the wraps of all vaults, and where each vault stands. */
export type NewEpoch = {
  readonly earlier: ReadonlyMap<number, Bytes>;
  readonly wraps: readonly Wrap[];
  readonly after: ReadonlyMap<Id, NonNullable<VaultEntry["after"]>>;
};

/** The document of one account epoch more. */
export async function withEpoch(
  document: KeyringDocument,
  { earlier, wraps, after }: NewEpoch,
): Promise<KeyringDocument> {
  const vaults = await Promise.all(
    idsOf(document.vaults).map(async (vault) => {
      const own = wraps.filter((wrap) => wrap.vault === vault);
      const digests = own.map(async ({ epoch, sealed }) => {
        return [String(epoch), toHex(await sha256(sealed))] as const;
      });
      const [before, place] = [document.vaults[vault], after.get(vault)];
      if (before === undefined || place === undefined)
        throw new RangeError("a place for every vault");
      const named = Object.fromEntries(await Promise.all(digests));
      return [vault, { ...before, epoch: before.epoch + 1, after: place, wraps: named }] as const;
    }),
  );
  const sealed = [...earlier].map(([epoch, bytes]) => [String(epoch), toHex(bytes)] as const);
  return {
    ...document,
    epoch: document.epoch + 1,
    vaults: Object.fromEntries(vaults),
    earlier: Object.fromEntries(sealed),
  };
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

/** What both signatures of a version cover. */
export async function signedBytes(account: Id, keyring: Signed): Promise<Bytes> {
  return concat(
    label("goldseam/1/keyring-sig"),
    idToBytes(account),
    u32(keyring.epoch),
    u64(keyring.version),
    keyring.previous,
    await sha256(keyring.sealed),
  );
}
