/** What lists show of a record, as it rests sealed on the device. */

import * as v from "valibot";
import type { Bytes } from "../bytes.ts";
import { Malformed } from "../errors.ts";
import { common } from "../model/common.ts";
import { readFields } from "../model/field.ts";
import { openingText } from "../model/opening.ts";
import { openingLine } from "../model/opening-line.ts";
import { isRemoved, readEnvelope } from "../model/record.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import type { Id } from "../protocol/encoding.ts";
import { parse } from "../protocol/wire.ts";
import type { HeaderRow } from "../store/schema.ts";
import type { Procedure } from "./effects.ts";
import { openReadable } from "./local.ts";

/** Those with a default came later than the first headers that rest on devices. */
export const headerShape = v.object({
  kind: v.string(),
  title: v.string(),
  opening: v.string(),
  createdAt: v.number(),
  updatedAt: v.number(),
  merged: v.boolean(),
  newer: v.boolean(),
  unreadable: v.optional(v.boolean(), false),
  covered: v.optional(v.boolean(), false),
  bring: v.optional(v.boolean(), false),
  lookAgain: v.optional(v.string(), ""),
  state: v.optional(v.string(), ""),
  resurface: v.optional(v.string(), ""),
  people: v.optional(v.array(v.string()), []),
  tags: v.optional(v.array(v.string()), []),
  trashedAt: v.optional(v.nullable(v.number()), null),
});

/**
 * `opening`: the first 140 code points of the person's words on one line. Of a covered record neither title nor opening.
 * `newer`, `unreadable`: the newest revision is not read here.
 */
export type Header = Readonly<v.InferOutput<typeof headerShape>>;

/** A header and whose it is. */
export type Listed = Header & { readonly record: Id };

/** The header of a record's newest state, null for a removed one. */
export function headerOf(record: JsonObject): Header | null {
  return isRemoved(record) ? null : shown(record);
}

const { title, cover, people, tags, bring, lookAgain, state, resurface, trashedAt } = common;
/** The others would be read for nothing: ten thousand headers are made at once. */
const shownFields = { title, cover, people, tags, bring, lookAgain, state, resurface, trashedAt };

function shown(record: JsonObject): Header {
  const { kind, createdAt, updatedAt } = readEnvelope(record);
  const { title, cover: covered, people, tags, ...marks } = readFields(shownFields, record);
  const words = covered
    ? { title: "", opening: "" }
    : { title, opening: openingLine(openingText(record)) };
  const merged = record.merged === true || record.also !== undefined;
  const lists = { people: [...people], tags: [...tags] };
  const readable = { newer: false, unreadable: false };
  return { kind, ...words, createdAt, updatedAt, merged, ...readable, covered, ...marks, ...lists };
}

/** The header of a record whose newest revision is set aside, over what was readable before. */
export function asideHeader(before: JsonObject | null, aside: Bytes): Header {
  const known = before === null || isRemoved(before) ? {} : before;
  const unreadable = isDamaged(aside);
  return { ...shown(known), newer: !unreadable, unreadable };
}

/** Whether sealed bytes set aside are of this version, so that they ought to have opened; else a newer one made them. */
export function isDamaged(aside: Bytes): boolean {
  return aside.length === 0 || aside[0] === 1;
}

/** The headers that rest in these rows, in order; null for each that does not open or is none. */
export function* openHeaders(rows: readonly HeaderRow[]): Procedure<(Header | null)[]> {
  const values = yield* openReadable(
    rows.map(({ record, sealed }) => ({ table: "headers", key: record, sealed })),
  );
  return values.map((json) => json && whole(json));
}

function whole(json: JsonObject): Header | null {
  try {
    return headerFromJson(json);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

export function headerToJson(header: Header): JsonObject {
  return { ...header };
}

/** `Malformed` for JSON that is no header. */
export function headerFromJson(json: JsonObject): Header {
  return parse(headerShape, json);
}
