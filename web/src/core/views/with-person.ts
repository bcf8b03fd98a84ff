/** What there was with one person, on that person's page alone (docs/views.md, with_person). */

import { read } from "../model/kind.ts";
import { hidesCounts, person } from "../model/person.ts";
import type { Ending, OptionsOf, WithPerson } from "./contract.ts";
import { differencesOf } from "./differences.ts";
import { type Journal, peopleIn } from "./journal.ts";
import { keptMoments } from "./moments.ts";
import { type RepairPage, shownRepairs } from "./repairs.ts";
import { byName, few, isBlank, wordsOf } from "./words.ts";

const leastForSentence = 3;
const nothing: WithPerson = {
  hidden: true,
  sentence: null,
  helped: [],
  moments: [],
  differences: [],
  outcomes: [],
};

export function withPerson(journal: Journal, options: OptionsOf<"with_person">): WithPerson {
  if (isHidden(journal, options.person)) return nothing;
  const shown = journal.shown.filter((page) => peopleIn(page).includes(options.person));
  const repairs = shownRepairs({ ...journal, shown }).filter(({ isSafe }) => isSafe);
  const outcomes = repairs
    .filter(({ said }) => !isBlank(said.outcome))
    .map(({ page, said }) => ({ record: page.record, day: page.day, text: said.outcome }));
  return {
    hidden: false,
    sentence: sentenceOf(repairs),
    helped: helpedIn(repairs),
    moments: few(keptMoments(shown)),
    differences: few(differencesOf(shown)),
    outcomes: few(outcomes),
  };
}

function isHidden({ people }: Journal, id: string): boolean {
  const value = people.get(id);
  if (value === undefined) return true;
  const said = read(person, value);
  return hidesCounts(said) || said.keptApart;
}

function helpedIn(repairs: readonly RepairPage[]): string[] {
  const steps = repairs.flatMap(({ said }) => said.steps);
  const well = steps.filter(({ received }) => received === "well");
  return byName(well.flatMap(({ what }) => wordsOf(what)));
}

function sentenceOf(repairs: readonly RepairPage[]): WithPerson["sentence"] {
  if (repairs.length < leastForSentence) return null;
  const ended = (wanted: Ending) => repairs.filter(({ ending }) => ending === wanted).length;
  const numbers = {
    gaps: repairs.length,
    mended: ended("knot"),
    partly: ended("half_knot"),
    line: ended("gate"),
    down: ended("stone"),
    open: ended("open"),
    alone: ended("alone"),
  };
  return { key: "with_person", word: "", numbers };
}
