import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Bell } from "../../../web/src/worker/bell.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("waits for its time and no longer", async () => {
  const waited = new Bell().wait(1_000, true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await waited).toBeNull();
});

test("a ring ends the wait", async () => {
  const bell = new Bell();
  const waited = bell.wait(1_000, true);
  bell.ring("soft");
  expect(await waited).toBe("soft");
});

test("a ring before the wait is heard, unless it was cleared", async () => {
  const bell = new Bell();
  bell.ring("soft");
  expect(await bell.wait(1_000, true)).toBe("soft");
  bell.clear();
  const waited = bell.wait(1_000, true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await waited).toBeNull();
});

test("a soft ring does not end a wait for the network, a hard one does", async () => {
  const bell = new Bell();
  const waited = bell.wait(1_000, false);
  bell.ring("soft");
  await vi.advanceTimersByTimeAsync(500);
  bell.ring("hard");
  expect(await waited).toBe("hard");
});
