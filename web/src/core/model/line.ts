/** The kind `line`: words to oneself. */

import { choice, flag, text } from "./field.ts";
import { makeKind, type RecordOf } from "./kind.ts";

export const line = makeKind("line", 2, {
  text: text("text"),
  /** The id of the record or person that it comes from, or empty. */
  from: choice("from"),
  /** The harsh line that it stands in for. */
  insteadOf: text("instead_of"),
  /** mine, theirs, made_up. */
  voice: choice("voice", "voice"),
  /** Shown on the ground screen. */
  inGrounding: flag("in_grounding"),
});

export type Line = RecordOf<typeof line>;
