/** Words within a block as Markdown: spaces, escapes, emphasis, links, media (docs/imports.md, From HTML). */

import { escaped, isSpace } from "./escape.ts";
import { type Element, element, type Node, wordsIn } from "./tree.ts";

/** Emphasis by its sign, so that `b` within `strong` is the same. */
const emphases: Readonly<Record<string, string>> = {
  strong: "**",
  b: "**",
  em: "*",
  i: "*",
  s: "~~",
  del: "~~",
  strike: "~~",
};
const kept: ReadonlySet<string> = new Set(["br", "img", "audio", "video", "a", "code", "input"]);
const linkable = /^(?:https?|mailto):/i;

export function isEmphasis({ tag }: Element): boolean {
  return Object.hasOwn(emphases, tag);
}

/** Whether an element of the line means something by itself; all others are their content. */
export function isKept({ tag }: Element): boolean {
  return kept.has(tag);
}

/**
 * A line, or several parted by `\` and a line end. `isStart`: it begins a block, so that its first signs are escaped. `named` is told
 * every piece of media.
 */
export function inlineText(
  nodes: readonly Node[],
  named: (name: string) => void,
  isStart = true,
): string {
  const line = new Line(isStart, named);
  line.add(nodes, "");
  return line.text();
}

/** The name of a picture or a recording, as it stands in a body. */
export function mediaName({ tag, attributes, children }: Element): string {
  const inner = children.find((child) => typeof child !== "string" && child.tag === "source");
  const source = attributes.src ?? (typeof inner === "object" ? inner.attributes.src : undefined);
  const path = source === undefined || /^\s*data:/i.test(source) ? "" : source.trim();
  const name =
    lastSegment(path.replace(/[?#][\s\S]*$/, "")) || (attributes.alt ?? "").trim() || tag;
  return plainName(name);
}

/** A name that cannot be taken for the end of what it stands in. */
export function plainName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  return name.normalize("NFC").replace(/[[\]\u0000-\u001f\u007f-\u009f]/g, "_");
}

function lastSegment(path: string): string {
  const segment = path.slice(path.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a percent sign that means itself
  }
}

/** Text as it grows: what parts words, and marks that open, wait for the next word. */
class Line {
  #text = "";
  #words = "";
  #isParted = false;
  #breaks = 0;
  #isStart: boolean;
  #opening: string[] = [];
  readonly #named: (name: string) => void;

  constructor(isStart: boolean, named: (name: string) => void) {
    this.#isStart = isStart;
    this.#named = named;
  }

  text(): string {
    this.#flush();
    return this.#text;
  }

  /** `open` are the marks that are open, one after the other. */
  add(nodes: readonly Node[], open: string): void {
    for (const node of nodes) {
      if (typeof node === "string") this.#words += node;
      else this.#addElement(node, open);
    }
  }

  #addElement(one: Element, open: string): void {
    const mark = emphases[one.tag];
    const isNew = mark !== undefined && !open.split(" ").includes(mark);
    if (isNew) this.#addEmphasis(one, mark, open);
    else if (one.tag === "br") this.#break();
    else if (one.tag === "code") this.#addWithin(wordsIn(one), codeText);
    else if (one.tag === "a") this.#addLink(one);
    else if (one.tag === "input") this.#addBox(one);
    else if (isKept(one)) this.#addMedia(one);
    else this.add(one.children, open);
  }

  #addEmphasis({ children }: Element, mark: string, open: string): void {
    this.#flush();
    this.#opening.push(mark);
    this.add(children, `${open} ${mark}`);
    this.#flush();
    if (this.#opening.at(-1) === mark) this.#opening.pop();
    else this.#text += mark;
  }

  #break(): void {
    this.#flush();
    if (this.#text !== "") this.#breaks += 1;
    this.#isParted = false;
  }

  /** Words that are made in one piece; the spaces at their ends are outside. */
  #addWithin(words: string, make: (words: string) => string): void {
    const inner = words.replace(/[ \t\n\r\f\u00a0]+/g, " ");
    if (inner.trim() === "") {
      this.#words += inner;
      return;
    }
    if (inner.startsWith(" ")) this.#words += " ";
    this.#raw(make(inner.trim()));
    if (inner.endsWith(" ")) this.#words += " ";
  }

  #addLink({ children, attributes }: Element): void {
    const href = (attributes.href ?? "").trim().replace(/[\t\n\r]/g, "");
    const inner = inlineText(
      spaced(children),
      this.#named,
      !linkable.test(href) && this.#isLineStart(),
    );
    if (inner === "") return;
    this.#raw(linkable.test(href) ? `[${inner}](<${addressOf(href)}>)` : inner);
  }

  #addBox({ attributes }: Element): void {
    if (attributes.type?.toLowerCase() !== "checkbox") return;
    this.#raw(attributes.checked === undefined ? "[ ]" : "[x]");
    this.#words += " ";
  }

  #addMedia(one: Element): void {
    const name = mediaName(one);
    this.#named(name);
    this.#raw(`[media: ${name}]`);
  }

  #raw(text: string): void {
    this.#flush();
    this.#open();
    this.#text += text;
  }

  #isLineStart(): boolean {
    this.#flush();
    return (this.#text === "" && this.#isStart) || this.#breaks > 0;
  }

  #flush(): void {
    const words = this.#words;
    this.#words = "";
    if (words === "") return;
    const inner = words.replace(/[ \t\n\r\f\u00a0]+/g, " ");
    if (inner.startsWith(" ")) this.#isParted = true;
    if (inner === " ") return;
    const isFirst = this.#isLineStart() && this.#opening.length === 0;
    this.#open();
    this.#text += escaped(inner.trim(), isFirst);
    this.#isParted = isSpace(inner.at(-1) ?? "");
  }

  /** What parts, then the marks that waited. */
  #open(): void {
    if (this.#breaks > 0) this.#text += "\\\n".repeat(this.#breaks);
    else if (this.#isParted && this.#text !== "") this.#text += " ";
    this.#text += this.#opening.join("");
    this.#breaks = 0;
    this.#isParted = false;
    this.#opening = [];
  }
}

/** In a link blocks are parted by a space. */
function spaced(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node): Node[] => {
    if (typeof node === "string" || isKept(node)) return [node];
    const within = element(node.tag, spaced(node.children), node.attributes);
    return isEmphasis(node) || inlineTags.has(node.tag) ? [within] : [" ", within, " "];
  });
}

const inlineTags: ReadonlySet<string> = new Set([
  "span",
  "small",
  "big",
  "u",
  "sub",
  "sup",
  "font",
  "mark",
  "abbr",
  "cite",
  "q",
  "label",
  "time",
]);

function codeText(text: string): string {
  const longest = longestRun(text);
  const quote = "`".repeat(longest + 1);
  const space = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${quote}${space}${text}${space}${quote}`;
}

/** Nothing in it ends the address or the line. */
function addressOf(href: string): string {
  return href.replace(/[<>\\\s\p{Cc}]/gu, (sign) => encodeURIComponent(sign));
}

/** The length of the longest run of `` ` ``, 0 for none. */
export function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
