/** Kept moments and lines, to open when in doubt (docs/views.md, shelf). */

import { read } from "../model/kind.ts";
import { line } from "../model/line.ts";
import type { OptionsOf, SafeEnoughShelf, ShelfCard } from "./contract.ts";
import { type Journal, names, type Page } from "./journal.ts";
import { keptMoment } from "./moments.ts";
import { isBlank, partOf } from "./words.ts";

export function shelf(journal: Journal, { offset }: OptionsOf<"shelf">): SafeEnoughShelf {
  const { shown, heldBack } = journal;
  const all = shown
    .filter((page) => !names(page, heldBack))
    .flatMap((page) => momentCard(page) ?? lineCard(page, heldBack) ?? []);
  const [cards, next] = partOf(all, offset);
  return { cards, next };
}

function momentCard(page: Page): ShelfCard | null {
  const moment = keptMoment(page);
  return moment && { ...moment, kind: page.kind };
}

function lineCard(page: Page, heldBack: ReadonlySet<string>): ShelfCard | null {
  const { record, kind, day, value } = page;
  if (kind !== line.name) return null;
  const { text, from } = read(line, value);
  return isBlank(text) || heldBack.has(from) ? null : { record, kind, day, text, carry: "" };
}
