/** Signing up, signing in and unlocking (docs/protocol.md, Login). An answer that was lost is asked for again. */

import { type Bytes, isEqual } from "../bytes.ts";
import type { WordList } from "../crypto/recovery.ts";
import { Refusal, SealError, Unready } from "../errors.ts";
import { type Challenge, decodeSession, purposes, withInvitation } from "../protocol/accounts.ts";
import { canonicalName } from "../protocol/encoding.ts";
import { canonicalInvitation } from "../protocol/invitation.ts";
import { idsOf } from "../protocol/keyring.ts";
import { type Admission, decodeAdmission } from "../protocol/limits.ts";
import { type Change, change } from "../store/contract.ts";
import { type AccountRow, only, type SealedRow } from "../store/schema.ts";
import {
  type DeviceLabel,
  type MadeAccount,
  makeAccount,
  makeDevice,
  type NewDevice,
  openAccount,
  openSession,
  sealPinned,
} from "./account.ts";
import { signInAgain } from "./again.ts";
import { ask, challenge, proven } from "./asking.ts";
import { sealSeen } from "./devices.ts";
import { keyHolder, load, type Procedure, save } from "./effects.ts";
import { join } from "./join.ts";
import type { OpenKeys } from "./open-keys.ts";
import { derive, openedSession } from "./session.ts";

/** What a person types; the name as typed. */
export type Credentials = { readonly name: string; readonly passphrase: string };

/** The same for a new account; `invitation` as typed, left out where none is needed. */
export type NewCredentials = Credentials & { readonly invitation?: string };

/** Who may make an account. `unavailable`. */
export function admission(): Procedure<Admission> {
  return ask({ method: "GET", path: "/v1/limits", body: null }, decodeAdmission);
}

/** What an unfinished or finished way in has made: keys not yet in use, and the rows they belong to. */
type Begun = MadeAccount;

/**
 * Makes the account and its first vault. Repeated with the same name and passphrase it sends the same bytes.
 * `name_taken`, `registration_closed`, `invitation_refused`, `unavailable`, `suite_refused`; `bad_request` for what cannot be a name;
 * `begun_before` where the account was begun here with another passphrase and has arrived: that one still opens it, and is not given up
 * for a new one.
 */
export function* signUp(
  credentials: NewCredentials,
  label: DeviceLabel,
  words: WordList,
): Procedure<void> {
  const name = canonicalName(credentials.name);
  const invitation = invitationOf(credentials);
  if ((yield* load("account", only)) !== null) throw new Refusal("name_taken");
  const given = yield* challenge(name, purposes.register);
  const resumed = yield* resume(name, credentials.passphrase);
  if (resumed !== null) return yield* register(yield* invited(resumed, invitation), given);
  yield* requireUnbegun(name, given);
  const begun = yield* begin(name, credentials.passphrase, label, words);
  yield* register(yield* invited(begun, invitation), given);
}

/**
 * A session on this device: a first one, or a new one after `sign_in_again`. Opens the account.
 * `login_refused`, `unavailable`, `suite_refused`, `keyring_mismatch`; `wrong_secret` when no slot opens; `revoked` for a device that
 * was removed, after which the next try is a new device's.
 */
export function* signIn(credentials: Credentials, label: DeviceLabel): Procedure<void> {
  const name = canonicalName(credentials.name);
  const { passphrase } = credentials;
  const account = yield* load("account", only);
  if (account !== null) return yield* signInAgain(name, passphrase);
  const begun = yield* resume(name, passphrase);
  if (begun !== null) return yield* register(begun, yield* challenge(name, purposes.register));
  const given = yield* challenge(name, purposes.login);
  yield* asNewDevice(enterAs(yield* deviceFor(name), given, credentials, label));
}

/** A device that began to enter and was removed meanwhile can never be let in again: the next try is a new one's. */
export function* asNewDevice<T>(entering: Procedure<T>): Procedure<T> {
  try {
    return yield* entering;
  } catch (error) {
    const isRevoked = error instanceof Refusal && error.code === "revoked";
    if (isRevoked) yield* saveNow([change("entering", only, null)]);
    throw error;
  }
}

/** A first session, as a device that the keyring lists from then on. */
function* enterAs(
  device: NewDevice,
  given: Challenge,
  credentials: Credentials,
  label: DeviceLabel,
): Procedure<void> {
  const { name: typedName, passphrase } = credentials;
  const name = canonicalName(typedName);
  const typedNow = yield* derive(name, given.salt, passphrase);
  const session = yield* openedSession(name, given, device, typedNow);
  const opened = yield* keyHolder("open account", () =>
    openSession(session, device, typedNow, { name, salt: given.salt }),
  );
  const keys = yield* join(opened.keys, typedNow.login, opened.account, session.token, label);
  const keyring = yield* keyHolder("seal local", ({ random }) => sealPinned(keys, random));
  yield* enter(keys, opened.account, keyring, session.token, []);
}

/** Opens the cached slot, offline too. `wrong_secret`; without an account here too. */
export function* unlock(passphrase: string): Procedure<void> {
  const [account, keyring] = [yield* load("account", only), yield* load("keyring", only)];
  if (account === null || keyring === null) throw new SealError("wrong_secret");
  const typedNow = yield* derive(account.name, account.salt, passphrase);
  yield* keyHolder("open account", async (holder) => {
    holder.open = await openAccount(account, keyring.sealed, typedNow.way);
  });
}

// signing up

/**
 * A registration that was begun here under other words, and whose answer was lost, may have made the account: then the server gives the salt that
 * was drawn for it, which nobody else has.
 */
function* requireUnbegun(name: string, { salt }: Challenge): Procedure<void> {
  const entering = yield* load("entering", only);
  const before = entering?.name === name ? entering.registration : null;
  if (before && isEqual(before.account.salt, salt)) throw new Unready("begun_before");
}

/** The registration that was begun under this name and passphrase, if there is one. */
function* resume(name: string, passphrase: string): Procedure<Begun | null> {
  const entering = yield* load("entering", only);
  const registration = entering?.registration ?? null;
  if (registration === null || entering?.name !== name) return null;
  const { account, keyring } = registration;
  const typedNow = yield* derive(name, account.salt, passphrase);
  return yield* keyHolder("open account", async () => {
    try {
      const keys = await openAccount(account, keyring.sealed, typedNow.way);
      return { registration, keys, login: typedNow.login };
    } catch (error) {
      if (error instanceof SealError && error.code === "wrong_secret") return null; // begun under other words
      throw error;
    }
  });
}

/** A new registration, on disk before its first byte is sent. */
function* begin(
  name: string,
  passphrase: string,
  label: DeviceLabel,
  words: WordList,
): Procedure<Begun> {
  const made = yield* keyHolder("make account", ({ random }) =>
    makeAccount(name, passphrase, label, words, random),
  );
  const { registration, keys } = made;
  const { device, deviceKey } = keys;
  yield* saveNow([change("entering", only, { name, device, deviceKey, registration })]);
  return made;
}

/** The code that was typed, null for none. `invitation_refused` for what cannot be one. */
function invitationOf({ invitation }: NewCredentials): string | null {
  if (!invitation?.trim()) return null;
  const code = canonicalInvitation(invitation);
  if (code === null) throw new Refusal("invitation_refused");
  return code;
}

/** The registration with this invitation, also one that was begun with another; on disk before it is sent. */
function* invited(begun: Begun, invitation: string | null): Procedure<Begun> {
  if (invitation === null) return begun;
  const body = withInvitation(begun.registration.body, invitation);
  const registration = { ...begun.registration, body };
  const { name, device, deviceKey } = registration.account;
  yield* saveNow([change("entering", only, { name, device, deviceKey, registration })]);
  return { ...begun, registration };
}

function* register({ registration, keys, login }: Begun, given: Challenge): Procedure<void> {
  const { account, body, keyring, recovery } = registration;
  const purpose = purposes.register;
  const { name, deviceKey } = account;
  const claim = { purpose, name, challenge: given.challenge, deviceKey, login, body };
  const sent = yield* proven(claim);
  try {
    const request = { method: "POST", path: "/v1/accounts", body: sent } as const;
    const { token } = yield* ask(request, decodeSession);
    yield* enter(keys, account, keyring, token, [change("recovery", only, recovery)]);
  } catch (error) {
    const isTaken = error instanceof Refusal && error.code === "name_taken";
    if (isTaken) yield* saveNow([change("entering", only, null)]); // it can never be answered otherwise
    throw error;
  }
}

// signing in

/** The device that began to sign in under this name, or a new one. */
export function* deviceFor(name: string): Procedure<NewDevice> {
  const entering = yield* load("entering", only);
  if (entering?.name === name && entering.registration === null) return entering;
  const device = yield* keyHolder("make device", ({ random }) => makeDevice(random));
  // An unanswered registration stays: under its own words it may still be finished.
  if (entering?.registration) return device;
  yield* saveNow([change("entering", only, { name, ...device, registration: null })]);
  return device;
}

// both

/** Everything that a device needs to unlock from now on, in one transaction; then the keys are in use. */
export function* enter(
  keys: OpenKeys,
  account: AccountRow,
  keyring: SealedRow,
  token: Bytes,
  more: readonly Change[],
): Procedure<void> {
  const seen = yield* keyHolder("seal local", ({ random }) =>
    sealSeen(keys, idsOf(keys.keyring.document.devices), random),
  );
  yield* saveNow([
    change("account", only, account),
    change("keyring", only, keyring),
    change("seen", only, seen),
    change("session", only, { token }),
    change("entering", only, null),
    ...more,
  ]);
  yield* keyHolder("open account", (holder) => {
    holder.open = keys;
  });
}

function* saveNow(changes: readonly Change[]): Procedure<void> {
  yield* save({ changes, expects: [], lead: null, strict: true });
}
