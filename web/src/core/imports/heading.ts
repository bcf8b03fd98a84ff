/** ATX headings at the start of a body (docs/imports.md, Items). */

import { bodyOf, lineOf, withoutEnd } from "./texts.ts";

const atx = /^ {0,3}(#{1,6})(?=[ \t])/;

/** The first line, where it is a heading of at most this level, and what follows it. */
export function splitHeading(
  body: string,
  deepest: number,
): { readonly title: string; readonly body: string } {
  const end = body.indexOf("\n");
  const line = end < 0 ? body : body.slice(0, end);
  const found = atx.exec(line);
  const words = found === null ? "" : withoutClosing(line.slice(found[0].length));
  if (found === null || words === "" || (found[1] ?? "").length > deepest) {
    return { title: "", body };
  }
  return { title: words, body: end < 0 ? "" : bodyOf(body.slice(end + 1)) };
}

/** The words of a heading; `#` after a space at their end close it. */
function withoutClosing(rest: string): string {
  const words = withoutEnd(rest);
  let end = words.length;
  while (words[end - 1] === "#") end -= 1;
  const isClosing = end === 0 || words[end - 1] === " " || words[end - 1] === "\t";
  return lineOf(isClosing ? words.slice(0, end) : words);
}
