/** The blocks of Lexical, in which Standard Notes keeps its super notes, as the tree of the same HTML (docs/imports.md, standard_notes). */

import { isList, isObject, type Json, type JsonObject } from "../protocol/canonical.ts";
import { parseJson } from "./texts.ts";
import { element, type Node } from "./tree.ts";

/** Bits of a text's format, from within. */
const marks = [
  [16, "code"],
  [4, "s"],
  [2, "em"],
  [1, "strong"],
] as const;

/** The tree of a super note; null for a text that is no such JSON. */
export function lexicalTree(text: string): readonly Node[] | null {
  const value = parseJson(text);
  const root = isObject(value) ? value.root : undefined;
  return isObject(root) && isList(root.children) ? nodesOf(root.children, null) : null;
}

/** `list` is the type of the list in which they are items. */
function nodesOf(children: Json | undefined, list: Json | null): Node[] {
  return isList(children) ? children.filter(isObject).flatMap((child) => nodeOf(child, list)) : [];
}

function nodeOf(node: JsonObject, list: Json | null): Node[] {
  const within = nodesOf(node.children, node.type === "list" ? (node.listType ?? null) : null);
  switch (node.type) {
    case "text":
      return typeof node.text === "string"
        ? [marked(node.text, typeof node.format === "number" ? node.format : 0)]
        : [];
    case "paragraph":
      return [element("p", within)];
    case "heading":
      return [element(/^h[1-6]$/.test(String(node.tag)) ? String(node.tag) : "p", within)];
    case "list":
      return [listOf(node, within)];
    case "listitem":
      return [element("li", list === "check" ? [boxOf(node), ...within] : within)];
    case "quote":
      return [element("blockquote", within)];
    case "code":
      return [element("pre", within)];
    case "link":
    case "autolink":
      return [element("a", within, { href: typeof node.url === "string" ? node.url : "" })];
    case "linebreak":
      return [element("br", within)];
    case "horizontalrule":
      return [element("hr", within)];
    default:
      return within;
  }
}

function marked(text: string, format: number): Node {
  return marks.reduce<Node>(
    (node, [bit, tag]) => ((format & bit) !== 0 ? element(tag, [node]) : node),
    text,
  );
}

function listOf({ listType, start }: JsonObject, items: readonly Node[]) {
  if (listType !== "number") return element("ul", items);
  return element("ol", items, { start: Number.isSafeInteger(start) ? String(start) : "1" });
}

function boxOf({ checked }: JsonObject) {
  return element("input", [], { type: "checkbox", ...(checked === true ? { checked: "" } : {}) });
}
