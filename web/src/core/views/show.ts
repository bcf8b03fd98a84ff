/** Every view by its name: which records it reads, and what it shows of them (docs/views.md). */

import { checkin } from "../model/checkin.ts";
import { glimmer } from "../model/glimmer.ts";
import { line } from "../model/line.ts";
import { person } from "../model/person.ts";
import { reflection } from "../model/reflection.ts";
import { repair } from "../model/repair.ts";
import { beforeAfter } from "./before-after.ts";
import { calendar } from "./calendar.ts";
import type { DataOf, OptionsOf, ViewName } from "./contract.ts";
import { expected } from "./expected.ts";
import { insideAround } from "./inside-around.ts";
import type { Journal } from "./journal.ts";
import { mendingLines } from "./mending-lines.ts";
import { myWords } from "./my-words.ts";
import { named } from "./named.ts";
import { needs } from "./needs.ts";
import { onThisDay } from "./on-this-day.ts";
import { patternMap } from "./pattern-map.ts";
import { sessionSheet } from "./session-sheet.ts";
import { shelf } from "./shelf.ts";
import { smallShifts } from "./small-shifts.ts";
import { timeline } from "./timeline.ts";
import { withPerson } from "./with-person.ts";

/** All but `server`, which reads no page. */
export type PageView = Exclude<ViewName, "server">;

export type Shows = {
  readonly [Name in PageView]: (
    journal: Journal,
    options: OptionsOf<Name>,
    today: string,
  ) => DataOf<Name>;
};

export const shows: Shows = {
  mending_lines: mendingLines,
  with_person: withPerson,
  pattern_map: patternMap,
  expected,
  before_after: beforeAfter,
  inside_around: insideAround,
  small_shifts: smallShifts,
  shelf,
  needs,
  calendar,
  on_this_day: onThisDay,
  session_sheet: sessionSheet,
  timeline,
  my_words: myWords,
  named,
};

const all = null;

/** The kinds that a view reads, `all` for every page; what it does not read is not opened for it. */
export const kindsRead: Readonly<Record<PageView, readonly string[] | null>> = {
  mending_lines: [repair.name, person.name],
  with_person: [repair.name, reflection.name, glimmer.name, person.name],
  pattern_map: [reflection.name, checkin.name],
  expected: [reflection.name, person.name],
  before_after: all,
  inside_around: [checkin.name],
  small_shifts: all,
  shelf: [glimmer.name, line.name, person.name],
  needs: [reflection.name, repair.name],
  calendar: all,
  on_this_day: all,
  session_sheet: all,
  timeline: all,
  my_words: [line.name],
  named: all,
};

/** Views whose guards ask the settings. */
export const readsSettings: ReadonlySet<PageView> = new Set(["before_after", "on_this_day"]);
