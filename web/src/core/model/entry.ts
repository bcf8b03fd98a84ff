/** The kind `entry`: a page of the journal (docs/protocol.md, Revisions). */

import type { JsonObject } from "../protocol/canonical.ts";
import { isRemoved, readText, readTexts } from "./record.ts";

/** What a person writes; `body` is Markdown. */
export type Entry = {
  readonly title: string;
  readonly body: string;
  readonly tags: readonly string[];
};

/** When and where something is written: UTC milliseconds of the device's clock, and an IANA name. */
export type Moment = { readonly at: number; readonly timeZone: string };

const entryKind = "entry";
const entryVersion = 1;

export function isEntry(record: JsonObject): boolean {
  return record.kind === entryKind && !isRemoved(record);
}

export function readEntry(record: JsonObject): Entry {
  return {
    title: readText(record.title),
    body: readText(record.body),
    tags: readTexts(record.tags),
  };
}

/** A new page. */
export function makeEntry(entry: Entry, { at, timeZone }: Moment): JsonObject {
  return {
    kind: entryKind,
    v: entryVersion,
    created_at: at,
    updated_at: at,
    tz: timeZone,
    title: entry.title,
    body: entry.body,
    tags: [...entry.tags],
  };
}

/** The page with other words; every field that we do not know stays as it is. */
export function changeEntry(record: JsonObject, entry: Entry, { at }: Moment): JsonObject {
  const { title, body, tags } = entry;
  return { ...record, updated_at: at, title, body, tags: [...tags] };
}
