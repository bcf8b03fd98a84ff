/** Headers in segments say what the headers themselves say, whatever happens to them (the note in core/store/schema.ts). */
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Id } from "../../../web/src/core/protocol/encoding.ts";
import { change } from "../../../web/src/core/store/contract.ts";
import { type Procedure, save } from "../../../web/src/core/sync/effects.ts";
import { headerOf } from "../../../web/src/core/sync/header.ts";
import {
  byNewest,
  changedList,
  mostChanged,
  openAllHeaders,
  openFirstHeaders,
  segmentLength,
  tidySegments,
} from "../../../web/src/core/sync/segments.ts";
import { changesOf, headerWrite } from "../../../web/src/core/sync/writes.ts";
import { Crash, Device } from "./engine/device.ts";
import { type Family, family } from "./engine/family.ts";
import { ModelServer } from "./engine/model-server.ts";

// Making the family stretches three passphrases, which is slow on purpose.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const many = 2 * segmentLength + 10;
const id = (number: number) => number.toString(16).padStart(32, "0") as Id; // 32 digits
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

let people: Family;
let phone: Device;

beforeAll(async () => {
  people = await family();
});
beforeEach(async () => {
  const [member] = people.members;
  phone = await new Device(member, new ModelServer(member.keys.vault, people.keyrings)).begin();
});

/** Headers as keeping writes them; of each a number, which is when it was made too, and what it says. */
function* put(those: readonly (readonly [number, string])[]): Procedure<unknown> {
  const writes = those.map(([number, title]) => {
    const said = { kind: "entry", v: 1, title, created_at: number, updated_at: number };
    const header = headerOf(said);
    if (header === null) throw new Error("it is there");
    return headerWrite(id(number), header);
  });
  return yield* save({
    changes: yield* changesOf(writes),
    expects: [],
    lead: null,
    strict: false,
  });
}

function* take(number: number): Procedure<unknown> {
  const changes = [change("headers", id(number), null)];
  return yield* save({ changes, expects: [], lead: null, strict: false });
}

async function listed(): Promise<string[]> {
  return (await phone.run(openAllHeaders())).listed.map(({ title }) => title);
}

async function first(): Promise<string[] | null> {
  const headers = await phone.run(openFirstHeaders());
  return headers?.listed.map(({ title }) => title) ?? null;
}

/** Flips the last bit of a row, as a failing disk does. */
async function damage(table: "segments" | "headers", key: string): Promise<void> {
  const row = await phone.store.get(table, key);
  if (row === null) throw new Error("nothing rests there");
  const sealed = row.sealed.map((byte, i, all) => (i === all.length - 1 ? byte ^ 1 : byte));
  const marks = await phone.store.all("changed");
  const changes = [change(table, key, { ...row, sealed } as never)];
  await phone.store.write({ changes, expects: [], lead: null, strict: false });
  // The disk sets no marks.
  const isMarked = marks.some(({ record }) => record === key);
  const unmarked = isMarked ? [] : [change("changed", key, null)];
  await phone.store.write({ changes: unmarked, expects: [], lead: null, strict: false });
}

const newestFirst = (count: number) => numbers(count).reverse().map(String);

describe("a list of some hundred", () => {
  beforeEach(async () => {
    await phone.run(put(numbers(many).map((number) => [number, String(number)])));
  });

  test("lies in segments after the first reading, and no mark is left", async () => {
    expect(await first()).toBeNull();
    await phone.run(tidySegments(null));
    expect([await phone.store.count("segments"), await phone.store.count("changed")]).toEqual([
      3, 0,
    ]);
    expect(await listed()).toEqual(newestFirst(many));
    expect(await first()).toEqual(newestFirst(many).slice(0, segmentLength));
  });

  test("opens of the rows themselves only what changed since", async () => {
    await phone.run(tidySegments(null));
    await phone.run(put([[many, "new"], [many - 1, "edited"], [5, "edited long ago"]])); // biome-ignore format: a table
    await phone.run(take(many - 2));
    const asked: string[] = [];
    phone.around = {
      before: (effect) => {
        if (effect.effect === "load all" || effect.effect === "load many") asked.push(effect.table);
      },
      after() {},
    };
    const all = await listed();
    expect(all.slice(0, 3)).toEqual(["new", "edited", String(many - 3)]);
    expect([all.length, all.at(-6)]).toEqual([many, "edited long ago"]);
    expect(asked).toEqual(["changed", "segments", "headers"]);
    expect((await first())?.slice(0, 3)).toEqual(["new", "edited", String(many - 3)]);
    expect((await first())?.length).toBe(segmentLength);
  });

  test("is made anew when much has changed, and not before", async () => {
    await phone.run(tidySegments(null));
    const before = await phone.store.get("segments", "000000");
    await phone.run(put(numbers(mostChanged).map((number) => [number, "edited"])));
    await phone.run(tidySegments(null));
    expect(await phone.store.get("segments", "000000")).toBe(before);
    await phone.run(put([[mostChanged, "edited"]]));
    expect(await first()).toBeNull();
    await phone.run(tidySegments(null));
    expect(await phone.store.count("changed")).toBe(0);
    expect((await listed()).slice(-mostChanged - 2)).toEqual([
      String(mostChanged + 1),
      ...numbers(mostChanged + 1).map(() => "edited"),
    ]);
  });

  test("is whole where a segment is damaged or missing, and in segments again", async () => {
    for (const name of ["000000", "000001"]) {
      await phone.run(tidySegments(null));
      await damage("segments", name);
      expect(await listed()).toEqual(newestFirst(many));
    }
    await phone.run(tidySegments(null));
    const changes = [change("segments", "000002", null)];
    await phone.store.write({ changes, expects: [], lead: null, strict: false });
    expect(await listed()).toEqual(newestFirst(many));
    await phone.run(tidySegments(null));
    expect((await first())?.length).toBe(segmentLength);
  });

  test("names what does not open of itself every time, and puts it into no segment", async () => {
    await damage("headers", id(3));
    await phone.run(tidySegments(null));
    expect(await phone.store.all("changed")).toEqual([{ record: id(3) }]);
    const { shut, listed: opened } = await phone.run(openAllHeaders());
    expect([shut, opened.length]).toEqual([[id(3)], many - 1]);
    expect(await first()).toBeNull();
  });

  test("misses nothing that another tab writes while segments are made", async () => {
    let writes = 0;
    const tab = phone.beside();
    phone.around = {
      async before({ effect }) {
        if (effect === "save" && writes++ === 0) await tab.run(put([[many, "from the tab"]]));
      },
      after() {},
    };
    await phone.run(tidySegments(null));
    expect([writes, await phone.store.count("changed")]).toEqual([2, 0]);
    expect((await first())?.[0]).toBe("from the tab");
  });

  test("is there, once, after a kill before and after segments are made", async () => {
    for (const moment of ["before", "after"] as const) {
      const kill = ({ effect }: { effect: string }) => {
        if (effect === "save") throw new Crash();
      };
      phone.around = { before() {}, after() {}, [moment]: kill };
      await expect(phone.run(tidySegments(null))).rejects.toThrow(Crash);
      phone.around = { before() {}, after() {} };
      expect(await listed()).toEqual(newestFirst(many));
    }
    expect(await phone.store.count("changed")).toBe(0);
  });
});

describe("a first pull of some hundred", () => {
  const titles = newestFirst(many);
  let laptop: Device;

  beforeEach(async () => {
    const [first, second] = people.members;
    const server = new ModelServer(first.keys.vault, people.keyrings);
    phone = await new Device(first, server).begin();
    laptop = await new Device(second, server).begin();
    for (const number of numbers(many)) {
      phone.clock = number;
      await phone.write({ title: String(number), body: "", tags: [] });
    }
    await phone.turn();
    phone = laptop;
  });

  test("lies in segments from the first on, and its rows say the same", async () => {
    expect((await laptop.turn()).end).toBe("done");
    expect(await laptop.store.count("changed")).toBe(0);
    expect(await laptop.store.count("headers")).toBe(many);
    expect(await first()).toEqual(titles.slice(0, segmentLength));
    expect(await listed()).toEqual(titles);
    await damage("segments", "000000");
    expect(await listed()).toEqual(titles);
  });

  test("keeps what was written here before it", async () => {
    await laptop.write({ title: "before", body: "", tags: [] });
    await laptop.turn();
    expect((await listed()).toSorted()).toEqual(["before", ...titles].toSorted());
    expect(await laptop.store.count("changed")).toBe(many + 1);
  });

  test("is read anew where another tab writes while it is stored", async () => {
    const tab = laptop.beside();
    let isWritten = false;
    laptop.around = {
      before: async (effect) => {
        const isMany = effect.effect === "save" && effect.batch.changes.length > many;
        if (!isMany || isWritten) return;
        isWritten = true;
        await tab.write({ title: "meanwhile", body: "", tags: [] });
      },
      after() {},
    };
    expect((await laptop.turn()).end).toBe("done");
    expect(isWritten).toBe(true);
    expect((await listed()).toSorted()).toEqual(["meanwhile", ...titles].toSorted());
    expect(await laptop.store.count("outbox")).toBe(0);
  });
});

test("a list of few lies in no segment", async () => {
  await phone.run(put(numbers(mostChanged).map((number) => [number, String(number)])));
  await phone.run(tidySegments(null));
  expect(await phone.store.count("segments")).toBe(0);
  expect(await listed()).toEqual(newestFirst(mostChanged));
});

test("whatever is written, removed, damaged and made anew, segments say what the rows say", async () => {
  const number = fc.integer({ min: 0, max: 400 });
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        put: fc.array(number, { minLength: 1, maxLength: 150 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ take: number }) },
    { weight: 3, arbitrary: fc.constant("tidy") },
    { weight: 1, arbitrary: fc.constant("damage") },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const [member] = people.members;
      phone = await new Device(member, new ModelServer(member.keys.vault, people.keyrings)).begin();
      const there = new Map<number, string>();
      for (const [turn, one] of steps.entries()) {
        if (one === "tidy") await phone.run(tidySegments(null));
        else if (one === "damage") {
          const [segment] = await phone.store.all("segments");
          if (segment) await damage("segments", segment.segment);
        } else if (typeof one === "object" && "put" in one) {
          await phone.run(put(one.put.map((name) => [name, `${name} in ${turn}`])));
          for (const name of one.put) there.set(name, `${name} in ${turn}`);
        } else if (typeof one === "object") {
          await phone.run(take(one.take));
          there.delete(one.take);
        }
        const expected = [...there].sort(([left], [right]) => right - left).map(([, said]) => said);
        expect(await listed()).toEqual(expected);
        const newest = await first();
        if (newest !== null) expect(newest).toEqual(expected.slice(0, newest.length));
      }
    }),
    { numRuns: 25 },
  );
});

test("a changed list is the list sorted anew", () => {
  const place = fc.record({ record: fc.nat(50).map(id), createdAt: fc.nat(5) });
  const places = fc.uniqueArray(place, { selector: ({ record }) => record });
  fc.assert(
    fc.property(places, places, fc.array(fc.nat(50).map(id)), (list, fresh, gone) => {
      const without = new Set<string>([...gone, ...fresh.map(({ record }) => record)]);
      const kept = list.filter(({ record }) => !without.has(record));
      const changed = changedList(list.toSorted(byNewest), without, fresh);
      expect(changed).toEqual([...kept, ...fresh].sort(byNewest));
    }),
  );
});
