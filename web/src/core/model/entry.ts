/** The kind `entry`: a page of the journal (docs/protocol.md, Revisions). */

import type { JsonObject } from "../protocol/canonical.ts";
import { choice, text } from "./field.ts";
import { isOf, makeKind } from "./kind.ts";
import { type Moment, readText, readTexts } from "./record.ts";

export type { Moment } from "./record.ts";

/** A page has the fields of every record, and those that end it. */
export const entry = makeKind("entry", 2, {
  /** A sentence to keep; it may become a line. */
  line: text("line"),
  /** no, one_day, or the id of a person. */
  hear: choice("hear", "hear"),
});

/** What a person writes; `body` is Markdown. */
export type Entry = {
  readonly title: string;
  readonly body: string;
  readonly tags: readonly string[];
};

export function isEntry(record: JsonObject): boolean {
  return isOf(entry, record);
}

export function readEntry(record: JsonObject): Entry {
  return {
    title: readText(record.title),
    body: readText(record.body),
    tags: readTexts(record.tags),
  };
}

/** A new page. */
export function makeEntry({ title, body, tags }: Entry, { at, timeZone }: Moment): JsonObject {
  return {
    kind: entry.name,
    v: entry.version,
    created_at: at,
    updated_at: at,
    tz: timeZone,
    title,
    body,
    tags: [...tags],
  };
}

/** The page with other words; every field that we do not know stays as it is. */
export function changeEntry(
  record: JsonObject,
  { title, body, tags }: Entry,
  { at }: Moment,
): JsonObject {
  return { ...record, updated_at: at, title, body, tags: [...tags] };
}
