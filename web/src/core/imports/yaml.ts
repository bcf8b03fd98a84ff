/** Front matter in a subset of YAML in which every scalar is a text (docs/imports.md, YAML subset). */

import { utf8 } from "../bytes.ts";
import { parseJson, trimmed } from "./texts.ts";

const maxKeys = 256;
const maxFrontBytes = 65_536;

type Value = string | readonly string[];

/** Values by lower-case keys. */
export type Front = ReadonlyMap<string, Value>;

const quotedStart = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/;

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
  const front = new Map<string, Value | null>();
  let keys = 0;
  for (let at = 0; at < lines.length; ) {
    const pair = pairOf(lines[at] ?? "");
    const next = pair === null ? at + 1 : endOfValue(lines, at + 1);
    if (pair !== null) {
      keys += 1;
      const value = readValue(trimmed(pair.value), lines.slice(at + 1, next));
      if (!front.has(pair.key)) front.set(pair.key, value);
    }
    at = next;
  }
  if (keys > maxKeys) return null;
  if (keys === 0 && lines.some((line) => !isNothing(line))) return null;
  return new Map([...front].flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
}

function isNothing(line: string): boolean {
  return /^[ \t]*(?:#.*)?$/.test(line);
}

/** `key: value` without indent; the key plain or in quotes. */
function pairOf(line: string): { readonly key: string; readonly value: string } | null {
  if (/^["']/.test(line)) return quotedPair(line);
  if (/^[\s#[\]{},&*!|>%@`?]|^[-:](?!\S)/.test(line)) return null;
  const colon = /:(?=[ \t]|$)/.exec(line)?.index ?? 0;
  const key = trimmed(line.slice(0, colon));
  if (key === "" || /\s#/.test(key)) return null;
  return { key: key.toLowerCase(), value: line.slice(colon + 1) };
}

function quotedPair(line: string) {
  const quoted = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*:(?=[ \t]|$)/.exec(line);
  const key = quoted === null ? null : scalarOf(quoted[1] ?? "");
  if (quoted === null || key === null) return null;
  return { key: key.toLowerCase(), value: line.slice(quoted[0].length) };
}

/** Where the lines end that belong to a key: those with an indent, items, and what says nothing between them. */
function endOfValue(lines: readonly string[], start: number): number {
  let end = start;
  for (let at = start; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (/^(?: |-[ \t]|-$)/.test(line) && trimmed(line) !== "") end = at + 1;
    else if (!isNothing(line)) return end;
  }
  return end;
}

/** Null for what is passed over. */
function readValue(text: string, below: readonly string[]): Value | null {
  if (/^[|>][-+0-9]*(?:[ \t]+#.*)?$/.test(text)) return blockOf(text, below);
  if (text === "" || text.startsWith("#")) return below.length === 0 ? "" : itemsOf(below);
  if (below.some((line) => !isNothing(line))) return null;
  return text.startsWith("[") ? flowOf(text) : scalarOf(text);
}

/** `|` keeps lines, `>` joins them. */
function blockOf(sign: string, below: readonly string[]): string {
  const width = indentOf(below.find((line) => trimmed(line) !== "") ?? "");
  const lines = below.map((line) => line.slice(Math.min(width, indentOf(line))));
  const text = sign.startsWith("|") ? lines.join("\n") : folded(lines.map(trimmed));
  return text.replace(/\n*$/, "");
}

function folded(lines: readonly string[]): string {
  return lines.reduce((text, line) => {
    if (line === "") return `${text}\n`;
    return text === "" || text.endsWith("\n") ? text + line : `${text} ${line}`;
  }, "");
}

function indentOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}

/** `- item` lines of one indent; null for a nested mapping. */
function itemsOf(below: readonly string[]): string[] | null {
  const lines = below.filter((line) => !isNothing(line));
  const [first] = lines;
  if (first !== undefined && itemOf(first) === null) return null;
  const own = lines.filter((line) => indentOf(line) === indentOf(first ?? ""));
  return own.flatMap((line) => {
    const text = itemOf(line) ?? "";
    const item = text === "" || pairOf(text) !== null ? null : scalarOf(text);
    return item === null || item === "" ? [] : [item];
  });
}

function itemOf(line: string): string | null {
  const found = /^ *-(?=[ \t]|$)/.exec(line);
  return found === null ? null : trimmed(line.slice(found[0].length));
}

/** `[a, "b", 'c']`; null where it is not closed, holds more than scalars, or has more after it. */
function flowOf(text: string): string[] | null {
  const items: string[] = [];
  for (let at = 1; ; ) {
    while (/[ \t]/.test(text[at] ?? "")) at += 1;
    if (text[at] === "]") return isOver(text.slice(at + 1)) ? items : null;
    const end = endOfItem(text, at);
    const raw = end === null ? "" : trimmed(text.slice(at, end));
    const item = end === null ? null : scalarOf(raw);
    if (end === null || item === null) return null;
    if (!/^["']/.test(raw) && text.slice(at, end).includes(": ")) return null;
    if (raw !== "") items.push(item);
    at = text[end] === "," ? end + 1 : end;
  }
}

/** Where an item of a list ends: at a comma or the bracket; null where neither comes. */
function endOfItem(text: string, at: number): number | null {
  if (!/["']/.test(text[at] ?? "")) {
    const end = text.slice(at).search(/[,\]]/);
    return end < 0 ? null : at + end;
  }
  const quoted = quotedStart.exec(text.slice(at));
  if (quoted === null) return null;
  let end = at + quoted[0].length;
  while (/[ \t]/.test(text[end] ?? "")) end += 1;
  return /[,\]]/.test(text[end] ?? "") ? end : null;
}

/** A scalar on one line, its comment gone; null for what is none. */
function scalarOf(text: string): string | null {
  if (/^["']/.test(text)) return quotedOf(text);
  if (text.startsWith("#")) return "";
  const comment = /[ \t]#/.exec(text)?.index ?? text.length;
  const plain = trimmed(text.slice(0, comment));
  return /^(?:[&*!{}@%`|>[\]"',]|[?:-] |[?-]$)/.test(plain) ? null : plain;
}

function quotedOf(text: string): string | null {
  const quoted = quotedStart.exec(text)?.[0];
  if (quoted === undefined || !isOver(text.slice(quoted.length))) return null;
  if (quoted.startsWith("'")) return quoted.slice(1, -1).replaceAll("''", "'");
  const value = parseJson(quoted);
  return typeof value === "string" ? value : null;
}

/** Whether nothing follows, or a comment after a space. */
function isOver(rest: string): boolean {
  return trimmed(rest) === "" || /^[ \t]+#/.test(rest);
}
