import { describe, expect, test } from "vitest";
import {
  loadSupport,
  type Support,
  type SupportRow,
  supportCountries,
  supportOf,
} from "../../../web/src/content/support.ts";
import { loadVocabularies } from "../../../web/src/content/vocabularies.ts";

const support = await loadSupport();
const { rows, directory } = support;
const dated = [...rows, directory];

/** The day a year before `now`, as it is written in the rows. */
function yearBefore(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear() - 1, now.getUTCMonth(), now.getUTCDate()))
    .toISOString()
    .slice(0, 10);
}

describe("A12", () => {
  test("every row has a source, and a day on which it was compared", () => {
    for (const { source, seen, checked_on } of dated) {
      expect(source).toMatch(/^https?:\/\/[^/]+\.[a-z]+\//);
      expect(["live", "stored_copy"]).toContain(seen);
      expect(new Date(`${checked_on}T00:00:00Z`).toISOString().slice(0, 10)).toBe(checked_on);
    }
  });

  test("no row was compared more than twelve months ago, or in the future", () => {
    const now = new Date();
    const [oldest, today] = [yearBefore(now), now.toISOString().slice(0, 10)];
    const stale = dated.filter(({ checked_on }) => checked_on < oldest || checked_on > today);
    expect(stale.map(({ name }) => name)).toEqual([]);
  });

  test("a year is counted by the calendar", () => {
    expect(yearBefore(new Date("2026-11-22T18:00:00Z"))).toBe("2025-11-22");
  });

  test("every number can be dialled, and every country is one", () => {
    for (const { number, text, country } of rows) {
      expect([number, text ?? "0"].every((digits) => /^[0-9][0-9 -]*$/.test(digits))).toBe(true);
      expect(new Intl.DisplayNames("en", { type: "region" }).of(country)).not.toBe(country);
    }
  });

  test("every topic has its words", async () => {
    const { lists } = await loadVocabularies("en");
    const topics = new Set(lists.topic?.words.map(({ id }) => id));
    expect(rows.filter(({ topic }) => !topics.has(topic))).toEqual([]);
  });
});

test("no row stands twice", () => {
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test("a country has its rows, emergency numbers first, another one none", () => {
  const found = supportOf(support, "DE").map(({ topic }) => topic);
  expect(found).toEqual(["emergency", "emergency", "violence", "listening"]);
  expect(supportOf(support, "XX")).toEqual([]);
});

test("the countries are those of the rows", () => {
  const row = (country: string): SupportRow => ({ ...(rows[0] as SupportRow), country });
  const two: Support = { ...support, rows: [row("NZ"), row("AT"), row("NZ")] };
  expect(supportCountries(two)).toEqual(["AT", "NZ"]);
});
