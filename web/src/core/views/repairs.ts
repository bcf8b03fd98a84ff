/** Shown repairs as views read them: which are not safe, and how each ended (docs/views.md, Repairs). */

import { gateOf } from "../model/gate.ts";
import { read } from "../model/kind.ts";
import { type Repair, repair } from "../model/repair.ts";
import type { Ending } from "./contract.ts";
import { type Journal, names, type Page } from "./journal.ts";

export type RepairPage = {
  readonly page: Page;
  readonly said: Repair;
  readonly ending: Ending;
  readonly isSafe: boolean;
};

const endings: ReadonlyMap<string, Ending> = new Map([
  ["mended", "knot"],
  ["mended_with_self", "knot"],
  ["partly_mended", "half_knot"],
  ["boundary_kept", "gate"],
  ["not_safe", "gate"],
  ["set_down", "stone"],
  ["not_repairable", "stone"],
]);

/** Newest first. */
export function shownRepairs({ shown, notSafe }: Journal): RepairPage[] {
  return shown
    .filter(({ kind }) => kind === repair.name)
    .map((page) => {
      const said = read(repair, page.value);
      return { page, said, ending: endingOf(said), isSafe: !isNotSafe(page, said, notSafe) };
    });
}

function endingOf(said: Repair): Ending {
  return endings.get(said.status) ?? (gateOf(said) === "closed" ? "alone" : "open");
}

function isNotSafe(page: Page, said: Repair, notSafe: ReadonlySet<string>): boolean {
  const isRefused = said.safeToBring === "no" && said.direction !== "with_self";
  const isHarm = said.gap.includes("harm_or_control");
  return said.status === "not_safe" || isHarm || isRefused || names(page, notSafe);
}
