/** Signing in again on a device of the account, with what opens it now (docs/protocol.md, Login). */

import type { WayIn } from "../crypto/slots.ts";
import { Refusal, SealError } from "../errors.ts";
import { decodeKeyrings, type Keyrings, purposes, type Session } from "../protocol/accounts.ts";
import { change, type Expectation } from "../store/contract.ts";
import { only } from "../store/schema.ts";
import { isRevoked } from "./account.ts";
import { askWith, challenge } from "./asking.ts";
import { hearClosing } from "./closing.ts";
import { keyHolder, load, type Procedure } from "./effects.ts";
import { acceptReopened, type Reopened, reopen } from "./reopening.ts";
import { type Resting, rest, sealsNow } from "./resting.ts";
import { derive, openedSession } from "./session.ts";

/**
 * The device stays the same one, locked or open; `name` is canonical. Where the account has new keys, all that rests here is sealed anew under
 * them. `login_refused`, `wrong_secret`, `revoked`, `unavailable`, `keyring_mismatch`: nothing has changed then.
 */
export function* signInAgain(name: string, passphrase: string): Procedure<void> {
  const known = yield* load("account", only);
  if (known === null || known.name !== name) throw new Refusal("login_refused");
  const given = yield* challenge(name, purposes.login);
  const { way, login } = yield* derive(name, given.salt, passphrase);
  const session = yield* sessionOrClosing(openedSession(name, given, known, { way, login }));
  const token = change("session", only, { token: session.token });
  for (;;) {
    const { seen, ...resting } = yield* openedAgain(session, way);
    const account = { ...resting.account, salt: given.salt };
    if (yield* rest({ ...resting, account }, seen, [token])) return;
  }
}

/** What rests here, opened by what opens the account now, and as it is to rest from now on; `seen` is to be expected when it is written. */
export function* openedAgain(
  session: Session,
  way: WayIn,
): Procedure<Resting & { readonly seen: Expectation }> {
  const seen = yield* sealsNow();
  const [before, row] = [yield* load("account", only), yield* load("keyring", only)];
  if (before === null || row === null) throw new SealError("wrong_secret");
  const opened = yield* keyHolder("open account", () => reopen(session, before, row, way));
  const news = yield* newsFor(session, opened);
  const accepted = yield* keyHolder("accept keyring", () => acceptReopened(opened, before, news));
  if (isRevoked(accepted.keys)) throw new Refusal("revoked");
  return { ...accepted, before, local: opened.resting, seen };
}

/** A server that knows no such name may have closed the account: then that is said from now on. */
export function* sessionOrClosing<T>(asked: Procedure<T>): Procedure<T> {
  try {
    return yield* asked;
  } catch (error) {
    if (error instanceof Refusal && error.code === "login_refused") yield* hearClosing();
    throw error;
  }
}

/** All versions after the pinned one; where the session has brought them already, nothing is asked. */
function* newsFor(session: Session, { pinned }: Reopened): Procedure<Keyrings> {
  const [newest] = session.keyrings.slice(-1);
  if (newest !== undefined && newest.version <= pinned.version + 1) {
    return { ...session, keyrings: [newest] };
  }
  const path = `/v1/keyrings?after=${pinned.version}`;
  return yield* askWith(session.token, { method: "GET", path, body: null }, decodeKeyrings);
}
