/** Canonical JSON, written and read (docs/protocol.md, Conventions; RFC 8785). */

import { type Bytes, textOfUtf8, utf8, wellFormed } from "../bytes.ts";
import { SealError } from "../errors.ts";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

const maxDepth = 64;
const beyondAscii = /\P{ASCII}/u;

/**
 * The canonical bytes of a value, its strings made NFC and free of lone surrogates. Throws `RangeError`
 * for numbers that are not safe, for two keys that become one, and beyond 64 levels.
 */
export function canonicalJson(value: Json): Bytes {
  return utf8(canonicalText(value));
}

/** The same as text, for what is compared or hashed elsewhere. */
export function canonicalText(value: Json): string {
  return written(value, maxDepth);
}

/** The JSON object in `data`; it need not be canonical. Throws `SealError` (`damaged`) for anything else. */
export function parseObject(data: Uint8Array): JsonObject {
  const text = textOfUtf8(data);
  const value = text === null ? null : parsed(text);
  if (!isObject(value)) throw new SealError("damaged");
  return value;
}

/** NFC, every lone surrogate replaced by U+FFFD. */
export function cleanText(text: string): string {
  return beyondAscii.test(text) ? wellFormed(text).normalize("NFC") : text;
}

/** The order of keys and set members: UTF-16 code units (RFC 8785, 3.2.3). */
export function utf16Order(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Whether the value is a list; unlike `Array.isArray` it narrows a readonly one. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Whether the value is an object: neither a list nor null. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function written(value: Json, depth: number): string {
  if (depth === 0) throw new RangeError("more than 64 levels of JSON");
  if (isObject(value)) return writtenObject(value, depth);
  if (isList(value)) return `[${value.map((item) => written(item, depth - 1)).join(",")}]`;
  if (typeof value === "number") return JSON.stringify(safe(value));
  return JSON.stringify(typeof value === "string" ? cleanText(value) : value);
}

function writtenObject(value: JsonObject, depth: number): string {
  const entries = Object.entries(value);
  const members = new Map(entries.map(([key, item]) => [cleanText(key), item]));
  if (members.size < entries.length) {
    throw new RangeError("two keys of a JSON object become one in NFC");
  }
  const keys = [...members.keys()].sort(); // without a comparison: by UTF-16 code units
  const item = (key: string) => written(members.get(key) ?? null, depth - 1);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${item(key)}`).join(",")}}`;
}

function safe(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError("not a number of JSON");
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new RangeError("an integer beyond 2^53 - 1");
  }
  return value;
}

/** The value in the text, or null when it is no JSON or not JSON that we write. */
function parsed(text: string): Json {
  try {
    const value: Json = JSON.parse(text);
    check(value, maxDepth);
    return value;
  } catch {
    return null; // SyntaxError and RangeError; the caller says damaged
  }
}

function check(value: Json, depth: number): void {
  if (depth === 0) throw new RangeError("more than 64 levels of JSON");
  if (typeof value === "number") safe(value);
  if (isList(value)) for (const item of value) check(item, depth - 1);
  else if (isObject(value)) for (const item of Object.values(value)) check(item, depth - 1);
}
