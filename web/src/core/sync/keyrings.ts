/** The keyring that this device pins: stored, moved on, and extended by a new device (docs/protocol.md, Keyring). */

import { acceptAll } from "../crypto/accept.ts";
import { listedSlots, listedWraps } from "../crypto/keyring.ts";
import { Alarm, Refusal } from "../errors.ts";
import { decodeKeyrings, type Keyrings, type Slot, type Wrap } from "../protocol/accounts.ts";
import type { KeyringDocument } from "../protocol/keyring.ts";
import { type Change, change, type Expectation, restingEpoch } from "../store/contract.ts";
import { type AccountRow, only } from "../store/schema.ts";
import { askInSession } from "./asking.ts";
import { key, keyHolder, load, type Procedure } from "./effects.ts";
import { type Leading, saveLeading } from "./leading.ts";
import { openOne, sealOne } from "./local.ts";
import { epochKeys, type OpenKeys, withKeyring } from "./open-keys.ts";
import { endedPasskeys } from "./passkeys.ts";
import { pinnedFromJson, pinnedToJson } from "./pinned.ts";
import { sealsNow } from "./resting.ts";

/** Versions beyond the pinned one, accepted one by one and stored; `keyring_mismatch` when one does not follow. */
export function refreshKeyring(leading: Leading): Procedure<void> {
  return catchUp((changes, expects) => saveLeading(leading, changes, expects));
}

/** Writes, unless what is expected has changed meanwhile; whether it was written. */
export type Store = (
  changes: readonly Change[],
  expects: readonly Expectation[],
) => Procedure<boolean>;

/** The same, stored by whoever asks. */
export function* catchUp(store: Store): Procedure<void> {
  const { version } = yield* key("accept keyring", async ({ keyring }) => keyring);
  const path = `/v1/keyrings?after=${version}`;
  const news = yield* askInSession({ method: "GET", path, body: null }, decodeKeyrings);
  if (news.keyrings.length === 0) return;
  yield* requireOwnEpoch(news, store);
  const accepted = yield* key("accept keyring", (keys) => accept(keys, news));
  yield* storeVersion(accepted.keys, yield* rowsOf(accepted), store);
  yield* keyHolder("accept keyring", (holder) => {
    holder.open = accepted.keys;
  });
}

/** The rows of a version, unless another tab was faster with a newer one. */
export function* storeVersion(
  { keyring }: OpenKeys,
  changes: readonly Change[],
  store: Store,
): Procedure<void> {
  for (;;) {
    const seen = yield* sealsNow();
    const row = yield* load("keyring", only);
    const resting = row && pinnedFromJson(yield* openOne("keyring", only, row.sealed));
    if (resting !== null && resting.version > keyring.version) return;
    if (yield* store(changes, [seen])) return;
  }
}

/**
 * Only who types what opens the account now can open what is sealed under new keys. The session ends by way of `store`: a leader of before may
 * see the version that this very device is making, and has no say any more.
 */
function* requireOwnEpoch({ keyrings }: Keyrings, store: Store): Procedure<void> {
  const own = yield* key("accept keyring", async ({ keyring }) => keyring.document.epoch);
  if (keyrings.every(({ epoch }) => epoch <= own)) return;
  yield* store([change("session", only, { token: null })], []);
  throw new Refusal("sign_in_again");
}

type Accepted = { readonly keys: OpenKeys } & Pick<Keyrings, "slots" | "wraps">;

async function accept(keys: OpenKeys, news: Keyrings): Promise<Accepted> {
  const keyring = await acceptAll(epochKeys(keys), keys.keyring, news.keyrings);
  const slots = await listedSlots(keyring.document, news.slots);
  const wraps = await listedWraps(keyring.document, news.wraps);
  // Without them this device could not be unlocked any more: an answer that leaves some out says nothing.
  if (!isWhole(keyring.document, slots, wraps)) throw new Refusal("unavailable");
  return { keys: await withKeyring(keys, keyring, wraps), slots, wraps };
}

/** Whether nothing that a keyring names is missing. */
export function isWhole(
  document: KeyringDocument,
  slots: readonly Slot[],
  wraps: readonly Wrap[],
): boolean {
  const named = Object.values(document.vaults).flatMap((vault) => Object.keys(vault?.wraps ?? {}));
  return slots.length === Object.keys(document.slots).length && wraps.length === named.length;
}

function* rowsOf({ keys, slots, wraps }: Accepted): Procedure<readonly Change[]> {
  const account = yield* load("account", only);
  if (account === null) throw new Alarm("keyring_mismatch");
  const sealed = yield* sealOne("keyring", only, pinnedToJson(keys.keyring));
  return [
    change("account", only, { ...account, slots, wraps }),
    change("keyring", only, { sealed }),
    ...(yield* endedPasskeys(keys.keyring.document, account.slots)),
  ];
}

/** What another tab may have accepted while it led. */
export function* rereadKeyring(): Procedure<void> {
  const [account, row] = [yield* load("account", only), yield* load("keyring", only)];
  if (account === null || row === null) return;
  if (yield* dropOldKeys(account)) throw new Refusal("epoch_stale");
  const keyring = pinnedFromJson(yield* openOne("keyring", only, row.sealed));
  yield* keyHolder("accept keyring", async (holder) => {
    if (holder.open !== null) holder.open = await withKeyring(holder.open, keyring, account.wraps);
  });
}

/** Lets go of keys that open nothing here any more; whether there were any. Another tab has new ones, or has removed the account from here. */
export function* dropOldKeys(account: AccountRow | null): Procedure<boolean> {
  const resting = restingEpoch(account);
  return yield* keyHolder("open account", (holder) => {
    const isOld = holder.open !== null && holder.open.keyring.document.epoch !== resting;
    if (isOld) holder.open = null;
    return isOld;
  });
}
