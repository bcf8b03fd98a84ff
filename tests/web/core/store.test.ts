import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bytes, utf8 } from "../../../web/src/core/bytes.ts";
import { makeSigningKey, sign } from "../../../web/src/core/crypto/suite.ts";
import type { Id } from "../../../web/src/core/protocol/encoding.ts";
import { type Batch, change, type Storage } from "../../../web/src/core/store/contract.ts";
import { openIdb } from "../../../web/src/core/store/idb.ts";
import { MemoryStore } from "../../../web/src/core/store/memory.ts";
import { only, tables } from "../../../web/src/core/store/schema.ts";

const id = (n: number) => n.toString(16).padStart(32, "0") as Id; // 32 digits
const outbox = (n: number, sealed: Bytes) => ({
  record: id(n),
  base: 0,
  held: null,
  sealed,
});
const record = (n: number, number: number) => {
  return { record: id(n), number, epoch: 1, hash: null, tried: number };
};
/** An account as a store of before there were new keys has it, or of an epoch; its keys are of no matter here. */
const account = (epoch?: number) => ({
  ...(epoch === undefined ? {} : { epoch }),
  name: "anna",
  salt: utf8("salt"),
  account: id(1),
  device: id(2),
  deviceKey: { private: null, public: utf8("key") } as never,
  slots: [],
  wraps: [],
});
const plain: Omit<Batch, "changes"> = { expects: [], lead: null, strict: false };

let count = 0;
const stores: [string, () => Promise<Storage>][] = [
  ["memory", async () => new MemoryStore()],
  ["IndexedDB", () => openIdb(`store-${count++}`)],
];

describe.each(stores)("a store in %s", (_, open) => {
  let store: Storage;

  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  test("begins empty in every table", async () => {
    for (const table of tables) expect(await store.count(table)).toBe(0);
    expect(await store.get("outbox", id(1))).toBeNull();
  });

  test("takes a batch of nothing", async () => {
    expect(await store.write({ ...plain, changes: [] })).toBe("written");
  });

  test("marks each header that is written, but for whoever empties the marks", async () => {
    const header = (n: number) =>
      change("headers", id(n), { record: id(n), sealed: utf8("header") });
    await store.write({ ...plain, changes: [header(1), header(2)] });
    expect(await store.all("changed")).toEqual([{ record: id(1) }, { record: id(2) }]);
    const clears = ["changed"] as const;
    const marked = change("changed", id(4), { record: id(4) });
    await store.write({ ...plain, clears, changes: [header(3), marked] });
    expect(await store.all("changed")).toEqual([{ record: id(4) }]);
    expect(await store.count("headers")).toBe(3);
  });

  test("gives back what was written, in the order asked for and in the order of keys", async () => {
    const rows = [outbox(2, utf8("b")), outbox(1, utf8("a"))];
    const changes = rows.map((row) => change("outbox", row.record, row));
    expect(await store.write({ ...plain, changes })).toBe("written");
    expect(await store.getMany("outbox", [id(2), id(3), id(1)])).toEqual([rows[0], null, rows[1]]);
    expect(await store.all("outbox")).toEqual([rows[1], rows[0]]);
  });

  test("gives so many rows from behind a key, in the order of keys, and no more than there are", async () => {
    const rows = [1, 2, 3, 4].map((n) => outbox(n, utf8(`${n}`)));
    const changes = rows.toReversed().map((row) => change("outbox", row.record, row));
    await store.write({ ...plain, changes });
    expect(await store.some("outbox", null, 2)).toEqual(rows.slice(0, 2));
    expect(await store.some("outbox", id(2), 1)).toEqual([rows[2]]);
    expect(await store.some("outbox", id(2), 9)).toEqual(rows.slice(2));
    expect(await store.some("outbox", id(4), 9)).toEqual([]);
  });

  test("removes a row by null", async () => {
    await store.write({ ...plain, changes: [change("outbox", id(1), outbox(1, utf8("a")))] });
    await store.write({ ...plain, changes: [change("outbox", id(1), null)] });
    expect(await store.count("outbox")).toBe(0);
  });

  test("writes nothing when an outbox row is another one than expected", async () => {
    await store.write({ ...plain, changes: [change("outbox", id(1), outbox(1, utf8("a")))] });
    const changes = [change("headers", id(1), { record: id(1), sealed: utf8("h") })];
    for (const sealed of [utf8("b"), null]) {
      const expects = [{ table: "outbox", key: id(1), sealed }] as const;
      expect(await store.write({ ...plain, changes, expects })).toBe("moved");
    }
    expect(await store.count("headers")).toBe(0);
    const expects = [{ table: "outbox", key: id(1), sealed: utf8("a") }] as const;
    expect(await store.write({ ...plain, changes, expects })).toBe("written");
  });

  test("writes nothing when a record has another number than expected", async () => {
    await store.write({ ...plain, changes: [change("records", id(1), record(1, 3))] });
    const changes = [change("headers", id(1), { record: id(1), sealed: utf8("h") })];
    const at = (key: string, number: number) => [{ table: "records", key, number }] as const;
    expect(await store.write({ ...plain, changes, expects: at(id(1), 2) })).toBe("moved");
    expect(await store.write({ ...plain, changes, expects: at(id(2), 1) })).toBe("moved");
    expect(await store.write({ ...plain, changes, expects: at(id(1), 3) })).toBe("written");
    expect(await store.write({ ...plain, changes, expects: at(id(2), 0) })).toBe("written");
  });

  test("holds hundreds of expectations to the same rules", async () => {
    await store.write({ ...plain, changes: [change("outbox", id(1), outbox(1, utf8("a")))] });
    const absent = Array.from({ length: 300 }, (_, i) => {
      return { table: "outbox", key: id(i + 2), sealed: null } as const;
    });
    const there = (text: string) => ({ table: "outbox", key: id(1), sealed: utf8(text) }) as const;
    const changes = [change("alarm", only, { code: "rolled_back" })];
    const wrong = [...absent, there("b")];
    expect(await store.write({ ...plain, changes, expects: wrong })).toBe("moved");
    const right = [...absent, there("a")];
    expect(await store.write({ ...plain, changes, expects: right })).toBe("written");
  });

  test("marks every record whose header is written or removed, and takes marks away", async () => {
    const header = { record: id(1), sealed: utf8("h") };
    const changes = [change("headers", id(1), header), change("headers", id(2), null)];
    await store.write({ ...plain, changes });
    expect(await store.all("changed")).toEqual([{ record: id(1) }, { record: id(2) }]);
    await store.write({ ...plain, changes: [change("changed", id(1), null)] });
    expect(await store.all("changed")).toEqual([{ record: id(2) }]);
    const expects = [{ table: "records", key: id(1), number: 3 }] as const;
    expect(await store.write({ ...plain, changes, expects })).toBe("moved");
    expect(await store.all("changed")).toEqual([{ record: id(2) }]);
  });

  test("empties a table before it makes the changes, where all is as expected", async () => {
    const rows = [outbox(1, utf8("a")), outbox(2, utf8("b"))];
    const changes = rows.map((row) => change("outbox", row.record, row));
    await store.write({ ...plain, changes });
    const anew = { ...plain, clears: ["outbox"] as const, changes: changes.slice(1) };
    const expects = [{ table: "records", key: id(1), number: 3 }] as const;
    expect(await store.write({ ...anew, expects })).toBe("moved");
    expect(await store.count("outbox")).toBe(2);
    expect(await store.write(anew)).toBe("written");
    expect(await store.all("outbox")).toEqual([rows[1]]);
  });

  test("refuses what is sealed under another account epoch, or under none here", async () => {
    const changes = [change("outbox", id(1), outbox(1, utf8("a")))];
    expect(await store.write({ ...plain, changes, under: 1 })).toBe("outdated");
    await store.write({ ...plain, changes: [change("account", only, account())] });
    expect(await store.write({ ...plain, changes, under: 1 })).toBe("written");
    await store.write({ ...plain, changes: [change("account", only, account(2))] });
    expect(await store.write({ ...plain, changes, under: 1 })).toBe("outdated");
    expect(await store.write({ ...plain, changes, under: 2 })).toBe("written");
    expect(await store.write({ ...plain, changes })).toBe("written");
  });

  test("counts what is sealed, so that whoever seals it anew sees what came since", async () => {
    await store.write({ ...plain, changes: [change("account", only, account())] });
    const changes = [change("outbox", id(1), outbox(1, utf8("a")))];
    const expects = [{ table: "seals", count: 0 }] as const;
    expect(await store.write({ ...plain, changes, expects, under: 1 })).toBe("written");
    expect(await store.write({ ...plain, changes, expects, under: 1 })).toBe("moved");
    expect(await store.get("seals", only)).toEqual({ count: 1 });
    const now = [{ table: "seals", count: 1 }] as const;
    expect(await store.write({ ...plain, changes, expects: now })).toBe("written");
    expect(await store.get("seals", only)).toEqual({ count: 1 });
  });

  test("is empty in every table after it was cleared", async () => {
    const changes = [change("outbox", id(1), outbox(1, utf8("a")))];
    await store.write({
      ...plain,
      changes: [...changes, change("account", only, account())],
      under: null,
    });
    await store.clear();
    for (const table of tables) expect(await store.count(table)).toBe(0);
  });

  test("is led by nobody, and stays empty, where there is no account", async () => {
    const generation = await store.lead();
    for (const table of tables) expect(await store.count(table)).toBe(0);
    const changes = [change("alarm", only, { code: "rolled_back" })];
    expect(await store.write({ ...plain, changes, lead: generation })).toBe("deposed");
  });

  test("refuses an earlier leader, and lets any tab write what needs none", async () => {
    await store.write({ ...plain, changes: [change("account", only, account())] });
    const first = await store.lead();
    const second = await store.lead();
    expect(second).toBeGreaterThan(first);
    const changes = [change("alarm", only, { code: "rolled_back" })];
    expect(await store.write({ ...plain, changes, lead: first })).toBe("deposed");
    expect(await store.count("alarm")).toBe(0);
    expect(await store.write({ ...plain, changes, lead: second })).toBe("written");
    expect(await store.write({ ...plain, changes, lead: null })).toBe("written");
  });
});

test("a batch with a row that IndexedDB cannot hold is written not at all", async () => {
  const store = await openIdb("odd");
  const row = { name: "anna", device: id(1), deviceKey: (() => {}) as never, registration: null };
  const changes = [change("alarm", only, { code: "rolled_back" }), change("entering", only, row)];
  await expect(store.write({ ...plain, changes })).rejects.toThrow();
  expect(await store.count("alarm")).toBe(0);
  store.close();
});

test("a device key survives in IndexedDB as a handle that signs and cannot be exported", async () => {
  const store = await openIdb("keys");
  const deviceKey = await makeSigningKey();
  const row = { name: "anna", device: id(1), deviceKey, registration: null };
  await store.write({ ...plain, changes: [change("entering", only, row)] });
  const held = await store.get("entering", only);
  if (held === null) throw new Error("it was written");
  expect(held.deviceKey.private.extractable).toBe(false);
  expect(await sign(held.deviceKey, utf8("a"))).toEqual(await sign(deviceKey, utf8("a")));
  store.close();
});

test("what a store holds is there after it was closed and opened again", async () => {
  const first = await openIdb("again");
  await first.write({
    ...plain,
    strict: true,
    changes: [change("alarm", only, { code: "rolled_back" })],
  });
  first.close();
  const second = await openIdb("again");
  expect(await second.get("alarm", only)).toEqual({ code: "rolled_back" });
  second.close();
});

/** The tables that came with each version of the store. */
const made = {
  2: ["lineage"],
  3: ["passkeys", "seals", "seen", "closing", "checkpoint"],
  4: ["segments", "changed"],
} as const;

test.each([1, 2, 3, 4] as const)(
  "a store of version %d opens, keeps everything, and has the new tables",
  async (version) => {
    const later = Object.entries(made).flatMap(([of, names]): readonly string[] =>
      Number(of) > version ? names : [],
    );
    const before = tables.filter((table) => !later.includes(table));
    const name = `older-${version}`;
    await new Promise<void>((resolve) => {
      const request = indexedDB.open(name, version);
      request.onupgradeneeded = () => {
        for (const table of before) request.result.createObjectStore(table).put({ table }, only);
      };
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
    });
    const store = await openIdb(name);
    for (const table of before) expect(await store.get(table, only)).toEqual({ table });
    const marked = { record: id(1), marks: [] };
    expect(await store.write({ ...plain, changes: [change("lineage", id(1), marked)] })).toBe(
      "written",
    );
    expect(await store.get("lineage", id(1))).toEqual(marked);
    store.close();
  },
);

test("a store that a newer version waits for can be written until its owner closes it", async () => {
  let tell = () => {};
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const store = await openIdb("outdated", tell);
  const newer = new Promise<void>((resolve) => {
    const request = indexedDB.open("outdated", 99);
    request.onsuccess = () => {
      request.result.close();
      resolve();
    };
  });
  await told;
  const changes = [change("alarm", only, { code: "rolled_back" })];
  expect(await store.write({ ...plain, changes })).toBe("written");
  store.close();
  await newer;
});
