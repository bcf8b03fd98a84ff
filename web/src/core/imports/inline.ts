/** Words within a line as Markdown: escapes, emphasis, code, links, media (docs/imports.md, From HTML). */

import { percentDecoded } from "./paths.ts";
import { type Element, walk } from "./tree.ts";

/** Emphasis by its sign, so that `b` within `strong` is the same. */
export const marks: Readonly<Record<string, string>> = {
  strong: "**",
  b: "**",
  em: "*",
  i: "*",
  s: "~~",
  del: "~~",
  strike: "~~",
};
const spaces = /[ \t\n\r\f\u00a0]+/g;
const linkable = /^(?:https?|mailto):/i;

/** Words of a text, escaped. A line end in what is made of them is a `br`, until `lineOf`. */
export function wordsOf(text: string): string {
  return text
    .replace(spaces, " ")
    .replace(/[\\`*[\]<~]|&(?=#?[0-9A-Za-z]+;)|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])/g, "\\$&");
}

/** Words as a block of their own: spaces made one, escaped where a line begins, `br` written. */
export function lineOf(inline: string): string {
  const parted = inline.replace(/ +/g, " ").replace(/ ?\n ?/g, "\n");
  return stripped(parted).split("\n").map(escapedStart).join("\\\n");
}

/** The words between marks, spaces and breaks at their ends outside. */
export function emphasised(inline: string, mark: string): string {
  return around(inline, (words) => `${mark}${words}${mark}`);
}

/** Words as code; quotes longer than every run of them within. */
export function codeOf(text: string): string {
  const words = stripped(text.replace(spaces, " "));
  if (words === "") return "";
  const quotes = "`".repeat(longestRun(words) + 1);
  const space = words.startsWith("`") || words.endsWith("`") ? " " : "";
  return `${quotes}${space}${words}${space}${quotes}`;
}

/** The words of a link, with the address where it is one that leads somewhere. */
export function linkOf(inline: string, address: string): string {
  const href = address.replace(/[\t\n\r]/g, "").replace(/^ +/, "");
  if (!linkable.test(href)) return inline;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  const safe = href.trimEnd().replace(/[<>\\\u0000-\u0020\u007f-\u00a0]/g, encodeURIComponent);
  return around(inline, (words) => `[${words}](<${safe}>)`);
}

/** The name of a picture or a recording, as it stands in a body. */
export function mediaName(media: Element): string {
  const { tag, attributes } = media;
  const within = () => walk(media).find((one) => one.tag === "source")?.attributes.src;
  const source = attributes.src || within() || "";
  const path = /^data:/i.test(source) ? "" : (source.split(/[?#]/, 1)[0] ?? "");
  const name = percentDecoded(path.slice(path.lastIndexOf("/") + 1)) || attributes.alt || tag;
  return plainName(stripped(name.replace(spaces, " ")));
}

/** A name that cannot be taken for the end of what it stands in. */
export function plainName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  return name.normalize("NFC").replace(/[[\]\u0000-\u001f\u007f-\u009f]/g, "_");
}

/** The length of the longest run of `` ` ``, 0 for none. */
export function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

/** Without spaces and breaks at its ends. */
export function stripped(inline: string): string {
  const isSpace = (sign: string | undefined) => sign === " " || sign === "\n";
  let [start, end] = [0, inline.length];
  while (end > 0 && isSpace(inline[end - 1])) end -= 1;
  while (start < end && isSpace(inline[start])) start += 1;
  return inline.slice(start, end);
}

function around(inline: string, make: (words: string) => string): string {
  const words = stripped(inline);
  if (words === "") return inline;
  const at = inline.indexOf(words);
  return inline.slice(0, at) + make(words) + inline.slice(at + words.length);
}

function escapedStart(line: string): string {
  return line.replace(/^[#>+=|-]/, "\\$&").replace(/^(\d{1,9})(?=[.)])/, "$1\\");
}
