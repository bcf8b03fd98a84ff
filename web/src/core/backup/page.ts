/** A record as a page that any program can read: Markdown with front matter (docs/protocol.md, Backup). */

import { isRemoved, readTexts } from "../model/record.ts";
import { canonicalText, cleanText, type Json, type JsonObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";

const maxTitleCharacters = 60;
const [shortDigits, allDigits] = [8, 32];
// The years 1 to 9999, in UTC milliseconds: what every reader of ISO 8601 knows.
const firstMoment = -62_135_596_800_000;
const endOfMoments = 253_402_300_800_000;
// Characters that JSON writes as they are but YAML does not allow, or takes for the end of a line.
const notInYaml = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** Whether a record has a page: it has a text and was not removed. */
export function isReadable(record: JsonObject): boolean {
  return typeof record.body === "string" && !isRemoved(record);
}

/** The path of a record's page within a backup, with the first `digits` digits of its id. */
export function pageName(id: Id, record: JsonObject, digits = shortDigits): string {
  return `pages/${fileName(id, record, digits)}`;
}

/** The name of a record's file: the day, the title, and the first `digits` digits of its id. */
export function fileName(id: Id, record: JsonObject, digits: number): string {
  const parts = [dayOf(record), titleInNames(textOf(record.title)), id.slice(0, digits)];
  return `${parts.filter((part) => part !== "").join(" ")}.md`;
}

/** The path of a file among those that are taken. Of two of one day and title whose ids begin alike the whole id tells the second. */
export function freePath(pathOf: (digits: number) => string, taken: Set<string>): string {
  const short = pathOf(shortDigits);
  const path = taken.has(short.toLowerCase()) ? pathOf(allDigits) : short;
  taken.add(path.toLowerCase());
  return path;
}

/** The page: front matter, an empty line, the body as it is, one line end at the end. */
export function pageText(id: Id, record: JsonObject): string {
  const lines = [
    "---",
    ...frontMatter(id, record),
    "---",
    "",
    textOf(record.body).replace(/\n$/, ""),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** The lines that the front matter of every page begins with. */
export function frontMatter(id: Id, record: JsonObject): string[] {
  return [
    `id: "${id}"`,
    `kind: ${quoted(textOf(record.kind))}`,
    `title: ${quoted(textOf(record.title))}`,
    ...momentLine("created", record.created_at),
    ...momentLine("updated", record.updated_at),
    `tags: ${listed(readTexts(record.tags))}`,
  ];
}

/** The UTC day on which a record was made, empty for none. */
export function dayOf(record: JsonObject): string {
  return momentOf(record.created_at)?.slice(0, 10) ?? "";
}

/** A title as part of a file name: at most 60 characters of plain ASCII. */
export function titleInNames(title: string): string {
  const ascii = title.replace(/[^\p{ASCII}]/gu, "");
  const plain = ascii.replace(/[^A-Za-z0-9 _-]/g, "-");
  return plain.slice(0, maxTitleCharacters).replace(/^ +| +$/g, "");
}

/** A moment of UTC milliseconds as `2026-11-22T18:00:00Z`; `RangeError` outside the years 1 to 9999. */
export function timeText(milliseconds: number): string {
  if (!(milliseconds >= firstMoment && milliseconds < endOfMoments)) throw new RangeError("time");
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** The line of front matter for a moment of UTC milliseconds, or none. */
function momentLine(name: string, value: Json | undefined): string[] {
  const moment = momentOf(value);
  return moment === null ? [] : [`${name}: ${moment}`];
}

/** A moment as `2026-11-22T18:00:00Z`, null for what is none. */
export function momentOf(value: Json | undefined): string | null {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) return null;
  if (value < firstMoment || value >= endOfMoments) return null;
  return timeText(value);
}

/** The text in a field; empty where there is none. */
export function textOf(value: Json | undefined): string {
  return typeof value === "string" ? cleanText(value) : "";
}

/** A text as JSON and YAML both read it: a JSON string is a YAML string but for a few characters. */
export function quoted(text: string): string {
  return canonicalText(text).replace(notInYaml, (found) => {
    return `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** Texts as a list that JSON and YAML both read. */
export function listed(texts: readonly string[]): string {
  return `[${texts.map(quoted).join(", ")}]`;
}
