/** Passkeys of this device and of the account (docs/protocol.md, Passkeys). */

import { type Bytes, erase } from "../bytes.ts";
import { passkeyType, passkeyWayIn } from "../crypto/slots.ts";
import { SealError } from "../errors.ts";
import type { Passkey, PasskeyHere, Passkeys } from "../passkey-commands.ts";
import type { Slot } from "../protocol/accounts.ts";
import type { Id } from "../protocol/encoding.ts";
import type { KeyringDocument } from "../protocol/keyring.ts";
import { type Change, change } from "../store/contract.ts";
import { only, type PasskeyRow } from "../store/schema.ts";
import { openAccount } from "./account.ts";
import { key, keyHolder, load, loadAll, type Procedure, save } from "./effects.ts";

/** Those that can open this device. Answered while locked, from what rests in clear. */
export function* passkeysHere(): Procedure<readonly PasskeyHere[]> {
  const account = yield* load("account", only);
  const rows = yield* loadAll("passkeys");
  // A row without its slot is of a passkey that was removed, or was never kept.
  const listed = new Set(account?.slots.map(({ slot }) => slot));
  return rows.flatMap(({ slot, held }) => {
    if (held === null || !listed.has(slot)) return [];
    return [{ slot, credential: held.credential, input: held.input }];
  });
}

/** Opens the cached slot of a passkey, offline too. `wrong_secret`; `output` has 32 bytes and is erased. */
export function* unlockByPasskey(slot: Id, output: Bytes): Procedure<void> {
  try {
    yield* openBy(slot, output);
  } finally {
    erase(output);
  }
}

function* openBy(slot: Id, output: Bytes): Procedure<void> {
  const [account, keyring] = [yield* load("account", only), yield* load("keyring", only)];
  const held = (yield* load("passkeys", slot))?.held ?? null;
  if (account === null || keyring === null || held === null) throw new SealError("wrong_secret");
  const slots = account.slots.filter((one) => one.slot === slot);
  yield* keyHolder("open account", async (holder) => {
    const way = await passkeyWayIn(output, held.secret);
    holder.open = await openAccount({ ...account, slots }, keyring.sealed, way);
  });
}

/** All of the account, those of this device first. */
export function* knownPasskeys(): Procedure<Passkeys> {
  const rows = yield* loadAll("passkeys");
  const here = new Set(rows.filter(({ held }) => held !== null).map(({ slot }) => slot));
  const passkeys = yield* key("accept keyring", async ({ keyring }) =>
    passkeysOf(keyring.document, here),
  );
  return { passkeys, hasEnded: rows.some(hasEnded) };
}

function passkeysOf(document: KeyringDocument, here: ReadonlySet<string>): readonly Passkey[] {
  const all = Object.entries(document.slots).flatMap(([slot, entry]) => {
    if (entry?.type !== passkeyType) return [];
    const device = entry.device === undefined ? "" : (document.devices[entry.device]?.name ?? "");
    return [{ slot, name: entry.name ?? "", device, isHere: here.has(slot) }];
  });
  return all.sort((one, other) => Number(other.isHere) - Number(one.isHere));
}

function hasEnded({ held }: PasskeyRow): boolean {
  return held === null;
}

/** Nobody has to be told any more. */
export function* seenEnded(): Procedure<null> {
  const ended = (yield* loadAll("passkeys")).filter(hasEnded);
  yield* forget(ended.map(({ slot }) => change("passkeys", slot, null)));
  return null;
}

function* forget(changes: readonly Change[]): Procedure<void> {
  yield* save({ changes, expects: [], lead: null, strict: true });
}

/**
 * What a newer keyring ends here: a passkey whose slot was among those `before` and is no longer listed is forgotten, but for that somebody is to
 * be told. To be written with the slots that it lists.
 */
export function* endedPasskeys(
  document: KeyringDocument,
  before: readonly Slot[],
): Procedure<readonly Change[]> {
  const rows = yield* loadAll("passkeys");
  const gone = new Set(before.flatMap(({ slot }) => (document.slots[slot] ? [] : [slot])));
  return rows
    .filter(({ slot, held }) => held !== null && gone.has(slot))
    .map(({ slot }) => change("passkeys", slot, { slot, held: null }));
}
