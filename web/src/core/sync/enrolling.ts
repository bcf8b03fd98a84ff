/** Adding a passkey to this device, and removing one: a version of the keyring each (docs/protocol.md, Passkeys). */

import { type Bytes, copyOf, erase, isEqual } from "../bytes.ts";
import { nextDocument, withLogin } from "../crypto/keyring.ts";
import { makeId } from "../crypto/keys.ts";
import { passkeyChallenge } from "../crypto/passkey.ts";
import { openSlot, passkeyWayIn, sealSlot } from "../crypto/slots.ts";
import { SealError } from "../errors.ts";
import type { PasskeyBegun, PasskeyMade, Passkeys } from "../passkey-commands.ts";
import type { Slot } from "../protocol/accounts.ts";
import { fromHex, type Id, parseId } from "../protocol/encoding.ts";
import type { KeyringDocument } from "../protocol/keyring.ts";
import { secretBytes } from "../protocol/sizes.ts";
import { type Change, change } from "../store/contract.ts";
import { only, type PasskeyRow } from "../store/schema.ts";
import { openAny, typed } from "./account.ts";
import { keyHolder, load, loadAll, type Procedure, save } from "./effects.ts";
import { knownPasskeys, passkeysHere } from "./passkeys.ts";
import { type Making, type NextVersion, writeVersion } from "./versions.ts";

/** What an authenticator is asked with. `wrong_secret` before anything is, for another passphrase than that of this device. */
export function* beginPasskey(passphrase: string): Procedure<PasskeyBegun> {
  const account = yield* load("account", only);
  if (account === null) throw new SealError("wrong_secret");
  const others = (yield* passkeysHere()).map(({ credential }) => credential);
  return yield* keyHolder("open account", async ({ random }) => {
    const { way } = await typed(account.name, account.salt, passphrase);
    erase((await openAny(way, account.account, account.slots)).key);
    const slot = makeId(random);
    const challenge = await passkeyChallenge(account.account, slot);
    // The user's id says nothing of the account: whoever looks through the authenticator finds random bytes.
    return { slot, challenge, user: random(secretBytes), input: random(secretBytes), others };
  });
}

/**
 * Writes the version that lists the passkey's slot, once the slot was opened here. What opens it rests on disk before anything is sent, so that a
 * lost answer can be asked for again. `made.output` is erased. Errors as those of `writeVersion`.
 */
export function* keepPasskey(
  made: PasskeyMade,
  name: string,
  passphrase: string,
): Procedure<Passkeys> {
  const output = new Uint8Array(made.output);
  try {
    const secret = yield* heldSecret(made);
    const rows = yield* loadAll("passkeys");
    yield* writeVersion(passphrase, (making) =>
      withPasskey(making, made, name, { output, secret }, rows),
    );
  } finally {
    erase(output);
  }
  return yield* knownPasskeys();
}

/** The secret of this device for a slot, on disk from now on. */
function* heldSecret({ slot: at, credential, input }: PasskeyMade): Procedure<Bytes> {
  const slot = parseId(at);
  const before = (yield* load("passkeys", slot))?.held?.secret ?? null;
  if (before !== null) return before;
  const secret = yield* keyHolder("ids", ({ random }) => random(secretBytes));
  const held = { credential: copyOf(credential), input: copyOf(input), secret };
  const row = change("passkeys", slot, { slot, held });
  yield* save({ changes: [row], expects: [], lead: null, strict: true });
  return secret;
}

/** The two halves of a passkey's secret, 32 bytes each. */
type Halves = { readonly output: Bytes; readonly secret: Bytes };

async function withPasskey(
  making: Making,
  made: PasskeyMade,
  name: string,
  halves: Halves,
  rows: readonly PasskeyRow[],
): Promise<NextVersion | null> {
  const { keys, account } = making;
  const slot = parseId(made.slot);
  if (keys.keyring.document.slots[slot] !== undefined) return null; // it is kept: only the answer was lost
  const slots = [...account.slots, await openedSlot(making, slot, halves)];
  const document = await withSlots(nextDocument(keys.keyring), slots);
  const entry = document.slots[slot];
  if (entry === undefined) throw new RangeError("the document lists every slot");
  const { registration, assertion } = made;
  return {
    document: {
      ...document,
      slots: { ...document.slots, [slot]: { ...entry, name, device: keys.device } },
    },
    slots,
    with: { passkey: { slot, registration, assertion } },
    changes: neverKept(document, rows),
  };
}

/** What rests here of passkeys that no version lists, not this one either: a try that was given up. */
function neverKept(document: KeyringDocument, rows: readonly PasskeyRow[]): readonly Change[] {
  return rows
    .filter(({ slot, held }) => held !== null && document.slots[slot] === undefined)
    .map(({ slot }) => change("passkeys", slot, null));
}

/** AK in the slot of a passkey; it opened under the same two halves, so that nobody counts on one that does not. */
async function openedSlot(
  { keys, account, accountKey, random }: Making,
  slot: Id,
  { output, secret }: Halves,
): Promise<Slot> {
  const way = await passkeyWayIn(output, secret);
  const place = { account: account.account, slot, epoch: keys.keyring.document.epoch };
  const sealed = await sealSlot(way, place, accountKey, random);
  const opened = await openSlot(way, account.account, sealed);
  const isSame = isEqual(opened, accountKey);
  erase(opened);
  if (!isSame) throw new SealError("damaged");
  return sealed;
}

/** Writes the version without a passkey; one that is gone already is removed. Errors as those of `writeVersion`. */
export function* removePasskey(at: string, passphrase: string): Procedure<Passkeys> {
  const slot = parseId(at);
  yield* writeVersion(passphrase, (making) => withoutPasskey(making, slot));
  return yield* knownPasskeys();
}

async function withoutPasskey({ keys, account }: Making, slot: Id): Promise<NextVersion | null> {
  if (keys.keyring.document.slots[slot] === undefined) return null;
  const slots = account.slots.filter((one) => one.slot !== slot);
  const document = await withSlots(nextDocument(keys.keyring), slots);
  return { document, slots, with: {}, changes: [change("passkeys", slot, null)] };
}

/** The document with another set of slots, and the login keys as they are. */
function withSlots(document: KeyringDocument, slots: readonly Slot[]): Promise<KeyringDocument> {
  const { "1": passphrase, "2": recovery } = document.login_keys;
  return withLogin(document, slots, { "1": fromHex(passphrase), "2": fromHex(recovery) });
}
