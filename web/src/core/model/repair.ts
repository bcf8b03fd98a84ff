/** The kind `repair`: a hurt or a gap between people, or with oneself, and what was done about it. */

import { checkinFields } from "./checkin-fields.ts";
import {
  type ChangesOf,
  choice,
  choices,
  day,
  level,
  makeThing,
  moment,
  parts,
  type Thing,
  text,
  things,
} from "./field.ts";
import { makeKind, type RecordOf } from "./kind.ts";

export const stepFields = {
  at: moment("at"),
  /** me, them, both, helper. */
  by: choice("by", "by"),
  what: choices("what", "step"),
  note: text("note"),
  /** well, partly, badly, not_yet, not_sent. */
  received: choice("received", "received"),
  after: parts("after", checkinFields),
};

export type Step = Thing<typeof stepFields>;

export const repair = makeKind("repair", 2, {
  /** they_hurt_me, i_hurt_them, both, missed_each_other, with_self. */
  direction: choice("direction", "direction"),
  /** The gate, asked first: yes, mostly, not_sure, no, not_now. */
  safeToBring: choice("safe_to_bring", "safe_to_bring"),
  around: level("around"),
  gap: choices("gap", "gap"),
  camera: text("camera"),
  impactMe: text("impact_me"),
  impactThem: text("impact_them"),
  myPart: text("my_part"),
  theirPart: text("their_part"),
  need: choices("need", "need"),
  want: text("want"),
  steps: things("steps", stepFields),
  outcome: text("outcome"),
  learned: text("learned"),
  status: choice("status", "status"),
  closedAt: day("closed_at"),
  line: text("line"),
  hear: choice("hear", "hear"),
});

export type Repair = RecordOf<typeof repair>;

/** A step; its id comes from the caller's randomness, so that two devices never make the same one. */
export function makeStep(id: string, values: ChangesOf<typeof stepFields>): Step {
  return makeThing(stepFields, id, values);
}
