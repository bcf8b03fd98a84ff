import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../../web/src", import.meta.url));
// A place of the app is called import, too: in quotes it is a word like any other.
const IMPORT = /(?:(?<!["'])\b(?:from\s*|import\s*\(?\s*))["']([^"']+)["']/g;

/** What each part may import: paths under web/src, and packages. */
const ALLOWED: Record<string, readonly RegExp[]> = {
  core: [/^core\//, /^content\//, /^package:/],
  worker: [/^worker\//, /^core\//, /^content\//, /^package:/],
  sw: [/^sw\//],
  ui: [
    /^ui\//,
    /^core\/(contract|errors)(\.ts)?$/,
    /^core\/model\//,
    /^content\//,
    /^worker\/main\.ts\?worker&url$/,
    /^package:(svelte|@lucide\/svelte|marked|qr|valibot)(\/|$)/,
  ],
  content: [/^content\//, /^package:\$content\//],
};

/** Packages that only one file may import, so that there is one place to look when they change. */
const ONE_IMPORTER = [
  "hash-wasm",
  "age-encryption",
  "@noble/ciphers/chacha.js",
  "client-zip",
  "eventsource-parser",
  "idb",
  "marked",
];

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)));
}

function importsOf(file: string, text: string): string[] {
  const sources = [...text.matchAll(IMPORT)].map((match) => match[1] ?? "");
  return sources.map((source) =>
    source.startsWith(".") ? relative(src, join(src, dirname(file), source)) : `package:${source}`,
  );
}

function forbidden(file: string, text: string): string[] {
  const allowed = ALLOWED[file.split("/")[0] ?? ""] ?? [];
  return importsOf(file, text)
    .filter((target) => !allowed.some((rule) => rule.test(target)))
    .map((target) => `${file} imports ${target}`);
}

const files = filesUnder(src).map((file) => [file, readFileSync(join(src, file), "utf8")] as const);

test("no file imports across the layers", () => {
  expect(files.length).toBeGreaterThan(4);
  expect(files.flatMap(([file, text]) => forbidden(file, text))).toEqual([]);
});

test.each([
  ["ui/main.ts", 'import { seal } from "../core/crypto/seal.ts";'],
  ["ui/pages/Page.svelte", '<script lang="ts">\n  import { openDB } from "idb";\n</script>'],
  ["ui/main.ts", 'const store = await import("../core/store/pages.ts");'],
  ["ui/main.ts", 'import { start } from "../worker/main.ts";'],
  ["core/errors.ts", 'import { page } from "../ui/page.ts";'],
  ["sw/sw.ts", 'import { errors } from "../core/errors.ts";'],
  ["sw/sw.ts", 'import "idb";'],
  ["unknown/file.ts", 'import "../core/errors.ts";'],
])("an import that crosses a layer is found: %s %s", (file, text) => {
  expect(forbidden(file, text)).toHaveLength(1);
});

test.each(ONE_IMPORTER)("%s has at most one importer", (name) => {
  const importers = files.filter(([file, text]) =>
    importsOf(file, text).some((target) => target === `package:${name}`),
  );
  expect(importers.length).toBeLessThanOrEqual(1);
});

test("WebCrypto is reached from core/crypto alone", () => {
  const users = files.filter(([, text]) => /\bcrypto\.subtle\b/.test(text)).map(([file]) => file);
  expect(users.filter((file) => !file.startsWith("core/crypto/"))).toEqual([]);
});
