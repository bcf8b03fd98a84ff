import { describe, expect, test } from "vitest";
import { type Demo, loadDemo } from "../../../web/src/content/demo.ts";
import { languages } from "../../../web/src/content/languages.ts";
import { loadVocabularies } from "../../../web/src/content/vocabularies.ts";
import { demoRecords, placesUntil } from "../../../web/src/core/model/demo.ts";
import { gateOf } from "../../../web/src/core/model/gate.ts";
import { type Kind, make, read } from "../../../web/src/core/model/kind.ts";
import { kindOf } from "../../../web/src/core/model/kinds.ts";
import { repair } from "../../../web/src/core/model/repair.ts";
import { canonicalText, type JsonObject } from "../../../web/src/core/protocol/canonical.ts";
import { type Id, isId } from "../../../web/src/core/protocol/encoding.ts";
import { demoSentences, readingGrade, valuesIn } from "./sentences.ts";

const maxGrade = 6;
const last = new Date(2026, 10, 23, 12);

function idOf(name: string): Id {
  const hex = [...new TextEncoder().encode(name)].map((byte) => byte.toString(16)).join("");
  return hex.padEnd(32, "0").slice(-32) as Id; // 32 such digits are an id
}

const placed = (demo: Demo) => demoRecords(demo, placesUntil(last, idOf), "Europe/Vienna");
const kindIn = (value: JsonObject): Kind => {
  const kind = kindOf(String(value.kind));
  if (kind === null) throw new Error(`no kind ${value.kind}`);
  return kind;
};

describe.each(languages)("the made-up journal in %s", (language) => {
  test("is made of fields that its kinds have, each of its own form", async () => {
    for (const { value } of placed(await loadDemo(language))) {
      const kind = kindIn(value);
      const moment = { at: Number(value.created_at), timeZone: "Europe/Vienna" };
      expect(canonicalText(make(kind, read(kind, value), moment))).toBe(canonicalText(value));
    }
  });

  test("chooses words that the lists have", async () => {
    const { lists } = await loadVocabularies(language);
    const unknown = placed(await loadDemo(language)).flatMap(({ value }) =>
      valuesIn(kindIn(value).fields, value).flatMap(([{ name, form, list }, chosen]) => {
        const known = lists[list ?? ""]?.words.map(({ id }) => id);
        if (!known) return [];
        const words = [chosen]
          .flat()
          .map((one) => (form === "things" ? (one as JsonObject).id : one));
        return words
          .map(String)
          .filter((word) => !known.includes(word) && !isId(word))
          .map((word) => `${name}: ${word}`);
      }),
    );
    expect(unknown).toEqual([]);
  });

  test("names no record that it has not", async () => {
    const { records } = await loadDemo(language);
    const names = new Set(records.map(({ name }) => name));
    expect(names.size).toBe(records.length);
    const pointing = ["people", "to", "from", "helped_by"];
    const named = records.flatMap(({ kind, says }) =>
      valuesIn(kindOf(kind)?.fields ?? {}, says)
        .filter(([{ name }]) => pointing.includes(name))
        .flatMap(([, value]) => [value].flat().map(String))
        .filter((text) => text.startsWith("id:")),
    );
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((one) => !names.has(one.slice(3)))).toEqual([]);
  });

  test("says nothing to the other person where that is not safe", async () => {
    const mendings = placed(await loadDemo(language)).filter(
      ({ value }) => value.kind === repair.name,
    );
    const closed = mendings.filter(({ value }) => gateOf(read(repair, value)) === "closed");
    expect(closed).toHaveLength(1);
    for (const { value } of closed) {
      expect(
        Object.keys(value).filter((name) => ["impact_them", "my_part", "want"].includes(name)),
      ).toEqual([]);
    }
  });

  test("has every kind that a person writes, and every ending", async () => {
    const { records } = await loadDemo(language);
    const written = new Set(records.map(({ kind }) => kind));
    const kinds = [
      "entry",
      "reflection",
      "repair",
      "glimmer",
      "checkin",
      "line",
      "person",
      "safety_card",
    ];
    expect(kinds.filter((kind) => !written.has(kind))).toEqual([]);
    const mendings = records.filter(({ kind }) => kind === repair.name);
    expect([...new Set(mendings.map(({ says }) => says.status))].sort()).toEqual([
      "boundary_kept",
      "in_progress",
      "mended",
      "mended_with_self",
      "not_safe",
      "open",
      "partly_mended",
      "set_down",
    ]);
  });

  test("ends with its last day, at a time that every clock has", async () => {
    const { records } = await loadDemo(language);
    expect(records.filter(({ day }) => !(Number.isInteger(day) && day < 0))).toEqual([]);
    expect(records.filter(({ time }) => !/^(0[6-9]|1\d|2[0-3]):[0-5]\d$/.test(time))).toEqual([]);
  });
});

test("both languages tell of the same days", async () => {
  const [english, german] = await Promise.all([loadDemo("en"), loadDemo("de")]);
  const bones = ({ records }: Demo) =>
    records.map(({ name, kind, day, time, says }) => ({
      name,
      kind,
      day,
      time,
      says: valuesIn(kindOf(kind)?.fields ?? {}, says).map(([field, value]) => [
        field.name,
        ["choice", "choices", "level", "flag", "day", "moment"].includes(field.form) &&
        !["tags", "prompt_text"].includes(field.name)
          ? value
          : null,
      ]),
    }));
  expect(bones(german)).toEqual(bones(english));
});

test("G1: a child of eleven can read every English sentence of it", async () => {
  const graded = (await demoSentences("en"))
    .filter(([, text]) => text.split(" ").length > 3)
    .map(([place, text]) => [place, text, readingGrade(text)] as const);
  expect(graded.length).toBeGreaterThan(150);
  expect(graded.filter(([, , grade]) => !(grade <= maxGrade))).toEqual([]);
});
