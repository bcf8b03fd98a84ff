/** What a person is told before this device leaves its branch of the history (docs/protocol.md, Alarm and rejoin). */

import { isRemoved } from "../model/record.ts";
import { rejoined } from "../model/rejoined.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import { type Finding, oursOf } from "./findings.ts";
import { asideHeader, type Header, headerOf } from "./header.ts";
import { mergeRecord } from "./merge/record.ts";
import { isSame } from "./merge/values.ts";

/** A record as the person knows it; covered ones without their title. */
export type Listed = { readonly record: Id; readonly header: Header };

/** `removedHere`: pages that go here, because another device removed them; `removedThere`: the other way round. */
export type Outlook = {
  readonly send: readonly Listed[];
  readonly take: readonly Listed[];
  readonly both: readonly Listed[];
  readonly removedHere: number;
  readonly removedThere: number;
};

type Part = "send" | "take" | "both" | "removedHere" | "removedThere" | null;

export function outlookOf(findings: readonly Finding[]): Outlook {
  const told = findings.filter((finding) => !isOnlyTold(finding));
  const parted = told.map((finding) => ({ finding, part: partOf(finding) }));
  const of = (part: Part) => parted.filter((one) => one.part === part).map((one) => one.finding);
  return {
    send: of("send").flatMap(listed),
    take: of("take").flatMap(listed),
    both: of("both").flatMap(listed),
    removedHere: of("removedHere").length,
    removedThere: of("removedThere").length,
  };
}

/** What devices tell each other is no page of anybody's. */
function isOnlyTold(finding: Finding): boolean {
  const value = oursOf(finding) ?? finding.arrival?.value ?? null;
  return value !== null && value.kind === rejoined.name;
}

function partOf(finding: Finding): Part {
  const [ours, theirs, after] = [oursOf(finding), theirsOf(finding), outcomeOf(finding)];
  if (isShown(after)) return wayOf(finding);
  if (isShown(ours)) return "removedHere";
  return isShown(theirs) ? "removedThere" : null;
}

/** `unread` stands for a state that does not open here. */
type State = JsonObject | "unread" | null;

function theirsOf({ arrival }: Finding): State {
  return arrival === null ? null : (arrival.value ?? "unread");
}

/** What will be here in the end. */
function outcomeOf(finding: Finding): State {
  const { verdict, arrival, common, base, mine, row } = finding;
  const [ours, theirs] = [oursOf(finding), theirsOf(finding)];
  if (verdict === "same") return ours;
  if (theirs === null || verdict === "send") return row?.newer ? "unread" : ours;
  if (theirs === "unread" || (verdict === "merge" && row?.newer)) return "unread";
  const over = verdict === "take" ? (arrival?.attempt ?? base) : common;
  const here = verdict === "take" ? mine : ours;
  // The device of the other side stands in labels only.
  return here === null ? theirs : mergeRecord(over, here, theirs, finding.record).record;
}

function isShown(state: State): boolean {
  return state === "unread" || (state !== null && !isRemoved(state));
}

function wayOf(finding: Finding): Part {
  const { verdict, mine, arrival } = finding;
  if (verdict === "same") return null;
  const theirs = arrival?.value ?? null;
  const here = verdict === "take" ? mine : oursOf(finding);
  if (here !== null && theirs !== null && isSame(here, theirs)) return null;
  if (verdict === "merge") return "both";
  if (verdict === "send") return "send";
  return mine === null ? "take" : "both";
}

function listed(finding: Finding): Listed[] {
  const { record, row, arrival } = finding;
  const newer = row?.newer ?? arrival?.aside ?? null;
  const known = finding.verdict === "take" ? (arrival?.value ?? oursOf(finding)) : oursOf(finding);
  const shown = known !== null && !isRemoved(known) ? known : (arrival?.value ?? known);
  const header = newer === null ? shown && headerOf(shown) : asideHeader(shown, newer);
  return header === null ? [] : [{ record, header }];
}
