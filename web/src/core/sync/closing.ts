/** Closing the account for good, and hearing that it was (docs/protocol.md, Closing). */

import type { Bytes } from "../bytes.ts";
import { isClosing, signClosing } from "../crypto/closing.ts";
import { Refusal, SealError } from "../errors.ts";
import { encodeDevice, type Purpose, purposes } from "../protocol/accounts.ts";
import { decodeStatement, encodeClosing, type Statement } from "../protocol/closing.ts";
import { decodeExport } from "../protocol/devices.ts";
import { change } from "../store/contract.ts";
import { only } from "../store/schema.ts";
import { isOpened } from "./account.ts";
import { ask, challenge, keepSession, proven } from "./asking.ts";
import { key, keyHolder, load, type Procedure, save } from "./effects.ts";
import { accountHere } from "./here.ts";
import { derive } from "./session.ts";

/**
 * Everything of the account goes from the server. What is believed is its statement, not the answer: an answer may be lost, or be another's.
 * `on` is a UTC date. `wrong_secret`, `login_refused`, `unavailable`.
 */
export function* closeAccount(passphrase: string, on: string): Procedure<void> {
  const statement = yield* key("ids", ({ account, device, deviceKey }) =>
    signClosing(account.account, device, on, deviceKey),
  );
  const refusal = yield* refusalOf(
    askProven(
      passphrase,
      purposes.close,
      "/v1/accounts/close",
      encodeClosing(statement),
      () => null,
    ),
  );
  if (!(yield* hearClosing())) throw refusal ?? new Refusal("unavailable");
  yield* keepSession(null);
}

function* refusalOf(asked: Procedure<unknown>): Procedure<Refusal | null> {
  try {
    yield* asked;
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** All that the server holds of the account but for what is sealed in vaults. Errors as above. */
export function* exportAccount(passphrase: string): Procedure<unknown> {
  const { device } = yield* accountHere();
  const body = encodeDevice(device);
  return yield* askProven(passphrase, purposes.export, "/v1/accounts/export", body, decodeExport);
}

function* askProven<T>(
  passphrase: string,
  purpose: Purpose,
  path: string,
  body: Bytes,
  decode: (body: Bytes) => T,
): Procedure<T> {
  const account = yield* accountHere();
  const { name, salt, deviceKey } = account;
  const { way, login } = yield* derive(name, salt, passphrase);
  const isRight = yield* keyHolder("derive way in", () => isOpened(account, way));
  if (!isRight) throw new SealError("wrong_secret");
  const given = yield* challenge(name, purpose);
  const claim = { purpose, name, challenge: given.challenge, deviceKey, login, body };
  return yield* ask({ method: "POST", path, body: yield* proven(claim) }, decode);
}

/** Asks for the statement that the account was closed; whether there is one, on disk from now on, that can be believed. */
export function* hearClosing(): Procedure<boolean> {
  if ((yield* load("closing", only)) !== null) return true;
  const { account } = yield* accountHere();
  const statement = yield* statementOf(account);
  if (statement === null) return false;
  const isBelieved = yield* keyHolder("ids", async ({ open }) => {
    // While locked nobody can tell whose signature it is.
    return open !== null && isClosing(statement, account, open.keyring.document);
  });
  if (!isBelieved) return false;
  const { device, on } = statement;
  const closing = change("closing", only, { device, on });
  yield* save({ changes: [closing], expects: [], lead: null, strict: true });
  return true;
}

function* statementOf(account: string): Procedure<Statement | null> {
  const path = `/v1/closings/${account}`;
  try {
    return yield* ask({ method: "GET", path, body: null }, decodeStatement);
  } catch (error) {
    if (error instanceof Refusal) return null; // nothing is concluded from it
    throw error;
  }
}
