import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import {
  alarmCodes,
  pairingCodes,
  refusalCodes,
  sealErrorCodes,
  unreadyCodes,
} from "../../../web/src/core/errors.ts";
import { de } from "../../../web/src/ui/copy/de.ts";
import { en } from "../../../web/src/ui/copy/en.ts";
import { failureSentence } from "../../../web/src/ui/copy/failures.ts";

/** Words that blame, press, diagnose or sell; of a verb all forms. */
const AVOID =
  /\b(trigger\w*|symptoms?|disorders?|diagnos\w*|patients?|victims?|damaged|broken|toxic|narcissis\w*|needy|clingy|dramatic|overreact\w*|dysfunctional|should|must|always|fail\w*|streaks?|scores?|journey|just|calm|relax|forgive\w*|closure|normal|abnormal|cures?|fix\w*|evidence-based|guaranteed?|clinically|well done|we miss you|let it go|move on|why did you|invalid|illegal|error|oops|please)\b/i;
const NEUTRAL = /\b(heal\w*|trauma\w*|therap\w*|recovery app|mental|abuse|wellness|health)\b/i;

function sentencesIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "function") return sentencesIn([value(1, 2), value(2, 2)]);
  return Object.values(value as object).flatMap(sentencesIn);
}

function read(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../web/${path}`, import.meta.url)), "utf8");
}

const html = read("index.html").replaceAll(
  /<script[\s\S]*?<\/script>|<!--[\s\S]*?-->|<[^>]+>/g,
  " ",
);
const sentences = [...sentencesIn(en), html];

test("no sentence has a word that blames, presses, diagnoses or sells", () => {
  expect(sentences.length).toBeGreaterThan(100);
  // The name that one of the four doors has, and nothing else (docs/care.md, B7).
  expect(sentences.filter((sentence) => AVOID.test(sentence))).toEqual(["Just write"]);
});

test("a word to avoid is found", () => {
  expect(AVOID.test("You must calm down.")).toBe(true);
});

test.each([...refusalCodes, ...sealErrorCodes, ...alarmCodes, ...unreadyCodes, ...pairingCodes])(
  "%s has a sentence",
  (code) => {
    expect(failureSentence(code)).toMatch(/^[A-Z].*\.$/);
  },
);

test("no sentence shows a code", () => {
  expect(
    [...sentences, ...sentencesIn(de)].filter((sentence) => /[a-z]_[a-z]/.test(sentence)),
  ).toEqual([]);
});

test("no German sentence stands there in English", () => {
  const english = new Set(sentencesIn(en).filter((sentence) => sentence.includes(" ")));
  const same = sentencesIn(de).filter((sentence) => english.has(sentence));
  expect(same.filter((sentence) => !sentence.startsWith("age "))).toEqual([]);
});

test("name, title and manifest say nothing about what it is for", () => {
  const manifest: { name: string; short_name: string } = JSON.parse(
    read("public/manifest.webmanifest"),
  );
  const title = /<title>(.*)<\/title>/.exec(read("index.html"))?.[1];
  expect([manifest.name, manifest.short_name, title]).toEqual(Array(3).fill("Goldseam"));
  expect(read("public/manifest.webmanifest")).not.toMatch(NEUTRAL);
});
