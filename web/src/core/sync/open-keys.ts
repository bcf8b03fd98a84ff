/** What an unlocked device can do. It lives in the worker's memory and ends with it. */

import type { PinnedKeyring } from "../crypto/keyring.ts";
import {
  type AccountKeys,
  deriveVaultKeys,
  type EpochKeys,
  openWrap,
  type VaultKeyring,
  withoutRoot,
} from "../crypto/keys.ts";
import type { SigningKey } from "../crypto/suite.ts";
import { Alarm } from "../errors.ts";
import type { Wrap } from "../protocol/accounts.ts";
import { type Id, isId } from "../protocol/encoding.ts";

const firstEpoch = 1;

/** `local` is LK of the keyring's account epoch; `vault` the personal one. Who proves something types the passphrase for it. */
export type OpenKeys = {
  readonly account: AccountKeys;
  readonly local: CryptoKey;
  readonly device: Id;
  readonly deviceKey: SigningKey;
  readonly keyring: PinnedKeyring;
  readonly vault: Id;
  readonly vaultKeys: VaultKeyring;
};

/**
 * The keys with another keyring; `wraps` are those that it names. `keyring_mismatch` without a personal vault, or
 * without its first and its newest key: a device that could read nothing must not enter.
 */
export async function withKeyring(
  keys: Omit<OpenKeys, "keyring" | "vault" | "vaultKeys">,
  keyring: PinnedKeyring,
  wraps: readonly Wrap[],
): Promise<OpenKeys> {
  const vault = personalVault(keyring);
  const own = wraps.filter((wrap) => wrap.vault === vault);
  const { epoch } = keyring.document;
  const opened = await Promise.all(own.map((wrap) => openVault(keys.account, epoch, wrap)));
  const vaultKeys: VaultKeyring = new Map(opened);
  const newest = keyring.document.vaults[vault]?.epoch ?? firstEpoch;
  if (!vaultKeys.has(firstEpoch) || !vaultKeys.has(newest)) throw new Alarm("keyring_mismatch");
  return { ...keys, account: withoutRoot(keys.account), keyring, vault, vaultKeys };
}

/** The account's keys for versions of the keyring that stay in its epoch. */
export function epochKeys({ account, keyring }: OpenKeys): EpochKeys {
  return new Map([[keyring.document.epoch, account]]);
}

/** The epoch under which the vault is sealed now. */
export function vaultEpoch({ keyring, vault }: OpenKeys): number {
  const entry = keyring.document.vaults[vault];
  if (entry === undefined) throw new Alarm("keyring_mismatch");
  return entry.epoch;
}

function personalVault({ document }: PinnedKeyring): Id {
  for (const [vault, entry] of Object.entries(document.vaults)) {
    if (entry?.kind === "personal" && isId(vault)) return vault;
  }
  throw new Alarm("keyring_mismatch");
}

async function openVault(account: AccountKeys, accountEpoch: number, wrap: Wrap) {
  const { vault, epoch } = wrap;
  const vaultKey = await openWrap(account, accountEpoch, wrap);
  return [epoch, await deriveVaultKeys(vaultKey, vault, epoch)] as const;
}
