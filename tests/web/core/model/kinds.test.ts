import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { common } from "../../../../web/src/core/model/common.ts";
import { entry, readEntry } from "../../../../web/src/core/model/entry.ts";
import type { Field, Fields } from "../../../../web/src/core/model/field.ts";
import { change, isOf, type Kind, make, read } from "../../../../web/src/core/model/kind.ts";
import { kindOf, kinds, singletons } from "../../../../web/src/core/model/kinds.ts";
import { tombstone } from "../../../../web/src/core/model/record.ts";
import { repair } from "../../../../web/src/core/model/repair.ts";
import type { JsonObject } from "../../../../web/src/core/protocol/canonical.ts";
import { schemaOf } from "../../../../web/src/core/sync/merge/schemas.ts";

const moment = { at: 1_795_370_400_000, timeZone: "Europe/Vienna" };
const later = { at: moment.at + 5, timeZone: "Europe/Vienna" };
const named = kinds.map((kind): [string, Kind] => [kind.name, kind]);

const words = fc.constantFrom("reaching", "not_today", "own_1f", "words of my own", "ü");
const texts = fc.oneof(words, fc.string({ minLength: 1, maxLength: 9 }));
const counts = fc.option(fc.nat());
const simple: { readonly [form: string]: fc.Arbitrary<unknown> } = {
  text: fc.oneof(fc.constant(""), texts),
  line: fc.oneof(fc.constant(""), texts),
  choice: fc.oneof(fc.constant(""), words),
  choices: fc.uniqueArray(texts, { maxLength: 4 }),
  flag: fc.boolean(),
  count: counts,
  moment: counts,
  day: fc.constantFrom("", "2026-11-22"),
  level: fc.constantFrom(null, 0, 1, 2, 3, 4, "not_sure", "not_today"),
};

/** Any value that the field can hold. */
function valuesOf({ form, inner }: Field<unknown>): fc.Arbitrary<unknown> {
  if (form === "object" || form === "whole") return valuesOfAll(inner);
  if (form !== "things") return simple[form] ?? fc.constant(undefined);
  const thing = fc
    .tuple(fc.constantFrom("a", "b", "c"), valuesOfAll(inner))
    .map(([id, values]) => ({ ...values, id }));
  return fc.uniqueArray(thing, { maxLength: 3, selector: ({ id }) => id });
}

function valuesOfAll(fields: Fields): fc.Arbitrary<Record<string, unknown>> {
  const entries = Object.entries(fields).map(([property, field]) => [property, valuesOf(field)]);
  return fc.record(Object.fromEntries(entries), { noNullPrototype: true });
}

const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)));

/** A record of this kind whose fields hold anything at all, and some that nobody knows. */
function strangeRecords(kind: Kind): fc.Arbitrary<JsonObject> {
  const names = Object.values(kind.fields).map(({ name }) => name);
  return fc
    .dictionary(fc.constantFrom(...names, "weather", "v", "updated_at"), json)
    .map((fields) => ({ ...fields, kind: kind.name }));
}

describe.each(named)("%s", (_, kind) => {
  test("a record reads as it was made", () => {
    fc.assert(
      fc.property(valuesOfAll(kind.fields), (values) => {
        const record = make(kind, values, moment);
        expect(read(kind, record)).toEqual(values);
        expect(isOf(kind, record)).toBe(true);
        expect(JSON.parse(JSON.stringify(record))).toEqual(record);
      }),
    );
  });

  test("a change reads as it was made, whatever stood there", () => {
    fc.assert(
      fc.property(strangeRecords(kind), valuesOfAll(kind.fields), (record, values) => {
        expect(read(kind, change(kind, record, values, later))).toMatchObject(values);
      }),
    );
  });

  test("a change of nothing keeps every field, known or not, but the moment and the version", () => {
    fc.assert(
      fc.property(strangeRecords(kind), (record) => {
        const { updated_at, v, ...rest } = change(kind, record, {}, later);
        const { updated_at: _, v: before, ...own } = record;
        expect(rest).toEqual(own);
        expect([updated_at, typeof v]).toEqual([later.at, "number"]);
        if (Number.isSafeInteger(before)) expect(v).toBe(Math.max(Number(before), kind.version));
      }),
    );
  });

  test("what is written as it was read changes nothing that can be read", () => {
    fc.assert(
      fc.property(strangeRecords(kind), (record) => {
        const values = read(kind, record);
        expect(read(kind, change(kind, record, values, later))).toEqual(values);
      }),
    );
  });

  test("a new record without words has only its envelope", () => {
    expect(make(kind, {}, moment)).toEqual({
      kind: kind.name,
      v: kind.version,
      created_at: moment.at,
      updated_at: moment.at,
      tz: moment.timeZone,
    });
  });

  test("no field of its own has the name of one that every kind has", () => {
    const names = [...Object.values(common), ...Object.values(kind.own)].map(({ name }) => name);
    expect(names.length).toBe(new Set(names).size);
    expect(Object.keys(kind.own).filter((property) => Object.hasOwn(common, property))).toEqual([]);
  });

  test("its schema of merging has a type for each field that is no scalar", () => {
    for (const { name, merge } of Object.values(kind.fields)) {
      expect(schemaOf(kind.name)[name] ?? "scalar").toEqual(merge);
    }
  });
});

test("unknown parts of a step survive a change of the step, and of another one", () => {
  const record: JsonObject = {
    kind: "repair",
    steps: [
      { id: "s1", by: "me", weather: [1], after: { inside: 1, moon: "full" } },
      "odd",
      { id: 2 },
    ],
  };
  const { steps } = read(repair, record);
  const changed = change(repair, record, { steps: steps.map((s) => ({ ...s, note: "a" })) }, later);
  expect(changed.steps).toEqual([
    { id: "s1", by: "me", weather: [1], after: { inside: 1, moon: "full" }, note: "a" },
    "odd",
    { id: 2 },
  ]);
});

test("a level is one of the five, not sure, or not today; 0 is not empty", () => {
  expect(make(repair, { around: 0 }, moment).around).toBe(0);
  expect(read(repair, { around: 5 }).around).toBe(null);
  expect(read(repair, { around: "not_today" }).around).toBe("not_today");
});

test("a removed record is of no kind", () => {
  expect(isOf(entry, { ...tombstone(false), kind: "entry" })).toBe(false);
});

test("a page reads the same by its kind as by its own reader", () => {
  const record = { kind: "entry", title: "a", body: "b", tags: ["c"] };
  expect(read(entry, record)).toMatchObject(readEntry(record));
});

test("a kind is found by its name, one of a later version is not", () => {
  expect(kinds.map(({ name }) => kindOf(name)?.name)).toEqual(kinds.map(({ name }) => name));
  expect(kindOf("letter")).toBe(null);
  expect(kindOf("__proto__")).toBe(null);
});

test("the singletons are those of which one is enough", () => {
  expect(singletons.map(({ name }) => name)).toEqual(["safety_card", "settings", "pack_override"]);
});
