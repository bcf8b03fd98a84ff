import { expect, test } from "vitest";
import { hasWords, isSameValue } from "../../../web/src/ui/state/value.ts";

const empty = { kind: "entry", v: 1 };

test("two records say the same whatever the order of their names, and only then", () => {
  const value = { ...empty, body: "b", tags: ["x", "y"], before: { inside: 1, around: null } };
  const turned = { before: { around: null, inside: 1 }, tags: ["x", "y"], body: "b", ...empty };
  expect(isSameValue(value, turned)).toBe(true);
  for (const change of [
    { body: "" },
    { tags: ["x"] },
    { tags: ["y", "x"] },
    { before: { inside: 2, around: null } },
    { before: ["inside"] },
    { more: false },
  ]) {
    expect(isSameValue(value, { ...value, ...change })).toBe(false);
  }
});

test("white space alone is no words, a tag or a level alone is", () => {
  expect(hasWords({ ...empty, created_at: 1, tz: "UTC", title: " ", body: "\n" })).toBe(false);
  expect(hasWords({ ...empty, tags: ["x"] })).toBe(true);
  expect(hasWords({ ...empty, inside: 0 })).toBe(true);
});
