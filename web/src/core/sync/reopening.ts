/** Opening what rests on a device with what opens the account now (docs/protocol.md, Login). Handles of keys, no effects. */

import { acceptAll } from "../crypto/accept.ts";
import { openEarlier } from "../crypto/earlier.ts";
import { listedSlots, listedWraps, openKeyring, type PinnedKeyring } from "../crypto/keyring.ts";
import {
  type AccountKeys,
  deriveAccountKeys,
  deriveLocalKey,
  type RootKeys,
} from "../crypto/keys.ts";
import { openLocal } from "../crypto/seal.ts";
import type { WayIn } from "../crypto/slots.ts";
import { Alarm, Refusal, SealError } from "../errors.ts";
import type { Keyrings, Session, Slot } from "../protocol/accounts.ts";
import { parseObject } from "../protocol/canonical.ts";
import { fromHex } from "../protocol/encoding.ts";
import type { Keyring, KeyringDocument } from "../protocol/keyring.ts";
import { restingEpoch } from "../store/contract.ts";
import { type AccountRow, only, type SealedRow } from "../store/schema.ts";
import { openAny } from "./account.ts";
import { isWhole } from "./keyrings.ts";
import { type OpenKeys, withKeyring } from "./open-keys.ts";
import { pinnedFromJson } from "./pinned.ts";

/** The account's keys by epoch, and LK of this device under the newest and under the one of its rows. */
export type Reopened = {
  readonly epochs: ReadonlyMap<number, AccountKeys>;
  readonly newest: number;
  readonly slot: Slot;
  readonly resting: CryptoKey;
  readonly local: CryptoKey;
  readonly pinned: PinnedKeyring;
};

/** `wrong_secret` where no slot opens, or the rows of this device do not; `keyring_mismatch` where the session does not fit in itself. */
export async function reopen(
  session: Session,
  account: AccountRow,
  keyring: SealedRow,
  way: WayIn,
): Promise<Reopened> {
  const newest = session.keyrings.at(-1);
  if (newest === undefined || session.account !== account.account) throw mismatch();
  const { key, slot } = await openAny(way, account.account, session.slots);
  const root = await deriveAccountKeys(key, account.account); // erases AK
  const document = await openNewest(root, newest);
  const roots = await openAll(root, document);
  const own = roots.get(restingEpoch(account) ?? 0);
  if (own === undefined) throw mismatch();
  const resting = await deriveLocalKey(own, account.device);
  const local = await deriveLocalKey(root, account.device);
  const pinned = await openPinned(resting, keyring);
  return { epochs: roots, newest: newest.epoch, slot, resting, local, pinned };
}

function mismatch(): Alarm {
  return new Alarm("keyring_mismatch");
}

async function openNewest(root: RootKeys, newest: Keyring): Promise<KeyringDocument> {
  try {
    return await openKeyring(root, newest);
  } catch (error) {
    throw error instanceof SealError && error.code === "damaged" ? mismatch() : error;
  }
}

/** The keys of every epoch: a newer AK opens the earlier ones. */
async function openAll(
  root: RootKeys,
  { epoch, earlier }: KeyringDocument,
): Promise<Map<number, RootKeys>> {
  const roots = new Map([[epoch, root]]);
  for (const [name, sealed] of Object.entries(earlier ?? {})) {
    const accountKey = await openEarlier(root, { epoch, earlier: Number(name) }, fromHex(sealed));
    roots.set(Number(name), await deriveAccountKeys(accountKey, root.account));
  }
  return roots;
}

async function openPinned(resting: CryptoKey, { sealed }: SealedRow): Promise<PinnedKeyring> {
  try {
    const json = await openLocal(resting, { store: "keyring", key: only }, sealed);
    return pinnedFromJson(parseObject(json));
  } catch (error) {
    throw error instanceof SealError && error.code === "damaged"
      ? new SealError("wrong_secret")
      : error;
  }
}

/** What is here from now on; `news` are all versions after the pinned one, or the pinned one again. */
export async function acceptReopened(
  { epochs, newest, slot, local, pinned }: Reopened,
  account: AccountRow,
  news: Keyrings,
): Promise<{ readonly keys: OpenKeys; readonly account: AccountRow }> {
  // Somebody made new keys between two answers: the next try is given both anew.
  if (news.keyrings.some(({ epoch }) => !epochs.has(epoch))) throw new Refusal("unavailable");
  const keyring = await acceptAll(epochs, pinned, news.keyrings);
  const slots = await listedSlots(keyring.document, news.slots);
  const wraps = await listedWraps(keyring.document, news.wraps);
  if (!isWhole(keyring.document, slots, wraps)) throw new Refusal("unavailable");
  const root = epochs.get(newest);
  const isListed = slots.some((one) => one.slot === slot.slot);
  if (root === undefined || keyring.document.epoch !== newest || !isListed) throw mismatch();
  const { device, deviceKey } = account;
  const keys = await withKeyring({ account: root, local, device, deviceKey }, keyring, wraps);
  return { keys, account: { ...account, epoch: newest, slots, wraps } };
}
