import { expect, test } from "vitest";
import { fileOf } from "../../../web/src/ui/state/file.ts";
import { recoverySheetText } from "../../../web/src/ui/state/recovery-sheet.ts";
import { isSame, typedWords } from "../../../web/src/ui/state/recovery-words.ts";
import { readSheet } from "../../../web/src/ui/state/saved-sheet.ts";

const words = "lantern orchard mitten harbor puddle kettle saddle window marble yo-yo".split(" ");
const checkpoint = "ab".repeat(16);
const facts = { words, name: "Wren & Co", origin: "https://example.org", checkpoint };
const items = words.map((word) => `<li><!---->${word}</li>`).join("");
const body = `<h2>Ten words</h2><ol aria-label="Ten words" translate="no">${items}</ol>
  <p>Name: <strong translate="no" dir="auto">Wren &amp; Co</strong></p>
  <ol><li>Open the address in a browser.</li></ol>`;
const file = fileOf({ title: "Ten words", language: "en", direction: "ltr", body });

test("the text of a sheet's code gives words, name and checkpoint", () => {
  const sheet = { words: words.join(" "), name: "Wren & Co", checkpoint };
  expect(readSheet(recoverySheetText(facts))).toEqual(sheet);
  expect(readSheet(`${recoverySheetText(facts).replaceAll("\n", "\r\n")}\r\n`)).toEqual(sheet);
});

test("a saved sheet gives words and name", () => {
  const sheet = { words: words.join(" "), name: "Wren & Co", checkpoint: null };
  expect(readSheet(file)).toEqual(sheet);
});

test.each([
  "",
  words.join(" "),
  file.replace("<li><!---->lantern</li>", ""),
  recoverySheetText({ ...facts, words: words.slice(1) }),
  recoverySheetText({ ...facts, checkpoint: "no number" }),
])("what is no sheet with ten words is not read: %j", (text) => {
  expect(readSheet(text)).toBeNull();
});

test("capitals, commas and line breaks make no difference to typed words", () => {
  expect(isSame(` ${words.join(",\n").toUpperCase()}. `, words)).toBe(true);
  expect(isSame(words.toReversed().join(" "), words)).toBe(false);
  expect(typedWords(" , ")).toEqual([]);
});
