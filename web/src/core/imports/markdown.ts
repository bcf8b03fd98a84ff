/** Markdown with or without front matter: Obsidian, Joplin's folders, Goldseam's own pages (docs/imports.md, markdown). */

import { inWords } from "./code.ts";
import { splitHeading } from "./heading.ts";
import {
  coordinates,
  droppedOf,
  emptyItem,
  type Item,
  joined,
  type Media,
  type Reading,
  type ReportRow,
  rowOf,
} from "./item.ts";
import { type Library, textOf, type Watch } from "./library.ts";
import { resolveLinks } from "./links.ts";
import type { ChangedAt, Member } from "./members.ts";
import { extensionOf, stemOf } from "./paths.ts";
import { bodyOf, lineOf, linesOf } from "./texts.ts";
import { clockOf, dayOf, known, parseTime, type Written } from "./times.ts";
import { type Front, splitFront } from "./yaml.ts";

const createdKeys = ["created", "created_at", "date", "creationdate", "journal-date"];
const updatedKeys = ["updated", "updated_at", "modified"];
const inlineTag = /(?<=^|[ \t\n])#([\p{L}_\-/][\p{L}\p{M}\p{N}_\-/]*)/gu;
const namedDay = /^(\d{4})-(\d{2})-(\d{2})(?:[ T_-](\d{2})[.:-]?(\d{2})(?!\d))?/;
const pathDay = /(?:^|\/)(\d{4})\/(\d{2})\/(\d{2})\.[^/.]+$/;

export async function readMarkdown(library: Library, watch: Watch): Promise<Reading> {
  const [items, report, used]: [Item[], ReportRow[], Set<string>] = [[], [], new Set()];
  const members = library
    .ofShape("markdown", "text", "jrnl")
    .filter(({ path }) => extensionOf(path) !== "json");
  for await (const member of library.inTurn(members, watch)) {
    const text = await textOf(member);
    used.add(member.path);
    if (text === null) report.push(rowOf("encoding", member.path));
    else items.push(itemOf(member, linesOf(text), library));
  }
  return { items, report, used };
}

function itemOf({ path, changedAt }: Member, text: string, library: Library): Item {
  const { front, body } = splitFront(text);
  const media: Media[] = [];
  const linked = bodyOf(resolveLinks(body, path, library, (one) => media.push(one)));
  const ownId = ownIdOf(front);
  const named = nameOf(path);
  const said = lineOf(textIn(front, "title"));
  const parts =
    said === "" && ownId === null ? splitHeading(linked, 1) : { title: said, body: linked };
  const created = createdOf(front) ?? named.written ?? pathDayOf(path);
  return {
    ...emptyItem,
    app: ownId === null ? "markdown" : "goldseam",
    member: path,
    originalId: ownId ?? path,
    title: parts.title,
    nameTitle: ownId === null ? named.title : "",
    body: parts.body,
    tags: ownId === null ? tagsOf(front, parts.body) : frontTags(front),
    people: listIn(front, "people").map((name) => name.replaceAll("[[", "").replaceAll("]]", "")),
    created: created ?? changed(changedAt),
    isAbout: created === null,
    updated: firstTime(front, updatedKeys),
    tz: textIn(front, "tz") || textIn(front, "timezone"),
    isCovered: textIn(front, "cover") === "true",
    media,
    dropped: droppedFrom(front),
  };
}

function changed(at: ChangedAt): Written | null {
  return at;
}

/** The id of Goldseam's own export; null for a page of anything else. */
function ownIdOf(front: Front): string | null {
  const id = front.get("id");
  return front.has("kind") && typeof id === "string" && /^[0-9a-f]{32}$/.test(id) ? id : null;
}

function createdOf(front: Front): Written | null {
  return firstTime(front, createdKeys);
}

function firstTime(front: Front, keys: readonly string[]): Written | null {
  for (const key of keys) {
    const time = parseTime(textIn(front, key));
    if (time !== null) return time;
  }
  return null;
}

/** The day that a file's name begins with, and what else it says. */
function nameOf(path: string): { readonly title: string; readonly written: Written | null } {
  const stem = stemOf(path);
  const found = namedDay.exec(stem);
  const written = found === null ? null : momentOf(found);
  const rest = written === null ? stem : stem.slice(found?.[0].length ?? 0);
  const title = rest.replace(/ (?:[0-9a-f]{8}|[0-9a-f]{32})$/i, "");
  return { title: lineOf(title.replace(/^[ _.-]+|[ _.-]+$/g, "")), written };
}

function momentOf([, year, month, day, hour, minute]: RegExpExecArray): Written | null {
  const date = dayOf(Number(year), Number(month), Number(day));
  if (date === null) return null;
  const clock = hour === undefined ? null : clockOf(Number(hour), Number(minute), 0);
  return known(clock === null ? { day: date } : { wall: date + clock });
}

function pathDayOf(path: string): Written | null {
  const found = pathDay.exec(path);
  return found === null ? null : parseTime(found.slice(1).join("-"));
}

function tagsOf(front: Front, body: string): string[] {
  const found: string[] = [];
  inWords(body, (words) => {
    for (const [, tag = ""] of words.matchAll(inlineTag)) found.push(tag);
    return words;
  });
  const moods = listIn(front, "mood").map((mood) => `mood/${mood}`);
  return [...frontTags(front), ...found, ...moods];
}

function frontTags(front: Front): string[] {
  return ["tags", "tag", "keywords"].flatMap((key) => {
    const value = front.get(key);
    const tags = typeof value === "string" ? value.split(/[,\s]+/) : (value ?? []);
    return tags.map((tag) => tag.replace(/^#/, ""));
  });
}

function textIn(front: Front, key: string): string {
  const value = front.get(key);
  return typeof value === "string" ? value : "";
}

/** A list, or a text with commas. */
function listIn(front: Front, key: string): string[] {
  const value = front.get(key);
  const all = typeof value === "string" ? value.split(key === "mood" ? /$^/ : ",") : (value ?? []);
  return all.map(lineOf).filter((text) => text !== "");
}

function droppedFrom(front: Front): Item["dropped"] {
  const number = (key: string) => {
    const text = textIn(front, key);
    return /^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : null;
  };
  const words = (key: string) => listIn(front, key).join(", ");
  return droppedOf({
    place: joined([
      words("location"),
      words("place"),
      ...coordinates(number("latitude"), number("longitude")),
    ]),
    weather: joined([words("weather")]),
  });
}
