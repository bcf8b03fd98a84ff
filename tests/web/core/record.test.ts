import fc from "fast-check";
import { expect, test } from "vitest";
import { changeEntry, isEntry, makeEntry, readEntry } from "../../../web/src/core/model/entry.ts";
import { isRemoved, readEnvelope, tombstone } from "../../../web/src/core/model/record.ts";
import type { JsonObject } from "../../../web/src/core/protocol/canonical.ts";
import { texts } from "./values.ts";

const entries = fc.record({ title: texts, body: texts, tags: fc.array(texts, { maxLength: 4 }) });
const moment = { at: 1_795_370_400_000, timeZone: "Europe/Vienna" };
// What JSON.parse can give; it never makes an object with another prototype.
const anything = fc.jsonValue().map((value) => value as JsonObject);
const objects = fc.dictionary(
  fc.constantFrom(
    "kind",
    "v",
    "created_at",
    "updated_at",
    "tz",
    "title",
    "body",
    "tags",
    "deleted",
  ),
  anything,
);

test("an entry reads as it was made", () => {
  fc.assert(
    fc.property(entries, (entry) => {
      const record = makeEntry(entry, moment);
      expect(readEntry(record)).toEqual(entry);
      expect(readEnvelope(record)).toMatchObject({ kind: "entry", createdAt: moment.at });
      expect(isEntry(record)).toBe(true);
    }),
  );
});

test("a change keeps when a page began and every field that is not ours", () => {
  const record = { ...makeEntry({ title: "a", body: "b", tags: [] }, moment), weather: [1] };
  const later = { at: moment.at + 5, timeZone: "UTC" };
  const changed = changeEntry(record, { title: "c", body: "d", tags: ["e"] }, later);
  expect(changed).toEqual({
    ...record,
    title: "c",
    body: "d",
    tags: ["e"],
    updated_at: moment.at + 5,
  });
});

test("any record at all reads as an entry, what is odd in it as empty", () => {
  fc.assert(
    fc.property(objects, (record) => {
      const { title, body, tags } = readEntry(record);
      expect([typeof title, typeof body]).toEqual(["string", "string"]);
      expect(tags.every((tag) => typeof tag === "string")).toBe(true);
      expect(Number.isSafeInteger(readEnvelope(record).updatedAt)).toBe(true);
    }),
  );
});

test("only true is a removal", () => {
  expect(isRemoved(tombstone(true))).toBe(true);
  expect(isRemoved({ deleted: 1 })).toBe(false);
  expect(isEntry({ ...makeEntry({ title: "", body: "", tags: [] }, moment), deleted: true })).toBe(
    false,
  );
});
