import fc from "fast-check";
import { expect, test } from "vitest";
import { textOfUtf8, utf8, wellFormed } from "../../../web/src/core/bytes.ts";
import { bytesUpTo, texts } from "./values.ts";

test("text is as before, but for U+FFFD in place of each lone surrogate", () => {
  const halves = fc.string({ unit: fc.constantFrom("a", "\u00e9", "\ud83d", "\ude00", "\ufeff") });
  fc.assert(
    fc.property(fc.oneof(texts, halves), (text) => {
      const expected = Array.from(text, (one) => (/^[\ud800-\udfff]$/.test(one) ? "\ufffd" : one));
      expect(wellFormed(text)).toBe(expected.join(""));
    }),
  );
});

test("bytes that are no UTF-8, or break off, leave nothing behind for the next ones", () => {
  fc.assert(
    fc.property(bytesUpTo(20), texts, (bytes, text) => {
      textOfUtf8(bytes);
      expect(textOfUtf8(utf8(text))).toBe(wellFormed(text));
    }),
  );
  for (const cut of [[0xff], [0xe2, 0x82], [0xf0, 0x9f, 0x98]]) {
    expect(textOfUtf8(Uint8Array.from(cut))).toBeNull();
    expect(textOfUtf8(utf8("\ufeffwhole"))).toBe("\ufeffwhole");
  }
});
