import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const screens = fileURLToPath(new URL("../../../web/src/ui", import.meta.url));
const FIELD = /<(?:textarea|input)\b[\s\S]*?(?:^\s*\/?>|\/>|<\/textarea>)/gm;
const HOLDS_NO_WORDS = /type="(?:radio|checkbox|file|range|color|date|time)"/;

/** Every field in which somebody can write, with its file. */
function fields(): [string, string][] {
  const files = readdirSync(screens, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".svelte"))
    .flatMap((file) =>
      [...readFileSync(join(screens, file), "utf8").matchAll(FIELD)].map(
        ([field]): [string, string] => [file, field],
      ),
    )
    .filter(([, field]) => !HOLDS_NO_WORDS.test(field));
}

test("R-17: no field lets the browser write its words into the files of the profile", () => {
  const found = fields();
  expect(found.length).toBeGreaterThan(5);
  const loose = found.filter(([, field]) => !/autocomplete=/.test(field));
  expect(loose).toEqual([]);
});
