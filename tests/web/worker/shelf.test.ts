/** What is on the shelf is what is in the store, at every moment at which somebody asks. */
import { beforeEach, expect, test, vi } from "vitest";
import type { RecordQuery } from "../../../web/src/core/contract.ts";
import type { Id } from "../../../web/src/core/protocol/encoding.ts";
import { change } from "../../../web/src/core/store/contract.ts";
import { MemoryStore } from "../../../web/src/core/store/memory.ts";
import type { Effect, Procedure } from "../../../web/src/core/sync/effects.ts";
import { keepAbsent } from "../../../web/src/core/sync/keep-many.ts";
import { tidySegments } from "../../../web/src/core/sync/segments.ts";
import { Shelf } from "../../../web/src/worker/shelf.ts";
import { Device } from "../core/engine/device.ts";
import { family } from "../core/engine/family.ts";
import { ModelServer } from "../core/engine/model-server.ts";

// Making the family stretches three passphrases, which is slow on purpose.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const many = 300;
const everything: RecordQuery = {
  kinds: null,
  only: null,
  person: null,
  tag: null,
  offset: 0,
  limit: 20,
};
const id = (number: number) => number.toString(16).padStart(32, "0") as Id; // 32 digits

let phone: Device;
let shelf: Shelf;
/** What was asked of the disk and the keys since the shelf was made. */
let effects: Effect[];
let around: (effect: Effect) => Promise<unknown>;

beforeEach(async () => {
  const { members, keyrings } = await family();
  const [member] = members;
  phone = await new Device(member, new ModelServer(member.keys.vault, keyrings)).begin();
  for (let from = 0; from < many; from += 100) {
    await phone.run(keepAbsent(Array.from({ length: 100 }, (_, i) => arriving(from + i))));
  }
  await phone.run(tidySegments(null));
  effects = [];
  around = async () => {};
  shelf = new Shelf(phone.store, async (effect) => {
    effects.push(effect);
    await around(effect);
    return phone.run(
      (function* (): Procedure<unknown> {
        return yield effect;
      })(),
    );
  });
});

const arriving = (number: number, title = String(number)) => {
  const at = 1_764_000_000_000 + number;
  const value = { kind: "entry", v: 1, title, created_at: at, updated_at: at };
  return { record: id(number), value };
};

const titles = async (query: Partial<RecordQuery> = {}) =>
  (await shelf.find({ ...everything, ...query })).records.map(({ title }) => title);
const newest = (count: number, from = many - 1) =>
  Array.from({ length: count }, (_, i) => String(from - i));
const isReadingAll = (effect: Effect) => effect.effect === "load all" && effect.table !== "changed";

test("the first screen comes from one segment, and waits for nothing else", async () => {
  around = async (effect) => {
    if (isReadingAll(effect)) await new Promise(() => {});
  };
  const first = shelf.find(everything);
  void shelf.find({ ...everything, kinds: ["person"] });
  const { records, hasMore } = await first;
  expect(records.map(({ title }) => title)).toEqual(newest(20));
  expect([hasMore, records.every(({ kept }) => kept === "device")]).toEqual([true, true]);
});

test("what reaches beyond the first segment waits for the others", async () => {
  expect(await titles({ limit: many })).toEqual(newest(many));
  expect(await titles({ offset: 280, limit: 20 })).toEqual(newest(20, 19));
});

test("all headers are opened once, however many ask at once", async () => {
  const asked = ["person", "entry", "line"].map((kind) => titles({ kinds: [kind] }));
  await Promise.all(asked);
  const reads = effects.filter((one) => one.effect === "load all" && one.table === "segments");
  expect(reads).toHaveLength(1);
});

test("what changes while the list is opened stands in it", async () => {
  let isDone = false;
  around = async (effect) => {
    if (isDone || effect.effect !== "load all" || effect.table !== "segments") return;
    isDone = true;
    const record = await phone.write({ title: "meanwhile", body: "", tags: [] });
    await phone.remove(id(7), false);
    await shelf.refresh([record, id(7)]);
  };
  const all = await titles({ kinds: ["entry"], limit: many });
  expect([all.includes("meanwhile"), all.includes("7"), all.length]).toEqual([true, false, many]);
});

test("what changes after the first screen stands in it when it is asked for again", async () => {
  expect(await titles({ limit: 2 })).toEqual(newest(2));
  await phone.remove(id(many - 1), false);
  await shelf.refresh([id(many - 1)]);
  expect(await titles({ limit: 2 })).toEqual(newest(2, many - 2));
});

test("what is erased while it is read again does not come back", async () => {
  await titles({ kinds: ["entry"] });
  around = async ({ effect }) => {
    if (effect !== "key") return;
    around = async () => {};
    await phone.remove(id(many - 1), true);
    shelf.drop(id(many - 1));
  };
  await shelf.refresh([id(many - 1)]);
  expect(await titles({ limit: 1 })).toEqual(newest(1, many - 2));
});

test("a batch that comes in is read, not all the others again", async () => {
  await titles({ kinds: ["entry"] });
  effects.length = 0;
  const batch = Array.from({ length: 100 }, (_, i) => arriving(many + i));
  await phone.run(keepAbsent(batch));
  await shelf.refresh(batch.map(({ record }) => record));
  expect(await titles()).toEqual(newest(20, many + 99));
  expect(effects.filter(isReadingAll)).toEqual([]);
});

test("what is forgotten while it is opened is not held", async () => {
  around = async (effect) => {
    if (isReadingAll(effect)) shelf.forget();
  };
  await titles({ kinds: ["entry"] });
  effects.length = 0;
  around = async () => {};
  await titles({ kinds: ["entry"] });
  expect(effects.some(isReadingAll)).toBe(true);
});

/** Runs it so many microtasks after the outbox, which is read last, was read the next time; then it is done. */
async function afterTheLastRead(moments: number, work: () => void): Promise<void> {
  const { store } = phone;
  let isRead = () => {};
  const reading = new Promise<void>((resolve) => {
    isRead = resolve;
  });
  const watched = (name: "all" | "getMany") => {
    const read = vi.spyOn(store, name);
    read.mockImplementation((...asked: readonly unknown[]) => {
      const answer = Reflect.apply(MemoryStore.prototype[name], store, asked);
      if (asked[0] === "outbox") {
        vi.restoreAllMocks();
        isRead();
      }
      return answer;
    });
  };
  watched("all");
  watched("getMany");
  await reading;
  for (let moment = 0; moment < moments; moment += 1) await null;
  work();
}

test.each([
  ["the list was opened", async () => shelf.forget()],
  ["it was read again", async () => void (await titles({ kinds: ["entry"] }))],
])("what is erased a moment after %s does not come back", async (_, begin) => {
  for (let moments = 0; moments < 30; moments += 1) {
    const erased = id(many - 1 - moments);
    await begin();
    const isErased = afterTheLastRead(moments, () => {
      const changes = [change("headers", erased, null)];
      void phone.store.write({ changes, expects: [], lead: null, strict: false });
      shelf.drop(erased);
    });
    await shelf.refresh([erased]);
    await titles({ kinds: ["entry"] });
    await isErased;
    expect(await titles({ limit: many })).toEqual(newest(many - 1 - moments, many - 2 - moments));
  }
});

test("a first screen that could not be read is read when it is asked for again", async () => {
  around = async () => {
    throw new Error("the disk is away");
  };
  await expect(titles()).rejects.toThrow("the disk is away");
  around = async () => {};
  expect(await titles()).toEqual(newest(20));
});
