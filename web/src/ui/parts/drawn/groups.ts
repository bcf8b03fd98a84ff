/** What stands together, under what it belongs to: as twigs of a stem where it is drawn, as a table where it is told. */

import type { Cell, MonthOfStates, RecordId } from "../../../core/contract.ts";

export interface Item {
  readonly key: string;
  readonly label: string;
  readonly records: readonly RecordId[];
}

export interface Group {
  readonly key: string;
  readonly title: string;
  readonly items: readonly Item[];
}

/** `label` gives how a word of a list reads. */
type Label = (list: string, word: string) => string;

/** What was done, under what set it off; both in the order of the view. */
export function groupsOfCells(cells: readonly Cell[], label: Label): readonly Group[] {
  const setOff = [...new Set(cells.map((cell) => cell.set_off))];
  return setOff.map((word) => ({
    key: word,
    title: label("set_off", word),
    items: cells
      .filter((cell) => cell.set_off === word)
      .map(({ did, records }) => ({ key: did, label: label("did", did), records })),
  }));
}

/** States, under their month; `monthName` gives how `2026-11` reads. */
export function groupsOfMonths(
  months: readonly MonthOfStates[],
  label: Label,
  monthName: (month: string) => string,
): readonly Group[] {
  return months.map(({ month, states }) => ({
    key: month,
    title: monthName(month),
    items: states.map(({ state, records }) => ({
      key: state,
      label: label("state_words", state),
      records,
    })),
  }));
}
