import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const dist = fileURLToPath(new URL("../../server/goldseam/web_dist", import.meta.url));
const read = (file: string) => readFileSync(join(dist, file), "utf8");
const scripts = readdirSync(join(dist, "assets")).filter((file) => file.endsWith(".js"));
const manifest = JSON.parse(read(".vite/manifest.json")) as Record<
  string,
  { readonly file: string }
>;
const ofThePage = new Set(Object.values(manifest).map(({ file }) => file));

test("Argon2id is in one script, which is the worker's and never the page's", () => {
  const holders = scripts
    .map((file) => `assets/${file}`)
    .filter((file) => /argon2/i.test(read(file)));
  expect(holders).toHaveLength(1);
  expect(holders.filter((file) => ofThePage.has(file))).toEqual([]);
});
