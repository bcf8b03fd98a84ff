/** All pages by their days, twenty at a time (docs/views.md, timeline). */

import type { MonthPlace, OptionsOf, Timeline } from "./contract.ts";
import { monthOf } from "./days.ts";
import type { Journal } from "./journal.ts";
import { namedPage } from "./naming.ts";
import { partOf } from "./words.ts";

export function timeline({ pages }: Journal, { offset }: OptionsOf<"timeline">): Timeline {
  const [part, next] = partOf(pages, offset);
  const places = new Map<string, MonthPlace>();
  for (const [place, { day }] of pages.entries()) {
    const month = monthOf(day);
    if (month !== "" && !places.has(month)) places.set(month, { month, offset: place });
  }
  return { rows: part.map(namedPage), next, months: [...places.values()] };
}
