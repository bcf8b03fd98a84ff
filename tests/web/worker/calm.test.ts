import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Alarm, type GoldseamError, Refusal } from "../../../web/src/core/errors.ts";
import { MemoryStore } from "../../../web/src/core/store/memory.ts";
import { only } from "../../../web/src/core/store/schema.ts";
import type { StreamEnd } from "../../../web/src/worker/live.ts";
import type { Standing } from "../../../web/src/worker/siblings.ts";
import { type Surroundings, Syncing } from "../../../web/src/worker/syncing.ts";

const night = 8 * 3_600_000;
const broken: StreamEnd = { end: "broken", retryAfter: null };
type Listen = Surroundings["listen"];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A generator of small pseudo-random numbers in [0, 1), so that a run can be repeated (Lehmer, 1951). */
function chances(): () => number {
  let state = 20_261_122;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** What ends every turn: silence that may ask for a pause, or something after which nothing is to be tried again. */
const unanswered = (retryAfter: number | null = null) =>
  new Refusal("unavailable", { sequence: null, record: null, retryAfter });
const nothingToDo = new Alarm("rolled_back");

/** A leader with a session whose turns all end in one way, at the end of their first request; `asks` is when each was made. */
async function leader(network: { listen: Listen; end: GoldseamError }) {
  const storage = new MemoryStore();
  const session = { table: "session", key: only, row: { token: new Uint8Array(32) } } as const;
  await storage.write({ changes: [session], expects: [], lead: null, strict: false });
  const asks: number[] = [];
  const told: Standing[] = [];
  const end = new AbortController();
  const listen = vi.fn<Listen>((listening) => network.listen(listening));
  const syncing = new Syncing({
    storage,
    perform: async (effect) => {
      if (effect.effect !== "key") return null;
      asks.push(Date.now());
      throw network.end;
    },
    listen,
    now: Date.now,
    chance: chances(),
    silence: () => "unreachable",
    onStanding: (standing) => void told.push(standing),
    onTouched() {},
  });
  const leading = syncing.lead(end.signal);
  const close = async () => {
    end.abort();
    await leading;
  };
  return { syncing, asks, told, listen, close };
}

/** A stream that stands until the tab ends, and the way to say something on it. */
function standing() {
  let listening: Parameters<Listen>[0] | null = null;
  const listen: Listen = (given) => {
    listening = given;
    given.onOpen();
    return new Promise((resolve) => {
      given.signal.addEventListener("abort", () => resolve(broken));
    });
  };
  return { listen, poke: () => listening?.onPoke({ event: "keyring", version: 2 }) };
}

/** A stream that ends after so many milliseconds. */
function ending(milliseconds: number, retryAfter: number | null = null): Listen {
  return async ({ onOpen }) => {
    if (retryAfter === null) onOpen();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return { end: "broken", retryAfter };
  };
}

test("a night without a network takes some hundred tries", async () => {
  const tab = await leader({ listen: async () => broken, end: unanswered() });
  await vi.advanceTimersByTimeAsync(night);
  expect(tab.asks.length + tab.listen.mock.calls.length).toBeLessThan(600);
  expect(tab.asks.length).toBeGreaterThan(night / 300_000);
  await tab.close();
});

test("a night with a stream that is always cut off takes some hundred tries", async () => {
  const tab = await leader({ listen: ending(100), end: nothingToDo });
  await vi.advanceTimersByTimeAsync(night);
  expect(tab.listen.mock.calls.length).toBeLessThan(300);
  expect(tab.asks.length).toBeLessThan(900); // one look a minute, and one after each stream
  await tab.close();
});

test("two devices that failed together do not come back together", async () => {
  const tab = await leader({ listen: async () => broken, end: unanswered() });
  await vi.advanceTimersByTimeAsync(600_000);
  const pauses = tab.asks.slice(1).map((at, i) => at - (tab.asks[i] ?? 0));
  expect(new Set(pauses).size).toBeGreaterThan(pauses.length / 2);
  await tab.close();
});

test("a pause that the server asks for is kept, whatever is written and poked", async () => {
  const { listen, poke } = standing();
  const tab = await leader({ listen, end: unanswered(120) });
  await vi.advanceTimersByTimeAsync(1_000);
  for (let second = 0; second < 100; second++) {
    poke();
    tab.syncing.nudge();
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(tab.asks).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(25_000);
  expect(tab.asks).toHaveLength(2);
  await tab.close();
});

test("a pause that the server asks for is kept by the stream too", async () => {
  const tab = await leader({ listen: ending(10, 120), end: nothingToDo });
  await vi.advanceTimersByTimeAsync(119_000);
  expect(tab.listen).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(tab.listen).toHaveBeenCalledTimes(2);
  await tab.close();
});

test("a network that is back, or a person who asks, waits for nothing", async () => {
  const tab = await leader({ listen: ending(10, 300), end: unanswered(300) });
  await vi.advanceTimersByTimeAsync(1_000);
  tab.syncing.retry();
  await vi.advanceTimersByTimeAsync(1);
  expect(tab.asks).toHaveLength(2);
  expect(tab.listen).toHaveBeenCalledTimes(2);
  await tab.close();
});

test("a server that answers again is listened to at once, however long it was away", async () => {
  const { listen } = standing();
  const network = { listen: (async () => broken) as Listen, end: unanswered() as GoldseamError };
  const tab = await leader(network);
  await vi.advanceTimersByTimeAsync(3_000_000);
  [network.listen, network.end] = [listen, nothingToDo];
  const asks = tab.asks.length;
  let streams = 0;
  while (tab.asks.length === asks) {
    streams = tab.listen.mock.calls.length;
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(tab.listen).toHaveBeenCalledTimes(streams + 1);
  await tab.close();
});

test("a stream that ends is followed by a look within two seconds, then by one a minute", async () => {
  let isFirst = true;
  const listen: Listen = async (listening) => {
    if (!isFirst) return broken;
    isFirst = false;
    return ending(3_600_000)(listening);
  };
  const tab = await leader({ listen, end: nothingToDo });
  await vi.advanceTimersByTimeAsync(3_600_000);
  const before = tab.asks.length;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(tab.asks.length).toBe(before + 1);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(tab.asks.length).toBe(before + 11);
  await tab.close();
});

test("while tries go on by themselves the screens are not told that it works", async () => {
  const tab = await leader({ listen: async () => broken, end: unanswered() });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tab.told.map(({ sync }) => sync).lastIndexOf("working")).toBe(0);
  tab.syncing.retry();
  await vi.advanceTimersByTimeAsync(1);
  expect(tab.told.map(({ sync }) => sync).lastIndexOf("working")).toBeGreaterThan(0);
  await tab.close();
});
