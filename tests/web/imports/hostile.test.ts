import { expect, test } from "vitest";
import { makeImport, openImport } from "../../../web/src/core/imports/import.ts";
import { allCases, journalOf } from "./cases.ts";

// docs/threat-model.md, R-32 and T-33.

const watch = { signal: new AbortController().signal, onProgress: () => undefined };
const choices = { zone: "Europe/Berlin", now: 0, keep: [], withTrashed: false, cover: false };
const idKey = allCases()[0]?.id_key ?? "";
const many = 200_000;

async function read(path: string, text: string, isFolder = false) {
  const files = [{ path, modifiedAt: 1, blob: new Blob([text]) }];
  const opened = await openImport(files, isFolder, watch);
  return makeImport(opened, choices, journalOf(idKey));
}

function diarium(html: string): string {
  return JSON.stringify([{ date: "2024-03-01T21:15:00", html }]);
}

/** A pattern that takes a square of time would run for minutes or hours here; the runner's own limit finds it. */
test.each([
  ["spaces within a line", "a.md", `# x${" ".repeat(many)}y\n\n${" ".repeat(many)}z`],
  ["empty lines", "a.md", `x${"\n".repeat(many)}y`],
  ["brackets that never close", "a.md", "![".repeat(many / 4)],
  ["links that never close", "a.md", "[a](b ".repeat(many / 8)],
  ["runs of backquotes", "a.md", "` `` ".repeat(many / 16)],
  ["front matter of spaces", "a.md", `---\na${" ".repeat(60_000)}b\n---\nx`],
  ["front matter of an open quote", "a.md", `---\na: "${"\\\\".repeat(30_000)}\n---\nx`],
  ["front matter of brackets", "a.md", `---\na: [${"a, ".repeat(20_000)}\n---\nx`],
  ["a text of days", "a.txt", `[2024-03-01 21:15] x\n${"@".repeat(many)}`],
  ["boxes in boxes", "a.json", diarium("<div>".repeat(5_000))],
  ["paragraphs side by side", "a.json", diarium("<p>x".repeat(20_000))],
  ["emphasis that never closes", "a.json", diarium("<b><i>x".repeat(300))],
  ["spaces in elements", "a.json", diarium("<span> </span>".repeat(20_000))],
  ["a table of tables", "a.json", diarium("<table><tr><td>".repeat(300))],
  ["lists in lists", "a.json", diarium("<ul><li>x".repeat(2_000))],
])("%s take no more than their length", async (_, path, text) => {
  const { records, report } = await read(path, text);
  expect(records.length + report.length).toBeGreaterThan(0);
});

test("a page of 100,000 entries comes in as so many", async () => {
  const entries = Array.from({ length: 100_000 }, (_, i) => {
    return { date: "2024-03-01", time: "21:15", title: `T${i}`, body: "x", tags: [] };
  });
  const { records, preview } = await read("j.json", JSON.stringify({ entries }));
  expect(records).toHaveLength(100_000);
  expect(preview.pages).toBe(100_000);
});

test("whoever gives up while a source is read is heard", async () => {
  const end = new AbortController();
  const files = Array.from({ length: 200 }, (_, i) => {
    return { path: `${i}.md`, modifiedAt: 1, blob: new Blob(["x"]) };
  });
  const opening = openImport(files, true, { ...watch, signal: end.signal });
  end.abort();
  await expect(opening).rejects.toMatchObject({ name: "AbortError" });
});
