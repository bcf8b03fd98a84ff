import { expect, onTestFinished, test, vi } from "vitest";
import { make } from "../../../web/src/core/model/kind.ts";
import { person } from "../../../web/src/core/model/person.ts";
import { parseId } from "../../../web/src/core/protocol/encoding.ts";
import { Kept } from "../../../web/src/worker/arriving.ts";
import { Importing } from "../../../web/src/worker/importing.ts";
import { Crash, Device } from "../core/engine/device.ts";
import { family } from "../core/engine/family.ts";
import { ModelServer } from "../core/engine/model-server.ts";
import { arrivalOn, chosen, manyPages } from "./arriving.ts";

const nothing = { cover: false, keep: [], withTrashed: false } as const;

async function twoDevices() {
  const { members, keyrings } = await family();
  const server = new ModelServer(members[0].keys.vault, keyrings);
  const first = await new Device(members[0], server).begin();
  const second = await new Device(members[1], server).begin();
  return { first, second };
}

async function imported(device: Device, files: ReturnType<typeof chosen>) {
  const importing = new Importing(arrivalOn(device).ground);
  await importing.open(files, true);
  return importing.run(nothing);
}

test("a preview says what would come in, and writes nothing", async () => {
  const { first } = await twoDevices();
  const importing = new Importing(arrivalOn(first).ground);
  const files = chosen({
    "Vault/2024-03-01.md": "One",
    "Vault/2024-03-02.md": "---\nweather: Rain\n---\nTwo",
    "Vault/empty.md": "",
    "Vault/hill.png": "\u0089PNG",
  });
  const preview = await importing.open(files, true);
  expect(preview).toMatchObject({
    app: "markdown",
    pages: 2,
    from: "2024-03-01",
    to: "2024-03-02",
    first: ["2024-03-01 12:00", "2024-03-02 12:00"],
    dropped: { weather: 1 },
    leftOut: { empty: 1, not_text: 1 },
    alreadyHere: 0,
  });
  expect(await first.records()).toEqual([]);
});

test("what was imported is on the other device after both have synced, unmerged", async () => {
  const { first, second } = await twoDevices();
  const files = manyPages(3);
  expect(await imported(first, files)).toMatchObject({ kept: 3, isWhole: true });
  expect(await imported(second, files)).toMatchObject({ kept: 3 });
  for (const device of [first, second, first, second]) await device.turn();
  const records = await second.records();
  expect(records).toEqual(await first.records());
  expect(records).toHaveLength(3);
  for (const record of records) {
    expect(await second.value(record)).toEqual(await first.value(record));
    expect(await second.value(record)).not.toHaveProperty("merged");
  }
});

test("a second run leaves what was changed, and what was removed, as it is, and says so", async () => {
  const { first } = await twoDevices();
  await imported(first, manyPages(3));
  const [changed, removed] = await first.records();
  if (changed === undefined || removed === undefined) throw new Error("three pages");
  await first.turn();
  await first.keep(changed, { title: "Mine", body: "Other words", tags: [] }, null);
  await first.remove(removed, true);
  const importing = new Importing(arrivalOn(first).ground);
  expect(await importing.open(manyPages(3), true)).toMatchObject({ alreadyHere: 3 });
  const done = await importing.run(nothing);
  expect(done).toEqual({ kept: 0, alreadyHere: 2, removedHere: 1, isWhole: true });
  expect(await first.entry(changed)).toMatchObject({ body: "Other words" });
  expect(await first.entry(removed)).toBeNull();
  const words = new Proxy({}, { get: (_, reason) => `because ${String(reason)}` }) as never;
  const report = await importing.report("Left out", words).text();
  expect(report.match(/because already_here/g)).toHaveLength(2);
  expect(report.match(/because removed_here/g)).toHaveLength(1);
});

test("a person of the journal is found by name, and another one is made once", async () => {
  const { first } = await twoDevices();
  const anna = make(person, { nameShown: "Anna" }, { at: 1, timeZone: "Europe/Berlin" });
  const { record } = await first.keepRecord(null, anna, null);
  const page = "---\npeople: [Anna, Bea]\n---\nWords";
  const done = await imported(first, chosen({ "V/a.md": page, "V/b.md": page }));
  expect(done.kept).toBe(3);
  const values = await Promise.all((await first.records()).map((id) => first.value(id)));
  const named = values.filter((value) => value?.kind === "person");
  expect(named.map((value) => value?.name_shown).sort()).toEqual(["Anna", "Bea"]);
  const pages = values.filter((value) => value?.kind === "entry");
  for (const value of pages) expect(value?.people).toContain(record);
});

test("another zone moves what has none of its own, and covering covers every page", async () => {
  const { first } = await twoDevices();
  const importing = new Importing(arrivalOn(first).ground);
  await importing.open(chosen({ "V/2024-03-01 2115.md": "Words" }), true);
  const preview = await importing.change("Asia/Tokyo", "markdown");
  expect(preview).toMatchObject({ zone: "Asia/Tokyo", first: ["2024-03-01 21:15"] });
  await importing.run({ ...nothing, cover: true });
  const [record] = await first.records();
  if (record === undefined) throw new Error("one page");
  expect(await first.value(record)).toMatchObject({
    created_at: Date.UTC(2024, 2, 1, 12, 15),
    tz: "Asia/Tokyo",
    cover: true,
  });
});

test("stopped between two batches it keeps whole batches, and a second run brings the rest", async () => {
  const { first } = await twoDevices();
  const arrival = arrivalOn(first);
  const importing = new Importing(arrival.ground);
  await importing.open(manyPages(250), true);
  arrival.onBatch = () => importing.cancel();
  expect(await importing.run(nothing)).toMatchObject({ kept: 100, isWhole: false });
  expect(await first.records()).toHaveLength(100);
  arrival.onBatch = () => undefined;
  expect(await importing.run(nothing)).toMatchObject({
    kept: 150,
    alreadyHere: 100,
    isWhole: true,
  });
  expect(await first.store.count("headers")).toBe(250);
  const read = arrival.notices.filter((one) => one.type === "progress" && one.work === "reading");
  expect(read.length).toBeGreaterThan(6);
  expect(read.at(-1)).toMatchObject({ done: 500, total: 500 });
  const told = arrival.notices.filter((one) => one.type === "progress" && one.work === "import");
  expect(told.at(-1)).toMatchObject({ done: 250, total: 250 });
});

test("of files that were handed over in pieces, those of an earlier choice do not come in", async () => {
  const { first } = await twoDevices();
  const importing = new Importing(arrivalOn(first).ground);
  const [one, two, three] = manyPages(3).map((file) => [file]);
  importing.choose(two ?? [], 0);
  importing.choose(one ?? [], 0);
  importing.choose(three ?? [], 7);
  expect(await importing.open([], true, 1)).toMatchObject({
    pages: 1,
    first: ["2000-01-01 12:00"],
  });
  importing.choose(two ?? [], 0);
  expect(await importing.open(three ?? [], true)).toMatchObject({ pages: 1 });
});

test("of a choice whose first files were let go of no part comes in", async () => {
  const { first } = await twoDevices();
  const importing = new Importing(arrivalOn(first).ground);
  const [one, two] = manyPages(2).map((file) => [file]);
  importing.choose(one ?? [], 0);
  importing.close();
  await expect(importing.open(two ?? [], true, 1)).rejects.toMatchObject({ code: "not_found" });
});

test("killed before or after any write of a batch it is whole after a second run", async () => {
  for (const point of ["before", "after"] as const) {
    for (let nth = 1; nth <= 2; nth++) {
      const { first } = await twoDevices();
      const importing = new Importing(arrivalOn(first).ground);
      await importing.open(manyPages(150), true);
      let saves = 0;
      first.around = {
        before: ({ effect }) => {
          saves += effect === "save" ? 1 : 0;
          if (point === "before" && effect === "save" && saves === nth) throw new Crash();
        },
        after: ({ effect }) => {
          if (point === "after" && effect === "save" && saves === nth) throw new Crash();
        },
      };
      await expect(importing.run(nothing)).rejects.toThrow(Crash);
      first.around = { before: () => undefined, after: () => undefined };
      const outbox = await first.store.count("outbox");
      expect(outbox % 50).toBe(0);
      expect(await first.store.count("headers")).toBe(outbox);
      expect(await imported(first, manyPages(150))).toMatchObject({ kept: 150 - outbox });
      expect(await first.records()).toHaveLength(150);
    }
  }
});

test("a batch that another tab was faster with is judged anew", async () => {
  const { first } = await twoDevices();
  const importing = new Importing(arrivalOn(first).ground);
  await importing.open(manyPages(2), true);
  const tab = first.beside();
  let isFirst = true;
  first.around = {
    before: async ({ effect }) => {
      if (effect !== "save" || !isFirst) return;
      isFirst = false;
      await imported(tab, manyPages(1));
    },
    after: () => undefined,
  };
  expect(await importing.run(nothing)).toMatchObject({ kept: 1, alreadyHere: 1 });
});

test("once the source is let go nothing of it can be run", async () => {
  const { first } = await twoDevices();
  const importing = new Importing(arrivalOn(first).ground);
  await importing.open(manyPages(1), true);
  importing.close();
  await expect(importing.run(nothing)).rejects.toMatchObject({ code: "not_found" });
});

test("10,000 files come in with a bounded memory and short steps (both are printed)", async () => {
  const { first } = await twoDevices();
  const arrival = arrivalOn(first);
  const importing = new Importing(arrival.ground);
  const files = manyPages(10_000, "Words of this day. ".repeat(60));
  globalThis.gc?.();
  const before = process.memoryUsage();
  let [longest, peak, last] = [0, 0, performance.now()];
  const beat = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    peak = Math.max(peak, process.memoryUsage().heapUsed);
    last = now;
  }, 1);
  const started = performance.now();
  await importing.open(files, true);
  const read = performance.now();
  const done = await importing.run(nothing);
  clearInterval(beat);
  const ended = performance.now();
  const megabytes = (bytes: number) => `${Math.round(bytes / 1_048_576)} MB`;
  process.stdout.write(
    `10,000 files: read in ${Math.round(read - started)} ms, kept in ${Math.round(ended - read)} ms, ` +
      `longest step ${Math.round(longest)} ms, heap at most ${megabytes(peak - before.heapUsed)} more ` +
      `(the fake store with all sealed rows is in it)\n`,
  );
  expect(done).toMatchObject({ kept: 10_000, isWhole: true });
  expect(arrival.told.flat()).toHaveLength(10_000);
}, 300_000);

test("lists hear of batches once a second at most, and of the rest at the end", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const { first } = await twoDevices();
  const arrival = arrivalOn(first);
  const kept = new Kept(arrival.ground);
  const record = (i: number) => parseId(i.toString(16).padStart(32, "0"));
  for (let i = 0; i < 25; i++) {
    vi.advanceTimersByTime(100);
    await kept.add([record(i)]);
  }
  await kept.tell();
  await kept.tell();
  expect(arrival.told.map(({ length }) => length)).toEqual([10, 10, 5]);
});
