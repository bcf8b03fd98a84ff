import "fake-indexeddb/auto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bytes, utf8 } from "../../../web/src/core/bytes.ts";
import type { Id } from "../../../web/src/core/protocol/encoding.ts";
import { type Change, change, type Storage } from "../../../web/src/core/store/contract.ts";
import { openIdb } from "../../../web/src/core/store/idb.ts";
import { MemoryStore } from "../../../web/src/core/store/memory.ts";

const many = 256;
const plain = { expects: [], lead: null, strict: false };
const id = (n: number) => n.toString(16).padStart(32, "0") as Id; // 32 digits
const base = (n: number, sealed: Bytes) =>
  change("bases", id(n), { record: id(n), sealed, newer: null });
const gone = (n: number) => change("bases", id(n), null);
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
const bases = (from: number, count: number, text = "first") =>
  numbers(from, count).map((n) => base(n, utf8(`${text} ${n}`)));

let count = 0;
let name: string;
let store: Storage;

beforeEach(async () => {
  name = `packs-${count++}`;
  store = await openIdb(name);
});
afterEach(() => store.close());

const write = (changes: readonly Change[], of = store) => of.write({ ...plain, changes });

type Keyed = [string, { sealed: Bytes }];
/** What lies where: keys of rows of their own, and the packs by name. */
async function laid(table = "bases"): Promise<{ alone: string[]; packs: Map<string, Keyed[]> }> {
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await asked(indexedDB.open(name));
  const reading = database.transaction([table, `${table} packs`]);
  const alone = await asked(reading.objectStore(table).getAllKeys());
  const names = await asked(reading.objectStore(`${table} packs`).getAllKeys());
  const packs = await asked<Keyed[][]>(reading.objectStore(`${table} packs`).getAll());
  database.close();
  return {
    alone: alone.map(String),
    packs: new Map(names.map((one, i) => [String(one), packs[i] ?? []])),
  };
}

describe("rows written many at once", () => {
  test("lie in packs, fewer lie alone", async () => {
    await write(bases(0, many - 1));
    expect((await laid()).packs.size).toBe(0);
    await write(bases(0, many));
    const { alone, packs } = await laid();
    expect(alone).toEqual([]);
    expect([...packs.values()].map((pack) => pack.length)).toEqual([64, 64, 64, 64]);
  });

  test("lie in packs of no more bytes than a change may write anew, however large each is", async () => {
    const large = numbers(0, many).map((n) => base(n, new Uint8Array(n === 9 ? 200_000 : 20_000)));
    await write(large);
    const weights = [...(await laid()).packs.values()].map((pack) =>
      pack.reduce((sum, [, { sealed }]) => sum + sealed.length, 0),
    );
    expect(weights.filter((bytes) => bytes > 65_536)).toEqual([200_000]);
    expect(await store.count("bases")).toBe(many);
  });

  test("take those along that lie in packs or alone already", async () => {
    await write(bases(0, many));
    await write([...bases(100, 3, "second"), ...bases(9_000, 3)]);
    await write([...bases(100, many, "third"), gone(9_001)]);
    const { alone, packs } = await laid();
    expect(alone).toEqual([id(9_000), id(9_002)]);
    expect([...packs.values()].flat().length).toBe(100 + many);
    const [kept, anew] = await store.getMany("bases", [id(99), id(100)]);
    expect([kept?.sealed, anew?.sealed]).toEqual([utf8("first 99"), utf8("third 100")]);
  });

  test("are written not at all where the write is refused", async () => {
    const expects = [{ table: "records", key: id(1), number: 3 }] as const;
    expect(await store.write({ ...plain, changes: bases(0, many), expects })).toBe("moved");
    expect((await laid()).packs.size).toBe(0);
  });
});

describe("a row in a pack", () => {
  beforeEach(() => write(bases(0, many)));

  test("leaves it when it is written, and the others stay", async () => {
    await write(bases(70, 1, "second"));
    const { alone, packs } = await laid();
    expect(alone).toEqual([id(70)]);
    expect([...packs.values()].map((pack) => pack.length)).toEqual([64, 63, 64, 64]);
    expect((await store.get("bases", id(70)))?.sealed).toEqual(utf8("second 70"));
    expect((await store.all("bases")).map(({ record }) => record)).toEqual(
      numbers(0, many).map(id),
    );
  });

  test("leaves no byte behind when it is removed, and no empty pack", async () => {
    await write(numbers(64, 64).map(gone));
    const { alone, packs } = await laid();
    expect(alone).toEqual([]);
    expect([...packs.keys()]).toEqual([id(0), id(128), id(192)]);
    expect([...packs.values()].flat().map(([key]) => key)).not.toContain(id(64));
    expect(await store.get("bases", id(64))).toBeNull();
    expect(await store.count("bases")).toBe(many - 64);
  });

  test("is found, and the next ones after it, when the first of its pack has left", async () => {
    await write([gone(64)]);
    expect((await store.get("bases", id(65)))?.record).toBe(id(65));
    const next = await store.some("bases", id(64), 2);
    expect(next.map(({ record }) => record)).toEqual([id(65), id(66)]);
    await write(bases(64, 1, "second"));
    expect((await laid()).alone).toEqual([id(64)]);
  });

  test("counts for what must still be so", async () => {
    const records = numbers(0, many).map((n) =>
      change("records", id(n), {
        record: id(n),
        number: 7,
        epoch: 1,
        hash: null,
        tried: 7,
      }),
    );
    await write(records);
    const changes = [change("alarm", "only", { code: "rolled_back" })];
    const expecting = (from: number, number: number) =>
      numbers(from, 80).map((n) => ({ table: "records", key: id(n), number }) as const);
    const few = expecting(0, 7).slice(0, 1);
    expect(await store.write({ ...plain, changes, expects: expecting(0, 6) })).toBe("moved");
    expect(await store.write({ ...plain, changes, expects: expecting(200, 7) })).toBe("moved");
    expect(await store.write({ ...plain, changes, expects: expecting(0, 7) })).toBe("written");
    expect(await store.write({ ...plain, changes, expects: few })).toBe("written");
  });

  test("is gone when its table is emptied, and when everything is", async () => {
    await store.write({ ...plain, clears: ["bases"], changes: bases(5, 1) });
    expect((await store.all("bases")).map(({ record }) => record)).toEqual([id(5)]);
    await write(bases(0, many));
    await store.clear();
    expect(await laid()).toEqual({ alone: [], packs: new Map() });
  });
});

test("nobody can tell packs from rows: any writes give what a store in memory gives", async () => {
  const most = 3 * many;
  const one = fc.integer({ min: 0, max: most });
  const written = fc.record({
    at: fc.uniqueArray(one, { maxLength: most, size: "max" }),
    removed: fc.uniqueArray(one, { maxLength: 9 }),
    few: fc.boolean(),
    clears: fc.constantFrom([], [], [], ["bases"] as const),
  });
  const asked = fc.record({
    after: fc.option(one),
    most: fc.integer({ min: 1, max: most }),
    keys: fc.uniqueArray(one, { maxLength: most }),
  });
  const steps = fc.array(fc.tuple(written, asked), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      await store.clear();
      const memory = new MemoryStore();
      for (const [turn, [{ at, removed, few, clears }, { after, most, keys }]] of all.entries()) {
        const put = at.slice(0, few ? 5 : most).map((n) => base(n, utf8(`${turn} ${n}`)));
        const batch = { ...plain, clears, changes: [...put, ...removed.map(gone)] };
        for (const of of [store, memory]) expect(await of.write(batch)).toBe("written");
        const behind = after === null ? null : id(after);
        const ids = keys.map(id);
        expect(await store.all("bases")).toEqual(await memory.all("bases"));
        expect(await store.count("bases")).toBe(await memory.count("bases"));
        expect(await store.some("bases", behind, most)).toEqual(
          await memory.some("bases", behind, most),
        );
        expect(await store.getMany("bases", ids)).toEqual(await memory.getMany("bases", ids));
        requireApart(await laid());
      }
    }),
    { numRuns: 60 },
  );
});

/** A key lies in one place, a pack is sorted, and packs stand one behind the other. */
function requireApart({ alone, packs }: Awaited<ReturnType<typeof laid>>): void {
  const names = [...packs.keys(), "g"]; // behind every hexadecimal digit
  for (const [i, pack] of [...packs.values()].entries()) {
    const keys = pack.map(([key]) => key);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.length).toBeLessThanOrEqual(64);
    expect(keys).toEqual([...new Set(keys)].sort());
    expect((keys[0] ?? "") >= (names[i] ?? "")).toBe(true);
    expect((keys.at(-1) ?? "") < (names[i + 1] ?? "")).toBe(true);
    expect(keys.filter((key) => alone.includes(key))).toEqual([]);
  }
}
