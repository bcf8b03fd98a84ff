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
import { jsonOf, type Library } from "./library.ts";
import { degrees } from "./measures.ts";
import { baseName } from "./paths.ts";
import { bodyOf, wordListOf, wordsOf } from "./texts.ts";
import { utcTime } from "./times.ts";
import { markdownOf } from "./writer.ts";

type Words = {
  readonly text: string;
  readonly media: readonly string[];
  readonly isLost: boolean;
};

export async function readJourney(library: Library): Promise<Reading> {
  const { parseHtml } = await import("./html.ts");
  const [items, used]: [Item[], Set<string>] = [[], new Set()];
  const wordsFrom = (html: string): Words => {
    const { body, isLost } = parseHtml(html);
    return { ...markdownOf(body.children), isLost };
  };
  for (const member of library.ofShape("journey")) {
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
  wordsFrom: (html: string) => Words,
): Item {
  const { text, media, isLost } = wordsIn(page, wordsFrom);
  const toMedia = (name: string): Media => ({ name, member: library.mediaNamed(name) ?? name });
  const own = wordListOf(page.photos).map((photo) => plainName(baseName(photo)));
  const rest = [...new Set(own)].filter((name) => !media.includes(name));
  return {
    ...emptyItem,
    app: "journey",
    member,
    originalId: wordsOf(page.id),
    body: bodyOf([text, ...rest.map((name) => `[media: ${name}]`)].join("\n\n")),
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

function wordsIn(page: JsonObject, wordsFrom: (html: string) => Words): Words {
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
