/** Front matter in a subset of YAML in which every scalar is a text (docs/imports.md, YAML subset). */

import { utf8 } from "../bytes.ts";
import { parseJson, trimmed } from "./texts.ts";

const maxKeys = 256;
const maxFrontBytes = 65_536;

/** Values by lower-case keys. */
export type Front = ReadonlyMap<string, string | readonly string[]>;

/** The front matter of a page and what follows it; none, and the whole text, where it cannot be read. */
export function splitFront(text: string): { readonly front: Front; readonly body: string } {
  const none = { front: new Map(), body: text };
  const opening = /^---[ \t]*\n/.exec(text);
  if (opening === null) return none;
  const ending = /^(?:---|\.\.\.)[ \t]*$/m;
  const rest = text.slice(opening[0].length);
  const end = ending.exec(rest);
  if (end === null || end.index > maxFrontBytes) return none;
  const within = rest.slice(0, end.index);
  if (utf8(within).length > maxFrontBytes) return none;
  const front = readFront(within.replace(/\n$/, "").split("\n"));
  return front === null ? none : { front, body: rest.slice(end.index + end[0].length + 1) };
}

/** The mapping in these lines; null beyond 256 keys, and where no line is a key though some say something. */
function readFront(lines: readonly string[]): Front | null {
  const front = new Map<string, string | readonly string[]>();
  let keys = 0;
  for (let at = 0; at < lines.length; ) {
    const pair = pairOf(lines[at] ?? "");
    const next = pair === null ? at + 1 : endOfValue(lines, at + 1);
    if (pair !== null) {
      keys += 1;
      const value = readValue(pair.value, lines.slice(at + 1, next));
      if (value !== null && !front.has(pair.key)) front.set(pair.key, value);
    }
    at = next;
  }
  if (keys > maxKeys) return null;
  return keys === 0 && lines.some((line) => !isNothing(line)) ? null : front;
}

function isNothing(line: string): boolean {
  return /^[ \t]*(?:#.*)?$/.test(line);
}

function isPassedOver(line: string): boolean {
  return isNothing(line) || line.startsWith("\t");
}

/** `key: value` without indent; the key plain or in quotes. */
function pairOf(line: string): { readonly key: string; readonly value: string } | null {
  if (/^["']/.test(line)) return quotedPair(line);
  if (/^[\s#&*!{}@%`?|>[\],]|^-(?:\s|$)/.test(line)) return null;
  const colon = /:(?=[ \t]|$)/.exec(line)?.index ?? 0;
  const key = trimmed(line.slice(0, colon));
  return key === "" ? null : { key: key.toLowerCase(), value: line.slice(colon + 1) };
}

function quotedPair(line: string) {
  const quoted = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*:(?=[ \t]|$)/.exec(line);
  const key = quoted === null ? null : scalarOf(quoted[1] ?? "");
  if (quoted === null || key === null) return null;
  return { key: key.toLowerCase(), value: line.slice(quoted[0].length) };
}

/** Where the lines end that belong to a key: those with an indent, items, comments and empty ones between them. */
function endOfValue(lines: readonly string[], start: number): number {
  let end = start;
  for (let at = start; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const isWithin = /^(?: |-[ \t]|-$)/.test(line) && line.trim() !== "";
    if (isWithin) end = at + 1;
    else if (!isPassedOver(line)) return end;
  }
  return end;
}

/** Null for what is passed over. */
function readValue(text: string, below: readonly string[]): string | readonly string[] | null {
  const value = withoutComment(text);
  if (/^[|>]/.test(value)) return /^[|>][+\-0-9]*$/.test(value) ? blockOf(value, below) : null;
  const said = below.filter((line) => !isPassedOver(line));
  if (value === "") return said.length === 0 ? "" : itemsOf(said);
  if (said.length > 0) return null;
  return value.startsWith("[") ? flowOf(value) : scalarOf(value);
}

/** `|` keeps lines, `>` joins them. */
function blockOf(sign: string, below: readonly string[]): string {
  const indent = /^[ \t]*/.exec(below.find((line) => line.trim() !== "") ?? "")?.[0].length ?? 0;
  const lines = below.map((line) =>
    line.slice(Math.min(indent, /^[ \t]*/.exec(line)?.[0].length ?? 0)),
  );
  while (lines.at(-1)?.trim() === "") lines.pop();
  if (sign.startsWith("|")) return lines.join("\n");
  return lines.reduce((text, line, i) => {
    if (line.trim() === "") return `${text}\n`;
    return i === 0 || text.endsWith("\n") ? text + line : `${text} ${line}`;
  }, "");
}

function itemsOf(lines: readonly string[]): string[] | null {
  const items: string[] = [];
  const indent = /^[ \t]*/.exec(lines[0] ?? "")?.[0] ?? "";
  for (const line of lines) {
    const item = /^([ \t]*)-(?=[ \t]|$)/.exec(line);
    if (item === null || item[1] !== indent) {
      if (items.length === 0) return null; // a nested mapping
      continue;
    }
    const value = withoutComment(line.slice(item[0].length));
    const scalar = value === "" || /^\[|^[^"'].*:(?: |$)/.test(value) ? null : scalarOf(value);
    items.push(scalar ?? "");
  }
  return items.filter((item) => item !== "");
}

/** `[a, "b", 'c']`; null where it is not closed, or has lists in it. */
function flowOf(text: string): string[] | null {
  const items: string[] = [];
  let rest = text.slice(1).trimStart();
  while (!rest.startsWith("]")) {
    const found = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,[\]"'][^,[\]]*|)[ \t]*([,\]])/.exec(rest);
    if (found === null) return null;
    const item = scalarOf(trimmed(found[1] ?? ""));
    if (item === null) return null;
    if (item !== "") items.push(item);
    rest =
      found[2] === "]" ? rest.slice(found[0].length - 1) : rest.slice(found[0].length).trimStart();
    if (rest === "") return null;
  }
  return rest === "]" ? items : null;
}

function scalarOf(text: string): string | null {
  if (text.startsWith('"')) {
    const value = parseJson(text);
    return typeof value === "string" ? value : null;
  }
  if (text.startsWith("'")) {
    return /^'(?:[^']|'')*'$/.test(text) ? text.slice(1, -1).replaceAll("''", "'") : null;
  }
  return /^(?:[&*!{}@%`?|>]|- )/.test(text) ? null : trimmed(text);
}

/** A comment begins with ` #`, or at the value's start; not within quotes. */
function withoutComment(text: string): string {
  const value = trimmed(text);
  if (value.startsWith("#")) return "";
  const isQuoted = /^["'[]/.test(value);
  let quote = "";
  for (let at = 0; at < value.length; at++) {
    const sign = value[at] ?? "";
    if (quote === '"' && sign === "\\") at += 1;
    else if (sign === quote) quote = "";
    else if (quote === "" && isQuoted && (sign === '"' || sign === "'")) quote = sign;
    else if (quote === "" && sign === "#" && /[ \t]/.test(value[at - 1] ?? "")) {
      return trimmed(value.slice(0, at));
    }
  }
  return value;
}
