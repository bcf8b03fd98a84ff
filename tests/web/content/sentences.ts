/** Everything in the content that a person reads, and the words and grades it is measured by. */

import { readdirSync, readFileSync } from "node:fs";
import { loadDemo } from "../../../web/src/content/demo.ts";
import { loadGrounding } from "../../../web/src/content/grounding.ts";
import type { Language } from "../../../web/src/content/languages.ts";
import { loadPacks } from "../../../web/src/content/packs.ts";
import { loadVocabularies } from "../../../web/src/content/vocabularies.ts";
import type { Field, Fields } from "../../../web/src/core/model/field.ts";
import { kindOf } from "../../../web/src/core/model/kinds.ts";
import {
  isList,
  isObject,
  type Json,
  type JsonObject,
} from "../../../web/src/core/protocol/canonical.ts";

const copyFolder = new URL("../../../web/src/ui/copy/", import.meta.url);

/** Where it stands, and what it says. */
export type Sentence = readonly [place: string, text: string];

export async function packSentences(language: Language): Promise<Sentence[]> {
  const { packs, starts } = await loadPacks(language);
  const own = packs.flatMap(({ id, title, intro, not_today_if, close }) =>
    Object.entries({ title, intro, not_today_if, close }).map(
      ([part, text]): Sentence => [`packs/${id}/${part}`, text],
    ),
  );
  const ways = starts.map(({ id, label }): Sentence => [`starts/${id}`, label]);
  return [...own, ...(await promptSentences(language)), ...ways];
}

export async function promptSentences(language: Language): Promise<Sentence[]> {
  const { packs } = await loadPacks(language);
  return packs.flatMap((pack) =>
    pack.prompts.map(({ id, text }): Sentence => [`packs/${pack.id}/${id}`, text]),
  );
}

async function wordSentences(language: Language): Promise<Sentence[]> {
  const { lists } = await loadVocabularies(language);
  return Object.entries(lists).flatMap(([list, { title, words }]) => [
    [`lists/${list}`, title] as const,
    ...words.map(
      ({ id, label, theory }): Sentence => [`lists/${list}/${id}`, `${label}. ${theory ?? ""}`],
    ),
  ]);
}

async function groundSentences(language: Language): Promise<Sentence[]> {
  const { scripts } = await loadGrounding(language);
  return scripts.flatMap((script) => [
    [`grounding/${script.id}`, script.title] as const,
    ...script.steps.map(
      ({ id, title, text }): Sentence => [`grounding/${script.id}/${id}`, `${title ?? ""} ${text}`],
    ),
  ]);
}

/** What the made-up person wrote. */
export async function demoSentences(language: Language): Promise<Sentence[]> {
  const { records } = await loadDemo(language);
  return records.flatMap(({ name, kind, says }) =>
    textsIn(kindOf(kind)?.fields ?? {}, says).map(([, text]): Sentence => [`demo/${name}`, text]),
  );
}

/** Every value in fields, also within objects and things, with its field. */
export function valuesIn(fields: Fields, object: JsonObject): (readonly [Field<unknown>, Json])[] {
  return Object.values(fields).flatMap((field) => {
    const value = object[field.name];
    if (value === undefined) return [];
    const inside = (isList(value) ? value : [value]).filter(isObject);
    return [[field, value] as const, ...inside.flatMap((one) => valuesIn(field.inner, one))];
  });
}

function textsIn(fields: Fields, object: JsonObject) {
  return valuesIn(fields, object).flatMap(([field, value]) => {
    const isText = field.form === "text" || field.form === "line" || field.name === "tags";
    return isText ? [value].flat().map((text) => [field, String(text)] as const) : [];
  });
}

/** Every sentence of a language that stands in the content. */
export async function contentSentences(language: Language): Promise<Sentence[]> {
  return [
    ...(await packSentences(language)),
    ...(await wordSentences(language)),
    ...(await groundSentences(language)),
    ...(await demoSentences(language)),
  ];
}

/** The texts in quotes of the ui's copy in a language; files without a language in their name are English. */
export function copySentences(language: Language): Sentence[] {
  const files = readdirSync(copyFolder, { recursive: true, encoding: "utf8" });
  const isOf = (file: string) => (/(^|[./])de\b/.test(file) ? "de" : "en") === language;
  return files.filter((file) => file.endsWith(".ts") && isOf(file)).flatMap(quotedIn);
}

function quotedIn(file: string): Sentence[] {
  const code = readFileSync(new URL(file, copyFolder), "utf8")
    .replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "")
    .replaceAll(/^(import|export) .* from .*$/gm, "");
  const quoted = code.matchAll(/"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g);
  return [...quoted].map(([, double, back]): Sentence => [`copy/${file}`, double ?? back ?? ""]);
}

function words(...list: readonly string[]): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${list.join("|")})(?!\\p{L})`, "iu");
}

/** Words that blame, press, diagnose, grade or sell; of a verb all forms. */
export const avoided: { readonly [name in Language]: RegExp } = {
  en: words(
    "trigger\\p{L}*",
    "symptoms?",
    "disorders?",
    "diagnos\\p{L}*",
    "patients?",
    "victims?",
    "damaged",
    "broken",
    "toxic",
    "narcissis\\p{L}*",
    "needy",
    "clingy",
    "dramatic",
    "overreact\\p{L}*",
    "dysfunctional",
    "should",
    "must",
    "always",
    "fail\\p{L}*",
    "streaks?",
    "scores?",
    "journey",
    "just",
    "calm down",
    "relax",
    "let it go",
    "move on",
    "forgiv\\p{L}*",
    "closure",
    "why did you",
    "why you keep",
    "(ab)?normal",
    "cures?",
    "fix(es|ed|ing)?",
    "evidence-based",
    "guarantee\\p{L}*",
    "clinically",
    "we miss you",
    "well done",
    "don't worry",
  ),
  de: words(
    "(ge)?trigger\\p{L}*",
    "symptom\\p{L}*",
    "störung\\p{L}*",
    "diagnos\\p{L}*",
    "patient\\p{L}*",
    "opfer\\p{L}*",
    "beschädigt\\p{L}*",
    "kaputt\\p{L}*",
    "toxisch\\p{L}*",
    "narziss\\p{L}*",
    "bedürftig\\p{L}*",
    "klammer\\p{L}*",
    "dramatisch\\p{L}*",
    "überreagier\\p{L}*",
    "überreaktion",
    "dysfunktional\\p{L}*",
    "sollte\\p{L}*",
    "musst?",
    "müssen",
    "müsst\\p{L}*",
    "immer",
    "versag\\p{L}*",
    "gescheitert",
    "scheiter\\p{L}*",
    "punktzahl\\p{L}*",
    "reise",
    "einfach",
    "beruhig\\p{L}* dich",
    "entspann\\p{L}*",
    "lass\\p{L}* los",
    "vergib\\p{L}*",
    "vergeb\\p{L}*",
    "verzeih\\p{L}*",
    "schließ\\p{L}* ab",
    "warum hast du",
    "(un|ab)?normal\\p{L}*",
    "heil(t|en|ung|end\\p{L}*)",
    "geheilt",
    "reparier\\p{L}*",
    "evidenzbasiert\\p{L}*",
    "garantier\\p{L}*",
    "klinisch\\p{L}*",
    "wir vermissen dich",
    "gut gemacht",
    "keine sorge",
  ),
};

/** What asks for the detail of harm, for a history of ages, or for going back into it. */
export const reliving: { readonly [name in Language]: RegExp } = {
  en: words(
    "in detail",
    "details",
    "how (many times|often)",
    "abus\\p{L}*",
    "assault\\p{L}*",
    "violen\\p{L}*",
    "what did (they|he|she) do to you",
    "reliv\\p{L}*",
    "go back (in)?to (the|that) (time|day|moment|memory|night)",
    "worst (moment|memory|time)",
    "at what age",
    "list (all|every|the)",
    "when did (it|you|they) first",
    "flashbacks?",
    "earliest",
  ),
  de: words(
    "im detail",
    "einzelheiten",
    "wie oft",
    "missbrauch\\p{L}*",
    "misshand\\p{L}*",
    "gewalt\\p{L}*",
    "was hat (er|sie|man) dir angetan",
    "noch einmal erleb\\p{L}*",
    "schlimmste\\p{L}*",
    "in welchem alter",
    "wann (hast du|ist es|hat es) zum ersten mal",
    "wann zuerst",
    "zähl\\p{L}* auf",
    "früheste\\p{L}*",
  ),
};

/** The Flesch-Kincaid grade of a text; a colon ends a sentence, as a reader pauses there. */
export function readingGrade(text: string): number {
  const found = text.match(/[a-z']+/gi) ?? [];
  const sentences = text.split(/[.?!:;]+/).filter((part) => /[a-z]/i.test(part)).length;
  const syllables = found.reduce((sum, word) => sum + syllablesOf(word.toLowerCase()), 0);
  return (0.39 * found.length) / sentences + (11.8 * syllables) / found.length - 15.59;
}

function syllablesOf(word: string): number {
  const bare = word.replace(/(?:[^laeiouy]es|[^aeiouyt]ed|[^laeiouy]e)$/, "x");
  return Math.max(1, (bare.match(/[aeiouy]+/g) ?? []).length);
}
