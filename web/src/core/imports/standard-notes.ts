/** Standard Notes: notes, and tags that point at them (docs/imports.md, standard_notes). */

import { isObject, type JsonObject } from "../protocol/canonical.ts";
import { emptyItem, type Item, type Reading, type ReportRow } from "./item.ts";
import { lexicalTree } from "./lexical.ts";
import { entriesOf, jsonOf, type Library } from "./library.ts";
import { extensionOf } from "./paths.ts";
import { bodyOf, lineOf, objectsOf, wordsOf } from "./texts.ts";
import { parseTime } from "./times.ts";
import { markdownOf } from "./writer.ts";

type Tags = ReadonlyMap<string, readonly string[]>;

export async function readStandardNotes(library: Library): Promise<Reading> {
  const [items, report]: [Item[], ReportRow[]] = [[], []];
  for (const member of library.ofShape("standard_notes")) {
    const value = await jsonOf(member);
    const all = entriesOf(isObject(value) ? value.items : [], member.path);
    const tags = tagsOf(all.objects);
    report.push(...all.report);
    for (const note of all.objects.filter(({ content_type: type }) => type === "Note")) {
      items.push(itemOf(member.path, note, tags));
    }
  }
  const read = library.ofShape("standard_notes").map(({ path }) => path);
  return { items, report, used: new Set([...read, ...copies(library)]) };
}

/** Beside the backup lie the same notes as plain files. */
function copies(library: Library): string[] {
  const { members } = library.source;
  return members.flatMap(({ path }) => {
    const shape = library.shapes.get(path);
    const isPlain = shape === "text" || shape === "jrnl";
    return isPlain && extensionOf(path) === "txt" ? [path] : [];
  });
}

function leftOut({ deleted, content }: JsonObject): Item["leftOut"] {
  if (deleted === true) return "deleted";
  if (isObject(content) && content.trashed === true) return "trashed";
  return typeof content === "string" ? "encrypted" : null;
}

/** The titles of tags by the notes that they name. */
function tagsOf(objects: readonly JsonObject[]): Tags {
  const found = new Map<string, string[]>();
  for (const { content_type: type, content } of objects) {
    if (type !== "Tag" || !isObject(content)) continue;
    for (const { uuid } of objectsOf(content.references)) {
      const note = wordsOf(uuid);
      const titles = found.get(note) ?? [];
      titles.push(wordsOf(content.title));
      found.set(note, titles);
    }
  }
  return found;
}

function itemOf(member: string, note: JsonObject, tags: Tags): Item {
  const content = isObject(note.content) ? note.content : {};
  const data = isObject(content.appData) ? content.appData["org.standardnotes.sn"] : undefined;
  const changed = isObject(data) ? parseTime(wordsOf(data.client_updated_at)) : null;
  const { text, media } = textOf(content);
  const own = tags.get(wordsOf(note.uuid)) ?? [];
  return {
    ...emptyItem,
    app: "standard_notes",
    member,
    originalId: wordsOf(note.uuid),
    title: lineOf(wordsOf(content.title)),
    body: bodyOf(text),
    tags: content.starred === true ? [...own, "starred"] : own,
    created: parseTime(wordsOf(note.created_at)),
    updated: changed ?? parseTime(wordsOf(note.updated_at)),
    leftOut: leftOut(note),
    media: media.map((name) => ({ name, member: name })),
  };
}

function textOf({ text, noteType }: JsonObject) {
  const words = wordsOf(text);
  const tree = noteType === "super" ? lexicalTree(words) : null;
  return tree === null ? { text: words, media: [], isLost: false } : markdownOf(tree);
}
