/** Pages by name, as rows that lead to them (docs/views.md, A named page). */

import { common } from "../model/common.ts";
import { openingText } from "../model/opening.ts";
import { openingLine } from "../model/opening-line.ts";
import type { NamedPage } from "./contract.ts";
import type { Page } from "./journal.ts";

export function namedPage(page: Page): NamedPage {
  const { record, kind, day, covered } = page;
  return { record, kind, day, ...namesOf(page), covered };
}

/** Nothing of a covered page. */
export function namesOf({ value, covered }: Page): Pick<NamedPage, "title" | "opening"> {
  if (covered) return { title: "", opening: "" };
  return { title: common.title.read(value.title), opening: openingLine(openingText(value)) };
}
