/** What was expected, and what happened: own sentences in two columns (docs/views.md, expected). */

import type { Expected, OptionsOf } from "./contract.ts";
import { differenceOf, reflectionsIn } from "./differences.ts";
import { type Journal, peopleIn } from "./journal.ts";
import { byName, isBlank, partOf } from "./words.ts";

export function expected(journal: Journal, { person, offset }: OptionsOf<"expected">): Expected {
  const { shown, people, heldBack } = journal;
  const both = reflectionsIn(shown).filter(
    ({ said }) => !isBlank(said.expected) && !isBlank(said.happenedInstead),
  );
  const asked = both.filter(({ page }) => person === "" || peopleIn(page).includes(person));
  const [part, next] = partOf(asked, offset);
  const named = both.flatMap(({ page }) => peopleIn(page));
  return {
    rows: part.map((one) => ({ ...differenceOf(one), compared: one.said.compared })),
    next,
    people: byName(named.filter((one) => people.has(one) && !heldBack.has(one))),
  };
}
