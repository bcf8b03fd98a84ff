/** A session in the place of a stale one (docs/protocol.md, Login). */

import { type Bytes, isEqual } from "../bytes.ts";
import { Refusal } from "../errors.ts";
import { decodeRenewal, encodeDevice, purposes } from "../protocol/accounts.ts";
import { only } from "../store/schema.ts";
import { challenge, keepSession, proven, read } from "./asking.ts";
import { hearClosing } from "./closing.ts";
import { load, type Procedure, type Reply, send } from "./effects.ts";

/**
 * A new token in the place of a stale one, by the device's signature alone; the session's own where somebody else has it already.
 * `sign_in_again` is remembered until somebody signs in. To be run by the driver alone, one at a time; others ask for `renewed`.
 */
export function* renew(stale: Bytes): Procedure<Bytes> {
  const newer = yield* sessionAfter(stale);
  if (newer !== null) return newer;
  const account = yield* load("account", only);
  if (account === null) throw new Refusal("sign_in_again");
  const { name, deviceKey, device } = account;
  const purpose = purposes.renew;
  const given = yield* challenge(name, purpose);
  const facts = { purpose, name, challenge: given.challenge, deviceKey, login: null };
  const body = yield* proven({ ...facts, body: encodeDevice(device) });
  const request = { method: "POST", path: "/v1/sessions/renew", body, token: null } as const;
  const reply = yield* send(request);
  if (isSignInWanted(reply)) {
    const typed = yield* sessionAfter(stale); // somebody signed in while this was asked
    if (typed !== null) return typed;
    yield* keepSession(null);
    if (isUnknown(reply)) yield* hearClosing();
    throw new Refusal("sign_in_again");
  }
  const { token } = read(reply, decodeRenewal);
  yield* keepSession(token);
  return token;
}

/** The token of the session, unless it is the stale one. */
function* sessionAfter(stale: Bytes): Procedure<Bytes | null> {
  const token = (yield* load("session", only))?.token ?? null;
  return token !== null && isEqual(token, stale) ? null : token;
}

function isUnknown(reply: Reply): boolean {
  return reply.kind === "refused" && reply.refusal.code === "login_refused";
}

/** A server that does not know this device any more says `login_refused`: signing in makes it known again. */
function isSignInWanted(reply: Reply): boolean {
  if (reply.kind !== "refused") return false;
  return ["sign_in_again", "login_refused"].includes(reply.refusal.code);
}
