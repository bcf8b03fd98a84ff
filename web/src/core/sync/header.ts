/** What the list shows of a record, as it rests sealed on the device. */

import * as v from "valibot";
import { readEntry } from "../model/entry.ts";
import { isRemoved, readEnvelope } from "../model/record.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import { parse } from "../protocol/wire.ts";

const openingCodePoints = 140;

const shape = v.object({
  kind: v.string(),
  title: v.string(),
  opening: v.string(),
  createdAt: v.number(),
  updatedAt: v.number(),
  merged: v.boolean(),
  newer: v.boolean(),
});

/** `opening`: the first 140 code points of the body on one line. `newer`: a version that is not read here. */
export type Header = Readonly<v.InferOutput<typeof shape>>;

/** The header of a record's newest state, null for a removed one. */
export function headerOf(record: JsonObject): Header | null {
  if (isRemoved(record)) return null;
  const { kind, createdAt, updatedAt } = readEnvelope(record);
  const { title, body } = readEntry(record);
  const merged = record.merged === true || record.also !== undefined;
  return { kind, title, opening: openingOf(body), createdAt, updatedAt, merged, newer: false };
}

/** The header of a record whose newest revision a newer version wrote, over what was readable before. */
export function newerHeader(before: JsonObject | null): Header {
  const known = before === null ? null : headerOf(before);
  const empty = { kind: "", title: "", opening: "", createdAt: 0, updatedAt: 0, merged: false };
  return { ...(known ?? empty), newer: true };
}

export function headerToJson(header: Header): JsonObject {
  return { ...header };
}

/** `Malformed` for JSON that is no header. */
export function headerFromJson(json: JsonObject): Header {
  return parse(shape, json);
}

function openingOf(body: string): string {
  // Four times as many code units hold every 140 code points that whitespace does not swallow; a page may be long.
  const line = body
    .slice(0, 4 * openingCodePoints)
    .replace(/\s+/g, " ")
    .trim();
  return [...line].slice(0, openingCodePoints).join("");
}
