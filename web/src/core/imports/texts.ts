/** The texts of members, as whoever wrote them coded them (docs/imports.md, Members). */

import { textOfUtf8 } from "../bytes.ts";
import { cleanText, isList, isObject, type Json } from "../protocol/canonical.ts";

const maxJsonDepth = 100;

/** UTF-8, or UTF-16 with its mark; line ends made `\n`. Null for other bytes. */
export function decodeText(bytes: Uint8Array): string | null {
  const text = decoded(bytes);
  return text === null ? null : text.replace(/\r\n?/g, "\n");
}

function decoded(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return utf16(bytes, "utf-16le");
  if (first === 0xfe && second === 0xff) return utf16(bytes, "utf-16be");
  const text = textOfUtf8(bytes);
  return text?.startsWith("\ufeff") ? text.slice(1) : text;
}

function utf16(bytes: Uint8Array, label: "utf-16le" | "utf-16be"): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null; // half a character
  }
}

/** The JSON in a text, undefined for none, and beyond 100 levels. */
export function parseJson(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return isShallow(value, maxJsonDepth) ? value : undefined;
  } catch {
    return undefined; // SyntaxError
  }
}

function isShallow(value: Json, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (depth === 0) return false;
  const within = isList(value) ? value : Object.values(value);
  return within.every((item) => isShallow(item, depth - 1));
}

/** A text of somebody else's JSON; anything else is empty. */
export function wordsOf(value: Json | undefined): string {
  return typeof value === "string" ? linesOf(value) : "";
}

export function objectsOf(value: Json | undefined) {
  return isList(value) ? value.filter(isObject) : [];
}

export function wordListOf(value: Json | undefined): string[] {
  return isList(value) ? value.map(wordsOf).filter((text) => text !== "") : [];
}

/** NFC, no lone surrogates, `\n` at each line's end. */
export function linesOf(text: string): string {
  return cleanText(text).replace(/\r\n?/g, "\n");
}

/** A text on one line, without spaces around it. */
export function lineOf(text: string): string {
  return trimmed(linesOf(text).replaceAll("\n", " "));
}

/** A body without empty lines before it, and without anything empty at its end. */
export function bodyOf(text: string): string {
  const lines = withoutEnd(linesOf(text));
  const first = firstThat(lines, (sign) => !isBlank(sign));
  return lines.slice(lines.lastIndexOf("\n", first) + 1);
}

/** Without spaces, tabs and line ends around it. A loop: patterns take a square of time over long runs of spaces. */
export function trimmed(text: string): string {
  const end = withoutEnd(text);
  return end.slice(firstThat(end, (sign) => !isBlank(sign)));
}

export function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank(text[end - 1])) end -= 1;
  return text.slice(0, end);
}

/** The place of the first such sign, or the length. */
function firstThat(text: string, holds: (sign: string | undefined) => boolean): number {
  let at = 0;
  while (at < text.length && !holds(text[at])) at += 1;
  return at;
}

function isBlank(sign: string | undefined): boolean {
  return sign !== undefined && " \t\n\f\v".includes(sign);
}
