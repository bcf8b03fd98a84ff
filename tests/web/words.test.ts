import fc from "fast-check";
import { expect, test } from "vitest";
import { words } from "../../web/src/content/words.ts";

test("the passphrase list has 7776 different words", () => {
  expect(new Set(words).size).toBe(7776);
  fc.assert(fc.property(fc.integer(), (n) => Number.isInteger(n)));
});
