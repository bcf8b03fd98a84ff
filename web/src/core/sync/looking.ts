/** Looking at all that a server shows, as a fresh device does, before anything is believed (docs/protocol.md, Alarm and rejoin). */

import { type Bytes, isEqual } from "../bytes.ts";
import { chainsOver, splitDigests } from "../crypto/chain.ts";
import type { VaultMark } from "../crypto/checkpoint.ts";
import { openRevision } from "../crypto/seal.ts";
import { freshState, rowOf, type VaultState } from "../crypto/state.ts";
import type { VerifiedRevision } from "../crypto/verify.ts";
import { Refusal, SealError } from "../errors.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import { decodeHistory, type Pull } from "../protocol/pages.ts";
import type { PastRevision } from "../protocol/revisions.ts";
import type { Mark } from "../store/schema.ts";
import { askInSession } from "./asking.ts";
import { key, type Procedure } from "./effects.ts";
import { type Leading, stateOf } from "./leading.ts";
import { stage, upToKeyring, verify } from "./pull.ts";

/** The whole vault as the server shows it, verified. */
export type Sight = {
  /** What this device believed until now. */
  readonly before: VaultState;
  readonly staged: Pull;
  readonly state: VaultState;
  readonly revisions: readonly VerifiedRevision[];
  /** The server's chain at every sequence from 0 on. */
  readonly chains: readonly Bytes[];
};

/** Throws the `Alarm` of the check that fails, also where it does not continue `mark`; nothing has changed then. */
export function* look(leading: Leading, mark: VaultMark | null): Procedure<Sight> {
  const before = yield* stateOf(leading);
  const fresh = yield* key("verify pull", ({ vault }) => freshState(vault));
  const staged = yield* upToKeyring(leading, fresh, yield* stage(leading, fresh));
  const { state, revisions } = yield* verify(fresh, staged, mark);
  const commits = splitDigests(staged.commits ?? new Uint8Array(0));
  const chains = yield* key("verify pull", () => chainsOver(fresh.chain, commits));
  return { before, staged, state, revisions, chains };
}

/** The place in the history at which it was looked. */
export function placeOf({ state: { vault, sequence, chain } }: Sight): VaultMark {
  return { vault, sequence, chain };
}

/** Whether what the server shows goes on from where this device stands, so that nothing was lost there. */
export function isContinuation({ before, chains }: Sight): boolean {
  const there = chains[before.sequence];
  return there !== undefined && isEqual(there, before.chain);
}

/** What the row of a mark said, if the server's history has it; known by its hash, so no other can be put in its place. */
export function* pastOf(vault: Id, record: Id, mark: Mark): Procedure<JsonObject | null> {
  const page = yield* historyFrom(vault, record, mark.number);
  const past = page.find(({ number }) => number === mark.number);
  return past === undefined ? null : yield* openPast(record, past, mark.hash);
}

function* historyFrom(vault: Id, record: Id, number: number): Procedure<readonly PastRevision[]> {
  const path = `/v1/vaults/${vault}/records/${record}/revisions?before=${number + 1}`;
  try {
    return (yield* askInSession({ method: "GET", path, body: null }, decodeHistory)).revisions;
  } catch (error) {
    // A base that is lost costs repeated words only; one that may come later is waited for.
    if (error instanceof Refusal && error.code === "not_found") return [];
    throw error;
  }
}

function openPast(record: Id, past: PastRevision, hash: Bytes): Procedure<JsonObject | null> {
  return key("open revisions", async ({ vaultKeys }) => {
    const place = { record, number: past.number, sealed: past.sealed };
    const keys = vaultKeys.get(past.epoch);
    const row = await rowOf(place, past.epoch);
    if (keys === undefined || !isEqual(row.hash, hash)) return null;
    try {
      return await openRevision(keys, place, past.sealed);
    } catch (error) {
      if (error instanceof SealError) return null; // not readable here, so no base either
      throw error;
    }
  });
}
