/** The members of a source, read as texts when they are asked for, and what each of them is (docs/imports.md, Formats). */

import { othersFirst } from "../batches.ts";
import { isList, isObject, type Json, type JsonObject } from "../protocol/canonical.ts";
import type { App, Reading, ReportRow } from "./item.ts";
import { rowOf } from "./item.ts";
import { isHeader } from "./jrnl-text.ts";
import type { Member, Source } from "./members.ts";
import { baseName, extensionOf, folderOf, isText, stemOf } from "./paths.ts";
import { decodeText, parseJson } from "./texts.ts";

/** What a member is, by what is in it. `text`: words; `markdown`: words by its name, not read yet. */
export type Shape =
  | Exclude<App, "markdown">
  | "goldseam"
  | "markdown"
  | "text"
  | "other"
  | "json"
  | "encoding"
  | "media";

const joplinPath = /^[0-9a-f]{32}\.md$/;
const joplinFacts = /(?:^|\n)type_: *\d+[ \t]*$/;
const applePage = /^(?:AppleJournalEntries\/)?Entries\/[^/]+\.html$/i;
/** Who gives up, and who is told how far it is: steps done of all, two for each member. */
export type Watch = {
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
};

/** So many members, and bytes of them, are read side by side between two looks at whether the person still wants it. */
const breath = 64;
const breathBytes = 4 * 1_048_576;

export class Library {
  readonly source: Source;
  readonly shapes = new Map<string, Shape>();
  readonly #media = new Map<string, Member>();
  readonly #named = new Map<string, Member>();
  readonly #pages = new Set<string>();

  private constructor(source: Source) {
    this.source = source;
    for (const member of source.members) {
      if (isText(member.path)) {
        const { path } = member;
        const names = [path, path.replace(/\.[^./]*$/, ""), baseName(path), stemOf(path)];
        for (const name of names) this.#pages.add(name);
        continue;
      }
      this.#media.set(member.path, member);
      const name = baseName(member.path);
      if (!this.#named.has(name)) this.#named.set(name, member);
    }
  }

  /** Looks at every member once. Throws the signal's reason when it is aborted. */
  static async open(source: Source, watch: Watch): Promise<Library> {
    const library = new Library(source);
    for (const { at, members } of breathsOf(source.members)) {
      await library.pause(watch, at);
      const shapes = await Promise.all(members.map((member) => shapeOf(source, member)));
      for (const [i, { path }] of members.entries()) library.shapes.set(path, shapes[i] ?? "other");
    }
    return library;
  }

  /** Those of a shape, in order. */
  ofShape(...wanted: readonly Shape[]): Member[] {
    return this.source.members.filter(({ path }) => {
      const shape = this.shapes.get(path);
      return shape !== undefined && wanted.includes(shape);
    });
  }

  /** Whether a text of this path, or of this name with or without its end, is in any folder. */
  hasPage(name: string): boolean {
    return this.#pages.has(name.normalize("NFC"));
  }

  /** The path of media, null where the source has none there. */
  mediaAt(path: string): string | null {
    return this.#media.get(path)?.path ?? null;
  }

  /** The first media of this name, in any folder. */
  mediaNamed(name: string): string | null {
    return this.#named.get(name.normalize("NFC"))?.path ?? null;
  }

  /** The paths of all media, in order. */
  media(): Iterable<string> {
    return this.#media.keys();
  }

  /** These members one by one, their bytes read ahead, with a pause now and then. */
  async *inTurn(all: readonly Member[], watch: Watch): AsyncGenerator<Member> {
    const looked = this.source.members.length;
    for (const { at, members } of breathsOf(all)) {
      await this.pause(watch, looked + at);
      const read = await Promise.all(members.map((member) => member.bytes()));
      for (const [i, member] of members.entries()) {
        const bytes = read[i];
        yield bytes === undefined ? member : { ...member, bytes: () => Promise.resolve(bytes) };
      }
    }
    await this.pause(watch, 2 * looked);
  }

  /** Lets others have a turn, and stops where nobody waits any more. */
  async pause({ signal, onProgress }: Watch, done: number): Promise<void> {
    signal.throwIfAborted();
    onProgress(done, 2 * this.source.members.length);
    await othersFirst();
    signal.throwIfAborted();
  }

  /** What is to be said of members that a format did not read. */
  leftOver(reading: Reading): ReportRow[] {
    const spoken = new Set([...reading.used, ...reading.report.map(({ member }) => member)]);
    return this.source.members.flatMap(({ path }) => {
      const shape = this.shapes.get(path);
      if (spoken.has(path) || shape === undefined) return [];
      if (shape === "media") return [rowOf("not_text", path)];
      const reason = shape === "json" || shape === "encoding" ? shape : "other_format";
      return [rowOf(reason, path)];
    });
  }
}

/** Members in pieces that may be read at once, and how many come before each. One that is large stands alone. */
function* breathsOf(all: readonly Member[]) {
  let [at, bytes] = [0, 0];
  for (const [i, { size }] of all.entries()) {
    if (i > at && (i - at === breath || bytes + size > breathBytes)) {
      yield { at, members: all.slice(at, i) };
      [at, bytes] = [i, 0];
    }
    bytes += size;
  }
  if (at < all.length) yield { at, members: all.slice(at) };
}

/** Null for an encoding that nobody names. */
export async function textOf(member: Member): Promise<string | null> {
  return decodeText(await member.bytes());
}

/** Undefined for what is no JSON. */
export async function jsonOf(member: Member): Promise<Json | undefined> {
  const text = await textOf(member);
  return text === null ? undefined : parseJson(text);
}

/** The objects of a list of entries, and a line for the first that is none. */
export function entriesOf(list: Json | undefined, member: string) {
  const all = isList(list) ? list : [];
  const objects = all.filter(isObject);
  return { objects, report: objects.length < all.length ? [rowOf("json", member)] : [] };
}

async function shapeOf(source: Source, member: Member): Promise<Shape> {
  const { path } = member;
  if (!isText(path)) return "media";
  const extension = extensionOf(path);
  if (extension === "json") return jsonShape(source, path, await textOf(member));
  if (extension === "txt") return txtShape(source, path, await textOf(member));
  if (extension.startsWith("htm")) return appleShape(source, path);
  return source.kind === "tar" && joplinPath.test(path)
    ? joplinShape(await textOf(member))
    : "markdown";
}

function jsonShape(source: Source, path: string, text: string | null): Shape {
  if (text === null) return "encoding";
  const value = parseJson(text);
  if (value === undefined) return "json";
  if (isList(value)) return value.some(isDiarium) ? "diarium" : "other";
  return isObject(value) ? objectShape(source, path, value) : "other";
}

function objectShape(source: Source, path: string, value: JsonObject): Shape {
  const { entries, items } = value;
  if (path === "manifest.json" && value.format === "goldseam-backup") return "goldseam";
  const isRoot = folderOf(path) === "" && source.kind !== "files";
  if (isRoot && isList(entries) && value.metadata !== undefined) return "day_one";
  if (isList(items) && items.some((one) => isObject(one) && one.content_type !== undefined)) {
    return "standard_notes";
  }
  if (value.date_journal !== undefined && extensionOf(path) === "json") return "journey";
  return isList(entries) && entries.some(isTimed) ? "jrnl" : "other";
}

function isTimed(one: Json): boolean {
  return isObject(one) && one.date !== undefined && one.time !== undefined;
}

function isDiarium(one: Json): boolean {
  return (
    isObject(one) && one.date !== undefined && (one.html !== undefined || one.text !== undefined)
  );
}

function txtShape(source: Source, path: string, text: string | null): Shape {
  if (text === null) return "encoding";
  if (!text.trimStart().startsWith("{")) {
    const first = text.split("\n").find((line) => line.trim() !== "");
    return first !== undefined && isHeader(first) ? "jrnl" : "text";
  }
  const value = parseJson(text);
  if (!isObject(value)) return "json";
  const shape = objectShape(source, path, value);
  return shape === "standard_notes" ? shape : "other";
}

function appleShape(source: Source, path: string): Shape {
  return source.kind !== "files" && applePage.test(path) ? "apple_journal" : "other";
}

function joplinShape(text: string | null): Shape {
  if (text === null) return "encoding";
  return joplinFacts.test(text.trimEnd()) ? "joplin" : "markdown";
}
