/** The kind `settings`, one for each account. Every default is the quiet one, so an empty record is a good one. */

import { choice, choices, count, flag, line, type Thing, things } from "./field.ts";
import { makeKind, type RecordOf } from "./kind.ts";

/** The id is `list/word`. A word that the person added has no other label than this one. */
export const wordFields = {
  label: line("label"),
  hidden: flag("hidden"),
  added: flag("added"),
};

export type OwnWord = Thing<typeof wordFields>;

export const settings = makeKind("settings", 3, {
  vocabulary: things("vocabulary", wordFields),
  /** The small grey names that theories have for a word are not shown. */
  theoryHidden: flag("theory_hidden"),
  /** An IETF language tag, or empty for the device's. */
  language: choice("language"),
  /** system (or empty), light, dark, dim. */
  theme: choice("theme", "theme"),
  /** standard (or empty), large, larger. */
  textSize: choice("text_size", "text_size"),
  motionOff: flag("motion_off"),
  lockHiddenMinutes: count("lock_hidden_minutes"),
  lockIdleMinutes: count("lock_idle_minutes"),
  /** The address that Cover goes on to in a browser tab, or empty for the app's own neutral page. */
  coverTarget: choice("cover_target"),
  reminders: flag("reminders"),
  resurfacing: flag("resurfacing"),
  /** Nothing comes up on the first screen, not even on a day that the person set. */
  lookAgainOff: flag("look_again_off"),
  /** ISO 3166-1 alpha-2, or empty. */
  country: choice("country"),
  /** The id of the grounding script that comes first, or empty. */
  grounding: choice("grounding"),
  /** guided (or empty), page. */
  writing: choice("writing", "writing"),
  /** Names of views that are put away, and `heavierNote`. */
  viewsHidden: choices("views_hidden"),
});

/** The note of the view before_after, in `viewsHidden` once it was put away for good (docs/views.md). */
export const heavierNote = "before_after/heavier";

export type Settings = RecordOf<typeof settings>;
