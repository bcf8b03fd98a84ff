/** A record as a file for any editor (docs/exports.md, A readable file). */

import { dayOf, fileName, frontMatter, listed, quoted, textOf } from "../backup/page.ts";
import { type Bytes, utf8 } from "../bytes.ts";
import { readTexts } from "../model/record.ts";
import {
  cleanText,
  isList,
  isObject,
  type Json,
  type JsonObject,
  utf16Order,
} from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import { isCovered, isInteger } from "./choice.ts";

const maxFieldBytes = 500;
const field = /^[a-z][a-z0-9_]{0,63}$/;
const lineEnds = /\r\n|\r|\n/g;
/** Fields that stand elsewhere, or say nothing; and keys that would be read as something else. */
const noFields: ReadonlySet<string> = new Set([
  ...["id", "kind", "title", "body", "created", "created_at", "updated", "updated_at"],
  ...["date", "modified", "tags", "tag", "keywords", "tz", "timezone", "people", "cover"],
  ...["v", "answers", "trashed_at", "merged", "kept_after_remove"],
]);

/** The path of a record's file, with the first `digits` digits of its id. */
export function readablePath(record: Id, value: JsonObject, digits: number): string {
  const day = dayOf(value);
  const name = fileName(record, value, digits);
  return day === "" ? name : `${day.slice(0, 4)}/${day.slice(5, 7)}/${name}`;
}

/** The file of a record; `people` are the names of those whom it names, as far as they may be said. */
export function readablePage(record: Id, value: JsonObject, people: readonly string[]): Bytes {
  const zone = textOf(value.tz);
  const lines = [
    "---",
    ...frontMatter(record, value),
    ...(zone === "" ? [] : [`tz: ${quoted(zone)}`]),
    ...(people.length === 0 ? [] : [`people: ${listed(people)}`]),
    ...(isCovered(value) ? ["cover: true"] : []),
    ...fieldsOf(value).flatMap(fieldLine),
    "---",
    "",
  ];
  const blocks = [...blocksOf(value)].filter((block) => block !== "").join("\n\n");
  return utf8([...lines, ...(blocks === "" ? [] : [blocks])].map((line) => `${line}\n`).join(""));
}

type Said = readonly [name: string, value: Json];

function fieldsOf(value: JsonObject): Said[] {
  return Object.entries(value)
    .filter(([name, said]) => field.test(name) && !noFields.has(name) && said !== "")
    .sort(([left], [right]) => utf16Order(left, right));
}

function fieldLine([name, said]: Said): string[] {
  if (typeof said === "string") return isLong(said) ? [] : [`${name}: ${quoted(said)}`];
  if (isList(said)) {
    const texts = readTexts(said);
    return said.length > 0 && texts.length === said.length ? [`${name}: ${listed(texts)}`] : [];
  }
  return typeof said === "boolean" || isInteger(said) ? [`${name}: ${said}`] : [];
}

function isLong(text: string): boolean {
  return /[\r\n]/.test(text) || utf8(cleanText(text)).length > maxFieldBytes;
}

function* blocksOf(value: JsonObject): Generator<string> {
  yield withoutEnd(textOf(value.body));
  for (const [name, said] of fieldsOf(value)) {
    if (typeof said !== "string" || !isLong(said)) continue;
    yield `## ${name}`;
    yield withoutEnd(cleanText(said));
  }
  for (const answer of isList(value.answers) ? value.answers : []) {
    if (isObject(answer)) yield* answerBlocks(answer);
  }
}

function* answerBlocks(answer: JsonObject): Generator<string> {
  const [chosen, text] = [readTexts(answer.chosen), textOf(answer.text)];
  if (text === "" && chosen.length === 0) return;
  const asked = textOf(answer.prompt_text).replace(lineEnds, " ");
  yield asked === "" ? "" : `## ${asked}`;
  yield withoutEnd(text);
  yield chosen.map((word) => `- ${cleanText(word)}`).join("\n");
}

function withoutEnd(text: string): string {
  return text.replace(/\n$/, "");
}
