import fc from "fast-check";
import { expect, test } from "vitest";
import { excerptOf, type Marked, markedWhole } from "../../../web/src/core/search/excerpt.ts";
import { fold } from "../../../web/src/core/search/fold.ts";
import { isFoundIn, parseQuery } from "../../../web/src/core/search/query.ts";

const marked = ({ text, marks }: Marked) => marks.map(([from, to]) => text.slice(from, to));

test("words are looked for in any order, a phrase as it stands", () => {
  const folded = fold("She waited while I looked for the word.");
  const isFound = (typed: string) => isFoundIn(parseQuery(typed), folded);
  expect(isFound("word SHE")).toBe(true);
  expect(isFound("word he was")).toBe(false);
  expect(isFound('"looked for" word')).toBe(true);
  expect(isFound('"for looked"')).toBe(false);
  expect(isFound("„looked for")).toBe(true);
});

test("nothing but signs of quotation and blanks asks for nothing", () => {
  for (const typed of ["", "  ", '""', "„“", '" "']) expect(parseQuery(typed)).toEqual([]);
});

test("a word is looked for once, and a long text only in its beginning", () => {
  expect(parseQuery("été ETE ete")).toEqual(["ete"]);
  expect(parseQuery("x".repeat(1000))[0]).toHaveLength(200);
});

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ["昨日、海辺のベンチに座った。誰も怒らなかった。", "ベンチ", ["ベンチ"]],
  ["今天在河边坐了一会儿。没有人生气。", "河边", ["河边"]],
  ["오늘은 강가에 앉아 있었다.", "강가", ["강가"]],
  ["جَلَسْتُ قُرْبَ المـــاء وَحْدي", "الماء جلست", ["جَلَسْتُ", "المـــاء"]],
  ["יָשַׁבְתִּי לְיַד הַמַּיִם", "ישבתי", ["יָשַׁבְתִּי"]],
  ["Ich saß am Fluß, ganz für mich.", "fluss fur", ["Fluß", "für"]],
  ["Nobody was angry 🌧️ at all", "🌧", ["🌧️"]],
];

test.each(cases)("in %s the words %s are marked", (text, typed, words) => {
  expect(marked(excerptOf([text], parseQuery(typed)))).toEqual(words);
});

test("an excerpt of a long text stands around most of the words", () => {
  const filler = "Nothing to see here, and more of it. ".repeat(2000);
  const text = `bench ${filler} The bench by the water was cold. ${filler}`;
  const found = excerptOf(["no", text], parseQuery("water bench cold"));
  expect(marked(found)).toEqual(["bench", "water", "cold"]);
  expect(found.text.length).toBeLessThan(260);
  expect(found.text).toMatch(/^….*…$/s);
});

test("without anything found the first text begins", () => {
  const found = excerptOf(["One.", "Two."], parseQuery("three"));
  expect(found).toEqual({ text: "One.", marks: [] });
  expect(excerptOf([], [])).toEqual({ text: "", marks: [] });
});

test("a phrase that is longer than an excerpt is shown whole", () => {
  const phrase = "word ".repeat(38).trim();
  expect(marked(excerptOf([`Before it. ${phrase} after`], parseQuery(`"${phrase}"`)))).toEqual([
    phrase,
  ]);
});

test("words over each other are one mark", () => {
  expect(marked(markedWhole("understanding", parseQuery("under derst stand")))).toEqual([
    "understand",
  ]);
});

const texts = fc
  .array(fc.constantFrom("été", "ETE", "stra", "ße", "日本", "مُحَ", "👩‍👧", " ", "\n", "…", "x"), {
    maxLength: 200,
  })
  .map((parts) => parts.join(""));

test("marks are in order, apart, within the text, and each folds to words of the query", () => {
  fc.assert(
    fc.property(
      texts,
      fc.constantFrom("ete", "strasse", "日", "محم", "x ete", '"ete x"'),
      (text, typed) => {
        const query = parseQuery(typed);
        const found = excerptOf([text], query);
        let last = -1;
        for (const [from, to] of found.marks) {
          expect(from).toBeGreaterThan(last);
          expect(to).toBeGreaterThan(from);
          last = to;
          const folded = fold(found.text.slice(from, to));
          expect(query.some((word) => folded.includes(word))).toBe(true);
        }
        expect(last).toBeLessThanOrEqual(found.text.length);
        if (isFoundIn(query, fold(text)) && query.length === 1) expect(found.marks).not.toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});
