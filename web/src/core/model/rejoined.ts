/** The kind `rejoined`: what a device did when it left its branch of the history, told to the others. No page. */

import { choice, choices, count } from "./field.ts";
import { makeKind, type RecordOf } from "./kind.ts";

export const rejoined = makeKind("rejoined", 1, {
  /** The id of the device that did it. */
  device: choice("device"),
  /** The code of the alarm in which it stood. */
  alarm: choice("alarm"),
  sent: count("sent"),
  taken: count("taken"),
  /** Not `merged`, which is a mark of every kind. */
  both: count("both"),
  /** Ids of the devices on which somebody has seen it. */
  seen: choices("seen"),
});

export type Rejoined = RecordOf<typeof rejoined>;
