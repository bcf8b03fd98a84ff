/** What the tab that leads remembers between turns. The disk is the truth; this spares reading it. */

import type { VaultState } from "../crypto/state.ts";
import type { Id } from "../protocol/encoding.ts";
import type { Limits } from "../protocol/limits.ts";
import { limits } from "../protocol/limits.ts";
import type { Change, Expectation } from "../store/contract.ts";
import type { Table } from "../store/schema.ts";
import { type Procedure, save } from "./effects.ts";
import { loadState } from "./head.ts";

/**
 * `state`: the verified head, null when it must be read again. `most`: how many revisions the next commit may
 * have. `damaged`: how many rows that wait do not open here. `servedAt`: the server's clock in the newest answer to a
 * pull of this turn, in UTC milliseconds, null where none told it. `sweptAt`: this device's clock when the trash was
 * last looked through. `mayHaveKeyring`: there may be a newer keyring, which the next turn asks for. `touched`: records whose page or place changed since somebody looked.
 */
export type Leading = {
  readonly generation: number;
  readonly limits: Limits;
  readonly now: () => number;
  state: VaultState | null;
  servedAt: number | null;
  sweptAt: number | null;
  most: number;
  damaged: number;
  mayHaveKeyring: boolean;
  readonly touched: Set<Id>;
};

/** Another tab leads now: nothing was written, and this tab must stop. */
export class Deposed extends Error {
  override readonly name = "Deposed";
}

export function beginLeading(generation: number, now: () => number): Leading {
  const most = limits.max_commit_revisions;
  return {
    generation,
    limits,
    now,
    state: null,
    servedAt: null,
    sweptAt: null,
    most,
    damaged: 0,
    mayHaveKeyring: true,
    touched: new Set(),
  };
}

export function* stateOf(leading: Leading): Procedure<VaultState> {
  leading.state ??= yield* loadState();
  return leading.state;
}

/** Writes as the leader, durably, after it emptied some tables; whether it was written: false when something expected has changed meanwhile. */
export function* saveLeading(
  leading: Leading,
  changes: readonly Change[],
  expects: readonly Expectation[] = [],
  clears: readonly Table[] = [],
): Procedure<boolean> {
  const batch = { clears, changes, expects, lead: leading.generation, strict: true };
  const outcome = yield* save(batch);
  if (outcome === "deposed") throw new Deposed();
  return outcome === "written";
}
