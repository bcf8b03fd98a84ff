/** One soft line for each repair, from the day on which it was to its end (docs/views.md, mending_lines). */

import { readText } from "../model/record.ts";
import { utf16Order } from "../protocol/canonical.ts";
import type { MendingLine, MendingLines, OptionsOf, StepMark } from "./contract.ts";
import { daysBetween, isDay, localDay, momentOf } from "./days.ts";
import type { Journal } from "./journal.ts";
import { namesOf } from "./naming.ts";
import { type RepairPage, shownRepairs } from "./repairs.ts";
import { wordsOf } from "./words.ts";

const leastForSentence = 3;
const weekDays = 7;

export function mendingLines(
  journal: Journal,
  { asked }: OptionsOf<"mending_lines">,
  today: string,
): MendingLines {
  const all = shownRepairs(journal).filter(({ page }) => page.day !== "");
  const safe = all.filter(({ isSafe }) => isSafe);
  const lines = (asked ? all : safe).toReversed().map(lineOf);
  return { lines, left: !asked && safe.length < all.length, sentence: sentenceOf(safe, today) };
}

function lineOf(one: RepairPage): MendingLine {
  const { page, ending } = one;
  const { record, day: from } = page;
  return { record, from, to: endOf(one), ending, ...namesOf(page), steps: stepsOf(one) };
}

/** The day on which it ended, empty where none is known. */
function endOf({ page, said: { closedAt }, ending }: RepairPage): string {
  const isOver = ending !== "open" && ending !== "alone";
  return isOver && isDay(closedAt) && closedAt >= page.day ? closedAt : "";
}

function stepsOf({ page, said }: RepairPage): StepMark[] {
  const zone = readText(page.value.tz);
  return said.steps
    .map((step) => ({ ...step, moment: momentOf(step.at) }))
    .filter(({ moment }) => moment !== 0)
    .sort((left, right) => left.moment - right.moment || utf16Order(left.id, right.id))
    .map(({ moment, by, what }) => ({ day: localDay(moment, zone), by, what: wordsOf(what) }));
}

function sentenceOf(safe: readonly RepairPage[], today: string): MendingLines["sentence"] {
  const ends = safe
    .filter(({ page }) => page.isExact)
    .map((one) => ({ from: one.page.day, to: endOf(one) }))
    .filter(({ to }) => to.slice(0, 4) === today.slice(0, 4) && to <= today);
  const within = ends.filter(({ from, to }) => daysBetween(from, to) <= weekDays).length;
  if (ends.length < leastForSentence || within === 0) return null;
  return { key: "closed_within_week", word: "", numbers: { closed: ends.length, within } };
}
