/** New keys on the wire (docs/protocol.md, Epochs). */

import type { Bytes } from "../bytes.ts";
import { type LoginKeys, type Slot, slotToWire, type Wrap, wrapToWire } from "./accounts.ts";
import { type Id, idToBytes } from "./encoding.ts";
import { type Keyring, keyringToWire } from "./keyring.ts";
import { encode } from "./wire.ts";

/** A vault's new epoch, and the sequence beyond which it holds. */
export type VaultEpoch = { readonly vault: Id; readonly epoch: number; readonly sequence: number };

/** The body of purpose 4: every set whole, and every vault of the account. */
export type EpochWrite = {
  readonly keyring: Keyring;
  readonly slots: readonly Slot[];
  readonly wraps: readonly Wrap[];
  readonly login_keys: LoginKeys;
  readonly revoke: readonly Id[];
  readonly vaults: readonly VaultEpoch[];
};

export function encodeEpochWrite(write: EpochWrite): Bytes {
  return encode({
    keyring: keyringToWire(write.keyring),
    slots: write.slots.map(slotToWire),
    wraps: write.wraps.map(wrapToWire),
    login_keys: write.login_keys,
    revoke: write.revoke.map(idToBytes),
    vaults: write.vaults.map((vault) => ({ ...vault, vault: idToBytes(vault.vault) })),
  });
}
