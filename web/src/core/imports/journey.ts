/** Journey: one JSON file for each page, media beside it (docs/imports.md, journey). */

import { isObject, type JsonObject } from "../protocol/canonical.ts";
import { plainName } from "./inline.ts";
import {
  coordinates,
  droppedOf,
  emptyItem,
  type Item,
  joined,
  type Media,
  type Reading,
} from "./item.ts";
import { jsonOf, type Library, type Watch } from "./library.ts";
import { degrees } from "./measures.ts";
import { baseName, folderOf } from "./paths.ts";
import { bodyOf, wordListOf, wordsOf } from "./texts.ts";
import { utcTime } from "./times.ts";
import { type Markdown, markdownOf } from "./writer.ts";

export async function readJourney(library: Library, watch: Watch): Promise<Reading> {
  const { parseHtml } = await import("./html.ts");
  const [items, used]: [Item[], Set<string>] = [[], new Set()];
  const wordsFrom = (html: string) => markdownOf(parseHtml(html).children);
  for await (const member of library.inTurn(library.ofShape("journey"), watch)) {
    const value = await jsonOf(member);
    if (!isObject(value)) continue;
    items.push(itemOf(member.path, value, library, wordsFrom));
    used.add(member.path);
  }
  return { items, report: [], used };
}

function itemOf(
  member: string,
  page: JsonObject,
  library: Library,
  wordsFrom: (html: string) => Markdown,
): Item {
  const { text, media, isLost } = wordsIn(page, wordsFrom);
  const toMedia = (name: string): Media => ({
    name: plainName(name),
    member: library.mediaAt(beside(member, name)) ?? name,
  });
  const own = wordListOf(page.photos).map(baseName);
  const rest = own.filter((name) => !media.includes(plainName(name)));
  return {
    ...emptyItem,
    app: "journey",
    member,
    originalId: wordsOf(page.id),
    body: bodyOf([text, ...rest.map((name) => `[media: ${plainName(name)}]`)].join("\n\n")),
    tags: [
      ...wordListOf(page.tags),
      wordsOf(page.label),
      wordsOf(page.folder),
      ...(page.favourite === true ? ["starred"] : []),
    ],
    created: utcTime(page.date_journal),
    updated: utcTime(page.date_modified),
    tz: wordsOf(page.timezone),
    media: [...media, ...rest].map(toMedia),
    dropped: droppedFrom(page),
    isLost,
  };
}

/** Media lies in the folder of its page. */
function beside(member: string, name: string): string {
  const folder = folderOf(member);
  return folder === "" ? name : `${folder}/${name}`;
}

function wordsIn(page: JsonObject, wordsFrom: (html: string) => Markdown): Markdown {
  const [text, type] = [wordsOf(page.text), page.type ?? ""];
  const isHtml = (type === "html" || type === "") && text.includes("<");
  return isHtml ? wordsFrom(text) : { text: bodyOf(text), media: [], isLost: false };
}

function droppedFrom(page: JsonObject): Item["dropped"] {
  const weather = isObject(page.weather) ? page.weather : {};
  return droppedOf({
    place: joined([wordsOf(page.address), ...coordinates(page.lat, page.lon)]),
    weather: joined([wordsOf(weather.description), degrees(weather.degree_c)]),
    music: joined([wordsOf(page.music_title), wordsOf(page.music_artist)]),
  });
}
