/** Signing up, signing in and unlocking (docs/protocol.md, Login). An answer that was lost is asked for again. */

import type { Bytes } from "../bytes.ts";
import type { WordList } from "../crypto/recovery.ts";
import { Refusal, SealError } from "../errors.ts";
import {
  type Challenge,
  decodeSession,
  encodeDevice,
  purposes,
  type Session,
} from "../protocol/accounts.ts";
import { canonicalName } from "../protocol/encoding.ts";
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
  type Typed,
  typed,
} from "./account.ts";
import { ask, challenge, proven } from "./asking.ts";
import { keyHolder, load, type Procedure, save } from "./effects.ts";
import { join } from "./join.ts";
import type { OpenKeys } from "./open-keys.ts";

/** What a person types; the name as typed. */
export type Credentials = { readonly name: string; readonly passphrase: string };

/** What an unfinished or finished way in has made: keys not yet in use, and the rows they belong to. */
type Begun = MadeAccount;

/**
 * Makes the account and its first vault. Repeated with the same name and passphrase it sends the same bytes.
 * `name_taken`, `unavailable`, `suite_refused`; `bad_request` for what cannot be a name.
 */
export function* signUp(
  credentials: Credentials,
  label: DeviceLabel,
  words: WordList,
): Procedure<void> {
  const name = canonicalName(credentials.name);
  if ((yield* load("account", only)) !== null) throw new Refusal("name_taken");
  const given = yield* challenge(name, purposes.register);
  const begun =
    (yield* resume(name, credentials.passphrase)) ??
    (yield* begin(name, credentials.passphrase, label, words));
  yield* register(begun, given);
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
  if (account !== null) return yield* signInAgain(account, name, passphrase);
  const begun = yield* resume(name, passphrase);
  if (begun !== null) return yield* register(begun, yield* challenge(name, purposes.register));
  const given = yield* challenge(name, purposes.login);
  try {
    yield* enterAs(yield* deviceFor(name), given, credentials, label);
  } catch (error) {
    const isRevoked = error instanceof Refusal && error.code === "revoked";
    if (isRevoked) yield* saveNow([change("entering", only, null)]); // it can never be let in again
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

function derive(name: string, salt: Bytes, passphrase: string): Procedure<Typed> {
  return keyHolder("derive way in", () => typed(name, salt, passphrase));
}

// signing up

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
function* deviceFor(name: string): Procedure<NewDevice> {
  const entering = yield* load("entering", only);
  if (entering?.name === name && entering.registration === null) return entering;
  const device = yield* keyHolder("make device", ({ random }) => makeDevice(random));
  // An unanswered registration stays: under its own words it may still be finished.
  if (entering?.registration) return device;
  yield* saveNow([change("entering", only, { name, ...device, registration: null })]);
  return device;
}

function* openedSession(
  name: string,
  given: Challenge,
  { device, deviceKey }: NewDevice,
  { login }: Typed,
): Procedure<Session> {
  const purpose = purposes.login;
  const body = encodeDevice(device);
  const claim = { purpose, name, challenge: given.challenge, deviceKey, login, body };
  const sent = yield* proven(claim);
  return yield* ask({ method: "POST", path: "/v1/sessions", body: sent }, decodeSession);
}

/** The same device again; what it knows stays, and what is newer comes with the next pull. */
function* signInAgain(account: AccountRow, name: string, passphrase: string): Procedure<void> {
  if (account.name !== name) throw new Refusal("login_refused");
  const given = yield* challenge(name, purposes.login);
  const typedNow = yield* derive(name, given.salt, passphrase);
  const { token } = yield* openedSession(name, given, account, typedNow);
  yield* unlock(passphrase);
  yield* saveNow([change("session", only, { token })]);
}

// both

/** Everything that a device needs to unlock from now on, in one transaction; then the keys are in use. */
function* enter(
  keys: OpenKeys,
  account: AccountRow,
  keyring: SealedRow,
  token: Bytes,
  more: readonly Change[],
): Procedure<void> {
  yield* saveNow([
    change("account", only, account),
    change("keyring", only, keyring),
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
