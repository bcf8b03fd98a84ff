import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Bell } from "../../../web/src/worker/bell.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("waits for its time and no longer", async () => {
  const waited = new Bell().wait(1_000, "soft");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await waited).toBeNull();
});

test("a ring ends the wait", async () => {
  const bell = new Bell();
  const waited = bell.wait(1_000, "soft");
  bell.ring("soft");
  expect(await waited).toBe("soft");
});

test("a ring before the wait is heard, unless it was cleared", async () => {
  const bell = new Bell();
  bell.ring("soft");
  expect(await bell.wait(1_000, "soft")).toBe("soft");
  bell.clear();
  const waited = bell.wait(1_000, "soft");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await waited).toBeNull();
});

test("a soft ring does not end a wait for the network, a hard one does", async () => {
  const bell = new Bell();
  const waited = bell.wait(1_000, "hard");
  bell.ring("soft");
  await vi.advanceTimersByTimeAsync(500);
  bell.ring("hard");
  expect(await waited).toBe("hard");
});

test("only an urgent ring ends a wait that the server asked for", async () => {
  const bell = new Bell();
  bell.ring("hard");
  bell.ring("soft");
  const waited = bell.wait(1_000, "urgent");
  bell.ring("hard");
  await vi.advanceTimersByTimeAsync(500);
  bell.ring("urgent");
  expect(await waited).toBe("urgent");
});
