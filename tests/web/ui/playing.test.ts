import { expect, test } from "vitest";
import { type PlayingAt, stepFrom } from "../../../web/src/ui/state/playing.ts";

const at = (changes: Partial<PlayingAt>) => ({
  index: 0,
  count: 3,
  offset: 0,
  next: null,
  ...changes,
});

test("one goes from card to card, and stays at both ends", () => {
  expect(stepFrom(at({}), "on")).toEqual({ index: 1, offset: 0 });
  expect(stepFrom(at({ index: 2 }), "back")).toEqual({ index: 1, offset: 0 });
  expect(stepFrom(at({}), "back")).toBeNull();
  expect(stepFrom(at({ index: 2 }), "on")).toBeNull();
});

test("after the last card of a part comes the first of the next, and back", () => {
  expect(stepFrom(at({ index: 19, count: 20, next: 20 }), "on")).toEqual({ index: 0, offset: 20 });
  expect(stepFrom(at({ offset: 20 }), "back")).toEqual({ index: 19, offset: 0 });
});

test("from an offset within the first part, back leads to the card before it", () => {
  expect(stepFrom(at({ offset: 5 }), "back")).toEqual({ index: 4, offset: 0 });
});
