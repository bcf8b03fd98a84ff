/** Joplin's JEX: items of several types in one tar (docs/imports.md, joplin). */

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
import { type Library, textOf, type Watch } from "./library.ts";
import { stemOf } from "./paths.ts";
import { bodyOf, lineOf, linesOf, withoutEnd } from "./texts.ts";
import { parseTime, type Written } from "./times.ts";

type Raw = {
  readonly member: string;
  readonly title: string;
  readonly body: string;
  readonly facts: ReadonlyMap<string, string>;
};

const types = { note: "1", folder: "2", resource: "4", tag: "5", link: "6" } as const;
const itemLink = /!?\[([^[\]\n]*)\]\(:\/([0-9a-f]{32})(?:#[^)\s]*)?\)/g;

export async function readJoplin(library: Library, watch: Watch): Promise<Reading> {
  const all: Raw[] = [];
  for await (const member of library.inTurn(library.ofShape("joplin"), watch)) {
    all.push(rawOf(member.path, linesOf((await textOf(member)) ?? "")));
  }
  const ofType = (type: string) => all.filter(({ facts }) => facts.get("type_") === type);
  const names = new Map(
    [...ofType(types.folder), ...ofType(types.tag)].map((one) => [idOf(one), one.title]),
  );
  const resources = resourcesOf(library, ofType(types.resource));
  const links = linksOf(ofType(types.link));
  const items: Item[] = [];
  for (const note of ofType(types.note)) {
    items.push({ ...itemOf(note, { names, resources, links }), leftOut: leftOut(note) });
  }
  return { items, report: [], used: new Set(all.map(({ member }) => member)) };
}

function leftOut(note: Raw): Item["leftOut"] {
  if (!["", "0"].includes(factOf(note, "deleted_time"))) return "trashed";
  return factOf(note, "encryption_applied") === "1" ? "encrypted" : null;
}

/** Title, empty line, body, empty line, lines `key: value`. */
function rawOf(member: string, text: string): Raw {
  const whole = withoutEnd(text);
  const cut = whole.lastIndexOf("\n\n");
  const words = cut < 0 ? "" : whole.slice(0, cut);
  const facts = new Map<string, string>();
  for (const line of whole.slice(cut < 0 ? 0 : cut + 2).split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) facts.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  const end = words.indexOf("\n");
  const title = lineOf(end < 0 ? words : words.slice(0, end));
  return { member, title, body: end < 0 ? "" : bodyOf(words.slice(end + 1)), facts };
}

function factOf({ facts }: Raw, name: string): string {
  return facts.get(name) ?? "";
}

function idOf(one: Raw): string {
  return factOf(one, "id");
}

function resourcesOf(library: Library, resources: readonly Raw[]): ReadonlyMap<string, Media> {
  const files = new Map<string, string>();
  for (const path of library.media()) {
    if (path.startsWith("resources/") && !files.has(stemOf(path))) files.set(stemOf(path), path);
  }
  return new Map(
    resources.map((one) => {
      const [id, extension] = [idOf(one), factOf(one, "file_extension")];
      const file = extension === "" ? id : `${id}.${extension}`;
      const name = plainName(one.title || file);
      return [id, { name, member: files.get(id) ?? `resources/${file}` }];
    }),
  );
}

/** The ids of tags by the note that has them. */
function linksOf(links: readonly Raw[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const link of links) {
    const note = factOf(link, "note_id");
    const tags = found.get(note) ?? [];
    tags.push(factOf(link, "tag_id"));
    found.set(note, tags);
  }
  return found;
}

type Around = {
  readonly names: ReadonlyMap<string, string>;
  readonly resources: ReadonlyMap<string, Media>;
  readonly links: ReadonlyMap<string, readonly string[]>;
};

function itemOf(note: Raw, { names, resources, links }: Around): Item {
  const media: Media[] = [];
  const body = note.body.replace(itemLink, (_, words: string, id: string) => {
    const found = resources.get(id);
    if (found === undefined) return words;
    media.push(found);
    return `[media: ${found.name}]`;
  });
  const tags = [...(links.get(idOf(note)) ?? []), factOf(note, "parent_id")];
  const coordinate = (name: string) => Number.parseFloat(factOf(note, name));
  return {
    ...emptyItem,
    app: "joplin",
    member: note.member,
    originalId: idOf(note),
    title: note.title,
    body: bodyOf(body),
    tags: tags.map((id) => names.get(id) ?? ""),
    created: firstTime(note, "user_created_time", "created_time"),
    updated: firstTime(note, "user_updated_time", "updated_time"),
    media,
    dropped: droppedOf({
      place: joined(coordinates(coordinate("latitude"), coordinate("longitude"))),
    }),
  };
}

function firstTime(note: Raw, ...names: readonly string[]): Written | null {
  for (const name of names) {
    const time = parseTime(factOf(note, name));
    if (time !== null) return time;
  }
  return null;
}
