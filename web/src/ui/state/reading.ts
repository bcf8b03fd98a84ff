/** A record of any kind as it is read: its questions, its fields, and what stands in them, in words. */

import type { Answer } from "../../core/model/answer.ts";
import { common } from "../../core/model/common.ts";
import type { Field, Fields } from "../../core/model/field.ts";
import { gatedFields, gateOf, showsAnswer } from "../../core/model/gate.ts";
import { read } from "../../core/model/kind.ts";
import { kindOf } from "../../core/model/kinds.ts";
import { readText } from "../../core/model/record.ts";
import { repair } from "../../core/model/repair.ts";
import { wordOfLevel } from "../../core/model/vocabulary.ts";
import type { SheetPart } from "./sheet.ts";
import type { RecordValue } from "./value.ts";

/** What turns ids into words. */
export type Dictionary = {
  /** The word of a list, and the question that it answers. */
  readonly words: {
    label(list: string, id: string): string;
    title(list: string): string;
  };
  /** What somebody is called here, empty for nobody. */
  readonly people: { nameOf(record: string): string };
  /** A day such as 2026-11-22 in words. */
  day(date: string): string;
  /** The labels of fields that have no list, by their names in the record. */
  readonly fields: { readonly [name: string]: string };
  /** The list whose words a prompt offers, by `pack/prompt`. */
  readonly prompts: ReadonlyMap<string, string>;
};

/** All that is written or chosen in a record; fields that stay hidden by the gate are left out. */
export function partsOf(record: RecordValue, dictionary: Dictionary): SheetPart[] {
  const own = kindOf(readText(record.kind))?.own ?? {};
  const hidden = hiddenIn(record);
  const entries = Object.entries(own).filter(([property]) => !hidden.includes(property));
  const shown = entries.map(([, field]) => field);
  const answers = answersIn(record);
  const asked = fieldsByAnswer(answers, shown);
  const told = new Set([...asked.values()].flat());
  const { body, people, before, after, signs } = common;
  const fields = [people, before, ...shown.filter((field) => !told.has(field)), after, signs];
  return [
    ...partsOfField(body, record, dictionary),
    ...answers.flatMap((answer) =>
      partsOfAnswer(answer, asked.get(answer.id) ?? [], record, dictionary),
    ),
    ...fields.flatMap((field) => partsOfField(field, record, dictionary)),
  ];
}

function hiddenIn(record: RecordValue): readonly string[] {
  const isGated = record.kind === repair.name && gateOf(read(repair, record)) !== "open";
  return isGated ? gatedFields : [];
}

/** Those that are shown: in a mending the gate stands before some. */
function answersIn(record: RecordValue): readonly Answer[] {
  const answers = common.answers.read(record.answers);
  const mending = record.kind === repair.name ? read(repair, record) : null;
  return answers.filter((answer) => mending === null || showsAnswer(mending, answer));
}

/** The fields in which each answer stands. One that several questions led to stands below the first. */
function fieldsByAnswer(
  answers: readonly Answer[],
  shown: readonly Field<unknown>[],
): ReadonlyMap<string, readonly Field<unknown>[]> {
  const first = (name: string) => answers.find(({ fields }) => fields.includes(name))?.id;
  return new Map(
    answers.map(({ id, fields }) => [
      id,
      shown.filter(({ name }) => fields.includes(name) && first(name) === id),
    ]),
  );
}

/** The question as it was asked, and all that was said to it. */
function partsOfAnswer(
  { pack, promptId, promptText, text, chosen }: Answer,
  fields: readonly Field<unknown>[],
  record: RecordValue,
  dictionary: Dictionary,
): SheetPart[] {
  const list = dictionary.prompts.get(`${pack}/${promptId}`) ?? null;
  const labels = joined(
    chosen.map((id) => labelOfId(list, id, dictionary)),
    ", ",
  );
  const held = fields.map((field) =>
    wordsOfValue(field, field.read(record[field.name]), dictionary),
  );
  const words = joined([labels, ...held, text.trim()], "\n");
  return words === "" ? [] : [{ label: promptText, words }];
}

function joined(texts: readonly string[], between: string): string {
  return texts.filter((text) => text !== "").join(between);
}

function partsOfField(
  field: Field<unknown>,
  object: RecordValue,
  dictionary: Dictionary,
): SheetPart[] {
  const value = field.read(object[field.name]);
  const words = wordsOfValue(field, value, dictionary);
  return words === "" ? [] : [{ label: labelOfField(field, dictionary), words }];
}

function labelOfField({ name, list }: Field<unknown>, { words, fields }: Dictionary): string {
  if (Object.hasOwn(fields, name)) return fields[name] ?? "";
  return list === null ? "" : words.title(list);
}

/** A value in words, empty for none; what only a program reads has none. */
function wordsOfValue(field: Field<unknown>, value: unknown, dictionary: Dictionary): string {
  const label = (id: string) => labelOfId(field.list, id, dictionary);
  if (field.form === "text" || field.form === "line") return String(value).trim();
  if (field.form === "day") return value === "" ? "" : dictionary.day(String(value));
  if (field.form === "level") return value === null ? "" : label(levelWord(value));
  if (field.form === "choice")
    return field.list ? label(String(value)) : plain(String(value), dictionary);
  if (field.form === "choices") return joined((value as readonly string[]).map(label), ", ");
  if (field.form === "object") return lineOf(field.inner, value as Values, dictionary);
  if (field.form === "things") return linesOf(field, value as readonly Values[], dictionary);
  return "";
}

type Values = { readonly [property: string]: unknown };

function levelWord(value: unknown): string {
  // A field of form level reads nothing else.
  return wordOfLevel(value as Parameters<typeof wordOfLevel>[0]);
}

function labelOfId(list: string | null, id: string, { words, people }: Dictionary): string {
  const name = people.nameOf(id);
  if (name !== "") return name;
  // An id of a record that is not known here says nothing to a reader.
  if (id === "" || list === null || isRecordId(id)) return "";
  return words.label(list, id);
}

/** A value of no list stands for itself, such as a number to call. */
function plain(value: string, { people }: Dictionary): string {
  return isRecordId(value) ? people.nameOf(value) : value;
}

function isRecordId(id: string): boolean {
  return /^[0-9a-f]{32}$/.test(id);
}

/** The parts of an object, each as `How safe is it around you? mostly`. */
function lineOf(inner: Fields, values: Values, dictionary: Dictionary): string {
  const lines = Object.entries(inner).map(([property, field]) => {
    const words = wordsOfValue(field, values[property], dictionary);
    const label = field.form === "text" ? "" : labelOfField(field, dictionary);
    return words === "" ? "" : `${label} ${words}`.trim();
  });
  return joined(lines, "\n");
}

/** A paragraph for each thing; the id of one from a list is a word of it. */
function linesOf(field: Field<unknown>, things: readonly Values[], dictionary: Dictionary): string {
  const { inner, list } = field;
  const paragraphs = things.map((thing) => {
    const name = list === null ? "" : labelOfId(list, String(thing.id), dictionary);
    return joined([name, lineOf(inner, thing, dictionary)], "\n");
  });
  return joined(paragraphs, "\n\n");
}
