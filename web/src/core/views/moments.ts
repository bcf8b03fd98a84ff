/** Safe-enough moments in the person's own words (docs/views.md, with_person and shelf). */

import { glimmer } from "../model/glimmer.ts";
import { read } from "../model/kind.ts";
import type { KeptMoment } from "./contract.ts";
import type { Page } from "./journal.ts";
import { isBlank } from "./words.ts";

/** In the order of the pages; those without a word are left out. */
export function keptMoments(pages: readonly Page[]): KeptMoment[] {
  return pages.flatMap((page) => keptMoment(page) ?? []);
}

/** Null for another page, or one without a word. */
export function keptMoment({ record, kind, day, value }: Page): KeptMoment | null {
  if (kind !== glimmer.name) return null;
  const { what: text, carryInward: carry } = read(glimmer, value);
  return isBlank(text) && isBlank(carry) ? null : { record, day, text, carry };
}
