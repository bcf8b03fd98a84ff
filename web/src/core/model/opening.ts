/** The words by which a list shows a record: those of its first field that has some, else of its first answer. */

import type { JsonObject } from "../protocol/canonical.ts";
import type { Answer } from "./answer.ts";
import { common } from "./common.ts";
import { showsAnswer } from "./gate.ts";
import { read } from "./kind.ts";
import { readText } from "./record.ts";
import { repair } from "./repair.ts";

/** Fields that hold a person's own words, by kind, those that say most first. Every kind has a body too. */
const telling: { readonly [kind: string]: readonly string[] } = {
  entry: ["line"],
  reflection: ["set_off_text", "expected", "happened_instead", "steadier", "line"],
  repair: ["camera", "impact_me", "outcome", "learned", "line"],
  glimmer: ["what", "carry_inward", "doubt"],
  checkin: ["one_word"],
  line: ["text"],
  person: ["name_shown"],
};

/** The record's first words, empty for one without any; a record of an unknown kind has those of its body. */
export function openingText(record: JsonObject): string {
  const kind = readText(record.kind);
  const names = Object.hasOwn(telling, kind) ? (telling[kind] ?? []) : [];
  const fields = ["body", ...names].map((name) => readText(record[name]));
  // Most pages have a body, and reading answers takes longer than all the rest.
  return firstOf(fields) || firstOf(answersIn(record).map(({ text }) => text));
}

/** The first of these that says something, empty for none. */
function firstOf(texts: readonly string[]): string {
  return texts.map((text) => text.trim()).find((text) => text !== "") ?? "";
}

/** The answers that are shown: in a mending the gate stands before some. */
export function answersIn(record: JsonObject): readonly Answer[] {
  const answers = common.answers.read(record.answers);
  if (record.kind !== repair.name) return answers;
  return answers.filter((answer) => showsAnswer(read(repair, record), answer));
}
