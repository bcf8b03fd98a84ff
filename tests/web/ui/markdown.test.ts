import fc from "fast-check";
import { expect, test } from "vitest";
import {
  blocksOf,
  type Drawn,
  openable,
  within,
} from "../../../web/src/ui/parts/reading/tokens.ts";

function textOf(tokens: readonly Drawn[]): string {
  return tokens.map((token) => ("text" in token ? token.text : token.raw)).join("");
}

test("what looks like HTML in a page is text", () => {
  const [block] = blocksOf("<img src=x onerror=alert(1)>\n");
  expect(block?.type).toBe("text");
  const [paragraph] = blocksOf("before <b>within</b> after");
  const spans = paragraph && "tokens" in paragraph ? within(paragraph) : [];
  expect(spans.map(({ type }) => type)).not.toContain("html");
  expect(textOf(spans)).toBe("before <b>within</b> after");
});

test("no text makes the lexer throw, and none of it becomes another kind of token", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      const types = blocksOf(text).map(({ type }) => type);
      expect(types).not.toContain("html");
    }),
  );
});

test("a line break in a page is one on the screen", () => {
  const [paragraph] = blocksOf("one\ntwo");
  const spans = paragraph && "tokens" in paragraph ? within(paragraph) : [];
  expect(spans.map(({ type }) => type)).toEqual(["text", "br", "text"]);
});

test.each([
  ["https://example.org/a", "https://example.org/a"],
  ["mailto:wren@example.org", "mailto:wren@example.org"],
  ["javascript:alert(1)", null],
  ["data:text/html,x", null],
  ["file:///etc/hosts", null],
  ["/pages", null],
  ["not an address", null],
])("the address %s opens as %s", (address, target) => {
  expect(openable(address)).toBe(target);
});
