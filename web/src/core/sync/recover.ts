/** In by the recovery code alone, on a new device or on one of the account; the code is dead afterwards (docs/protocol.md, Keyring). */

import { type Bytes, erase, isEqual, type Random } from "../bytes.ts";
import { type Checkpoint, parseCheckpoint } from "../crypto/checkpoint.ts";
import { nextDocument, sealKeyring, withDevice, withLogin } from "../crypto/keyring.ts";
import { makeId } from "../crypto/keys.ts";
import { normaliseRecoveryCode, type WordList } from "../crypto/recovery.ts";
import { passkeyType, sealSlot } from "../crypto/slots.ts";
import { sha256 } from "../crypto/suite.ts";
import { Alarm, Refusal } from "../errors.ts";
import {
  decodeKeyrings,
  type KeyringWrite,
  onlyKeyring,
  purposes,
  type Session,
} from "../protocol/accounts.ts";
import { canonicalName, fromHex } from "../protocol/encoding.ts";
import { type Change, change } from "../store/contract.ts";
import { type AccountRow, only } from "../store/schema.ts";
import {
  type DeviceLabel,
  entryOf,
  isListed,
  isOpened,
  isRevoked,
  type NewDevice,
  openAny,
  openSession,
  sealPinned,
  type Typed,
  typedCode,
  withOwnVersion,
} from "./account.ts";
import { openedAgain, sessionOrClosing } from "./again.ts";
import { askWith, challenge } from "./asking.ts";
import { keyHolder, load, type Procedure } from "./effects.ts";
import { asNewDevice, deviceFor, enter } from "./enter.ts";
import type { OpenKeys } from "./open-keys.ts";
import { putKeyring } from "./put-keyring.ts";
import { rest } from "./resting.ts";
import { derive, openedSession } from "./session.ts";

/** What a person types; all as typed. `checkpoint` is a recovery sheet's, hexadecimal. */
export type Recovery = {
  readonly name: string;
  readonly words: string;
  readonly newPassphrase: string;
  readonly newWords: readonly string[];
  readonly checkpoint: string | null;
};

/** The ways in from now on. */
type Ways = { readonly passphrase: Typed; readonly code: Typed };

/** How often another device may be faster before it is said that this did not work. */
const mostTries = 5;

/** All that a try needs to know. */
type Asked = {
  readonly name: string;
  readonly salt: Bytes;
  readonly device: NewDevice;
  readonly next: Ways;
  readonly checkpoint: Checkpoint | null;
  readonly label: DeviceLabel;
};

/** A session, and by which words. */
type Opened = { readonly session: Session; readonly typed: Typed };

/**
 * Repeated with the same words after a lost answer it finishes what was begun. A device of the account stays the same one, locked or open, and keeps all that
 * rests on it; it has changed nothing here before all of it was done. `login_refused`, `wrong_secret`, `revoked`, `unavailable`; `keyring_mismatch` where the
 * server does not continue the checkpoint.
 */
export function* recover(recovery: Recovery, label: DeviceLabel, words: WordList): Procedure<void> {
  const name = canonicalName(recovery.name);
  const known = yield* load("account", only);
  if (known !== null && known.name !== name) throw new Refusal("login_refused");
  const checkpoint = checkpointOf(recovery.checkpoint);
  const { salt } = yield* challenge(name, purposes.login);
  const old = yield* code(recovery.words, words);
  const next = {
    passphrase: yield* derive(name, salt, recovery.newPassphrase),
    code: yield* code(recovery.newWords.join(" "), words),
  };
  const device = known ?? (yield* deviceFor(name));
  const asked = { name, salt, device, next, checkpoint, label };
  for (let tries = 0; tries < mostTries; tries++) {
    const asking = sessionBy(name, device, old, next.code);
    if (known === null && (yield* asNewDevice(enterNew(asking, asked)))) return;
    if (known !== null && (yield* comeBack(yield* sessionOrClosing(asking), asked))) return;
  }
  throw new Refusal("unavailable");
}

/** A new device of the account; false when another device was faster. */
function* enterNew(asking: Procedure<Opened>, asked: Asked): Procedure<boolean> {
  const { session, typed } = yield* asking;
  const { name, salt, device, checkpoint } = asked;
  const opened = yield* keyHolder("open account", () =>
    openSession(session, device, typed, { name, salt }),
  );
  yield* requireContinued(session, opened.keys, checkpoint);
  const entered = yield* write(opened, typed, asked);
  if (entered === null) return false;
  const keyring = yield* keyHolder("seal local", ({ random }) => sealPinned(entered.keys, random));
  yield* enter(entered.keys, entered.account, keyring, session.token, markOf(checkpoint));
  return true;
}

/** A device of the account; false when another one was faster, or another tab wrote meanwhile. */
function* comeBack({ session, typed }: Opened, asked: Asked): Procedure<boolean> {
  const { seen, ...opened } = yield* openedAgain(session, typed.way);
  yield* requireContinued(session, opened.keys, asked.checkpoint);
  const entered = yield* write(opened, typed, asked);
  if (entered === null) return false;
  const account = { ...entered.account, salt: asked.salt };
  return yield* rest({ ...opened, ...entered, account }, seen, [
    change("session", only, { token: session.token }),
    change("recovery", only, null), // words that were never typed again open nothing any more
    ...markOf(asked.checkpoint),
  ]);
}

function markOf(checkpoint: Checkpoint | null): readonly Change[] {
  return checkpoint === null ? [] : [change("checkpoint", only, { vaults: checkpoint.vaults })];
}

function checkpointOf(typed: string | null): Checkpoint | null {
  return typed === null ? null : parseCheckpoint(fromHex(typed));
}

function code(typed: string, words: WordList): Procedure<Typed> {
  return keyHolder("derive way in", () => typedCode(normaliseRecoveryCode(typed, words)));
}

/** By the old words, or, where the answer was lost that made them dead, by the new ones. */
function* sessionBy(name: string, device: NewDevice, old: Typed, next: Typed): Procedure<Opened> {
  const by = function* (typed: Typed): Procedure<Opened> {
    const given = yield* challenge(name, purposes.login);
    return { session: yield* openedSession(name, given, device, typed), typed };
  };
  try {
    return yield* by(old);
  } catch (error) {
    if (!(error instanceof Refusal && error.code === "login_refused")) throw error;
    return yield* by(next);
  }
}

/** The versions from the checkpoint's on, each of which names the one before: else it is another account's, or an older state. */
function* requireContinued(
  { token }: Session,
  { keyring }: OpenKeys,
  checkpoint: Checkpoint | null,
): Procedure<void> {
  if (checkpoint === null) return;
  const path = `/v1/keyrings?after=${checkpoint.keyringVersion - 1}`;
  const { keyrings } = yield* askWith(token, { method: "GET", path, body: null }, decodeKeyrings);
  const digests = yield* keyHolder("accept keyring", () =>
    Promise.all(keyrings.map(({ sealed }) => sha256(sealed))),
  );
  const first = digests[0];
  const last = digests[keyring.version - checkpoint.keyringVersion];
  const isJoined = keyrings.every(({ version, previous }, i) => {
    const before = digests[i - 1];
    const isNext = version === checkpoint.keyringVersion + i;
    return isNext && (before === undefined || isEqual(previous, before));
  });
  const isSame = first !== undefined && isEqual(first, checkpoint.keyringDigest);
  const isHere = last !== undefined && isEqual(last, keyring.digest);
  if (!isJoined || !isSame || !isHere) throw new Alarm("keyring_mismatch");
}

type Entered = { readonly keys: OpenKeys; readonly account: AccountRow };

/** What is missing is written in one version; null when another device was faster. */
function* write(entered: Entered, typed: Typed, asked: Asked): Procedure<Entered | null> {
  const made = yield* keyHolder("make version", ({ random }) =>
    makeVersion(entered, typed, asked, random),
  );
  if (made === null) return entered;
  if (!(yield* putKeyring(entered.account, typed.login, made))) return null;
  const account = { ...entered.account, slots: made.slots };
  const keys = yield* keyHolder("accept keyring", () =>
    withOwnVersion(entered.keys, made.keyring, account),
  );
  return { keys, account };
}

/** The version that lists this device with new ways in; null where all of it is there. `revoked` for a device that was removed. */
async function makeVersion(
  { keys, account }: Entered,
  typed: Typed,
  { next: { passphrase, code }, label }: Asked,
  random: Random,
): Promise<(KeyringWrite & { readonly slots: AccountRow["slots"] }) | null> {
  if (isRevoked(keys)) throw new Refusal("revoked");
  const isThere = (await isOpened(account, passphrase.way)) && (await isOpened(account, code.way));
  if (isThere && isListed(keys)) return null;
  const { key } = await openAny(typed.way, account.account, account.slots);
  const { epoch } = keys.keyring.document;
  const sealed = [passphrase, code].map(({ way }) =>
    sealSlot(way, { account: account.account, slot: makeId(random), epoch }, key, random),
  );
  const slots = [
    ...(await Promise.all(sealed)),
    ...account.slots.filter(({ type }) => type === passkeyType),
  ];
  erase(key);
  const login_keys = { "1": passphrase.login.key.public, "2": code.login.key.public };
  const { device, deviceKey } = keys;
  const following = nextDocument(keys.keyring);
  const entry = entryOf(label, deviceKey);
  const listing = isListed(keys) ? following : withDevice(following, device, entry);
  const document = await withLogin(listing, slots, login_keys);
  const signers = { device, deviceKey, login: typed.login };
  const keyring = await sealKeyring(keys.account, document, signers, random);
  return { ...onlyKeyring, keyring, slots, login_keys };
}
