import type { RecordView } from "../../core/contract.ts";
import { common } from "../../core/model/common.ts";
import { copy } from "../copy/index.svelte.ts";
import { dayOf } from "./days.ts";
import { kindLabel } from "./headers.ts";
import { type Dictionary, partsOf } from "./reading.ts";
import type { SheetPage } from "./sheet.ts";

/** A record as it stands on paper. */
export function sheetPage(view: RecordView, dictionary: Dictionary): SheetPage {
  const { record, value } = view;
  const parts = partsOf(value, dictionary);
  return { record, title: common.title.read(value.title), about: aboutView(view), parts };
}

/** Kind and day in words; what an account has once, such as the card, has no day. */
export function aboutView({ kind, createdAt }: Pick<RecordView, "kind" | "createdAt">): string {
  const label = kindInWords(kind);
  return createdAt === 0 ? label : `${label} · ${dayOf(createdAt)}`;
}

/** Of every kind that is read as a page; those with a place of their own are in no list. */
export function kindInWords(kind: string): string {
  return kind === "safety_card" ? copy.safety.card : kindLabel(kind, copy);
}

/** The labels of fields that have no list of words. */
export function fieldLabels(): Dictionary["fields"] {
  const { fields, ask, professionals, ownNumbers } = copy.safety;
  return {
    ...copy.sheet.fields,
    my_signs: fields.mySigns,
    what_helps_alone: fields.whatHelpsAlone,
    people_and_places: fields.peopleAndPlaces,
    make_it_safer: fields.makeItSafer,
    people_to_ask: ask,
    professionals,
    own_numbers: ownNumbers,
    country: copy.exports.country,
  };
}
