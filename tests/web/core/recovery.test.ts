import fc from "fast-check";
import { expect, test } from "vitest";
import { words } from "../../../web/src/content/words.ts";
import {
  makeRecoveryCode,
  normaliseRecoveryCode,
  offerPassphrase,
} from "../../../web/src/core/crypto/recovery.ts";
import { SealError } from "../../../web/src/core/errors.ts";
import { random, texts } from "./values.ts";

const codes = fc.array(fc.constantFrom(...words), { minLength: 10, maxLength: 10 });
const separators = fc.constantFrom(" ", "  ", "\n", ", ", ". ", " 3. ", "\t", "\u3000", " • ");

test("a code is understood however it was typed: case, width, numbers and points between words", () => {
  fc.assert(
    fc.property(codes, separators, fc.boolean(), (code, separator, isLoud) => {
      const typed = ` 1. ${code.join(separator)}\r\n`;
      const loud = isLoud ? typed.toUpperCase() : typed;
      expect(normaliseRecoveryCode(loud, words)).toBe(code.join(" "));
    }),
  );
});

test("anything typed is a code in its normal form or is the wrong secret", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        texts,
        codes.map((code) => code.slice(1).join(" ")),
      ),
      (typed) => {
        expect(() => normaliseRecoveryCode(typed, words)).toThrow(SealError);
      },
    ),
  );
});

test("a code is ten words of the list and a passphrase six", () => {
  const code = makeRecoveryCode(words, random);
  expect(code).toHaveLength(10);
  expect(normaliseRecoveryCode(code.join(" "), words)).toBe(code.join(" "));
  const offered = offerPassphrase(words, random);
  expect(offered).toHaveLength(6);
  expect(offered.every((word) => words.includes(word))).toBe(true);
});

test("a draw beyond the last whole multiple of the list is drawn again", () => {
  const draws = [0xff, 0xff, 0xf3, 0x00, 0x00, 0x01];
  const next = (length: number) => Uint8Array.from(draws.splice(0, length));
  const rest = (length: number) => (draws.length > 0 ? next(length) : new Uint8Array(length));
  expect(offerPassphrase(words, rest)[0]).toBe(words[1]);
});
