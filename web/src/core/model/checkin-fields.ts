/** The fields of a check-in: a record of its own, or part of another one, before and after it. */

import { choice, choices, level, line } from "./field.ts";

export const checkinFields = {
  inside: level("inside"),
  around: level("around"),
  stateWords: choices("state_words", "state_words"),
  bodyPlaces: choices("body_places", "body_places"),
  bodyQualities: choices("body_qualities", "body_qualities"),
  oneWord: line("one_word"),
  /** Ids of practices and of people. */
  helpedBy: choices("helped_by", "helped_by"),
  /** After writing: lighter, same, heavier, not_sure, not_today. */
  shift: choice("shift", "shift"),
};
