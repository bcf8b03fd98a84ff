/** Markdown as tokens. Nothing here makes HTML: what looks like HTML in a page is shown as it was typed. */

import { lexer, type Token, type Tokens } from "marked";

export type { Tokens };

/** What the parts can draw; every other token is drawn as its own text. */
export type Drawn =
  | Tokens.Heading
  | Tokens.Paragraph
  | Tokens.Blockquote
  | Tokens.List
  | Tokens.Code
  | Tokens.Table
  | Tokens.Hr
  | Tokens.Space
  | Tokens.Text
  | Tokens.Escape
  | Tokens.Strong
  | Tokens.Em
  | Tokens.Del
  | Tokens.Codespan
  | Tokens.Br
  | Tokens.Link
  | Tokens.Image;

/** The blocks of a text; a line break in it is one on the screen. */
export function blocksOf(text: string): readonly Drawn[] {
  return drawn(lexer(text, { gfm: true, breaks: true }));
}

/** The tokens within a token, none where it has no others. */
export function within(token: { readonly tokens?: Token[] | undefined }): readonly Drawn[] {
  return drawn(token.tokens ?? []);
}

function drawn(tokens: readonly Token[]): readonly Drawn[] {
  return tokens.filter(({ type }) => type !== "def").map(known);
}

const types: ReadonlySet<string> = new Set([
  ...["heading", "paragraph", "blockquote", "list", "code", "table", "hr", "space", "text"],
  ...["escape", "strong", "em", "del", "codespan", "br", "link", "image"],
]);

function known(token: Token): Drawn {
  // The lexer's own types say what each of these names holds.
  if (types.has(token.type)) return token as Drawn;
  return { type: "text", raw: token.raw, text: token.raw, escaped: false };
}

/** An address that may be opened, or null: only pages of the web and mail, never a script or a file. */
export function openable(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return ["https:", "http:", "mailto:"].includes(protocol) ? href : null;
}
