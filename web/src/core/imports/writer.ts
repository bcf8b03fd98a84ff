/** From a tree to Markdown: about a dozen elements (docs/imports.md, From HTML). */

import {
  codeOf,
  emphasised,
  lineOf,
  linkOf,
  longestRun,
  marks,
  mediaName,
  wordsOf,
} from "./inline.ts";
import { deepTag, type Element, element, lostTags, type Node, walk, wordsIn } from "./tree.ts";

const plainBlocks: ReadonlySet<string> = new Set([
  "p",
  "div",
  "section",
  "article",
  "header",
  "footer",
  "figure",
  "address",
  "aside",
  "main",
  "nav",
  "figcaption",
  "dl",
  "dt",
  "dd",
  "details",
  "summary",
  "fieldset",
  "form",
  "center",
  "li",
]);
const mediaTags: ReadonlySet<string> = new Set(["img", "audio", "video"]);
const heading = /^h[1-6]$/;
const maxStart = 999_999_999;

/** A block of Markdown, whole; or words of a line, in which a line end is a `br`. */
type Block = { readonly text: string; readonly isList: boolean };
type Piece = Block | string;

/** Where an element stands: whether in an item of a list, and within which emphasis. */
type Place = { readonly isInItem: boolean; readonly marks: ReadonlySet<string> };

const outside: Place = { isInItem: false, marks: new Set() };
const inItem: Place = { isInItem: true, marks: new Set() };

/** `media` in the order in which the text names them. `isLost`: something has no words, or stood too deep. */
export type Markdown = {
  readonly text: string;
  readonly media: readonly string[];
  readonly isLost: boolean;
};

/** The Markdown of a tree. */
export function markdownOf(nodes: readonly Node[]): Markdown {
  const writer = new Writer();
  const text = joined(writer.blocks(nodes, outside));
  const isLost = walk(element("body", nodes)).some(
    ({ tag }) => lostTags.has(tag) || tag === deepTag,
  );
  return { text, media: writer.media, isLost };
}

class Writer {
  readonly media: string[] = [];

  /** Loose words between blocks become blocks too. */
  blocks(nodes: readonly Node[], place: Place): Block[] {
    return together(this.pieces(nodes, place)).flatMap((piece) => {
      if (typeof piece !== "string") return [piece];
      const line = lineOf(piece);
      return line === "" ? [] : [blockOf(line)];
    });
  }

  pieces(nodes: readonly Node[], place: Place): Piece[] {
    return nodes.flatMap((node) =>
      typeof node === "string" ? [wordsOf(node)] : this.#element(node, place),
    );
  }

  #element(one: Element, place: Place): Piece[] {
    const { tag, children } = one;
    if (plainBlocks.has(tag))
      return this.blocks(children, { ...outside, isInItem: place.isInItem });
    if (marks[tag] !== undefined) return this.#emphasis(one, marks[tag], place);
    if (heading.test(tag)) return this.#heading(one);
    if (mediaTags.has(tag)) return [this.#named(one)];
    return this.#other(one, place);
  }

  #other(one: Element, place: Place): Piece[] {
    const { tag, children, attributes } = one;
    switch (tag) {
      case "br":
        return ["\n"];
      case "hr":
        return [blockOf("---")];
      case "code":
        return [codeOf(wordsIn(one))];
      case "pre":
        return [blockOf(fenced(one))];
      case "a":
        return [linkOf(this.#inLine(children, place), attributes.href ?? "")];
      case "input":
        return place.isInItem ? boxOf(one) : [];
      case "blockquote":
        return quoted(joined(this.blocks(children, outside)));
      case "ul":
      case "ol":
        return this.#list(one);
      case "table":
        return this.#table(one);
      default:
        return this.pieces(children, place);
    }
  }

  #emphasis({ children }: Element, mark: string, place: Place): Piece[] {
    const within = this.pieces(children, { ...place, marks: new Set([...place.marks, mark]) });
    if (place.marks.has(mark)) return within;
    return together(within).map((piece) =>
      typeof piece === "string" ? emphasised(piece, mark) : piece,
    );
  }

  #heading({ tag, children }: Element): Piece[] {
    const words = flat(this.pieces(children, outside));
    return words === "" ? [] : [blockOf(`${"#".repeat(Number(tag.slice(1)))} ${words}`)];
  }

  #named(one: Element): string {
    const name = mediaName(one);
    this.media.push(name);
    return `[media: ${name}]`;
  }

  /** As it is where all are words; blocks are parted by spaces. */
  #inLine(nodes: readonly Node[], place: Place): string {
    const pieces = this.pieces(nodes, place);
    const isLine = pieces.every((piece) => typeof piece === "string");
    return isLine ? pieces.join("") : flat(pieces);
  }

  #list({ tag, attributes, children }: Element): Piece[] {
    const first = tag === "ol" ? startOf(attributes.start ?? "") : null;
    const items: string[] = [];
    for (const child of children) {
      const isItem = typeof child !== "string" && child.tag === "li";
      const blocks = this.blocks(isItem ? child.children : [child], inItem);
      if (blocks.length === 0 && !isItem) continue;
      items.push(itemText(first === null ? "- " : `${first + items.length}. `, blocks));
    }
    return items.length === 0 ? [] : [{ text: items.join("\n"), isList: true }];
  }

  #table(table: Element): Piece[] {
    const rows = rowsOf(table).map((row) => {
      const cells = row.children.filter((child) => typeof child !== "string");
      const parts = cells.filter(({ tag }) => tag === "td" || tag === "th");
      const shown = parts.length > 0 ? parts : [row];
      return shown.map(({ children }) => flat(this.pieces(children, outside))).join(" | ");
    });
    const text = rows.filter((row) => /[^ |]/.test(row)).join("\\\n");
    return text === "" ? [] : [blockOf(text)];
  }
}

function blockOf(text: string): Block {
  return { text, isList: false };
}

function joined(blocks: readonly Block[]): string {
  return blocks.map(({ text }) => text).join("\n\n");
}

/** Words that stand side by side as one piece. */
function together(pieces: readonly Piece[]): Piece[] {
  const found: Piece[] = [];
  let words: string[] = [];
  const flush = () => {
    if (words.length > 0) found.push(words.join(""));
    words = [];
  };
  for (const piece of pieces) {
    if (typeof piece === "string") {
      words.push(piece);
      continue;
    }
    flush();
    found.push(piece);
  }
  flush();
  return found;
}

/** All words on one line. */
function flat(pieces: readonly Piece[]): string {
  const texts = together(pieces).map((piece) =>
    typeof piece === "string" ? piece : piece.text.replaceAll("\\\n", " "),
  );
  return texts
    .join(" ")
    .split(/[ \t\n\r\f\u00a0]+/)
    .filter((word) => word !== "")
    .join(" ");
}

function boxOf({ attributes }: Element): Piece[] {
  if (attributes.type?.toLowerCase() !== "checkbox") return [];
  return [attributes.checked === undefined ? "[ ] " : "[x] "];
}

function quoted(text: string): Piece[] {
  if (text === "") return [];
  const lines = text.split("\n").map((line) => (line === "" ? ">" : `> ${line}`));
  return [blockOf(lines.join("\n"))];
}

function fenced(block: Element): string {
  const text = preText(block).replace(/\n$/, "");
  const fence = "`".repeat(Math.max(2, longestRun(text)) + 1);
  return `${fence}\n${text}\n${fence}`;
}

function preText(node: Node): string {
  if (typeof node === "string") return node;
  return node.tag === "br" ? "\n" : node.children.map(preText).join("");
}

function startOf(text: string): number {
  const digits = text.trim();
  return /^\d{1,9}$/.test(digits) && Number(digits) <= maxStart ? Number(digits) : 1;
}

/** Blocks are parted by an empty line, a list by a line end; all are indented by the marker's width. */
function itemText(marker: string, blocks: readonly Block[]): string {
  const text = blocks.reduce((whole, { text, isList }) => {
    if (whole === "") return text;
    return `${whole}${isList ? "\n" : "\n\n"}${text}`;
  }, "");
  const indent = " ".repeat(marker.length);
  const lines = text.split("\n").map((line, i) => (i === 0 || line === "" ? line : indent + line));
  const item = marker + lines.join("\n");
  return item === marker ? item.trimEnd() : item;
}

/** The rows of a table and its caption; a table within is part of its cell. */
function rowsOf({ children }: Element): Element[] {
  const elements = (nodes: readonly Node[]) => nodes.filter((node) => typeof node !== "string");
  return elements(children).flatMap((part) => {
    if (part.tag === "tr" || part.tag === "caption") return [part];
    return elements(part.children).filter(({ tag }) => tag === "tr");
  });
}

/** The words of an element on one line, spaces collapsed. */
export function lineIn(one: Element): string {
  return wordsIn(one)
    .replace(/[ \t\n\r\f\u00a0]+/g, " ")
    .trim();
}
