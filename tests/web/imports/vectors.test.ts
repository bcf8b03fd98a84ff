import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parseHtml } from "../../../web/src/core/imports/html.ts";
import { localDay, parseTime, place } from "../../../web/src/core/imports/times.ts";
import { markdownOf } from "../../../web/src/core/imports/writer.ts";
import { splitFront } from "../../../web/src/core/imports/yaml.ts";

function vectors<Vector>(name: string): Vector[] {
  const path = new URL(`../../imports/vectors/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(fileURLToPath(path), "utf8"));
}

type HtmlVector = {
  readonly name: string;
  readonly html: string;
  readonly markdown: string;
  readonly is_lost: boolean;
};

test.each(vectors<HtmlVector>("html"))("HTML becomes Markdown: $name", (vector) => {
  const { text, isLost } = markdownOf(parseHtml(vector.html).children);
  expect(text).toBe(vector.markdown);
  expect(isLost).toBe(vector.is_lost);
});

type FrontVector = {
  readonly name: string;
  readonly text: string;
  readonly keys: Readonly<Record<string, string | readonly string[]>> | null;
  readonly body: string;
};

test.each(vectors<FrontVector>("front_matter"))("front matter is read: $name", (vector) => {
  const { front, body } = splitFront(vector.text);
  expect(Object.fromEntries(front)).toEqual(vector.keys ?? {});
  expect(body).toBe(vector.body);
});

type TimeVector = {
  readonly name: string;
  readonly text: string;
  readonly zone: string;
  readonly is: { readonly at?: number; readonly day?: string } | null;
};

test.each(vectors<TimeVector>("times"))("a time is read: $name", ({ text, zone, is }) => {
  const time = parseTime(text);
  const placed = time && place(time, zone);
  const found = placed?.isAbout ? { day: localDay(placed.at, zone) } : placed && { at: placed.at };
  expect(found).toEqual(is);
});
