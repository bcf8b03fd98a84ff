/** Lines and tokens: what a text is cut into, and put together from (docs/merging.md, M2). */

export const spaces = "\t \u00a0\u3000";
/** Scripts written without spaces between words: every code point is a token of its own. */
export const solitary = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff";

const edges = `${spaces}\n`;
// Tried in this order: U+3000 lies in solitary and is a space. With the flag u it walks over code points.
const token = new RegExp(
  `\n|[${spaces}]+|[${solitary}][${spaces}]*|[^${spaces}${solitary}\n]+[${spaces}]*`,
  "gu",
);

/** The lines without their ends; an empty text has none. */
export function lines(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}

/** The tokens of the text in order; together they are the text. */
export function tokens(text: string): string[] {
  return text.match(token) ?? [];
}

/** By what a line or token is compared: itself without the spaces at its end. */
export function key(part: string): string {
  let end = part.length;
  while (end > 0 && spaces.includes(part.charAt(end - 1))) end--;
  return part.slice(0, end);
}

/** The key of each part. */
export function keys(parts: readonly string[]): string[] {
  return parts.map(key);
}

/** Whether the line or token holds no word. */
export function isBlank(part: string): boolean {
  return ["", "\n"].includes(key(part));
}

/** Whether the tokens of `part` but spaces stand in `whole`, in order, perhaps with others between. */
export function contains(whole: readonly string[], part: readonly string[]): boolean {
  const wanted = keys(part).filter((word) => word !== "");
  let found = 0;
  for (const word of keys(whole)) if (word === wanted[found]) found++;
  return found === wanted.length;
}

/** The text of the tokens; two that touch now and touched in none of the sides get a space between. */
export function joined(parts: readonly string[], ...sides: readonly (readonly string[])[]): string {
  const touching = new Set(sides.flatMap(touchingPairs));
  let text = "";
  let left = "\n";
  for (const right of parts) {
    if (touch(left, right) && !touching.has(pair(left, right))) text += " ";
    text += right;
    left = right;
  }
  return text;
}

function touchingPairs(parts: readonly string[]): string[] {
  const result: string[] = [];
  let left = "\n";
  for (const right of parts) {
    if (touch(left, right)) result.push(pair(left, right));
    left = right;
  }
  return result;
}

function touch(left: string, right: string): boolean {
  return !edges.includes(left.charAt(left.length - 1)) && !edges.includes(right.charAt(0));
}

// A token that touches the next is no line end, so the line end keeps the two apart.
function pair(left: string, right: string): string {
  return `${left}\n${key(right)}`;
}
