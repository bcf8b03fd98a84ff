/** The days of a month that have pages (docs/views.md, calendar). */

import type { Calendar, NamedPage, OptionsOf } from "./contract.ts";
import { isDay, monthOf } from "./days.ts";
import type { Journal } from "./journal.ts";
import { namedPage } from "./naming.ts";
import { entriesByName, gather } from "./words.ts";

export function calendar(
  { pages }: Journal,
  options: OptionsOf<"calendar">,
  today: string,
): Calendar {
  const month = isDay(`${options.month}-01`) ? options.month : monthOf(today);
  const months = pages.filter(({ day }) => day !== "").map(({ day }) => monthOf(day));
  const days = new Map<string, NamedPage[]>();
  for (const page of pages) {
    if (monthOf(page.day) === month) gather(days, page.day, namedPage(page));
  }
  return {
    month,
    days: entriesByName(days).map(([day, records]) => ({ day, records })),
    // Pages are newest first, so the nearest earlier month is the first of them, the nearest later one the last.
    earlier: months.find((one) => one < month) ?? "",
    later: months.findLast((one) => one > month) ?? "",
  };
}
