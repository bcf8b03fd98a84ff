/** jrnl, as JSON and as text: local times, no ids (docs/imports.md, jrnl). */

import { isObject, type JsonObject } from "../protocol/canonical.ts";
import { emptyItem, type Item, type Reading, type ReportRow, rowOf } from "./item.ts";
import { headerOf } from "./jrnl-text.ts";
import { entriesOf, jsonOf, type Library, textOf, type Watch } from "./library.ts";
import type { Member } from "./members.ts";
import { hashedId } from "./original-id.ts";
import { extensionOf } from "./paths.ts";
import { bodyOf, lineOf, wordListOf, wordsOf } from "./texts.ts";
import { parseTime } from "./times.ts";

const dayPath = /(?:^|\/)(\d{4})\/(\d{2})\/(\d{2})\.txt$/i;
const tagWord = /(?<=^|\s)@([\p{L}\p{M}\p{N}_\-/]+)/gu;

type Part = {
  readonly date: string;
  readonly time: string;
  readonly seconds: string;
  readonly title: string;
  readonly lines: string[];
};

export async function readJrnl(library: Library, watch: Watch): Promise<Reading> {
  const [items, report, used]: [Item[], ReportRow[], Set<string>] = [[], [], new Set()];
  for await (const member of library.inTurn(library.ofShape("jrnl", "text"), watch)) {
    const isJson = extensionOf(member.path) === "json";
    const read = isJson ? await readJson(member) : await readText(member);
    for (const item of read.items) items.push(item);
    report.push(...read.report);
    used.add(member.path);
  }
  return { items, report, used };
}

type Read = { readonly items: readonly Item[]; readonly report: readonly ReportRow[] };

async function readJson(member: Member): Promise<Read> {
  const value = await jsonOf(member);
  const { objects, report } = entriesOf(isObject(value) ? value.entries : [], member.path);
  const items: Item[] = [];
  for (const one of objects) items.push(await itemOf(member.path, one));
  return { items, report };
}

async function itemOf(member: string, entry: JsonObject): Promise<Item> {
  const [date, time] = [wordsOf(entry.date), wordsOf(entry.time)];
  const [title, body] = [lineOf(wordsOf(entry.title)), bodyOf(wordsOf(entry.body))];
  const tags = wordListOf(entry.tags).map((tag) => tag.replace(/^[@#]/, ""));
  return {
    ...emptyItem,
    app: "jrnl",
    member,
    originalId: wordsOf(entry.uuid) || (await hashOf({ date, time, title, body })),
    title,
    body,
    tags: entry.starred === true ? [...tags, "starred"] : tags,
    created: parseTime(`${date} ${time}`) ?? parseTime(date),
  };
}

async function readText(member: Member): Promise<Read> {
  const text = (await textOf(member)) ?? "";
  const parts = partsOf(text, dayPath.exec(member.path));
  const items: Item[] = [];
  for (const part of parts) items.push(await textItem(member.path, part));
  return { items, report: items.length === 0 ? [rowOf("empty", member.path)] : [] };
}

/** What stands before the first header is of the file's day, if its path has one. */
function partsOf(text: string, day: RegExpExecArray | null): Part[] {
  const date = day === null ? "" : day.slice(1).join("-");
  const parts: Part[] = [{ date, time: "", seconds: "", title: "", lines: [] }];
  for (const line of text.split("\n")) {
    const header = headerOf(line);
    if (header === null) parts.at(-1)?.lines.push(line);
    else parts.push({ ...header, lines: [] });
  }
  return parts.filter(({ lines }, i) => i > 0 || lines.some((line) => line.trim() !== ""));
}

async function textItem(
  member: string,
  { date, time, seconds, title, lines }: Part,
): Promise<Item> {
  const line = lineOf(title);
  const isStarred = line.endsWith(" *");
  const words = isStarred ? lineOf(line.slice(0, -1)) : line;
  const body = bodyOf(lines.join("\n"));
  const tags = [...`${words}\n${body}`.matchAll(tagWord)].map(([, tag = ""]) => tag);
  const clock = seconds === "" ? time : `${time}:${seconds}`;
  return {
    ...emptyItem,
    app: "jrnl",
    member,
    originalId: await hashOf({ date, time, title: words, body }),
    title: words,
    body,
    tags: isStarred ? [...tags, "starred"] : tags,
    created: time === "" ? parseTime(date) : parseTime(`${date} ${clock}`),
  };
}

function hashOf({ date, time, title, body }: Record<"date" | "time" | "title" | "body", string>) {
  return hashedId(`${date} ${time}\n${title}\n${body}`);
}
