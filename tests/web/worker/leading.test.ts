import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Storage } from "../../../web/src/core/store/contract.ts";
import { MemoryStore } from "../../../web/src/core/store/memory.ts";
import { type Locks, standForLead } from "../../../web/src/worker/leader.ts";
import type { StreamEnd } from "../../../web/src/worker/live.ts";
import type { Standing } from "../../../web/src/worker/siblings.ts";
import { type Surroundings, Syncing } from "../../../web/src/worker/syncing.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const broken: StreamEnd = { end: "broken", retryAfter: null };
const locks = { request: (_: string, __: LockOptions, lead: () => unknown) => lead() };

test("a tab whose disk failed as it began to lead stands for it again", async () => {
  const end = new AbortController();
  const lead = vi.fn(async () => end.abort());
  lead.mockRejectedValueOnce(new Error("the disk"));
  const standing = standForLead(locks as unknown as Locks, end.signal, lead);
  await vi.advanceTimersByTimeAsync(60_000);
  await standing;
  expect(lead).toHaveBeenCalledTimes(2);
});

test("a tab whose lock is taken away ends its lead before it stands for another", async () => {
  const end = new AbortController();
  const events: string[] = [];
  let take = () => {};
  const request = (_: string, __: LockOptions, lead: () => Promise<void>) => {
    void lead();
    return new Promise((_, reject) => {
      take = () => reject(new DOMException("stolen", "AbortError"));
    });
  };
  const standing = standForLead({ request } as unknown as Locks, end.signal, async (held) => {
    events.push("begins");
    await new Promise((resolve) => held.addEventListener("abort", resolve));
    await new Promise((resolve) => setTimeout(resolve, 10_000)); // a turn under way
    events.push("ends");
  });
  await vi.advanceTimersByTimeAsync(1_000);
  take();
  await vi.advanceTimersByTimeAsync(16_000);
  expect(events).toEqual(["begins", "ends", "begins"]);
  end.abort();
  take();
  await vi.advanceTimersByTimeAsync(16_000);
  await standing;
});

function syncing(storage: Storage, network: Partial<Surroundings> = {}) {
  const told: Standing[] = [];
  const listen = vi.fn<Surroundings["listen"]>(async () => broken);
  const around: Surroundings = {
    storage,
    perform: async () => null,
    listen,
    now: Date.now,
    chance: () => 1,
    silence: () => "unreachable",
    onStanding: (standing) => void told.push(standing),
    onTouched() {},
    ...network,
  };
  return { syncing: new Syncing(around), told, listen };
}

test("a tab that cannot begin to lead does not say that it works", async () => {
  const storage = new MemoryStore();
  storage.lead = () => Promise.reject(new Error("the disk"));
  const tab = syncing(storage);
  await expect(tab.syncing.lead(new AbortController().signal)).rejects.toThrow("the disk");
  expect(tab.told.at(-1)).toEqual({ sync: "fault", refusal: null, damaged: 0 });
});

test("a turn that fails by a fault of our own says so, and is tried again", async () => {
  const end = new AbortController();
  const tab = syncing(new MemoryStore());
  const leading = tab.syncing.lead(end.signal); // there is no account on the disk, so every turn fails
  await vi.advanceTimersByTimeAsync(10_000);
  end.abort();
  await leading;
  const told = tab.told.map(({ sync }) => sync);
  expect(told.slice(0, 4)).toEqual(["working", "fault", "fault", "fault"]);
});

test("a session that could not be read once does not end listening for good", async () => {
  const storage = new MemoryStore();
  const get = vi.spyOn(storage, "get");
  get.mockRejectedValueOnce(new Error("the disk"));
  get.mockResolvedValue({ token: new Uint8Array(32) });
  const end = new AbortController();
  const tab = syncing(storage);
  const leading = tab.syncing.lead(end.signal);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tab.listen).toHaveBeenCalled();
  end.abort();
  await leading;
});
