import { expect, test } from "vitest";
import { words } from "../../web/src/content/words.ts";

test("the passphrase list has 7776 different words", () => {
  expect(new Set(words).size).toBe(7776);
  expect(words).toHaveLength(7776);
});

test("no word of the passphrase list holds a space", () => {
  expect(words.filter((word) => !/^[a-z-]+$/.test(word))).toEqual([]);
});
