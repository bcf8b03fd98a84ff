/** A link from one record to another. */

import { choice, makeThing, type Thing } from "./field.ts";

export const linkFields = {
  /** The id of the other record. */
  to: choice("to"),
  /** continues, about, repair_of, line_from, answer_to. */
  rel: choice("rel", "rel"),
};

export type Link = Thing<typeof linkFields>;

/** A link; the same one made on two devices is one. */
export function makeLink(rel: string, to: string): Link {
  return makeThing(linkFields, `${rel}/${to}`, { rel, to });
}
