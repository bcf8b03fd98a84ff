/** From a tree to Markdown: about a dozen elements (docs/imports.md, From HTML). */

import { inlineText, isEmphasis, isKept, longestRun } from "./inline.ts";
import { type Element, element, type Node, wordsIn } from "./tree.ts";

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
  "blockquote",
  "ul",
  "ol",
  "pre",
  "hr",
  "table",
]);
const heading = /^h[1-6]$/;
const maxStart = 999_999_999;

type Named = (name: string) => void;

/** The Markdown of a tree, and the media that it names, in order. */
export function markdownOf(nodes: readonly Node[]): {
  readonly text: string;
  readonly media: readonly string[];
} {
  const media: string[] = [];
  const text = blocksOf(nodes, (name) => media.push(name)).join("\n\n");
  return { text, media };
}

function isBlock({ tag }: Element): boolean {
  return plainBlocks.has(tag) || heading.test(tag);
}

function blocksOf(nodes: readonly Node[], named: Named): string[] {
  return runsOf(flow(nodes))
    .flatMap((run) => (Array.isArray(run) ? [inlineText(run, named)] : blockOf(run, named)))
    .filter((block) => block !== "");
}

/** Blocks and what stands in lines; elements that are their content are gone, emphasis stands around words only. */
function flow(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node): Node[] => {
    if (typeof node === "string" || isBlock(node) || isKept(node)) return [node];
    const within = flow(node.children);
    if (!isEmphasis(node)) return within;
    return runsOf(within).map((run) => (Array.isArray(run) ? element(node.tag, run) : run));
  });
}

/** Lines as lists of nodes, blocks alone. */
function runsOf(nodes: readonly Node[]): (Node[] | Element)[] {
  const runs: (Node[] | Element)[] = [];
  for (const node of nodes) {
    const last = runs.at(-1);
    if (typeof node !== "string" && isBlock(node)) runs.push(node);
    else if (Array.isArray(last)) last.push(node);
    else runs.push([node]);
  }
  return runs;
}

function blockOf(block: Element, named: Named): string[] {
  const { tag, children } = block;
  if (tag === "hr") return ["---"];
  if (tag === "pre") return [fenced(block)];
  if (tag === "ul" || tag === "ol") return [listText(block, named)];
  if (tag === "table") return [tableText(block, named)];
  if (tag === "blockquote") return [quoted(blocksOf(children, named).join("\n\n"))];
  if (heading.test(tag)) return [headingText(block, named)];
  return blocksOf(children, named);
}

function headingText({ tag, children }: Element, named: Named): string {
  const words = joinedText(children, named);
  return words === "" ? "" : `${"#".repeat(Number(tag.slice(1)))} ${words}`;
}

/** All of it on one line. */
function joinedText(nodes: readonly Node[], named: Named): string {
  return blocksOf(nodes, named).join(" ").replace(/\\\n/g, " ").replaceAll("\n", " ");
}

function quoted(text: string): string {
  if (text === "") return "";
  return text
    .split("\n")
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n");
}

function fenced(block: Element): string {
  const text = preText(block).replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const longest = Math.max(2, longestRun(text));
  const fence = "`".repeat(longest + 1);
  return text.trim() === "" ? "" : `${fence}\n${text}\n${fence}`;
}

function preText(node: Node): string {
  if (typeof node === "string") return node;
  return node.tag === "br" ? "\n" : node.children.map(preText).join("");
}

function listText({ tag, attributes, children }: Element, named: Named): string {
  const first = startOf(attributes.start);
  const items = children.filter((child) => typeof child !== "string" || child.trim() !== "");
  return items
    .map((item, i) => {
      const within = typeof item !== "string" && item.tag === "li" ? item.children : [item];
      return itemText(tag === "ol" ? `${first + i}. ` : "- ", within, named);
    })
    .join("\n");
}

function startOf(text: string | undefined): number {
  const start = /^\s*\d+/.test(text ?? "") ? Number.parseInt(text ?? "", 10) : 1;
  return start <= maxStart ? start : 1;
}

function itemText(marker: string, nodes: readonly Node[], named: Named): string {
  const indent = " ".repeat(marker.length);
  let text = "";
  for (const run of runsOf(flow(nodes))) {
    const blocks = Array.isArray(run) ? [inlineText(run, named)] : blockOf(run, named);
    const isList = !Array.isArray(run) && (run.tag === "ul" || run.tag === "ol");
    for (const block of blocks.filter((one) => one !== "")) {
      text += text === "" ? block : `${isList ? "\n" : "\n\n"}${block}`;
    }
  }
  const lines = text.split("\n").map((line, i) => (i === 0 || line === "" ? line : indent + line));
  return `${marker}${lines.join("\n")}`.trimEnd();
}

/** Rows are lines, parted like `br`; the caption stands before them. */
function tableText(table: Element, named: Named): string {
  return rowsOf(table)
    .map((row) => {
      if (row.tag === "caption") return joinedText(row.children, named);
      const cells = row.children.filter((cell) => typeof cell !== "string");
      return cells.map((cell) => joinedText(cell.children, named)).join(" | ");
    })
    .filter((row) => row !== "")
    .join("\\\n");
}

function rowsOf({ children }: Element): Element[] {
  const rows = children.flatMap((child): Element[] => {
    if (typeof child === "string") return [];
    if (child.tag === "tr" || child.tag === "caption") return [child];
    return ["thead", "tbody", "tfoot"].includes(child.tag) ? rowsOf(child) : [];
  });
  const isCaption = ({ tag }: Element) => tag === "caption";
  return [...rows.filter(isCaption), ...rows.filter((row) => !isCaption(row))];
}

/** The words of an element on one line, spaces collapsed. */
export function lineIn(one: Element): string {
  return wordsIn(one)
    .replace(/[ \t\n\r\f\u00a0]+/g, " ")
    .trim();
}
