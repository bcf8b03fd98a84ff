import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadVocabularies } from "../../../web/src/content/vocabularies.ts";
import { common } from "../../../web/src/core/model/common.ts";
import type { Fields } from "../../../web/src/core/model/field.ts";
import { packOfRepair } from "../../../web/src/core/model/gate.ts";
import { read } from "../../../web/src/core/model/kind.ts";
import { kinds } from "../../../web/src/core/model/kinds.ts";
import { repair } from "../../../web/src/core/model/repair.ts";

const page = readFileSync(new URL("../../../docs/records.md", import.meta.url), "utf8");
const { lists } = await loadVocabularies("en");
const sections = new Map(
  page.split(/\n## /).map((section) => [section.split("\n", 1)[0] ?? "", section]),
);

/** The rows of the first table of fields in a section, without backquotes; empty for none. */
function rowsOf(heading: string): string[][] {
  const [, table = ""] = (sections.get(heading) ?? "").split(/\n\|-[^\n]*\n/);
  const lines = (table.split("\n\n")[0] ?? "").trim().split("\n");
  return lines
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim().replaceAll("`", "")));
}

/** Name, type, merge and list of each field, those of objects after their object. */
function fieldsOf(fields: Fields, prefix = "", isWhole = false): string[][] {
  return Object.values(fields).flatMap(({ name, form, merge, list, inner }) => {
    const path = `${prefix}${name}`;
    const type = typeof merge === "string" ? merge : (Object.keys(merge)[0] ?? "");
    const separator = form === "things" ? "[]." : ".";
    return [
      [path, form, isWhole ? "" : type, list ?? ""],
      ...fieldsOf(inner, `${path}${separator}`, form === "whole"),
    ];
  });
}

test("docs/records.md names every kind, and no other", () => {
  const named = [...sections.keys()].flatMap(
    (heading) => /^`(.+)`, version/.exec(heading)?.[1] ?? [],
  );
  expect(named).toEqual(kinds.map(({ name }) => name));
});

test("its table of every kind has the fields of the code", () => {
  expect(rowsOf("Every kind").map((row) => row.slice(0, 4))).toEqual(fieldsOf(common));
});

test.each(kinds.map((kind) => [kind.name, kind] as const))(
  "its table of %s does too",
  (name, kind) => {
    const rows = rowsOf(`\`${name}\`, version ${kind.version}`);
    expect(rows.map((row) => row.slice(0, 4))).toEqual(fieldsOf(kind.own));
    for (const [, , , , since] of rows) {
      expect(Number(since)).toBeGreaterThanOrEqual(1);
      expect(Number(since)).toBeLessThanOrEqual(kind.version);
    }
  },
);

test("every list that a field is chosen from has words", () => {
  const named = kinds.flatMap(({ fields }) => fieldsOf(fields)).map(([, , , list]) => list);
  expect(named.filter((list) => list && !Object.hasOwn(lists, list))).toEqual([]);
});

test("every type that it uses is explained", () => {
  const explained = new Set(rowsOf("Rules").map(([type]) => type));
  const used = kinds.flatMap(({ fields }) => fieldsOf(fields)).map(([, form]) => form);
  expect(used.filter((form) => !explained.has(form ?? ""))).toEqual([]);
});

test("its table of the gate is what the code does", () => {
  const rows = rowsOf("The gate");
  expect(rows.length).toBe(5);
  const packs = rows.map((cells) => cells[4]);
  const asked = [
    { safeToBring: "yes", gap: ["harm_or_control"] },
    { direction: "with_self" },
    { direction: "both" },
    { direction: "both", safeToBring: "mostly" },
    { direction: "both", safeToBring: "a word of later" },
  ];
  const found = asked.map((values) => packOfRepair({ ...read(repair, {}), ...values }));
  expect(found.map((pack) => pack ?? "none yet")).toEqual(packs);
});
