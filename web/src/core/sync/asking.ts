/** Asking the server, and once more with a renewed session (docs/protocol.md, Login, Errors). */

import type { Bytes } from "../bytes.ts";
import { type LoginKey, prove, requireSuite } from "../crypto/login.ts";
import type { SigningKey } from "../crypto/suite.ts";
import { Malformed, Refusal } from "../errors.ts";
import {
  type Challenge,
  decodeChallenge,
  encodeChallengeRequest,
  encodeProvenRequest,
  type Purpose,
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

/** How often an answer may be lost before it is said that this did not work. */
const mostTries = 3;

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

/** What may be asked again, and cannot wait for a later turn, is asked again after a silence. */
export function* insisting<T>(attempt: () => Procedure<T>): Procedure<T> {
  for (let tries = 1; ; tries++) {
    try {
      return yield* attempt();
    } catch (error) {
      const isSilent = error instanceof Refusal && error.code === "unavailable";
      if (!isSilent || tries === mostTries) throw error;
    }
  }
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

export function* keepSession(token: Bytes | null): Procedure<void> {
  const change = { table: "session", key: only, row: { token } } as const;
  yield* save({ changes: [change], expects: [], lead: null, strict: false });
}

/** The decoded answer. One that cannot be read says as little as none. */
export function read<T>(reply: Reply, decode: Decode<T>): T {
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
