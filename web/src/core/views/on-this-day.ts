/** One page of this day that the person would not mind meeting (docs/views.md, on_this_day). */

import { common } from "../model/common.ts";
import { glimmer } from "../model/glimmer.ts";
import type { OnThisDay, OptionsOf } from "./contract.ts";
import { type Journal, names, type Page } from "./journal.ts";

const asking = "ask_me";

export function onThisDay(
  { pages, heldBack, settings }: Journal,
  { passed }: OptionsOf<"on_this_day">,
  today: string,
): OnThisDay {
  if (!settings.resurfacing) return { card: null };
  const mayCome = pages.filter(
    (page) =>
      isOfThisDay(page, today) &&
      isAllowed(page) &&
      !names(page, heldBack) &&
      !passed.includes(page.record),
  );
  const first = mayCome.find(({ kind }) => kind === glimmer.name) ?? mayCome[0];
  if (first === undefined) return { card: null };
  const { record, kind, day, value } = first;
  return { card: { record, kind, day, ask: common.resurface.read(value.resurface) === asking } };
}

function isOfThisDay({ day, isExact }: Page, today: string): boolean {
  return isExact && day.slice(4) === today.slice(4) && day.slice(0, 4) < today.slice(0, 4);
}

function isAllowed({ value }: Page): boolean {
  const resurface = common.resurface.read(value.resurface);
  return (
    (resurface === "yes" || resurface === asking) && common.state.read(value.state) !== "archived"
  );
}
