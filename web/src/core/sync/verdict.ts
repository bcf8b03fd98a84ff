/** What becomes of one record when a device leaves its branch of the history (docs/protocol.md, Alarm and rejoin). */

import { type Bytes, isEqual } from "../bytes.ts";
import type { Row } from "../protocol/revisions.ts";
import type { Mark } from "../store/schema.ts";

/** What a device knows of a record, and what the server shows of it. */
export type Case = {
  /** Oldest first. */
  readonly marks: readonly Mark[];
  /** The newest verified row here, null for none. */
  readonly held: Row | null;
  /** Whether something of it is here, verified or waiting. */
  readonly isHere: boolean;
  /** The hashes of this device's own attempts of it. */
  readonly attempts: readonly Bytes[];
  /** The row that the server shows, null for none. */
  readonly theirs: Row | null;
  /** The server's chain at every sequence from 0 to that of its head. */
  readonly chains: readonly Bytes[];
};

/**
 * `same`: nothing to do. `send`: theirs is what ours was made over. `take`: theirs was made over ours. `merge`: both
 * went on. `base` is the hash of the row from which both sides descend, null where there is none or none is needed.
 */
export type Verdict = {
  readonly verdict: "same" | "send" | "take" | "merge";
  readonly base: Bytes | null;
};

export function verdictOf(known: Case): Verdict {
  const { held, theirs, isHere } = known;
  if (theirs === null) return { verdict: "send", base: null };
  if (!isHere) return { verdict: "take", base: null };
  if (held !== null && isSameRow(held, theirs)) return { verdict: "same", base: null };
  if (isOurs(known, theirs)) return { verdict: "send", base: theirs.hash };
  if (isMadeOverHeld(known, theirs)) return { verdict: "take", base: null };
  return { verdict: "merge", base: newestCommon(known)?.hash ?? null };
}

function isSameRow(left: Row, right: Row): boolean {
  const isSame = left.number === right.number && left.epoch === right.epoch;
  return isSame && isEqual(left.hash, right.hash);
}

/** An older state of this device's own, or one that it made itself. */
function isOurs({ marks, attempts }: Case, { hash }: Row): boolean {
  const own = [...marks.map((mark) => mark.hash), ...attempts];
  return own.some((known) => isEqual(known, hash));
}

function isMadeOverHeld({ marks, held, chains }: Case, { number }: Row): boolean {
  if (held === null || number <= held.number) return false;
  return marks.some((mark) => isOf(mark, held) && isCommon(mark, chains));
}

/** Whether the mark is of this row. */
export function isOf(mark: Mark, { number, hash }: Row): boolean {
  return mark.number === number && isEqual(mark.hash, hash);
}

function newestCommon({ marks, chains }: Case): Mark | null {
  return marks.findLast((mark) => isCommon(mark, chains)) ?? null;
}

/** Whether the row of the mark is in both histories. */
export function isCommon({ sequence, chain }: Mark, chains: readonly Bytes[]): boolean {
  const theirs = chains[sequence];
  return theirs !== undefined && isEqual(theirs, chain);
}
