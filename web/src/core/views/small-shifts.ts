/** Small shifts that were noticed, as marks side by side (docs/views.md, small_shifts). */

import { common } from "../model/common.ts";
import type { ShiftMark, SmallShifts } from "./contract.ts";
import type { Journal } from "./journal.ts";
import { byName, gather, wordsOf } from "./words.ts";

const five = ["managed_less", "stayed_present", "trusted_cue", "less_shame_need", "more_flexible"];

export function smallShifts({ shown }: Journal): SmallShifts {
  const marks = new Map<string, ShiftMark[]>();
  for (const { record, day, value } of shown.toReversed()) {
    for (const sign of wordsOf(common.signs.read(value.signs)))
      gather(marks, sign, { record, day });
  }
  const others = byName(marks.keys()).filter((sign) => !five.includes(sign));
  return { strips: [...five, ...others].map((sign) => ({ sign, marks: marks.get(sign) ?? [] })) };
}
