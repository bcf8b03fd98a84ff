import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RecordQuery } from "../../../web/src/core/contract.ts";
import { byNewest } from "../../../web/src/core/sync/segments.ts";
import { type Entry, monthsOf, partOf } from "../../../web/src/worker/listing.ts";

const everything = { kinds: null, only: null, person: null, tag: null, offset: 0, limit: 20 };
const none = () => false;

function entry(number: number, said: Partial<Entry> = {}): Entry {
  return {
    record: String(number).padStart(32, "0"),
    kind: "entry",
    title: String(number),
    opening: "",
    createdAt: number,
    updatedAt: number,
    merged: false,
    newer: false,
    unreadable: false,
    covered: false,
    bring: false,
    lookAgain: "",
    state: "",
    resurface: "",
    people: [],
    tags: [],
    trashedAt: null,
    ...said,
  };
}

const hundred = Array.from({ length: 100 }, (_, i) => entry(100 - i));

function part(query: Partial<RecordQuery>, all = hundred) {
  const { records, ...more } = partOf(all, { ...everything, ...query }, none);
  return { shown: records.map(({ createdAt }) => createdAt), ...more };
}

describe("a part of the list", () => {
  test("begins with the newest, and says that there is more", () => {
    expect(part({ limit: 3 })).toEqual({ shown: [100, 99, 98], hasNewer: false, hasMore: true });
    expect(part({ offset: 98, limit: 3 })).toEqual({
      shown: [2, 1],
      hasNewer: true,
      hasMore: false,
    });
  });

  test("begins before a moment, and goes back to newer ones from there", () => {
    expect(part({ before: 51, limit: 2 }).shown).toEqual([50, 49]);
    expect(part({ before: 51, offset: -2, limit: 4 })).toEqual({
      shown: [52, 51, 50, 49],
      hasNewer: true,
      hasMore: true,
    });
    expect(part({ before: 100, offset: -20, limit: 3 })).toMatchObject({
      shown: [100, 99, 98],
      hasNewer: false,
    });
  });

  test("is what filtering, sorting and cutting would give", () => {
    const asked = fc.record({
      before: fc.option(fc.nat(40)),
      offset: fc.nat(30),
      limit: fc.nat(8),
    });
    const some = fc.array(fc.record({ at: fc.nat(30), kind: fc.constantFrom("entry", "line") }));
    fc.assert(
      fc.property(some, asked, (made, { before, ...query }) => {
        const all = made.map(({ at, kind }, i) => ({ ...entry(i, { kind }), createdAt: at }));
        const kinds = ["entry"];
        const found = all
          .filter(({ kind, createdAt }) => kind === "entry" && createdAt < (before ?? 1000))
          .sort(byNewest);
        const { records, hasMore } = partOf(
          all.toSorted(byNewest),
          { ...everything, ...query, kinds, before },
          none,
        );
        expect(records).toEqual(found.slice(query.offset, query.offset + query.limit));
        expect(hasMore).toBe(found.length > query.offset + query.limit);
      }),
    );
  });

  test("looks at no more of ten thousand than it shows", () => {
    let looks = 0;
    const all = Array.from({ length: 10_000 }, (_, i) => entry(10_000 - i));
    const isApart = () => {
      looks += 1;
      return false;
    };
    partOf(all, { ...everything, before: 5_000 }, isApart);
    expect(looks).toBeLessThan(50);
  });
});

describe("the months", () => {
  const at = (year: number, month: number, day: number) => new Date(year, month - 1, day).getTime();
  const list = [at(2026, 11, 22), at(2026, 11, 1), at(2026, 1, 31), at(2024, 12, 31)].map(
    (moment, i) => entry(i, { createdAt: moment, kind: i === 2 ? "line" : "entry" }),
  );

  test("are those in which there is anything, newest first, as their ends", () => {
    const months = [at(2026, 12, 1), at(2026, 2, 1), at(2025, 1, 1)];
    expect(monthsOf(list, everything, none)).toEqual(months);
    for (const [i, before] of months.entries()) {
      const [first] = partOf(list, { ...everything, before }, none).records;
      expect(first).toBe(list[i === 0 ? 0 : i + 1]);
    }
  });

  test("are of what is asked for alone", () => {
    expect(monthsOf(list, { ...everything, kinds: ["line"] }, none)).toEqual([at(2026, 2, 1)]);
    expect(monthsOf(list, everything, ({ kind }) => kind === "line")).toHaveLength(2);
  });
});
