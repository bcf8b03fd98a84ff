/** The tree of HTML as the standard's parser makes it: the only file that imports parse5 (docs/imports.md, From HTML). */

import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { deepTag, type Element, element, lostTags, type Node } from "./tree.ts";

type Parsed = DefaultTreeAdapterTypes.ChildNode;

const maxDepth = 100;
/** Nothing of these is kept, and nothing is said of it. */
const silent: ReadonlySet<string> = new Set([
  "script",
  "style",
  "head",
  "title",
  "template",
  "noscript",
]);

/** The body of a document. What is lost is there without its content; what is too deep is its text alone. */
export function parseHtml(text: string): Element {
  const root = parse(text).childNodes.find(({ nodeName }) => nodeName === "html");
  const parsed = root && "childNodes" in root ? root.childNodes : [];
  const body = parsed.find(({ nodeName }) => nodeName === "body");
  return element("body", body && "childNodes" in body ? childrenOf(body.childNodes, 1) : []);
}

function childrenOf(nodes: readonly Parsed[], depth: number): Node[] {
  return nodes.flatMap((node): Node[] => {
    if ("value" in node) return [node.value];
    if (!("tagName" in node) || silent.has(node.tagName)) return [];
    if (lostTags.has(node.tagName)) return [element(node.tagName, [])];
    if (depth > maxDepth) return [element(deepTag, [textWithin(node)])];
    const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
    return [element(node.tagName, childrenOf(node.childNodes, depth + 1), attributes)];
  });
}

/** However deep it is: a hostile page has no end. */
function textWithin(top: Parsed): string {
  const words: string[] = [];
  const open: Parsed[] = [top];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if ("value" in node) words.push(node.value);
    else if ("tagName" in node && !silent.has(node.tagName) && !lostTags.has(node.tagName)) {
      for (const child of node.childNodes.toReversed()) open.push(child);
    }
  }
  return words.join("");
}
