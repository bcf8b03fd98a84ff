import fc from "fast-check";
import { expect, test } from "vitest";
import { changeBetween, tagsOf } from "../../../web/src/ui/state/text.ts";

test("the change between any two texts makes the one into the other", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (shared, one, other) => {
      const [before, after] = [shared + one + shared, shared + other + shared];
      const { start, end, words } = changeBetween(before, after);
      expect(before.slice(0, start) + words + before.slice(end)).toBe(after);
    }),
  );
});

test("a change touches only the stretch that differs", () => {
  expect(changeBetween("one two three", "one 2 three")).toEqual({ start: 4, end: 7, words: "2" });
});

test("a repeated letter is counted once, from one side", () => {
  expect(changeBetween("aa", "aaa")).toEqual({ start: 2, end: 2, words: "a" });
});

test.each([
  ["", []],
  [" , ,", []],
  ["home, M.", ["home", "M."]],
  ["home,home , work", ["home", "work"]],
])("the tag line %j means %j", (line, tags) => {
  expect(tagsOf(line)).toEqual(tags);
});
