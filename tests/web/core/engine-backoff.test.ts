import { expect, test } from "vitest";
import { backoff } from "../../../web/src/core/sync/backoff.ts";

const almostOne = 1 - Number.EPSILON;

test("the bound doubles from one second to five minutes", () => {
  const bounds = [0, 1, 2, 8, 9, 60].map((failures) => backoff(failures, almostOne, null));
  expect(bounds).toEqual([999, 1_999, 3_999, 255_999, 299_999, 299_999]);
});

test("the jitter is full: chance decides between nothing and the bound", () => {
  expect(backoff(3, 0, null)).toBe(0);
  expect(backoff(3, 0.5, null)).toBe(4_000);
});

test("what the server asks for is waited for at least, and never more than five minutes", () => {
  expect(backoff(0, 0, 20)).toBe(20_000);
  expect(backoff(9, 0.5, 20)).toBe(150_000);
  expect(backoff(0, 0, 86_400)).toBe(300_000);
});
