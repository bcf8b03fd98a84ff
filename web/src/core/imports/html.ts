/** The tree of HTML as the standard's parser makes it: the only file that imports parse5 (docs/imports.md, From HTML). */

import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { type Element, element, type Node } from "./tree.ts";

type Parsed = DefaultTreeAdapterTypes.ChildNode;

const maxDepth = 100;
/** Nothing of these is kept. Those of the second kind may have shown something. */
const silent: ReadonlySet<string> = new Set([
  "script",
  "style",
  "head",
  "title",
  "template",
  "noscript",
]);
const lost: ReadonlySet<string> = new Set(["iframe", "object", "svg", "math"]);

/** `isLost`: something stood there that has no words, or stood too deep. */
export type Html = { readonly body: Element; readonly isLost: boolean };

/** The body of a document. */
export function parseHtml(text: string): Html {
  const root = parse(text).childNodes.find(({ nodeName }) => nodeName === "html");
  const parsed = root && "childNodes" in root ? root.childNodes : [];
  const body = parsed.find(({ nodeName }) => nodeName === "body");
  const found = { isLost: false };
  const children = body && "childNodes" in body ? childrenOf(body.childNodes, 1, found) : [];
  return { body: element("body", children), isLost: found.isLost };
}

function childrenOf(nodes: readonly Parsed[], depth: number, found: { isLost: boolean }): Node[] {
  return nodes.flatMap((node): Node[] => {
    if ("value" in node) return [node.value];
    if (!("tagName" in node) || silent.has(node.tagName)) return [];
    if (lost.has(node.tagName) || depth > maxDepth) {
      found.isLost = true;
      return lost.has(node.tagName) ? [] : [textWithin(node)];
    }
    const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
    return [element(node.tagName, childrenOf(node.childNodes, depth + 1, found), attributes)];
  });
}

/** However deep it is: a hostile page has no end. */
function textWithin(top: Parsed): string {
  const words: string[] = [];
  const open: Parsed[] = [top];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if ("value" in node) words.push(node.value);
    else if ("tagName" in node && !silent.has(node.tagName) && !lost.has(node.tagName)) {
      for (const child of node.childNodes.toReversed()) open.push(child);
    }
  }
  return words.join("");
}
