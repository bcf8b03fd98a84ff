import { expect, test } from "vitest";
import { words } from "../../../web/src/content/words.ts";
import {
  beginningOf,
  completed,
  isSameWords,
  wordsIn,
} from "../../../web/src/ui/state/spoken-words.ts";

test("capitals, commas, lines and numbers between words make no difference", () => {
  expect(wordsIn("1. Cocoa, TIDAL\n2) ember   ")).toEqual(["cocoa", "tidal", "ember"]);
});

test("every word of the list is one word when it is read back", () => {
  expect(words.filter((word) => wordsIn(word)[0] !== word)).toEqual([]);
});

test("what is being typed is completed at its place, and nothing after a space", () => {
  expect(beginningOf("cocoa Ti")).toBe("ti");
  expect(completed("cocoa Ti", "tidal")).toBe("cocoa tidal ");
  expect(beginningOf("cocoa ")).toBe("");
});

test("the same words in another order are other words", () => {
  expect(isSameWords(["cocoa", "tidal"], wordsIn("Cocoa tidal"))).toBe(true);
  expect(isSameWords(["cocoa", "tidal"], wordsIn("tidal cocoa"))).toBe(false);
  expect(isSameWords(["cocoa", "tidal"], wordsIn("cocoa"))).toBe(false);
});
