/** Leaving this device's branch of the history for the one that the server shows (docs/protocol.md, Alarm and rejoin). */

import type { Bytes } from "../bytes.ts";
import type { VaultMark } from "../crypto/checkpoint.ts";
import { type AlarmCode, Refusal } from "../errors.ts";
import { make } from "../model/kind.ts";
import { rejoined } from "../model/rejoined.ts";
import type { Id } from "../protocol/encoding.ts";
import type { Row } from "../protocol/revisions.ts";
import { type Change, change } from "../store/contract.ts";
import { only, type RecordRow } from "../store/schema.ts";
import { seenOutbox } from "./commit.ts";
import { key, load, loadAll, type Procedure } from "./effects.ts";
import { type Finding, findAll, oursOf } from "./findings.ts";
import { sealState } from "./head.ts";
import { asideHeader } from "./header.ts";
import { freshRecord } from "./keep.ts";
import { type Leading, saveLeading } from "./leading.ts";
import { lineageChange, markOf } from "./lineage.ts";
import { isContinuation, look, placeOf, type Sight } from "./looking.ts";
import { type Outlook, outlookOf } from "./outlook.ts";
import { type Arrival, arrive } from "./reconcile.ts";
import { isCommon, isOf } from "./verdict.ts";
import { baseWrite, changesOf, headerWrite, outboxWrite, showing, type Write } from "./writes.ts";

/** What was found, before anything is done. `isContinuation`: the server goes on from where this device stands. */
export type Preview = Outlook & { readonly at: VaultMark; readonly isContinuation: boolean };

/** Looks without changing anything. Throws the `Alarm` of a history that does not fit in itself. */
export function* previewRejoin(leading: Leading): Procedure<Preview> {
  const sight = yield* look(leading, null);
  const outlook = outlookOf(yield* findAll(sight));
  return { ...outlook, at: placeOf(sight), isContinuation: isContinuation(sight) };
}

/**
 * Looks once more and leaves, in one transaction, for what goes on from `at`, the place that the person was shown;
 * an `Alarm` when it does not. `not_found` when no alarm stands.
 */
export function* rejoin(leading: Leading, at: VaultMark, timeZone: string): Procedure<Outlook> {
  const alarm = yield* load("alarm", only);
  if (alarm === null) throw new Refusal("not_found");
  const sight = yield* look(leading, at);
  for (;;) {
    const findings = yield* findAll(sight);
    const outlook = outlookOf(findings);
    const told = yield* tell(outlook, alarm.code, { at: leading.now(), timeZone });
    if (yield* leave(leading, sight, findings, told)) return outlook;
  }
}

/** The record that tells the other devices what happened. */
function* tell(
  { send, take, both }: Outlook,
  alarm: AlarmCode,
  moment: { readonly at: number; readonly timeZone: string },
): Procedure<(Write | Change)[]> {
  const record = yield* freshRecord();
  const device = yield* key("ids", async (keys) => keys.device);
  const counts = { sent: send.length, taken: take.length, both: both.length };
  const value = make(rejoined, { device, alarm, ...counts, seen: [device] }, moment);
  return [outboxWrite(record, value, 0, null), showing(record, value)];
}

/** Everything in one transaction; false where somebody wrote meanwhile. */
function* leave(
  leading: Leading,
  sight: Sight,
  findings: readonly Finding[],
  told: readonly (Write | Change)[],
): Procedure<boolean> {
  const writes: (Write | Change)[] = [...told];
  for (const finding of findings) {
    writes.push(...placeWrites(sight, finding), ...(yield* wordWrites(sight, finding)));
  }
  const changes = [
    change(
      "vault",
      only,
      yield* sealState(sight.state, leading.now(), sight.staged.head?.device ?? null),
    ),
    change("pending", only, null),
    change("alarm", only, null),
    change("checkpoint", only, null),
    ...(yield* loadAll("attempts")).map(({ commit }) => change("attempts", commit, null)),
    ...(yield* changesOf(writes)),
  ];
  const expects = findings.map(({ record, outbox }) => seenOutbox(record, outbox));
  leading.state = null; // until it is written nobody knows where the disk stands
  if (!(yield* saveLeading(leading, changes, expects))) return false;
  leading.state = sight.state;
  for (const { record } of findings) leading.touched.add(record);
  return true;
}

/** Where the record stands from now on, and that it was held there. */
function placeWrites({ state, chains }: Sight, { record, held, theirs, marks }: Finding): Change[] {
  if (theirs === null) {
    // Of a record that was never sent there is no row.
    return held === null ? [] : [movedTo(record, held, null), lineageChange(record, marks)];
  }
  const isMarked = marks.some((mark) => isOf(mark, theirs) && isCommon(mark, chains));
  const more = isMarked ? [] : [markOf(theirs, state)];
  return [movedTo(record, held, theirs), lineageChange(record, [...marks, ...more])];
}

/** The next number is greater than any that either branch used. */
function movedTo(record: Id, held: RecordRow | null, theirs: Row | null): Change {
  const here = { record, number: 0, epoch: held?.epoch ?? 1, hash: null };
  const tried = Math.max(held?.tried ?? 0, held?.number ?? 0, theirs?.number ?? 0);
  return change("records", record, { ...(theirs ?? here), tried });
}

/** What is kept of the words of both sides, and what waits. */
function* wordWrites({ staged }: Sight, finding: Finding): Procedure<(Write | Change)[]> {
  const { arrival, verdict, row, outbox, mine } = finding;
  // What waits and does not open here any more is never written over.
  if (verdict === "same" || (outbox !== null && mine === null)) return [];
  if (arrival === null || staged.head === null) return sendAnew(finding);
  const { device } = staged.head;
  if (verdict === "take") return yield* arrive({ ...finding, arrival }, device);
  if (arrival.value === null || row?.newer) return keepAside(finding, arrival);
  const base = verdict === "send" ? arrival.value : finding.common;
  const over = { ...arrival, attempt: null };
  return yield* arrive({ ...finding, arrival: over, base, mine: oursOf(finding) }, device);
}

/** The server has nothing of it: ours waits without a base. What does not open here stays as it is. */
function sendAnew({ record, row, outbox, mine, base }: Finding): (Write | Change)[] {
  if (row?.newer) return outbox === null ? [] : [aside(record, row.newer)];
  const ours = mine ?? base;
  if (ours === null) return [];
  const waits = outboxWrite(record, ours, 0, outbox?.held ?? null);
  return [change("bases", record, null), waits, showing(record, ours)];
}

/**
 * One side does not open here: its bytes stay, ours first, for theirs is on the server. What can be read of ours
 * waits, without a base, so that a later state of theirs is merged with it and takes no word away.
 */
function keepAside(
  { record, row, base, mine, outbox }: Finding,
  { number, value, aside: bytes }: Arrival,
): (Write | Change)[] {
  const newer = row?.newer ?? bytes;
  if (newer === null) return []; // one of both is aside, that is why we are here
  const ours = mine ?? (row?.newer ? null : base);
  const header = headerWrite(record, asideHeader(ours ?? value ?? base, newer));
  if (ours !== null) {
    return [aside(record, newer), outboxWrite(record, ours, number, outbox?.held ?? null), header];
  }
  if (value === null)
    return [change("bases", record, { record, sealed: row?.sealed ?? null, newer }), header];
  const { plain } = baseWrite(record, value);
  const toChange = (sealed: Bytes) => change("bases", record, { record, sealed, newer });
  return [{ plain, toChange }, header];
}

function aside(record: Id, newer: Bytes): Change {
  return change("bases", record, { record, sealed: null, newer });
}
