import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Status } from "../../../web/src/core/contract.ts";
import { Refused } from "../../../web/src/ui/client.ts";
import type { FailureCode } from "../../../web/src/ui/copy/failures.ts";
import { Attempt } from "../../../web/src/ui/state/attempt.svelte.ts";
import { Idle } from "../../../web/src/ui/state/idle.svelte.ts";
import { isReady } from "../../../web/src/ui/state/new-keys.svelte.ts";

const idle = () => new Idle(() => {});

function refusing(code: FailureCode): () => Promise<never> {
  return async () => {
    throw new Refused(code);
  };
}

/** Work that goes on until it is ended. */
function lasting(): { readonly work: () => Promise<void>; readonly end: () => void } {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("a refusal is held until the next try", async () => {
  const attempt = new Attempt(idle());
  expect(await attempt.make(refusing("wrong_secret"))).toBe(false);
  expect([attempt.failure, attempt.isBusy]).toEqual(["wrong_secret", false]);
  expect(await attempt.make(async () => {})).toBe(true);
  expect(attempt.failure).toBeNull();
});

test.each([
  ["login_refused", true],
  ["not_synced", true],
  ["unavailable", false],
  ["server_error", false],
  ["screen_gone", false],
] as const)("whether %s says for certain that nothing was done: %s", async (code, isSure) => {
  const attempt = new Attempt(idle());
  await attempt.make(refusing(code));
  expect(attempt.isSure).toBe(isSure);
});

test("a second press while the first is under way asks nothing", async () => {
  const attempt = new Attempt(idle());
  const long = lasting();
  const first = attempt.make(long.work);
  const work = vi.fn(async () => {});
  expect(await attempt.make(work)).toBe(false);
  expect(work).not.toHaveBeenCalled();
  long.end();
  expect(await first).toBe(true);
});

test("long work does not end in a lock", async () => {
  const locked = vi.fn();
  const watch = new Idle(locked);
  const stop = watch.watch();
  const long = lasting();
  const made = new Attempt(watch).make(long.work);
  await vi.advanceTimersByTimeAsync(30 * 60_000);
  expect(locked).not.toHaveBeenCalled();
  long.end();
  await made;
  stop();
});

test.each([
  ["done", 0, true],
  ["working", 0, true],
  ["done", 1, true],
  ["working", 1, false],
  ["recovery_first", 0, false],
  ["stopped", 0, false],
  ["unreachable", 0, false],
] as const)("new keys can begin while sync is %s and %i wait: %s", (sync, waiting, ready) => {
  // What else the status says makes no difference.
  expect(isReady({ sync, waiting } as Status)).toBe(ready);
});
