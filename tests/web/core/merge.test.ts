import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canonicalText,
  cleanText,
  isList,
  isObject,
  type Json,
  type JsonObject,
} from "../../../web/src/core/protocol/canonical.ts";
import { maxCells, sharedEnds } from "../../../web/src/core/sync/merge/matching.ts";
import { mergeRecord, type Outcome } from "../../../web/src/core/sync/merge/record.ts";
import { schemaOf } from "../../../web/src/core/sync/merge/schemas.ts";
import { mergeLine, mergeText } from "../../../web/src/core/sync/merge/text.ts";
import { keys, tokens } from "../../../web/src/core/sync/merge/tokens.ts";
import { fieldOf, isIn, isSame } from "../../../web/src/core/sync/merge/values.ts";

type Vector = {
  readonly reason: string;
  readonly rule: string;
  readonly base: JsonObject | null;
  readonly mine: JsonObject;
  readonly theirs: JsonObject;
  readonly device: string;
  readonly merged: JsonObject;
  readonly outcome: Outcome;
  readonly draft: JsonObject | null;
};

const device = "6c".repeat(16);
const folder = fileURLToPath(new URL("../../vectors/merge/", import.meta.url));
const vectors = readdirSync(folder)
  .sort()
  .map((file): [string, Vector] => [file, JSON.parse(readFileSync(folder + file, "utf8"))]);

describe("vectors", () => {
  test.each(vectors)("%s has the bytes that it says", (_, vector) => {
    const { base, mine, theirs, merged, outcome, draft } = vector;
    const found = mergeRecord(base, mine, theirs, vector.device);
    expect(canonicalText(found)).toBe(canonicalText({ record: merged, outcome, draft }));
  });

  test("there are at least sixty, and some for every rule", () => {
    const rules = new Set(vectors.map(([, { rule }]) => rule));
    expect(vectors.length).toBeGreaterThanOrEqual(60);
    for (let number = 1; number <= 10; number++) expect(rules).toContain(`M${number}`);
  });
});

test("the schemas and the limit are those of the specification", () => {
  const page = readFileSync(new URL("../../../docs/merging.md", import.meta.url), "utf8");
  const { "every kind": every, ...kinds } = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? "");
  expect(schemaOf("a kind of a later version")).toEqual(every);
  for (const [kind, own] of Object.entries(kinds)) {
    expect(schemaOf(kind)).toEqual(Object.assign({}, every, own));
  }
  expect(page).toContain(`| max_cells | ${maxCells} |`);
});

const word = fc.constantFrom("a", "b", "c", "so", "é", "x.", "日", "本", "か", "가", "😀", "-");
const gap = fc.constantFrom(" ", " ", " ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u3000");
const aText = fc
  .array(fc.tuple(word, gap), { maxLength: 24 })
  .map((pairs) => pairs.flat().join(""));
const edits = fc.array(fc.tuple(fc.nat(60), fc.nat(4), aText), { maxLength: 4 });
const threeTexts = fc
  .tuple(aText, edits, edits)
  .map(([base, mine, theirs]): [string, string, string] => [
    base,
    edited(base, mine),
    edited(base, theirs),
  ]);

/** The text after each (place, tokens to cut, words to put in). */
function edited(text: string, changes: readonly (readonly [number, number, string])[]): string {
  const parts = tokens(text);
  for (const [place, cut, putIn] of changes) parts.splice(place, cut, ...tokens(putIn).slice(0, 6));
  return parts.join("");
}

/** How often each word stands in the text. */
function counts(text: string): Map<string, number> {
  const result = new Map<string, number>();
  for (const key of keys(tokens(cleanText(text)))) {
    if (key !== "" && key !== "\n") result.set(key, (result.get(key) ?? 0) + 1);
  }
  return result;
}

function holds<Values>(property: fc.IProperty<Values>): void {
  fc.assert(property, { numRuns: 300 });
}

describe("texts", () => {
  test("a word stands in the result as often as in a side, less those of the base", () => {
    holds(
      fc.property(threeTexts, ([base, mine, theirs]) => {
        const [x, y, z] = [counts(base), counts(mine), counts(theirs)];
        const merged = counts(mergeText(base, mine, theirs).text);
        for (const key of new Set([...y.keys(), ...z.keys()])) {
          const least = Math.max(y.get(key) ?? 0, z.get(key) ?? 0) - (x.get(key) ?? 0);
          expect(merged.get(key) ?? 0).toBeGreaterThanOrEqual(least);
        }
      }),
    );
  });

  test("no word stands in the result more often than in both sides together", () => {
    holds(
      fc.property(threeTexts, ([base, mine, theirs]) => {
        const [y, z] = [counts(mine), counts(theirs)];
        for (const [key, count] of counts(mergeText(base, mine, theirs).text)) {
          expect(count).toBeLessThanOrEqual((y.get(key) ?? 0) + (z.get(key) ?? 0));
        }
      }),
    );
  });

  test("a line that was merged in one place holds every word and no line break", () => {
    holds(
      fc.property(threeTexts, ([base, mine, theirs]) => {
        const line = mergeLine(base, mine, theirs);
        expect(counts(line.text)).toEqual(counts(mergeText(base, mine, theirs).text));
        expect(line.isMerged && line.text.includes("\n")).toBe(false);
      }),
    );
  });

  test("any strings at all are merged, lone surrogates too", () => {
    const units = fc.string({ unit: "binary", maxLength: 20 }).map((text) => `${text}\ud800`);
    holds(
      fc.property(units, units, units, (base, mine, theirs) => {
        const { text } = mergeText(base, mine, theirs);
        expect(text).toBe(cleanText(text));
      }),
    );
  });

  test.each([" ", "\n"])("20,000 words with one edit a side need no table (%j)", (separator) => {
    const base = Array.from({ length: 20_000 }, (_, number) => `w${number % 977}`);
    const mine = base.toSpliced(5_000, 0, "mine");
    const theirs = base.toSpliced(15_000, 1, "theirs");
    for (const side of [mine, theirs]) {
      const { head, tail } = sharedEnds(base, side);
      expect((base.length - head - tail) * (side.length - head - tail)).toBeLessThanOrEqual(1);
    }
    const [x, y, z] = [base.join(separator), mine.join(separator), theirs.join(separator)];
    const words = mergeText(x, y, z).text.split(separator);
    expect(words).toEqual(mine.toSpliced(15_001, 1, "theirs"));
  });
});

const scalar = fc.oneof(
  fc.constantFrom(null, true, false, 0.5),
  fc.integer({ min: -3, max: 3 }),
  fc.string({ maxLength: 4 }),
);
const id = fc.constantFrom("p", "q", "r", "s", "t", "u");
const thing = fc.record(
  { id, text: aText, n: fc.nat(2) },
  { requiredKeys: ["id"], noNullPrototype: true },
);
const things = fc.uniqueArray(thing, { maxLength: 5, selector: (one) => one.id });
const tag: fc.Arbitrary<string> = fc.constantFrom("a", "b", "c", "d", "e");
const tags = fc.array(tag, { maxLength: 4 });
const checkin = fc.record(
  { inside: fc.nat(4), one_word: aText, helped_by: tags },
  { requiredKeys: [], noNullPrototype: true },
);
const page = fc.record(
  {
    kind: fc.constant("entry"),
    before: checkin,
    title: aText,
    body: aText,
    tags,
    answers: things,
    mood: scalar,
    updated_at: fc.nat(9),
    merged: fc.boolean(),
  },
  { requiredKeys: ["kind"], noNullPrototype: true },
);
const names = [...Object.keys(schemaOf("entry")), "kind", "deleted", "erase", "x", "__proto__"];
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }).map((value): Json => JSON.parse(JSON.stringify(value))),
  aText,
  things,
  checkin,
);
const anyRecord = fc
  .array(fc.tuple(fc.constantFrom(...names), anyValue), { maxLength: 8 })
  .map((fields): JsonObject => Object.fromEntries(fields));
const maybeRecord = fc.oneof(fc.constant(null), anyRecord);

describe("records", () => {
  test("an unchanged side leaves the other as it is, and so do two that changed alike", () => {
    holds(
      fc.property(page, page, page, (base, mine, theirs) => {
        expect(mergeRecord(base, base, theirs, device).record).toEqual(theirs);
        expect(mergeRecord(base, mine, base, device).record).toEqual(mine);
        expect(mergeRecord(base, mine, mine, device).record).toEqual(mine);
      }),
    );
  });

  test("a device that still has the base, or what the log had, ends with the same result", () => {
    holds(
      fc.property(page, page, page, (base, mine, theirs) => {
        const { record } = mergeRecord(base, mine, theirs, device);
        expect(mergeRecord(base, base, record, device).record).toEqual(record);
        expect(mergeRecord(theirs, theirs, record, device).record).toEqual(record);
      }),
    );
  });

  test("merging throws for no JSON objects, changes no argument, and has one answer", () => {
    holds(
      fc.property(maybeRecord, anyRecord, anyRecord, (base, mine, theirs) => {
        const before = JSON.stringify([base, mine, theirs]);
        const first = JSON.stringify(mergeRecord(base, mine, theirs, device));
        expect(JSON.stringify(mergeRecord(base, mine, theirs, device))).toBe(first);
        expect(JSON.stringify([base, mine, theirs])).toBe(before);
      }),
    );
  });

  test("a set has what both kept and what either added, and nothing else", () => {
    holds(
      fc.property(tags, tags, tags, (base, mine, theirs) => {
        const found = mergeRecord({ tags: base }, { tags: mine }, { tags: theirs }, device);
        const merged = fieldOf(found.record, "tags");
        const stays = (one: string) =>
          !base.includes(one) || (mine.includes(one) && theirs.includes(one));
        expect(new Set(isList(merged) ? merged : [])).toEqual(
          new Set([...mine, ...theirs].filter(stays)),
        );
      }),
    );
  });

  test("a thing is there once iff nobody removed it, or one did unaware of a change, or it is new", () => {
    holds(
      fc.property(things, things, things, (base, mine, theirs) => {
        const merged = fieldOf(
          mergeRecord(pageOf(base), pageOf(mine), pageOf(theirs), device).record,
          "answers",
        );
        const ids = (list: readonly Json[]) => list.map((one) => isObject(one) && one.id);
        const stays = [...theirs, ...mine].filter((one) => {
          const isInBoth = ids(mine).includes(one.id) && ids(theirs).includes(one.id);
          return (
            isInBoth ||
            !isSame(
              one,
              base.find((other) => other.id === one.id),
            )
          );
        });
        expect(ids(isList(merged) ? merged : []).toSorted()).toEqual(
          [...new Set(ids(stays))].toSorted(),
        );
      }),
    );
  });

  test("a scalar that theirs changed is in the result or in also", () => {
    holds(
      fc.property(page, page, page, (base, mine, theirs) => {
        const mood = fieldOf(theirs, "mood");
        if (mood === undefined || isSame(mood, fieldOf(base, "mood"))) return;
        const { record } = mergeRecord(base, mine, theirs, device);
        const also = fieldOf(record, "also");
        const entry = { path: ["mood"], device, value: mood };
        const isKept = isSame(fieldOf(record, "mood"), mood);
        expect(isKept || isIn(entry, isList(also) ? also : [])).toBe(true);
      }),
    );
  });

  test("what another device wrote stays nowhere on the device that removed the page now", () => {
    const removed = { deleted: true, erase: true };
    const found = mergeRecord({ body: "a" }, removed, { body: "a secret" }, device);
    expect(JSON.stringify(found)).not.toContain("secret");
  });
});

function pageOf(answers: readonly Json[]): JsonObject {
  return { kind: "entry", answers };
}
