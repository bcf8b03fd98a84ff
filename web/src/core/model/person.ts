/** The kind `person`: somebody by a letter or a nickname. No score, no picture, no contacts. */

import { choice, choices, flag, line, text } from "./field.ts";
import { makeKind, type RecordOf } from "./kind.ts";

export const person = makeKind("person", 2, {
  nameShown: line("name_shown"),
  role: choices("role", "role"),
  /** safe_enough, mixed, not_safe, unknown, changes. */
  feelsNow: choice("feels_now", "feels_now"),
  /** What helps me feel safe with them. */
  helps: text("helps"),
  limits: text("limits"),
  note: text("note"),
  hideCounts: flag("hide_counts"),
  /** No longer in my life: nothing about them is suggested. */
  keptApart: flag("kept_apart"),
});

export type Person = RecordOf<typeof person>;

/** Whether nothing is counted on their page: as the person said, and wherever it is not safe. */
export function hidesCounts({ hideCounts, feelsNow }: Person): boolean {
  return hideCounts || feelsNow === "not_safe";
}

/** Whether they may be suggested, as somebody to ask or to tell. */
export function isSuggested({ keptApart, feelsNow }: Person): boolean {
  return !keptApart && feelsNow !== "not_safe";
}
