/** Day One: journals in JSON beside their media (docs/imports.md, day_one). */

import { isObject, type Json, type JsonObject } from "../protocol/canonical.ts";
import { splitHeading } from "./heading.ts";
import { plainName } from "./inline.ts";
import {
  coordinates,
  droppedOf,
  emptyItem,
  type Item,
  joined,
  type Media,
  type Reading,
  type ReportRow,
} from "./item.ts";
import { entriesOf, jsonOf, type Library } from "./library.ts";
import { degrees, numberText } from "./measures.ts";
import { stemOf } from "./paths.ts";
import { bodyOf, objectsOf, parseJson, wordListOf, wordsOf } from "./texts.ts";
import { parseTime } from "./times.ts";

/** What Day One writes where there is nothing. */
const none = "(null)";

type Kind = {
  readonly list: string;
  readonly folder: string;
  readonly type: string;
};

const kinds: readonly Kind[] = [
  { list: "photos", folder: "photos", type: "" },
  { list: "videos", folder: "videos", type: "" },
  { list: "audios", folder: "audios", type: "m4a" },
  { list: "pdfAttachments", folder: "pdfs", type: "pdf" },
];
const momentLink =
  /!\[[^[\]\n]*\]\(dayone-moment:\/(?:\/|(?:audio|video|pdfAttachment)\/)([^)\s]*)\)/g;
const pageLink = /!?\[([^[\]\n]*)\]\(dayone2?:[^)\s]*\)/g;

type Journal = { readonly path: string; readonly entries: readonly JsonObject[] };

export async function readDayOne(library: Library): Promise<Reading> {
  const [journals, report]: [Journal[], ReportRow[]] = [[], []];
  for (const member of library.ofShape("day_one")) {
    const value = await jsonOf(member);
    const { objects, report: rows } = entriesOf(isObject(value) ? value.entries : [], member.path);
    journals.push({ path: member.path, entries: objects });
    report.push(...rows);
  }
  const media = mediaOf(journals);
  const items = journals.flatMap(({ path, entries }) =>
    entries.map((entry) => itemOf(path, entry, media)),
  );
  return { items, report, used: new Set(journals.map(({ path }) => path)) };
}

/** By identifier, over all entries: one may show what another holds. */
function mediaOf(journals: readonly Journal[]): ReadonlyMap<string, Media> {
  const found = new Map<string, Media>();
  for (const { entries } of journals) {
    for (const [identifier, media] of entries.flatMap(ownMedia)) {
      if (!found.has(identifier)) found.set(identifier, media);
    }
  }
  return found;
}

function ownMedia(entry: JsonObject): [string, Media][] {
  return kinds.flatMap((kind) =>
    objectsOf(entry[kind.list]).flatMap((one): [string, Media][] => {
      const [identifier, md5] = [wordIn(one.identifier), wordIn(one.md5)];
      const type = wordIn(one.type) || wordIn(one.format) || kind.type;
      const file = md5 === "" ? identifier : `${md5}${type === "" ? "" : `.${type}`}`;
      const name = plainName(wordIn(one.filename) || file);
      const member = md5 === "" ? file : `${kind.folder}/${file}`;
      return file === "" ? [] : [[identifier || md5, { name, member }]];
    }),
  );
}

function itemOf(path: string, entry: JsonObject, all: ReadonlyMap<string, Media>): Item {
  const words = wordIn(entry.text) || richText(entry.richText);
  const shown = new Map<string, Media>();
  const linked = unescaped(words)
    .replace(momentLink, (_, identifier: string) => {
      const media = all.get(identifier) ?? { name: plainName(identifier), member: identifier };
      shown.set(media.member, media);
      return `[media: ${media.name}]`;
    })
    .replace(pageLink, "$1");
  const own = ownMedia(entry).map(([, media]) => media);
  const rest = own.filter(({ member }, i) => {
    return !shown.has(member) && own.findIndex((other) => other.member === member) === i;
  });
  const { title, body } = splitHeading(bodyOf(linked), 6);
  const journal = stemOf(path);
  return {
    ...emptyItem,
    app: "day_one",
    member: path,
    originalId: wordIn(entry.uuid),
    title,
    body: bodyOf([body, ...rest.map(({ name }) => `[media: ${name}]`)].join("\n\n")),
    tags: [
      ...wordListOf(entry.tags).filter((tag) => tag !== none),
      ...(journal === "Journal" ? [] : [journal]),
      ...(entry.starred === true ? ["starred"] : []),
    ],
    created: parseTime(wordIn(entry.creationDate)),
    updated: parseTime(wordIn(entry.modifiedDate)),
    tz: wordIn(entry.timeZone),
    media: [...shown.values(), ...rest],
    dropped: droppedFrom(entry),
  };
}

/** Plain signs are escaped there that mean nothing in Markdown; others stay as they are. */
function unescaped(text: string): string {
  return text.replace(/[\u200b\ufffc]/g, "").replace(/\\([.,!?()\-+:;])/g, "$1");
}

function richText(value: Json | undefined): string {
  const rich = typeof value === "string" ? parseJson(value) : undefined;
  const contents = isObject(rich) ? objectsOf(rich.contents) : [];
  return contents.map(({ text }) => wordIn(text)).join("");
}

function droppedFrom(entry: JsonObject): Item["dropped"] {
  const part = (name: string) => {
    const value = entry[name];
    return isObject(value) ? value : {};
  };
  const [location, weather, activity, music] = ["location", "weather", "userActivity", "music"].map(
    part,
  );
  const texts = (from: JsonObject | undefined, ...names: string[]) =>
    names.map((name) => wordIn(from?.[name]));
  return droppedOf({
    place: joined([
      ...texts(location, "placeName", "localityName", "administrativeArea", "country"),
      ...coordinates(location?.latitude, location?.longitude),
    ]),
    weather: joined([
      ...texts(weather, "conditionsDescription"),
      degrees(weather?.temperatureCelsius),
    ]),
    steps: joined([...texts(activity, "activityName"), numberText(activity?.stepCount)]),
    device: joined(
      texts(entry, "creationDevice", "creationDeviceModel", "creationOSName", "creationOSVersion"),
    ),
    music: joined(texts(music, "track", "artist", "album")),
  });
}

function wordIn(value: Json | undefined): string {
  const words = wordsOf(value);
  return words === none ? "" : words;
}
