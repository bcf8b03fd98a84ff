/** Asking the server, and once more with a renewed session (docs/protocol.md, Login, Errors). */

import { type Bytes, isEqual } from "../bytes.ts";
import { type LoginKey, prove, requireSuite } from "../crypto/login.ts";
import type { SigningKey } from "../crypto/suite.ts";
import { Malformed, Refusal } from "../errors.ts";
import {
  type Challenge,
  decodeChallenge,
  decodeRenewal,
  encodeChallengeRequest,
  encodeDevice,
  encodeProvenRequest,
  type Purpose,
  purposes,
} from "../protocol/accounts.ts";
import { only } from "../store/schema.ts";
import {
  keyHolder,
  load,
  type Procedure,
  type Reply,
  type Request,
  renewed,
  save,
  send,
} from "./effects.ts";

type Decode<T> = (body: Bytes) => T;

/** Ask without a session. Throws `Refusal`; for silence `unavailable`. */
export function* ask<T>(request: Omit<Request, "token">, decode: Decode<T>): Procedure<T> {
  return read(yield* send({ ...request, token: null }), decode);
}

/** Ask with a token that is fresh, before there is a session on disk. */
export function* askWith<T>(
  token: Bytes,
  request: Omit<Request, "token">,
  decode: Decode<T>,
): Procedure<T> {
  return read(yield* send({ ...request, token }), decode);
}

/** Ask with the session; when it is stale it is renewed and the same asked once more. */
export function* askInSession<T>(request: Omit<Request, "token">, decode: Decode<T>): Procedure<T> {
  return read(yield* sendInSession(request), decode);
}

/** The same, with the server's clock as it answered. */
export function* askDated<T>(
  request: Omit<Request, "token">,
  decode: Decode<T>,
): Procedure<{ readonly value: T; readonly servedAt: number | null }> {
  const reply = yield* sendInSession(request);
  return { value: read(reply, decode), servedAt: reply.kind === "answer" ? reply.servedAt : null };
}

function* sendInSession(request: Omit<Request, "token">): Procedure<Reply> {
  const session = yield* load("session", only);
  if (!session?.token) throw new Refusal("sign_in_again");
  const reply = yield* send({ ...request, token: session.token });
  if (reply.kind !== "refused" || reply.refusal.code !== "session_stale") return reply;
  const token = yield* renewed(session.token);
  return yield* send({ ...request, token });
}

/** A fresh challenge; `suite_refused` before anything is derived for another suite. */
export function* challenge(name: string, purpose: Purpose): Procedure<Challenge> {
  const body = encodeChallengeRequest(name, purpose);
  const given = yield* ask({ method: "POST", path: "/v1/challenges", body }, decodeChallenge);
  requireSuite(given);
  return given;
}

/** What is proven, and with which keys. */
export type Proof = {
  readonly purpose: Purpose;
  readonly name: string;
  readonly challenge: Bytes;
  readonly deviceKey: SigningKey;
  readonly login: LoginKey | null;
  readonly body: Bytes;
};

/** The encoded proven request. */
export function proven({ deviceKey, login, ...claim }: Proof): Procedure<Bytes> {
  return keyHolder("prove", async ({ origin, random }) =>
    encodeProvenRequest(await prove({ ...claim, origin }, deviceKey, login, random)),
  );
}

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

/** A server that does not know this device any more says `login_refused`: signing in makes it known again. */
function isSignInWanted(reply: Reply): boolean {
  if (reply.kind !== "refused") return false;
  return ["sign_in_again", "login_refused"].includes(reply.refusal.code);
}

export function* keepSession(token: Bytes | null): Procedure<void> {
  const change = { table: "session", key: only, row: { token } } as const;
  yield* save({ changes: [change], expects: [], lead: null, strict: false });
}

/** The decoded answer. One that cannot be read says as little as none. */
function read<T>(reply: Reply, decode: Decode<T>): T {
  if (reply.kind === "refused") throw reply.refusal;
  if (reply.kind === "silence") throw silence(reply.retryAfter);
  try {
    return decode(reply.body);
  } catch (error) {
    throw error instanceof Malformed ? silence(null) : error;
  }
}

function silence(retryAfter: number | null): Refusal {
  return new Refusal("unavailable", { sequence: null, record: null, retryAfter });
}
