/** Diarium: one list of entries in JSON (docs/imports.md, diarium). */

import { isList, type JsonObject } from "../protocol/canonical.ts";
import {
  coordinates,
  droppedOf,
  emptyItem,
  type Item,
  joined,
  type Reading,
  type ReportRow,
} from "./item.ts";
import { entriesOf, jsonOf, type Library } from "./library.ts";
import { bodyOf, lineOf, wordListOf, wordsOf } from "./texts.ts";
import { parseTime } from "./times.ts";
import { markdownOf } from "./writer.ts";

export async function readDiarium(library: Library): Promise<Reading> {
  const { parseHtml } = await import("./html.ts");
  const [items, report, used]: [Item[], ReportRow[], Set<string>] = [[], [], new Set()];
  for (const member of library.ofShape("diarium")) {
    const { objects, report: rows } = entriesOf(await jsonOf(member), member.path);
    report.push(...rows);
    used.add(member.path);
    for (const entry of objects) {
      const html = wordsOf(entry.html);
      const { text, media, isLost } = markdownOf(parseHtml(html).children);
      const words = html === "" ? bodyOf(wordsOf(entry.text)) : bodyOf(text);
      const toMedia = (name: string) => ({ name, member: library.mediaNamed(name) ?? name });
      items.push({ ...itemOf(member.path, entry), body: words, media: media.map(toMedia), isLost });
    }
  }
  return { items, report, used };
}

function itemOf(member: string, entry: JsonObject): Item {
  const [latitude, longitude] = isList(entry.location) ? entry.location : [];
  const date = wordsOf(entry.date);
  return {
    ...emptyItem,
    app: "diarium",
    member,
    originalId: date,
    title: lineOf(wordsOf(entry.heading)),
    tags: isList(entry.tags) ? wordListOf(entry.tags) : wordsOf(entry.tags).split(","),
    created: parseTime(date),
    dropped: droppedOf({ place: joined(coordinates(latitude, longitude)) }),
  };
}
