import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { textOfUtf8 } from "../../../web/src/core/bytes.ts";
import type { Choice } from "../../../web/src/core/exports/choice.ts";
import { fullFiles, type Lookup, readableFiles } from "../../../web/src/core/exports/files.ts";
import { canonicalText, type JsonObject } from "../../../web/src/core/protocol/canonical.ts";
import { parseId } from "../../../web/src/core/protocol/encoding.ts";
import type { ZippedFile } from "../../../web/src/core/zipping.ts";

interface Given {
  readonly first?: string;
  readonly last?: string;
  readonly kinds?: readonly string[];
  readonly people?: readonly string[];
  readonly tags?: readonly string[];
  readonly with_covered?: boolean;
}

interface Case {
  readonly choice: Given;
  readonly readable: Readonly<Record<string, string>>;
  readonly full: readonly string[];
}

interface Fixture {
  readonly records: Readonly<Record<string, JsonObject>>;
  readonly cases: Readonly<Record<string, Case>>;
}

const file = new URL("../../exports/readable.json", import.meta.url);
const { records, cases }: Fixture = JSON.parse(readFileSync(file, "utf8"));
const lookup: Lookup = async (record) => records[record] ?? null;

async function* all() {
  for (const record of Object.keys(records).sort()) {
    yield { record: parseId(record), value: records[record] ?? null };
  }
}

function choiceOf({ with_covered, ...given }: Given): Choice {
  const nothing = { first: "", last: "", kinds: [], people: [], tags: [] };
  return { ...nothing, ...given, withCovered: with_covered === true };
}

async function textsOf(files: AsyncIterable<ZippedFile>): Promise<(readonly [string, string])[]> {
  const texts: (readonly [string, string])[] = [];
  for await (const { path, bytes } of files) texts.push([path, textOfUtf8(bytes) ?? ""]);
  return texts;
}

test.each(Object.entries(cases))(
  "a readable export of %s is the command line's, byte for byte",
  async (_, { choice, readable }) => {
    const written = await textsOf(readableFiles(all(), choiceOf(choice), lookup));
    expect(written.length).toBe(Object.keys(readable).length);
    expect(Object.fromEntries(written)).toEqual(readable);
  },
);

test.each(Object.entries(cases))(
  "a full export of %s has the command line's files, each of them canonical",
  async (_, { choice, full }) => {
    const written = await textsOf(fullFiles(all(), choiceOf(choice)));
    expect(written.map(([path]) => path)).toEqual(full);
    for (const [path, text] of written) {
      expect(text).toBe(canonicalText(records[path.slice(8, 40)] ?? {}));
    }
  },
);

test("nobody is looked up twice", async () => {
  const asked: string[] = [];
  const watched: Lookup = (record) => {
    asked.push(record);
    return lookup(record);
  };
  await textsOf(readableFiles(all(), choiceOf({ with_covered: true }), watched));
  expect(asked).toEqual([...new Set(asked)]);
});
