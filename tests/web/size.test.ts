import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const KB = 1024;
const BUDGET = 60 * KB;
/** What loads later and is larger, with its own budget: what passphrases are judged by. */
const LARGER: readonly (readonly [RegExp, number])[] = [[/^assets\/quality-/, 250 * KB]];

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}

const dist = fileURLToPath(new URL("../../server/goldseam/web_dist", import.meta.url));
const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8")) as Record<
  string,
  Chunk
>;

/** The files that the entry loads before anything is on screen. */
function loadedBy(entry: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[entry];
  if (!chunk || seen.has(chunk.file)) return seen;
  for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file);
  for (const next of chunk.imports ?? []) loadedBy(next, seen);
  return seen;
}

function zipped(file: string): number {
  return gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
}

function budgetOf(file: string): number {
  return LARGER.find(([name]) => name.test(file))?.[1] ?? BUDGET;
}

function scripts(): string[] {
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => /\.(js|css|wasm)$/.test(entry.name))
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)));
}

const initial = loadedBy("index.html");

test("what loads before the first screen is at most 60 KB zipped", () => {
  expect(initial.size).toBeGreaterThan(0);
  expect([...initial].map(zipped).reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(BUDGET);
});

test("the first screen is one script and one style sheet: each more is a request of the first visit", () => {
  expect([...initial].map((file) => file.replace(/^.*\./, "")).toSorted()).toEqual(["css", "js"]);
});

test("each script that loads later keeps its budget", () => {
  const over = scripts()
    .filter((file) => !initial.has(file) && zipped(file) > budgetOf(file))
    .map((file) => `${file}: ${zipped(file)} bytes`);
  expect(over).toEqual([]);
});

test.each(LARGER)("there is one script that is called %s", (name) => {
  expect(scripts().filter((file) => name.test(file))).toHaveLength(1);
});

test("every script and page has its two compressed forms", () => {
  for (const file of [...scripts(), "index.html"]) {
    expect(readFileSync(join(dist, `${file}.br`)).length).toBeGreaterThan(0);
    expect(readFileSync(join(dist, `${file}.gz`)).length).toBeGreaterThan(0);
  }
});
