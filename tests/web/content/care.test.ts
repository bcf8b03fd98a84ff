import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadGrounding } from "../../../web/src/content/grounding.ts";
import { languages } from "../../../web/src/content/languages.ts";
import { loadPacks } from "../../../web/src/content/packs.ts";
import { isAside, loadVocabularies } from "../../../web/src/content/vocabularies.ts";
import {
  avoided,
  contentSentences,
  copySentences,
  promptSentences,
  readingGrade,
  reliving,
  type Sentence,
} from "./sentences.ts";

const maxGrade = 6;

function placesOf(sentences: readonly Sentence[], pattern: RegExp): string[] {
  return sentences
    .filter(([, text]) => pattern.test(text))
    .map(([place, text]) => `${place}: ${pattern.exec(text)?.[0]}`);
}

describe.each(languages)("in %s", (language) => {
  test("A13: every pack says when not today, and has a close", async () => {
    const { packs } = await loadPacks(language);
    const without = packs.filter((pack) => pack.not_today_if === "" || pack.close === "");
    expect(packs.length).toBe(21);
    expect(without).toEqual([]);
  });

  test("A14: no prompt asks for detail of harm, for ages, or to go back into it", async () => {
    expect(placesOf(await promptSentences(language), reliving[language])).toEqual([]);
  });

  test("A15: no script counts, times, or holds the breath", async () => {
    const { scripts } = await loadGrounding(language);
    const texts = scripts.flatMap(({ steps }) => steps.map(({ text }) => text)).join(" ");
    expect(texts).not.toMatch(/\d|seconds?|count|hold (it|your breath)|sekunden?|zähl|anhalten/i);
  });

  test("A15: breath is one anchor of several, and no other script asks for it", async () => {
    const { scripts } = await loadGrounding(language);
    expect(new Set(scripts.map(({ anchor }) => anchor)).size).toBeGreaterThanOrEqual(4);
    const others = scripts.filter(({ anchor }) => anchor !== "breath");
    expect(
      others.flatMap(({ steps }) => steps).filter(({ text }) => /breath|atem|atme/i.test(text)),
    ).toEqual([]);
  });

  test("B7 and H: no sentence blames, presses, diagnoses or promises, in content or copy", async () => {
    const sentences = [...(await contentSentences(language)), ...copySentences(language)];
    expect(sentences.length).toBeGreaterThan(500);
    // The name that one of the four doors has, and nothing else (docs/care.md, B7).
    const exempt = { en: ["copy/home.en.ts: Just"], de: [] };
    expect(placesOf(sentences, avoided[language])).toEqual(exempt[language]);
  });

  test("C1: every list that asks has a not sure and a not today", async () => {
    const { lists } = await loadVocabularies(language);
    const asking = Object.entries(lists).filter(([, { type }]) => type !== "setting");
    const says = (id: string, name: string, is?: string) => id === name || is === name;
    const without = asking.filter(([, { words }]) =>
      ["not_sure", "not_today"].some((name) => !words.some(({ id, is }) => says(id, name, is))),
    );
    expect(asking.length).toBeGreaterThan(20);
    expect(without.map(([list]) => list)).toEqual([]);
  });

  test("C4: nothing is called a warning", async () => {
    const sentences = [...(await contentSentences(language)), ...copySentences(language)];
    expect(placesOf(sentences, /\bwarning|\bwarnung/i)).toEqual([]);
  });

  test("D10: the gate is the first prompt of a mending with somebody", async () => {
    const { packs } = await loadPacks(language);
    expect(packs.find(({ id }) => id === "repair")?.prompts[0]?.id).toBe("safe");
  });

  test("F2 and F5: no family is taken for granted, no faith, no push to make peace", async () => {
    const sentences = await contentSentences(language);
    const assumed =
      /\b(mother|father|mum|mom|dad|god|pray|bless|reconcil\w*|mutter|vater|gott|beten|versöhn\w*)\b/i;
    expect(placesOf(sentences, assumed)).toEqual([]);
  });
});

test("D1: name, icon and manifest say nothing about what it is for", () => {
  const read = (path: string) =>
    readFileSync(new URL(`../../../web/${path}`, import.meta.url), "utf8");
  const title = /<title>(.*)<\/title>/.exec(read("index.html"))?.[1] ?? "";
  const told =
    /heal|trauma|therap|recover|mental|abuse|wellness|health|journal|diary|heart|shield|butterfl/i;
  expect(title).not.toBe("");
  expect(
    [title, read("public/manifest.webmanifest"), read("public/icon.svg")].filter((text) =>
      told.test(text),
    ),
  ).toEqual([]);
});

test("B7 and H: the words before the app begins keep to the same rules", () => {
  const page = readFileSync(new URL("../../../web/index.html", import.meta.url), "utf8");
  const said = [...page.matchAll(/<(?:h1|h2|p|li)>([^<]+)</g)].map(
    ([, text = ""]): Sentence => ["index.html", text],
  );
  expect(said.length).toBeGreaterThan(8);
  expect(placesOf(said, avoided.en)).toEqual([]);
});

test("G1: every English prompt can be read by a child of eleven", async () => {
  const grades = (await promptSentences("en")).map(
    ([place, text]) => [place, Math.round(10 * readingGrade(text)) / 10] as const,
  );
  expect(grades.length).toBeGreaterThan(140);
  expect(grades.filter(([, grade]) => !(grade <= maxGrade))).toEqual([]);
});

test("a hard sentence, a word to avoid and a question that goes back are found", () => {
  expect(
    readingGrade("Articulate the psychological ramifications of interpersonal invalidation."),
  ).toBeGreaterThan(maxGrade);
  expect(avoided.en.test("You must calm down.")).toBe(true);
  expect(avoided.de.test("Du musst dich entspannen.")).toBe(true);
  expect(reliving.en.test("How often did it happen?")).toBe(true);
  expect(reliving.de.test("Wie oft ist es passiert?")).toBe(true);
});

test("the words that mean not now are known as such", async () => {
  const { lists } = await loadVocabularies("en");
  const gate = lists.safe_to_bring?.words.filter(isAside).map(({ id }) => id);
  expect(gate).toEqual(["not_sure", "not_now"]);
});
