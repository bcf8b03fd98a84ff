/** What somebody looks for: words all of which have to be found, in any order; what stands in quotation marks stays together. */

import { fold } from "./fold.ts";

/** Folded, none twice, none empty. */
export type Query = readonly string[];

/** More of what was typed is not looked for. */
const mostTyped = 200;
const mostWords = 16;

const words = /"([^"]*)"?|[^\s"]+/g;

export function parseQuery(typed: string): Query {
  const found = [...fold(typed.slice(0, mostTyped)).matchAll(words)].map(
    ([word, phrase]) => phrase?.trim() ?? word,
  );
  return [...new Set(found)].filter((word) => word !== "").slice(0, mostWords);
}

/** Whether a folded text has them all. */
export function isFoundIn(query: Query, folded: string): boolean {
  return query.every((word) => folded.includes(word));
}
