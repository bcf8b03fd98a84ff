/** What of each record is here and there, and what would become of it (docs/protocol.md, Alarm and rejoin). */

import { type Bytes, isEqual } from "../bytes.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import type { Row } from "../protocol/revisions.ts";
import type { LineageRow, Mark, RecordRow } from "../store/schema.ts";
import { type Attempt, openAttempts, type TriedCommit } from "./attempts.ts";
import { loadAll, loadMany, type Procedure } from "./effects.ts";
import { marksOf } from "./lineage.ts";
import { pastOf, type Sight } from "./looking.ts";
import { acceptedValues, arrivalOf } from "./pull.ts";
import { type Arrival, type Here, loadHere } from "./reconcile.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** One record, here and there. */
export type Finding = Here & {
  readonly record: Id;
  readonly held: RecordRow | null;
  readonly lineage: LineageRow | null;
  readonly marks: readonly Mark[];
  /** Theirs, null where the server has none. */
  readonly theirs: Row | null;
  readonly arrival: Arrival | null;
  readonly verdict: Verdict["verdict"];
  /** What both sides descend from, null where it is not known. */
  readonly common: JsonObject | null;
};

/** The newest readable state here, waiting or verified. */
export function oursOf({ mine, base }: Here): JsonObject | null {
  return mine ?? base;
}

/** Every record that is here or there. */
export function* findAll(sight: Sight): Procedure<Finding[]> {
  const known = yield* loadKnown(sight);
  const found: Finding[] = [];
  for (const record of known.records.keys()) {
    const finding = yield* find(sight, known, record);
    if (finding !== null) found.push(finding);
  }
  return found;
}

type Known = {
  readonly records: ReadonlyMap<Id, Here>;
  readonly held: ReadonlyMap<Id, RecordRow>;
  readonly lineages: ReadonlyMap<Id, LineageRow>;
  readonly arrivals: ReadonlyMap<Id, Arrival>;
  readonly tried: readonly TriedCommit[];
};

function* loadKnown({ before, staged, state, revisions }: Sight): Procedure<Known> {
  const rows = yield* loadAll("records");
  const waiting = yield* loadAll("outbox");
  const tried = yield* openAttempts(yield* loadAll("attempts"));
  const fresh = { ...before, sequence: 0 };
  const mine = acceptedValues(tried, fresh, staged);
  const arrivals = revisions.map((revision) => arrivalOf(revision, tried, mine));
  const all = [...new Set([...state.rows.keys(), ...rows.map(idOf), ...waiting.map(idOf)])].sort();
  const here = yield* loadHere(all);
  const lineages = (yield* loadMany("lineage", all)).filter((row) => row !== null);
  return {
    records: new Map(all.flatMap((id, i) => (here[i] ? [[id, here[i]] as const] : []))),
    held: byRecord(rows),
    lineages: byRecord(lineages),
    arrivals: byRecord(arrivals),
    tried,
  };
}

function idOf({ record }: { readonly record: Id }): Id {
  return record;
}

function byRecord<T extends { readonly record: Id }>(rows: readonly T[]): ReadonlyMap<Id, T> {
  return new Map(rows.map((row) => [row.record, row]));
}

function* find(sight: Sight, known: Known, record: Id): Procedure<Finding | null> {
  const here = known.records.get(record);
  const theirs = sight.state.rows.get(record) ?? null;
  if (here === undefined || (theirs === null && !isToBring(here))) return null;
  const lineage = known.lineages.get(record) ?? null;
  const marks = marksOf(lineage, sight.before, record);
  const attempts = attemptsOf(known.tried, record);
  const { verdict, base } = verdictOf({
    marks,
    held: sight.before.rows.get(record) ?? null,
    isHere: here.row !== null || here.outbox !== null,
    attempts: attempts.map(({ hash }) => hash),
    theirs,
    chains: sight.chains,
  });
  const [held, arrival] = [known.held.get(record) ?? null, known.arrivals.get(record) ?? null];
  const wanted = verdict === "merge" ? base : null;
  const common = wanted && (yield* plaintextOf(sight, record, wanted, marks, attempts));
  return { ...here, record, held, lineage, marks, theirs, arrival, verdict, common };
}

/** Whether there is something here that the server should have; what the person has not sent yet stays. */
function isToBring({ row, outbox }: Here): boolean {
  return row !== null || (outbox !== null && outbox.held !== "unsent");
}

function attemptsOf(tried: readonly TriedCommit[], record: Id): readonly Attempt[] {
  const all = tried.flatMap(({ attempts }) => attempts);
  return all.filter((attempt) => attempt.record === record);
}

/** What the row with this hash said: as this device tried it, or as the server's history has it. */
function* plaintextOf(
  { state: { vault } }: Sight,
  record: Id,
  hash: Bytes,
  marks: readonly Mark[],
  attempts: readonly Attempt[],
): Procedure<JsonObject | null> {
  const own = attempts.find((attempt) => isEqual(attempt.hash, hash));
  if (own !== undefined) return own.value;
  const mark = marks.find((known) => isEqual(known.hash, hash));
  return mark === undefined ? null : yield* pastOf(vault, record, mark);
}
