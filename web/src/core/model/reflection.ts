/**
 * The kind `reflection`: a pull in a relationship as a passing state, never as what somebody is. Three depths; the
 * second and third open only when the person asks for them.
 */

import { checkinFields } from "./checkin-fields.ts";
import { choice, choices, level, line, makeThing, type Thing, text, things } from "./field.ts";
import { makeKind, type RecordOf } from "./kind.ts";

/** The id of a pull is its word: reaching, stepping_back, both_at_once, steady, not_sure, or one's own. */
export const pullFields = {
  /** a_little, some, a_lot, or empty. */
  strength: choice("strength", "strength"),
};

export type Pull = Thing<typeof pullFields>;

const surface = {
  pull: things("pull", pullFields, "pull"),
  /** myself, group, stranger, work, other; people stand in `people`. */
  with: choices("with", "with"),
  setOff: choices("set_off", "set_off"),
  setOffText: text("set_off_text"),
  around: level("around"),
  inside: level("inside"),
  bodyPlaces: checkinFields.bodyPlaces,
  bodyQualities: checkinFields.bodyQualities,
  stateWords: checkinFields.stateWords,
  did: choices("did", "did"),
};

const underIt = {
  expected: text("expected"),
  happenedInstead: text("happened_instead"),
  /** same, better, worse, different, do_not_know. */
  compared: choice("compared", "compared"),
  beliefSelf: text("belief_self"),
  beliefOther: text("belief_other"),
  softFeeling: choices("soft_feeling", "soft_feeling"),
  need: choices("need", "need"),
  needMet: choice("need_met", "need_met"),
  protects: text("protects"),
};

const echo = {
  youngerAge: line("younger_age"),
  youngerPart: text("younger_part"),
  echo: choices("echo", "echo"),
};

const ending = {
  steadier: text("steadier"),
  /** me, them, both. */
  steadierWho: choice("steadier_who", "steadier_who"),
  line: text("line"),
  /** no, one_day, or the id of a person. */
  hear: choice("hear", "hear"),
};

/** The properties of each depth, in the order in which they are asked. */
export const reflectionDepths = {
  surface: Object.keys(surface),
  underIt: Object.keys(underIt),
  echo: Object.keys(echo),
  ending: Object.keys(ending),
};

export const reflection = makeKind("reflection", 2, {
  ...surface,
  ...underIt,
  ...echo,
  ...ending,
});

export type Reflection = RecordOf<typeof reflection>;

export function makePull(word: string, strength = ""): Pull {
  return makeThing(pullFields, word, { strength });
}
