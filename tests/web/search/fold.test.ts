import fc from "fast-check";
import { expect, test } from "vitest";
import { fold, foldWithPlaces } from "../../../web/src/core/search/fold.ts";

/** Folded the same, and what a person would call the same word. */
const same: readonly (readonly [string, string])[] = [
  ["École", "ecole"],
  ["Łódź", "lodz"],
  ["Straße", "STRASSE"],
  ["smørrebrød", "smorrebrod"],
  ["İstanbul", "istanbul"],
  ["ISPARTA", "ısparta"],
  ["ὁδός", "ΟΔΟΣ"],
  ["ещё", "еще"],
  ["مُحَمَّدٌ", "محمد"],
  ["كتـــاب", "كتاب"],
  ["أحمد", "احمد"],
  ["على", "علي"],
  ["שָׁלוֹם", "שלום"],
  ["ｶﾞｷﾞ", "ガギ"],
  ["ＡＢＣ１２３", "abc123"],
  ["don’t", "don't"],
  ["“so”", '"so"'],
  ["ﬁne", "fine"],
  ["e\u0301te\u0301", "été"],
  ["soft\u00adly", "softly"],
  ["a \t\n b", "a b"],
];

test.each(same)("%s is found as %s", (left, right) => {
  expect(fold(left)).toBe(fold(right));
});

/** Other letters, and other words. */
const different: readonly (readonly [string, string])[] = [
  ["мой", "мои"],
  ["їжак", "іжак"],
  ["が", "か"],
  ["한", "하"],
  ["कि", "क"],
  ["ที่", "ท"],
  ["ö", "oe"],
];

test.each(different)("%s is another word than %s", (left, right) => {
  expect(fold(left)).not.toBe(fold(right));
});

test("a letter is not found in another one that is made of it", () => {
  const made = [...different.slice(0, 4)].map(([left, right]) => fold(left).includes(fold(right)));
  expect(made).toEqual([false, false, false, false]);
});

/** Any text, and many that have something to fold. */
const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom(...same.flat(), "👩‍👧‍👦", "🇩🇪", " ", "\n", "\u0301", "\u200d", "ﾞ", "ᅡ", "x"),
    )
    .map((parts) => parts.join("")),
);

test("a folded text is the same with and without its places", () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 400 }), (text, times) => {
      const long = text.repeat(times).slice(0, 9000);
      expect(foldWithPlaces(long).text).toBe(fold(long));
    }),
    { numRuns: 300 },
  );
});

test("what a part of a folded text comes from folds to a text that has the part", () => {
  fc.assert(
    fc.property(texts, fc.nat(), fc.nat(), (text, first, second) => {
      const folded = foldWithPlaces(text);
      const [from, to] = [first, second]
        .map((at) => at % (folded.text.length + 1))
        .sort((a, b) => a - b);
      if (from === undefined || to === undefined || from === to) return;
      const [start, end] = folded.rangeOf(from, to);
      expect(fold(text.slice(start, end))).toContain(folded.text.slice(from, to));
    }),
    { numRuns: 300 },
  );
});

test("a part is marked with all that hangs on it", () => {
  const range = (text: string, word: string) => {
    const folded = foldWithPlaces(text);
    const from = folded.text.indexOf(fold(word));
    return text.slice(...folded.rangeOf(from, from + fold(word).length));
  };
  expect(range("Ein Café.", "cafe")).toBe("Café");
  expect(range("e\u0301te\u0301!", "ete")).toBe("e\u0301te\u0301");
  expect(range("قال مُحَمَّدٌ لي", "محمد")).toBe("مُحَمَّدٌ");
  expect(range("at 👩‍👧 home", "👩")).toBe("👩‍👧");
  expect(range("Großes", "ss")).toBe("ß");
});

test("a place far into a long text is found where it is", () => {
  const text = `${"日記を書いた。été 👩‍👧 ".repeat(20_000)}ここ${" und Übung".repeat(1000)}`;
  const folded = foldWithPlaces(text);
  const from = folded.text.indexOf("ここ");
  expect(text.slice(...folded.rangeOf(from, from + 2))).toBe("ここ");
});
