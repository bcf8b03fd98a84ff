/** New keys for everything, and all other devices signed out (docs/protocol.md, Epochs). */

import { Refusal, Unready } from "../errors.ts";
import { purposes } from "../protocol/accounts.ts";
import type { Id } from "../protocol/encoding.ts";
import { encodeEpochWrite } from "../protocol/epochs.ts";
import { change, restingEpoch } from "../store/contract.ts";
import { only } from "../store/schema.ts";
import type { Typed } from "./account.ts";
import { signInAgain } from "./again.ts";
import { ask, challenge, proven } from "./asking.ts";
import { firstWaiting } from "./commit.ts";
import { key, load, type Procedure } from "./effects.ts";
import { type MadeEpoch, makeEpoch } from "./epoch.ts";
import { accountHere } from "./here.ts";
import { type Leading, stateOf } from "./leading.ts";
import { rest, sealsNow } from "./resting.ts";
import { derive } from "./session.ts";
import { turn } from "./turn.ts";

/** What a person gives for it; `code` are the new recovery words in their one form, `on` a date, YYYY-MM-DD. */
export type NewKeys = {
  readonly passphrase: string;
  readonly newPassphrase: string;
  readonly code: Typed;
  readonly remove: readonly Id[];
  readonly on: string;
};

/** How often another device may be faster before it is said that this did not work. */
const mostTries = 5;

/**
 * `not_synced` while something waits here or an alarm stands; `wrong_secret`, `login_refused`, `unavailable`. Where the server has taken new keys
 * of this very passphrase and the answer was lost, this finishes them.
 */
export function* makeNewKeys(leading: Leading, wish: NewKeys): Procedure<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    leading.mayHaveKeyring = true;
    const end = yield* turn(leading);
    if (end.end === "contended") continue;
    if (end.end === "silent") throw new Refusal("unavailable");
    if (end.end === "refused" && end.code === "sign_in_again") {
      if (yield* isFinished(wish)) return;
      continue;
    }
    if (end.end === "refused") throw new Refusal(end.code);
    if (end.end === "stopped" || (yield* isWaiting())) throw new Unready("not_synced");
    const made = yield* make(leading, wish);
    if (yield* isTaken(made)) return yield* keep(made);
  }
  throw new Refusal("unavailable");
}

/**
 * The session of the device that made new keys goes on, but it cannot read the newest keyring before it holds them. Whether that was why it asked
 * for the passphrase: a session may just be over, and then the two can be the same.
 */
function* isFinished({ newPassphrase }: NewKeys): Procedure<boolean> {
  const before = yield* accountHere();
  try {
    yield* signInAgain(before.name, newPassphrase);
    return restingEpoch(yield* accountHere()) !== restingEpoch(before);
  } catch (error) {
    const isOther = error instanceof Refusal && error.code === "login_refused";
    throw isOther ? new Refusal("sign_in_again") : error;
  }
}

/** Whether anything would still be sent. What never goes by itself holds nothing up. */
function* isWaiting(): Procedure<boolean> {
  if ((yield* load("pending", only)) !== null) return true;
  return (yield* firstWaiting(1)).rows.length > 0;
}

function* make(leading: Leading, wish: NewKeys): Procedure<MadeEpoch> {
  const account = yield* accountHere();
  const { name, salt } = account;
  const typed = yield* derive(name, salt, wish.passphrase);
  const next = yield* derive(name, salt, wish.newPassphrase);
  const { sequence, chain } = yield* stateOf(leading);
  const { code, remove, on } = wish;
  return yield* key("make version", (keys, random) =>
    makeEpoch({
      keys,
      account,
      typed,
      ways: [next, code],
      at: { sequence, chain },
      remove,
      on,
      random,
    }),
  );
}

/** Whether the server took it; false when another device was faster. */
function* isTaken({ resting, login, write }: MadeEpoch): Procedure<boolean> {
  const purpose = purposes.epoch;
  const { name, deviceKey } = resting.before;
  const given = yield* challenge(name, purpose);
  const body = encodeEpochWrite(write);
  const claim = { purpose, name, challenge: given.challenge, deviceKey, login, body };
  const sent = yield* proven(claim);
  try {
    yield* ask({ method: "POST", path: "/v1/epochs", body: sent }, () => null);
    return true;
  } catch (error) {
    const isFaster = error instanceof Refusal && ["keyring_behind", "behind"].includes(error.code);
    if (!isFaster) throw error;
    return false;
  }
}

/** What was written here meanwhile is sealed anew with the rest. */
function* keep({ resting }: MadeEpoch): Procedure<void> {
  const forgotten = change("recovery", only, null);
  while (!(yield* rest(resting, yield* sealsNow(), [forgotten])));
}
