/** Where something else came than was expected (docs/views.md, with_person and expected). */

import { read } from "../model/kind.ts";
import { type Reflection, reflection } from "../model/reflection.ts";
import type { Difference } from "./contract.ts";
import type { Page } from "./journal.ts";
import { isBlank } from "./words.ts";

export type ReflectionPage = { readonly page: Page; readonly said: Reflection };

/** In the order of the pages. */
export function reflectionsIn(pages: readonly Page[]): ReflectionPage[] {
  return pages
    .filter(({ kind }) => kind === reflection.name)
    .map((page) => ({ page, said: read(reflection, page.value) }));
}

export function differencesOf(pages: readonly Page[]): Difference[] {
  const isDifferent = ({ said }: ReflectionPage) =>
    !isBlank(said.happenedInstead) && said.compared !== "same" && said.compared !== "worse";
  return reflectionsIn(pages).filter(isDifferent).map(differenceOf);
}

export function differenceOf({ page, said }: ReflectionPage): Difference {
  const { record, day } = page;
  return { record, day, expected: said.expected, happened: said.happenedInstead };
}
