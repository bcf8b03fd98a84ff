/** The kind `safety_card`, one for each account: a plan, never a contract. It is read offline. */

import { choice, flag, line, makeThing, type Thing, text, things } from "./field.ts";
import { makeKind, type RecordOf } from "./kind.ts";

export const numberFields = {
  name: line("name"),
  /** As it is dialled; never merged by words, so that two numbers do not become one. */
  number: choice("number"),
  note: text("note"),
};

export type NumberRow = Thing<typeof numberFields>;

export const safetyCard = makeKind("safety_card", 2, {
  mySigns: text("my_signs"),
  whatHelpsAlone: text("what_helps_alone"),
  peopleAndPlaces: text("people_and_places"),
  peopleToAsk: things("people_to_ask", numberFields),
  professionals: things("professionals", numberFields),
  makeItSafer: text("make_it_safer"),
  /** ISO 3166-1 alpha-2, or empty. */
  country: choice("country"),
  ownNumbers: things("own_numbers", numberFields),
  stanleyBrownDoneWithClinician: flag("stanley_brown_done_with_clinician"),
});

export type SafetyCard = RecordOf<typeof safetyCard>;

export function makeNumberRow(id: string, name: string, number: string): NumberRow {
  return makeThing(numberFields, id, { name, number });
}
