/**
 * The rows that this device held, so that an older state of its own can be told from a stranger's
 * (docs/protocol.md, Alarm and rejoin). They are written in the transaction that moves the row.
 */

import type { VaultState } from "../crypto/state.ts";
import type { Id } from "../protocol/encoding.ts";
import type { Row } from "../protocol/revisions.ts";
import { type Change, change } from "../store/contract.ts";
import type { LineageRow, Mark } from "../store/schema.ts";
import { loadMany, type Procedure } from "./effects.ts";

/** How many marks of a record are kept. */
export const mostMarks = 32;

/** A place in the history. */
type Place = Pick<VaultState, "sequence" | "chain">;

/** What remembers that these rows are held from `after` on; `before` is the head on which they arrived. */
export function* marked(
  before: VaultState,
  after: Place,
  rows: readonly Row[],
): Procedure<Change[]> {
  const held = yield* loadMany(
    "lineage",
    rows.map(({ record }) => record),
  );
  return rows.map((row, i) => {
    const marks = [...marksOf(held[i] ?? null, before, row.record), markOf(row, after)];
    return lineageChange(row.record, marks);
  });
}

/**
 * The marks of a record. A profile from before there were marks has none: then the row that is held is known to
 * stand at the head that is held.
 */
export function marksOf(
  lineage: LineageRow | null,
  state: VaultState,
  record: Id,
): readonly Mark[] {
  if (lineage !== null) return lineage.marks;
  const row = state.rows.get(record);
  return row === undefined ? [] : [markOf(row, state)];
}

export function markOf({ number, hash }: Row, { sequence, chain }: Place): Mark {
  return { number, hash, sequence, chain };
}

export function lineageChange(record: Id, marks: readonly Mark[]): Change {
  return change("lineage", record, { record, marks: marks.slice(-mostMarks) });
}
