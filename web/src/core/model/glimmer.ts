/** The kind `glimmer`: a safe-enough moment. One field is enough. */

import { checkinFields } from "./checkin-fields.ts";
import { choice, choices, text } from "./field.ts";
import { makeKind, type RecordOf } from "./kind.ts";

export const glimmer = makeKind("glimmer", 2, {
  what: text("what"),
  kinds: choices("kinds", "kinds"),
  bodyPlaces: checkinFields.bodyPlaces,
  bodyQualities: checkinFields.bodyQualities,
  modelled: choices("modelled", "modelled"),
  doubt: text("doubt"),
  /** One sentence to carry; it may become a line. */
  carryInward: text("carry_inward"),
  hear: choice("hear", "hear"),
});

export type Glimmer = RecordOf<typeof glimmer>;
