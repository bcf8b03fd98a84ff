/** What a record of a backup means beside the one that is here, and how it comes back (docs/protocol.md, Backup). */

import type { Backed } from "../backup/restore.ts";
import { singletons } from "../model/kinds.ts";
import { isRemoved } from "../model/record.ts";
import { canonicalJson, type JsonObject, parseObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import type { Change } from "../store/contract.ts";
import { key, type Procedure } from "./effects.ts";
import type { Newest } from "./keep.ts";
import { arrivalWrites, isAbsent, isWritten, newestOfMany, originId } from "./keep-many.ts";
import { mergeRecord } from "./merge/record.ts";
import { isSame } from "./merge/values.ts";
import { singletonId } from "./singleton.ts";
import type { Write } from "./writes.ts";

/**
 * `new`: nothing of it is here. `same`: what is here says the same, or its copy was made before. `older`: all that it says stands here too.
 * `different`: it says something that is not here; it comes as a copy. `removed_here`: it was removed, and stays so. `filled`: of what an
 * account has once, fields that are empty here. `kept_here`: of that, what stands here is other, and stays.
 */
export type Verdict =
  | "new"
  | "same"
  | "older"
  | "different"
  | "removed_here"
  | "filled"
  | "kept_here";

/** `written`: the record that is, or would be, written for it; null for none. */
export type Judged = {
  readonly record: Id;
  readonly kind: string;
  readonly verdict: Verdict;
  readonly written: Id | null;
};

/** `day` of the backup, 2026-11-22. `withCopies`: what is different comes too, beside what is here. */
export type RestoreChoice = {
  readonly day: string;
  readonly withCopies: boolean;
  readonly at: number;
};

/** The app that a copy is from, in its origin and in its id. */
export const backupApp = "goldseam_backup";

/** What says nothing about what a person wrote. */
const besides = ["updated_at", "v", "merged", "kept_after_remove", "trashed_at"];

/** `left`: what the record says afterwards, null where it stays as it is. */
type Plan = {
  readonly judged: Judged;
  readonly left: JsonObject | null;
  readonly writes: readonly (Write | Change)[];
  readonly seen: readonly Newest[];
};

/** What restoring these would do, in order; nothing is written. */
export function* judgeBacked(backed: readonly Backed[]): Procedure<readonly Judged[]> {
  const plans = yield* planAll(backed, { day: "", withCopies: true, at: 0 });
  return plans.map(({ judged }) => judged);
}

/** Brings these back, at most `mostAtOnce`, all of it or nothing. What is here is never overwritten. */
export function* restoreBacked(
  backed: readonly Backed[],
  choice: RestoreChoice,
): Procedure<readonly Judged[]> {
  for (;;) {
    const plans = yield* planAll(backed, choice);
    const writes = plans.flatMap((plan) => plan.writes);
    const seen = plans.filter((plan) => plan.writes.length > 0).flatMap((plan) => plan.seen);
    if (yield* isWritten(writes, seen)) return plans.map(({ judged }) => judged);
  }
}

function* planAll(backed: readonly Backed[], choice: RestoreChoice): Procedure<readonly Plan[]> {
  const placed: Backed[] = [];
  for (const one of backed) placed.push({ ...one, record: yield* idHere(one) });
  const newest = yield* newestOfMany(placed.map(({ record }) => record));
  const device = yield* key("ids", async (keys) => keys.device);
  const plans: Plan[] = [];
  // Of what an account has once a backup may hold two: the second finds the first here.
  const left = new Map<Id, JsonObject>();
  for (const [i, one] of placed.entries()) {
    const here = newest[i];
    if (here === undefined) throw new RangeError("one state for each record");
    const value = left.get(one.record) ?? here.value;
    const plan = yield* planOf(one, { ...here, value }, choice, device);
    if (plan.left !== null) left.set(one.record, plan.left);
    plans.push(plan);
  }
  return plans;
}

/** What an account has once stands under another id in another account. */
function* idHere({ record, value }: Backed): Procedure<Id> {
  return isOnce(value) ? yield* singletonId(String(value.kind)) : record;
}

function isOnce({ kind }: JsonObject): boolean {
  return singletons.some(({ name }) => name === kind);
}

function* planOf(backed: Backed, here: Newest, choice: RestoreChoice, device: Id): Procedure<Plan> {
  const { record, value } = backed;
  const verdict = verdictOf(value, here, device);
  const isWritten = verdict === "new" || verdict === "filled";
  const judged = { record, kind: String(value.kind), verdict, written: isWritten ? record : null };
  if (verdict === "new") {
    return { judged, left: value, writes: arrivalWrites(record, value, 0), seen: [here] };
  }
  if (verdict === "filled" && here.value !== null) {
    const filled = { ...filledWith(here.value, value), updated_at: choice.at };
    const writes = arrivalWrites(record, filled, here.number);
    return { judged, left: filled, writes, seen: [here] };
  }
  if (verdict !== "different") return { judged, left: null, writes: [], seen: [] };
  return yield* copyPlan(backed, choice);
}

/** The copy of one state has one id, so that restoring twice makes one copy. */
function* copyPlan({ record, value, sha256 }: Backed, choice: RestoreChoice): Procedure<Plan> {
  const kind = String(value.kind);
  const id = yield* originId(kind, backupApp, `${record} ${sha256}`);
  const [held] = yield* newestOfMany([id]);
  const isThere = held === undefined || !isAbsent(held);
  if (isThere || !choice.withCopies) {
    const verdict: Verdict = isThere ? "same" : "different";
    const judged: Judged = { record, kind, verdict, written: null };
    return { judged, left: null, writes: [], seen: [] };
  }
  const judged: Judged = { record, kind, verdict: "different", written: id };
  const origin = { app: backupApp, original_id: `${choice.day} ${record}` };
  const writes = arrivalWrites(id, { ...value, origin }, 0);
  return { judged, left: null, writes, seen: [held] };
}

/** What the backup's state means beside the newest one here. */
export function verdictOf(backed: JsonObject, here: Newest, device: Id): Verdict {
  if (isAbsent(here)) return "new";
  const { value, aside } = here;
  if (value !== null && isRemoved(value)) return "removed_here";
  if (value === null || aside !== null) return isOnce(backed) ? "kept_here" : "different";
  if (isSame(said(backed), said(value))) return "same";
  const merged = mergeRecord(null, clean(backed), clean(value), device).record;
  if (isSame(said(merged), said(value))) return "older";
  if (!isOnce(backed)) return "different";
  return isSame(filledWith(value, backed), value) ? "kept_here" : "filled";
}

/** What is here, and fields of the backup that are absent here. */
function filledWith(here: JsonObject, backed: JsonObject): JsonObject {
  const fields = Object.entries(backed).filter(([name]) => name !== "also" && name !== "merged");
  return { ...Object.fromEntries(fields), ...here };
}

/** As it will be read again, without what is no word of anybody. */
function said(value: JsonObject): JsonObject {
  const fields = Object.entries(clean(value)).filter(([name]) => !besides.includes(name));
  return Object.fromEntries(fields);
}

function clean(value: JsonObject): JsonObject {
  return parseObject(canonicalJson(value));
}
