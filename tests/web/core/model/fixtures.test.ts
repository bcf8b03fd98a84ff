import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Fields } from "../../../../web/src/core/model/field.ts";
import { change, isOf, read } from "../../../../web/src/core/model/kind.ts";
import { kinds } from "../../../../web/src/core/model/kinds.ts";
import {
  canonicalText,
  isList,
  isObject,
  type JsonObject,
} from "../../../../web/src/core/protocol/canonical.ts";

const file = new URL("../../../fixtures/records.json", import.meta.url);
const records: { readonly [kind: string]: JsonObject } = JSON.parse(readFileSync(file, "utf8"));
const later = { at: 1_795_370_400_000, timeZone: "UTC" };

/** Names of fields that the object, or the first object of the list, does not have. */
function missing(fields: Fields, object: JsonObject, prefix = ""): string[] {
  return Object.values(fields).flatMap(({ name, inner }) => {
    const value = object[name];
    if (value === undefined) return [`${prefix}${name}`];
    const objects = (isList(value) ? value : [value]).filter(isObject);
    if (objects.length === 0) return [];
    const all: JsonObject = Object.assign({}, ...objects.toReversed());
    return missing(inner, all, `${prefix}${name}.`);
  });
}

describe.each(kinds.map((kind) => [kind.name, kind] as const))("%s", (name, kind) => {
  const record = records[name] ?? {};

  test("the kept record has every field", () => {
    expect(isOf(kind, record)).toBe(true);
    expect(missing(kind.fields, record)).toEqual([]);
  });

  test("writing all that was read leaves every byte but the moment", () => {
    const changed = change(kind, record, read(kind, record), later);
    expect(canonicalText({ ...changed, updated_at: 0 })).toBe(
      canonicalText({ ...record, updated_at: 0 }),
    );
  });
});

test("a kept record of a kind that nobody knows changes in its words alone", () => {
  const record = records.constellation ?? {};
  const [entry] = kinds;
  if (entry === undefined) throw new Error("there are no kinds");
  const changed = change(entry, record, { title: "Other" }, later);
  expect(changed).toEqual({ ...record, title: "Other", updated_at: later.at });
});
