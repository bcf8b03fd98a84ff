/** Which needs came up, and how they were met (docs/views.md, needs). */

import { read } from "../model/kind.ts";
import { reflection } from "../model/reflection.ts";
import { repair } from "../model/repair.ts";
import type { Needs } from "./contract.ts";
import type { Journal, Page } from "./journal.ts";
import { byName, entriesByName, gather, wordsOf } from "./words.ts";

type Needed = { readonly record: string; readonly way: string };

const waysInOrder = ["by_me", "by_them", "partly", "not_safe_to_ask", "not_yet"];

export function needs({ shown }: Journal): Needs {
  const found = new Map<string, Needed[]>();
  for (const page of shown) {
    const { need, way } = needsIn(page);
    for (const one of wordsOf(need)) gather(found, one, { record: page.record, way });
  }
  return {
    needs: entriesByName(found).map(([need, all]) => ({
      need,
      ways: waysOf(all),
      records: all.map(({ record }) => record),
    })),
  };
}

function needsIn({ kind, value }: Page): { need: readonly string[]; way: string } {
  if (kind === repair.name) return { need: read(repair, value).need, way: "" };
  if (kind !== reflection.name) return { need: [], way: "" };
  const { need, needMet: way } = read(reflection, value);
  return { need, way };
}

function waysOf(all: readonly Needed[]): string[] {
  const ways = byName(wordsOf(all.map(({ way }) => way)));
  const known = waysInOrder.filter((way) => ways.includes(way));
  return [...known, ...ways.filter((way) => !waysInOrder.includes(way))];
}
