import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadGrounding } from "../../../web/src/content/grounding.ts";
import { languageOf, languages } from "../../../web/src/content/languages.ts";
import { loadPacks } from "../../../web/src/content/packs.ts";
import { loadVocabularies } from "../../../web/src/content/vocabularies.ts";
import { kindOf } from "../../../web/src/core/model/kinds.ts";
import { contentSentences, packSentences } from "./sentences.ts";

const src = new URL("../../../web/src/", import.meta.url);
const others = languages.filter((language) => language !== "en");

describe.each(others)("%s", (language) => {
  test("has the lists and words of English, in its order", async () => {
    const ids = async (name: typeof language | "en") =>
      Object.entries((await loadVocabularies(name)).lists).map(([list, { type, words }]) => [
        list,
        type,
        words.map(({ id, is, theory }) => [id, is, theory !== undefined]),
      ]);
    expect(await ids(language)).toEqual(await ids("en"));
  });

  test("has the packs, prompts and starts of English", async () => {
    const ids = async (name: typeof language | "en") => {
      const { packs, starts } = await loadPacks(name);
      return [
        packs.map(({ id, version, kind, prompts }) => [
          id,
          version,
          kind,
          prompts.map((prompt) => [prompt.id, prompt.words]),
        ]),
        starts.map(({ id, pack }) => [id, pack]),
      ];
    };
    expect(await ids(language)).toEqual(await ids("en"));
  });

  test("has the grounding scripts and steps of English", async () => {
    const ids = async (name: typeof language | "en") =>
      (await loadGrounding(name)).scripts.map(({ id, anchor, steps }) => [
        id,
        anchor,
        steps.map((step) => [step.id, step.title !== undefined, step.text.includes("{line}")]),
      ]);
    expect(await ids(language)).toEqual(await ids("en"));
  });

  test("has no sentence of a pack left in English", async () => {
    const english = new Map(await packSentences("en"));
    const same = (await packSentences(language)).filter(
      ([place, text]) => english.get(place) === text,
    );
    expect(same).toEqual([]);
  });
});

describe.each(languages)("in %s", (language) => {
  test("nothing is left empty, and quotes are closed", async () => {
    const odd = (await contentSentences(language)).filter(
      ([, text]) => text.trim() === "" || text.includes('"') || / {2}(?! )\S/.test(text.trim()),
    );
    expect(odd.map(([place]) => place)).toEqual([]);
  });

  test("two words of one list never look the same", async () => {
    const { lists } = await loadVocabularies(language);
    for (const { words } of Object.values(lists)) {
      expect(new Set(words.map(({ label }) => label)).size).toBe(words.length);
      expect(new Set(words.map(({ id }) => id)).size).toBe(words.length);
    }
  });
});

test("every pack makes a kind that there is, and asks five to eight things once", async () => {
  const { packs } = await loadPacks("en");
  for (const { kind, prompts } of packs) {
    expect(kindOf(kind)?.name).toBe(kind);
    expect(new Set(prompts.map(({ id }) => id)).size).toBe(prompts.length);
    expect(prompts.length >= 5 && prompts.length <= 8).toBe(true);
  }
});

test("the words that a prompt offers are a list that the person may change", async () => {
  const { packs } = await loadPacks("en");
  const { lists } = await loadVocabularies("en");
  const offered = packs.flatMap(({ prompts }) => prompts).flatMap(({ words }) => words ?? []);
  expect(offered.filter((list) => lists[list]?.type !== "words")).toEqual([]);
});

test("every start leads to a pack, and every grounding script can have helped", async () => {
  const { packs, starts } = await loadPacks("en");
  const { scripts } = await loadGrounding("en");
  const { lists } = await loadVocabularies("en");
  const known = new Set(packs.map(({ id }) => id));
  const helped = new Set(lists.helped_by?.words.map(({ id }) => id));
  expect(starts.filter(({ pack }) => !known.has(pack))).toEqual([]);
  expect(scripts.filter(({ id }) => !helped.has(id))).toEqual([]);
});

test("the first wanted language that there is, is spoken; English otherwise", () => {
  expect(languageOf(["fr-FR", "de-AT", "en"])).toBe("de");
  expect(languageOf(["EN-us", "de"])).toBe("en");
  expect(languageOf(["fr"])).toBe("en");
  expect(languageOf([])).toBe("en");
});

test("words are fetched when they are needed: no file imports them at once, but for ground in English", () => {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" });
  const atOnce = files
    .filter((file) => /\.(ts|svelte)$/.test(file))
    .filter((file) =>
      /\bfrom\s*["'][^"']+\.json["']/.test(readFileSync(new URL(file, src), "utf8")),
    );
  // The ground screen has words of its own from the first moment, whatever cannot be loaded.
  expect(atOnce).toEqual(["content/grounding.ts"]);
});
