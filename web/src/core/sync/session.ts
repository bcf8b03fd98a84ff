/** A session by what a person types (docs/protocol.md, Login). */

import type { Bytes } from "../bytes.ts";
import {
  type Challenge,
  decodeSession,
  encodeDevice,
  purposes,
  type Session,
} from "../protocol/accounts.ts";
import { type NewDevice, type Typed, typed } from "./account.ts";
import { ask, proven } from "./asking.ts";
import { keyHolder, type Procedure } from "./effects.ts";

/** What lies behind a passphrase; `name` is canonical. About a second on a phone. */
export function derive(name: string, salt: Bytes, passphrase: string): Procedure<Typed> {
  return keyHolder("derive way in", () => typed(name, salt, passphrase));
}

/** `login_refused`, `revoked`, `unavailable`. */
export function* openedSession(
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
