/** The views that have a screen, in the order in which they are listed. */

import type { Component } from "svelte";
import type { ViewName } from "../../../core/contract.ts";
import type { Place } from "../../router.ts";
import BeforeAfter from "./BeforeAfter.svelte";
import Calendar from "./Calendar.svelte";
import Expected from "./Expected.svelte";
import InsideAround from "./InsideAround.svelte";
import MendingLines from "./MendingLines.svelte";
import MyWords from "./MyWords.svelte";
import Needs from "./Needs.svelte";
import OnThisDay from "./OnThisDay.svelte";
import PatternMap from "./PatternMap.svelte";
import Shelf from "./Shelf.svelte";
import SmallShifts from "./SmallShifts.svelte";
import Timeline from "./Timeline.svelte";

/** The screen of each view whose address is its name: `/views/mending_lines`. */
export const screens: { readonly [Name in ViewName]?: Component } = {
  mending_lines: MendingLines,
  pattern_map: PatternMap,
  expected: Expected,
  before_after: BeforeAfter,
  inside_around: InsideAround,
  small_shifts: SmallShifts,
  needs: Needs,
  shelf: Shelf,
  my_words: MyWords,
  calendar: Calendar,
  timeline: Timeline,
  on_this_day: OnThisDay,
};

export interface Listed {
  readonly view: Exclude<ViewName, "named">;
  readonly place: Place;
}

const at = (view: Listed["view"]): Listed => ({ view, place: { name: "views", view } });

/** Some have their screen elsewhere; what is shown with one person stands on that person's page alone. */
export const listed: readonly Listed[] = [
  at("mending_lines"),
  at("pattern_map"),
  at("expected"),
  at("before_after"),
  at("inside_around"),
  at("small_shifts"),
  at("needs"),
  at("shelf"),
  at("my_words"),
  at("calendar"),
  at("timeline"),
  at("on_this_day"),
  { view: "session_sheet", place: { name: "sheet" } },
  { view: "server", place: { name: "server" } },
];
