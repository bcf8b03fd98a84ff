import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadVocabularies } from "../../../web/src/content/vocabularies.ts";
import { entry } from "../../../web/src/core/model/entry.ts";
import { make } from "../../../web/src/core/model/kind.ts";
import { reflection } from "../../../web/src/core/model/reflection.ts";
import { makeStep, repair } from "../../../web/src/core/model/repair.ts";
import { makeNumberRow, safetyCard } from "../../../web/src/core/model/safety-card.ts";
import { labelOf } from "../../../web/src/core/model/vocabulary.ts";
import { sheet as copy } from "../../../web/src/ui/copy/sheet.en.ts";
import { escaped } from "../../../web/src/ui/state/file.ts";
import { type Dictionary, partsOf } from "../../../web/src/ui/state/reading.ts";
import { type Sheet, sheetDocument } from "../../../web/src/ui/state/sheet.ts";

const moment = { at: 1_774_000_000_000, timeZone: "Europe/Vienna" };
const PERSON = "b".repeat(32);
const base: Sheet = { title: "Sheet", language: "en", direction: "ltr", note: "", pages: [] };

function sheetOf(words: string): string {
  const page = {
    record: "a".repeat(32),
    title: words,
    about: words,
    parts: [{ label: words, words }],
  };
  return sheetDocument({ ...base, title: words, note: words, pages: [page] });
}

async function dictionary(): Promise<Dictionary> {
  const vocabularies = await loadVocabularies("en");
  return {
    words: {
      label: (list, id) => labelOf(vocabularies, list, id, []),
      title: (list) => vocabularies.lists[list]?.title ?? "",
    },
    people: { nameOf: (record) => (record === PERSON ? "M." : "") },
    day: (date) => `the day ${date}`,
    fields: copy.fields,
    prompts: new Map([["pull/one", "pull"]]),
  };
}

describe("the file", () => {
  const skeleton = sheetOf("").replaceAll(/>[^<]*</g, "><");

  test.each([
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><a href="https://example.org">out</a>',
    "</title></head><body onload='x'>",
    "<!-- ",
    "&lt;b&gt; &amp;",
  ])("words that look like markup stay words: %s", (words) => {
    const made = sheetOf(words);
    expect(made).not.toContain(words);
    expect(made.split(escaped(words)).length).toBeGreaterThanOrEqual(5);
  });

  test("no words change the elements of the file", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (words) => {
        // With another page title the page's own line stands under it; an empty one leaves both away.
        const made = sheetOf(`x${words}`).replaceAll(/>[^<]*</g, "><");
        expect(made.match(/<[a-z!/][^>]*>/g)).toEqual(sheetOf("x").match(/<[a-z!/][^>]*>/g));
      }),
    );
    expect(skeleton).toContain("<article>");
  });

  const bodyOf = (words: string) => {
    const parts = [{ label: "", words }];
    const page = { record: "a".repeat(32), title: "", about: "", parts };
    const made = sheetDocument({ ...base, pages: [page] });
    return made.slice(made.indexOf('<section dir="auto">'), made.indexOf("</section>"));
  };

  test("a page's own words are formatted, and its addresses are read and never followed", () => {
    const made = bodyOf(
      "# One\n\n*two* **three** [four](https://example.org/five)\n\n- six\n\n> seven",
    );
    expect(made).toContain("<h4>One</h4>");
    expect(made).toContain("<em>two</em> <strong>three</strong> four (https://example.org/five)");
    expect(made).toMatch(/<li>six<\/li>[\s\S]*<blockquote><p>seven<\/p>/);
    expect(made).not.toMatch(/href|src/);
  });

  test("no Markdown makes an attribute, or an element that is not for reading", () => {
    const sign = fc.constantFrom(..."*_#>-[]()!<>`|\n&\"'=:/ ab1~".split(""));
    const hard = fc.constantFrom(
      "<script>",
      "![x](javascript:1)",
      "<a href=x>",
      "\n| a |\n|-|\n| b |\n",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(sign, hard)), (signs) => {
        const inner = bodyOf(signs.join("")).replace('<section dir="auto">', "");
        const elements = inner.match(/<[^>]*>?/g) ?? [];
        const plain =
          /^<\/?(?:h4|p|blockquote|ul|ol|li|pre|table|tr|th|td|hr|strong|em|s|code|br)>$/;
        expect(elements.filter((element) => !plain.test(element))).toEqual([]);
      }),
    );
  });

  test("it holds no script, loads nothing, and names no address", () => {
    const made = sheetOf("words");
    expect(made).toContain("default-src 'none'");
    expect(made).not.toMatch(/<script|<link|<img|<iframe|https?:|url\(|@import| on\w+=/);
  });
});

describe("a page as it is read", () => {
  test("has its words, its answers under their questions, and chosen words by their labels", async () => {
    const answers = [
      {
        id: "pull/one",
        pack: "pull",
        packVersion: 1,
        promptId: "one",
        promptText: "What was the pull?",
        text: "Toward the door.",
        chosen: ["reaching"],
        fields: [],
      },
    ];
    const record = make(entry, { body: "A bench.", answers }, moment);
    expect(partsOf(record, await dictionary())).toEqual([
      { label: "", words: "A bench." },
      { label: "What was the pull?", words: "reaching for them\nToward the door." },
    ]);
  });

  test("shows no id of a word: one without a list, or without its label, is left out", async () => {
    const made = "own-0f8fad5b-d9cb-469f-a165-70867728950e";
    const record = {
      kind: "entry",
      tags: [],
      before: { state_words: [made, "far_away"] },
      answers: [
        {
          id: "mine/q",
          pack: "mine",
          prompt_id: "q",
          prompt_text: "Slow?",
          chosen: [made],
          text: "Tea.",
        },
      ],
    };
    const parts = partsOf(record, await dictionary());
    expect(parts[0]).toEqual({ label: "Slow?", words: "Tea." });
    expect(JSON.stringify(parts)).not.toContain("own-");
    expect(JSON.stringify(parts)).toContain("far away");
  });

  test("shows a field below the question that led to it, as it was asked then, and not twice", async () => {
    const asked = { pack: "glimmer", pack_v: 1, prompt_id: "what", prompt_text: "What was small?" };
    const record = {
      kind: "glimmer",
      what: "The dog waited.",
      kinds: ["heard_not_corrected"],
      answers: [{ id: "glimmer/what", ...asked, fields: ["what", "a field of later"] }],
    };
    const parts = partsOf(record, await dictionary());
    expect(parts[0]).toEqual({ label: "What was small?", words: "The dog waited." });
    expect(parts.filter(({ words }) => words.includes("dog"))).toHaveLength(1);
    expect(parts).toHaveLength(2);
  });

  test("shows no field behind the gate because a question led to it", async () => {
    const answers = [{ id: "mine/x", prompt_text: "Old?", fields: ["want", "my_part"] }];
    const record = {
      kind: "repair",
      safe_to_bring: "no",
      want: "Hidden.",
      my_part: "Hidden.",
      answers,
    };
    expect(partsOf(record, await dictionary()).map(({ words }) => words)).not.toContain("Hidden.");
  });

  test("has its people by name, and no id of anybody unknown", async () => {
    const people = [PERSON, "c".repeat(32)];
    const record = make(entry, { people }, moment);
    expect(partsOf(record, await dictionary())).toEqual([{ label: "With", words: "M." }]);
  });

  test("says levels and pulls in words", async () => {
    const pull = [{ id: "stepping_back", strength: "a_lot" }];
    const parts = partsOf(make(reflection, { pull, around: 3 }, moment), await dictionary());
    const text = JSON.stringify(parts);
    expect(text).toContain("mostly");
    expect(text).not.toMatch(/stepping_back|a_lot|"3"/);
  });

  test("leaves out what the gate hides", async () => {
    const values = {
      safeToBring: "no",
      impactMe: "It hurt.",
      impactThem: "Hidden.",
      myPart: "Hidden.",
    };
    const words = partsOf(make(repair, values, moment), await dictionary()).map(
      (part) => part.words,
    );
    expect(words).toContain("It hurt.");
    expect(words).not.toContain("Hidden.");
  });

  test("has every step of a mending with its note", async () => {
    const steps = [makeStep("one", { by: "me", what: ["reached_out"], note: "A call." })];
    const parts = partsOf(make(repair, { safeToBring: "yes", steps }, moment), await dictionary());
    const found = parts.find(({ label }) => label === "Steps");
    expect(found?.words).toContain("A call.");
    expect(found?.words).toContain("reached out");
  });

  test("has the numbers of the card as they are dialled", async () => {
    const ownNumbers = [makeNumberRow("one", "M.", "+43 1 000000")];
    const [part] = partsOf(make(safetyCard, { ownNumbers }, moment), await dictionary());
    expect(part?.words).toBe("M.\n+43 1 000000");
  });
});
