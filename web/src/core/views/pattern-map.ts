/** What set it off and what was done, as they stand together; and states by month (docs/views.md, pattern_map). */

import { checkin } from "../model/checkin.ts";
import { read } from "../model/kind.ts";
import type { Reflection } from "../model/reflection.ts";
import type { Cell, MonthOfStates, OptionsOf, PatternMap, SinglePair } from "./contract.ts";
import { monthOf } from "./days.ts";
import { type ReflectionPage, reflectionsIn } from "./differences.ts";
import type { Journal } from "./journal.ts";
import { byName, entriesByName, gather, wordsOf } from "./words.ts";

const cannotTell = "cannot_tell";

export function patternMap(journal: Journal, { pull }: OptionsOf<"pattern_map">): PatternMap {
  const reflections = reflectionsIn(journal.shown);
  const pulled = reflections.filter(({ said }) => pull === "" || pullsOf(said).includes(pull));
  const pulls = byName(reflections.flatMap(({ said }) => pullsOf(said)));
  return { pulls, ...pairsOf(pulled), months: monthsOf(journal, reflections) };
}

function pullsOf({ pull }: Reflection): readonly string[] {
  return wordsOf(pull.map(({ id }) => id));
}

function pairsOf(pulled: readonly ReflectionPage[]): Pick<PatternMap, "cells" | "singles"> {
  const found = new Map<string, Map<string, string[]>>();
  for (const { page, said } of pulled) {
    for (const setOff of wordsOf(said.setOff).filter((word) => word !== cannotTell)) {
      const row = found.get(setOff) ?? new Map<string, string[]>();
      found.set(setOff, row);
      for (const did of wordsOf(said.did)) gather(row, did, page.record);
    }
  }
  const cells: Cell[] = [];
  const singles: SinglePair[] = [];
  for (const [set_off, row] of entriesByName(found)) {
    for (const [did, records] of entriesByName(row)) {
      const [record = ""] = records;
      if (records.length > 1) cells.push({ set_off, did, records });
      else singles.push({ set_off, did, record });
    }
  }
  return { cells, singles };
}

function monthsOf(
  { shown }: Journal,
  reflections: readonly ReflectionPage[],
): readonly MonthOfStates[] {
  const said = new Map(reflections.map(({ page, said }) => [page.record, said.stateWords]));
  const months = new Map<string, Map<string, string[]>>();
  for (const { record, kind, day, value } of shown.filter(({ day }) => day !== "")) {
    const chosen = kind === checkin.name ? read(checkin, value).stateWords : said.get(record);
    for (const state of wordsOf(chosen ?? [])) {
      const month = months.get(monthOf(day)) ?? new Map<string, string[]>();
      months.set(monthOf(day), month);
      gather(month, state, record);
    }
  }
  return entriesByName(months).map(([month, states]) => ({
    month,
    states: entriesByName(states).map(([state, records]) => ({ state, records })),
  }));
}
