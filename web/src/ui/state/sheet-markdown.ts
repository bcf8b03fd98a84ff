/**
 * Markdown as the elements of a file that stands alone: no attribute, no address that can be followed, nothing that is fetched.
 * Every text goes through `escaped`; what the lexer does not know stays as it was typed.
 */

import { blocksOf, type Drawn, within } from "../parts/reading/tokens.ts";

/** Makes text of an element. */
export type Escape = (text: string) => string;

type List = Extract<Drawn, { type: "list" }>;
type Table = Extract<Drawn, { type: "table" }>;

/** The elements of a text as it is read; a page's own headings begin below those of the sheet. */
export function markdownElements(text: string, escaped: Escape): string {
  return blocks(blocksOf(text), escaped);
}

function blocks(tokens: readonly Drawn[], escaped: Escape): string {
  return tokens.map((token) => block(token, escaped)).join("\n");
}

function block(token: Drawn, escaped: Escape): string {
  switch (token.type) {
    case "heading":
      return element("h4", spans(within(token), escaped));
    case "paragraph":
      return element("p", spans(within(token), escaped));
    case "blockquote":
      return element("blockquote", blocks(within(token), escaped));
    case "list":
      return list(token, escaped);
    case "code":
      return element("pre", escaped(token.text));
    case "table":
      return table(token, escaped);
    case "hr":
      return "<hr>";
    case "space":
      return "";
    default:
      return spans([token], escaped);
  }
}

function list({ ordered, items }: List, escaped: Escape): string {
  const mark = ({ task, checked }: List["items"][number]) => (task ? (checked ? "☑ " : "☐ ") : "");
  const lines = items.map((item) => element("li", mark(item) + blocks(within(item), escaped)));
  return element(ordered ? "ol" : "ul", lines.join("\n"));
}

function table({ header, rows }: Table, escaped: Escape): string {
  const row = (name: string, cells: Table["header"]) =>
    element("tr", cells.map((cell) => element(name, spans(within(cell), escaped))).join(""));
  return element("table", [row("th", header), ...rows.map((cells) => row("td", cells))].join("\n"));
}

function spans(tokens: readonly Drawn[], escaped: Escape): string {
  return tokens.map((token) => span(token, escaped)).join("");
}

function span(token: Drawn, escaped: Escape): string {
  switch (token.type) {
    case "strong":
      return element("strong", spans(within(token), escaped));
    case "em":
      return element("em", spans(within(token), escaped));
    case "del":
      return element("s", spans(within(token), escaped));
    case "codespan":
      return element("code", escaped(token.text));
    case "br":
      return "<br>";
    case "link":
    case "image":
      return escaped(withAddress(token.text, token.href));
    case "text":
      return token.tokens ? spans(within(token), escaped) : escaped(token.text);
    default:
      return escaped("text" in token ? token.text : token.raw);
  }
}

/** An address is read on paper, and never followed. */
function withAddress(words: string, address: string): string {
  return words === address || words === "" ? address : `${words} (${address})`;
}

function element(name: string, inner: string): string {
  return `<${name}>${inner}</${name}>`;
}
