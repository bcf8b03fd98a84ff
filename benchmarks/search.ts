/**
 * The worker's part of benchmarks/search.py in Node: `node --expose-gc benchmarks/search.ts [PAGES] [LETTERS]`. Its times are those of the processor, so
 * that they hardly depend on what else runs on the machine; the store is in memory. A line of JSON for each script.
 */

import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { argv, cpuUsage, memoryUsage, stdout } from "node:process";

const content = new URL("../server/goldseam/content", import.meta.url).href;

// What the build makes of lists of words, and of their addresses.
registerHooks({
  resolve: (name, context, next) => next(name.replace(/^\$content/, content), context),
  load: (url, context, next) => {
    if (!/\.json$|\?raw$/.test(url)) return next(url, context);
    const text = readFileSync(new URL(url), "utf8");
    const value = url.endsWith("?raw") ? JSON.stringify(text) : text;
    return { format: "module", source: `export default ${value}`, shortCircuit: true };
  },
});
const { Journal } = await import("../tests/web/search/journal.ts");

const [pages = 10_000, letters = 1_000] = argv.slice(2).map(Number);
const questions = 240;
const vocabulary = 4_000;
const scripts: readonly (readonly [name: string, syllables: readonly string[], between: string])[] =
  [
    ["Latin", "ba be ka li mo nü pa ré sa to wé zu dra kel min sor tha vin".split(" "), " "],
    ["Chinese", [..."的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年"], ""],
  ];

/** The same numbers from 0 to 1 in every run. */
function drawing(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Words as those of a language are spread: a few are everywhere. */
function wordsOf(syllables: readonly string[], draw: () => number): () => string {
  const one = () => syllables[Math.floor(draw() * syllables.length)] ?? "";
  const word = () => Array.from({ length: 1 + Math.floor(draw() * 4) }, one).join("");
  const words = Array.from({ length: vocabulary }, word);
  return () => words[Math.floor(vocabulary ** draw()) - 1] ?? "";
}

function pageOf(word: () => string, between: string): string {
  let body = "";
  while (body.length < letters) body += word() + between;
  return body;
}

/** One word, in capitals, its beginning, two words, a phrase, and one that is nowhere. */
function question(number: number, word: () => string, between: string): string {
  const [one, other] = [word(), word()];
  const ways = [one, one.toUpperCase(), one.slice(0, 2), `${one} ${other}`];
  return [...ways, `"${one}${between}${other}"`, `${one}q`][number % 6] ?? "";
}

/** Milliseconds of the processor. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const before = cpuUsage();
  await work();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1000;
}

for (const [name, syllables, between] of scripts) {
  const word = wordsOf(syllables, drawing());
  const journal = await Journal.open();
  for (let number = 0; number < pages; number += 1) {
    await journal.keep({ kind: "entry", title: `${number}`, body: pageOf(word, between) });
  }
  globalThis.gc?.();
  const held = memoryUsage().heapUsed;
  const first = await timeOf(() => journal.find("qq"));
  globalThis.gc?.();
  const megabytes = (memoryUsage().heapUsed - held) / 1_000_000;
  const times: number[] = [];
  for (let number = 0; number < questions; number += 1) {
    times.push(await timeOf(() => journal.find(question(number, word, between))));
  }
  times.sort((left, right) => left - right);
  const [half, most] = [0.5, 0.95].map((part) => times[Math.floor(part * questions)]);
  stdout.write(`${JSON.stringify({ name, first, half, most, megabytes })}\n`);
  journal.searching.close();
}
