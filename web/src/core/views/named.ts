/** The pages behind a dot, by name (docs/views.md, named). */

import type { OptionsOf, Rows } from "./contract.ts";
import type { Journal, Page } from "./journal.ts";
import { namedPage } from "./naming.ts";

export function named({ pages }: Journal, { records }: OptionsOf<"named">): Rows {
  return rowsOf(pages, records);
}

/** Those of the pages that have these ids, in that order, each once. */
export function rowsOf(pages: readonly Page[], ids: readonly string[]): Rows {
  const known = new Map(pages.map((page) => [page.record, page]));
  const rows = [...new Set(ids)].flatMap((id) => known.get(id) ?? []);
  return { rows: rows.map(namedPage) };
}
