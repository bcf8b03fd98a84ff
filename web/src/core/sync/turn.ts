/** One turn of sync: what is unanswered is sent, what is new is pulled, what waits is committed. */

import type { AlarmCode, RefusalCode } from "../errors.ts";
import { Alarm, Refusal } from "../errors.ts";
import type { Pull } from "../protocol/pages.ts";
import { only } from "../store/schema.ts";
import { isRevoked } from "./account.ts";
import { heedRemovals } from "./alarm.ts";
import { buildPending } from "./commit.ts";
import { key, load, type Procedure } from "./effects.ts";
import { refreshKeyring } from "./keyrings.ts";
import { type Leading, stateOf } from "./leading.ts";
import { orAlarm, pull, stage } from "./pull.ts";
import { submit } from "./settle.ts";
import { emptyTrash } from "./trash.ts";

/**
 * How a turn ended. `done`: everything that waited was answered and the newest head verified. `recovery_first`:
 * the same, but nothing is sent before the recovery code was typed again. `contended`: another device was
 * faster; try again soon. `silent`: nothing can be concluded; `retryAfter` in seconds if the server gave one. `fault`: what nobody
 * foresaw went wrong here, told by the one who runs the turn.
 */
export type TurnEnd =
  | { readonly end: "done" | "recovery_first" | "contended" | "fault" }
  | { readonly end: "silent"; readonly retryAfter: number | null }
  | { readonly end: "refused"; readonly code: RefusalCode }
  | { readonly end: "stopped"; readonly code: AlarmCode };

/** Never throws for what a network or a server does; `Deposed` when another tab leads. */
export function* turn(leading: Leading): Procedure<TurnEnd> {
  const alarm = yield* load("alarm", only);
  try {
    if (alarm !== null) return yield* turnAlarmed(leading, alarm.code);
    return yield* turnInPeace(leading);
  } catch (error) {
    if (error instanceof Alarm) return { end: "stopped", code: error.code };
    if (!(error instanceof Refusal)) throw error;
    if (alarm !== null) return { end: "stopped", code: alarm.code };
    return endOf(error);
  }
}

function endOf({ code, facts }: Refusal): TurnEnd {
  const isSilence = ["unavailable", "rate_limited", "server_error", "session_stale"].includes(code);
  return isSilence ? { end: "silent", retryAfter: facts.retryAfter } : { end: "refused", code };
}

function* turnAlarmed(leading: Leading, code: AlarmCode): Procedure<TurnEnd> {
  yield* heedRemovals(leading, yield* stage(leading, yield* stateOf(leading)));
  return { end: "stopped", code };
}

/** A head by a device that was removed would be an alarm on every other one. */
function* requireTrusted(): Procedure<void> {
  if (yield* key("accept keyring", async (keys) => isRevoked(keys))) throw new Refusal("revoked");
}

const nothing: Pull = { revisions: [], commits: new Uint8Array(0), sequence: null, head: null };

/** Another passphrase, or a device that was removed, comes without a commit. */
function* lookForKeyring(leading: Leading): Procedure<void> {
  if (!leading.mayHaveKeyring) return;
  yield* orAlarm(leading, nothing, refreshKeyring(leading));
  leading.mayHaveKeyring = false;
  yield* requireTrusted();
}

function* turnInPeace(leading: Leading): Procedure<TurnEnd> {
  leading.servedAt = null;
  yield* requireTrusted();
  yield* lookForKeyring(leading);
  const pending = yield* load("pending", only);
  if (pending !== null) yield* submit(leading, pending);
  yield* pull(leading);
  yield* requireTrusted(); // the pull may have brought the keyring that says so
  if ((yield* load("recovery", only)) !== null) return { end: "recovery_first" };
  yield* emptyTrash(leading);
  for (;;) {
    const next = yield* buildPending(leading);
    if (next === null) return { end: "done" };
    if ((yield* submit(leading, next)) === "behind") {
      yield* pull(leading);
      return { end: "contended" };
    }
  }
}
