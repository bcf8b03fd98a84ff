/**
 * A device may be killed before and after every effect of everything that it does: what was kept is there, once.
 *
 * One run of a deed is enough. After each effect that outlives a process everything on disk and on the server is
 * copied: that is what a kill at this moment leaves. The copy is opened again, and does what a person would do next.
 */
import "fake-indexeddb/auto";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openDB } from "idb";
import { beforeAll, expect, test, vi } from "vitest";
import type * as Slots from "../../../web/src/core/crypto/slots.ts";
import { openIdb } from "../../../web/src/core/store/idb.ts";
import { tables } from "../../../web/src/core/store/schema.ts";
import type * as Effects from "../../../web/src/core/sync/effects.ts";
import type { Effect } from "../../../web/src/core/sync/effects.ts";
import { type Deed, deeds } from "./crash/deeds.ts";
import { Door } from "./crash/door.ts";
import { Scene, shared, texts } from "./crash/scene.ts";
import { type Attempt, comeIn, type WayIn, waysIn } from "./crash/ways-in.ts";
import type { Device } from "./engine/device.ts";
import { type Family, family } from "./engine/family.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** The procedures that asked for an effect of a deed, as "turn.ts turn". */
const watch = vi.hoisted(() => ({ isOn: false, met: new Set<string>() }));

vi.mock("../../../web/src/core/sync/effects.ts", async (original) => {
  const effects = await original<typeof Effects>();
  return Object.fromEntries(Object.entries(effects).map(([name, one]) => [name, noted(name, one)]));

  /** The same, but whoever asks is noted: they all stand on the stack when an effect is made. */
  function noted(name: string, one: unknown): unknown {
    if (typeof one !== "function" || one.constructor.name !== "GeneratorFunction") return one;
    return function* asked(...values: unknown[]): Generator {
      if (watch.isOn) note(name);
      return yield* one(...values);
    };
  }

  function note(name: string): void {
    watch.met.add(`effects.ts ${name}`);
    const before = Error.stackTraceLimit;
    Error.stackTraceLimit = 100;
    const stack = new Error("who asks").stack ?? "";
    Error.stackTraceLimit = before;
    for (const [, asking, file] of stack.matchAll(/at (\w+) \(.*\/core\/sync\/([\w/-]+\.ts)/g)) {
      watch.met.add(`${file} ${asking}`);
    }
  }
});

/** The same question to Argon2id is answered from memory: every restart unlocks with the same passphrase. */
vi.mock("../../../web/src/core/crypto/slots.ts", async (original) => {
  const { remembering } = await import("./engine/known-ways.ts");
  return remembering(await original<typeof Slots>());
});

const engine = fileURLToPath(new URL("../../../web/src/core/sync", import.meta.url));
let people: Family;

beforeAll(async () => {
  people = await family();
});

test.each(deeds)("$name: a kill at any effect loses nothing, doubles nothing", async (deed) => {
  const scene = await Scene.begin(people);
  await deed.begin(scene);
  const look = async (where: string) => goesOn(await scene.left(), deed, where);
  await watched(scene.phone, () => deed.act(scene), look);
});

test.each(waysIn)("$name: a kill at any effect locks nobody out", async (wayIn) => {
  const door = await wayIn.begin(new Door(people.members[0]));
  const look = async (where: string) => {
    for (const first of wayIn.tries) await goesIn(await door.left(), wayIn, first, where);
  };
  await watched(door.device, () => wayIn.act(door), look);
});

test("every procedure of the engine is part of a deed", async () => {
  const procedures: string[] = [];
  for (const file of readdirSync(engine, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts")) continue;
    const module: object = await import(`${engine}/${file}`);
    for (const [name, one] of Object.entries(module)) {
      if (one?.constructor?.name === "GeneratorFunction") procedures.push(`${file} ${name}`);
    }
  }
  expect(procedures.length).toBeGreaterThan(50);
  const missed = procedures.filter((one) => !watch.met.has(one));
  expect(missed, "add a deed to tests/web/core/crash/deeds.ts").toEqual([]);
});

/** Acts, and looks at what a kill would leave at every moment at which that is something else than before. */
async function watched(
  device: Device,
  act: () => Promise<unknown>,
  look: (where: string) => Promise<void>,
): Promise<void> {
  let effects = 0;
  await look("before the first effect");
  const after = async (effect: Effect) => {
    effects += 1;
    if (!isLasting(effect)) return;
    watch.isOn = false;
    await look(`after effect ${effects}, ${effect.effect}`);
    watch.isOn = true;
  };
  device.around = { before() {}, after };
  watch.isOn = true;
  await act();
  watch.isOn = false;
  expect(effects).toBeGreaterThan(0);
}

/** Reading and work with keys leave nothing behind: a kill after it is a kill before it. */
function isLasting({ effect }: Effect): boolean {
  return effect === "save" || effect === "send";
}

/** What was not done is done again, and everything arrives. */
async function goesOn(scene: Scene, deed: Deed, where: string): Promise<void> {
  const { phone, laptop } = scene;
  const shown = (await texts(phone)).join("\n");
  const gone = deed.kept.filter((words) => !shown.includes(words));
  expect(gone, where).toEqual([]);
  if (deed.isDone !== undefined && !(await deed.isDone(scene))) await deed.act(scene);
  await settle(scene);
  if (deed.isParted) await rejoinAll(scene);
  expect([await phone.alarm(), await laptop.alarm()], where).toEqual([null, null]);
  expect(await texts(phone), where).toEqual([...deed.ends, ...(deed.drafts ?? [])].sort());
  expect(await texts(laptop), where).toEqual([...deed.ends].sort());
  const [here, there] = await shared(scene);
  expect(there, where).toEqual(here);
}

async function settle({ phone, laptop }: Scene): Promise<void> {
  for (const device of [phone, laptop, phone, laptop]) await device.turn();
}

async function rejoinAll(scene: Scene): Promise<void> {
  for (const device of [scene.phone, scene.laptop]) {
    if ((await device.alarm()) !== null) await device.rejoin();
    await settle(scene);
  }
}

/** The person comes in with the passphrase, finds every word and goes on; so does their next device. */
async function goesIn(door: Door, wayIn: WayIn, first: Attempt, where: string) {
  const { words, again } = wayIn;
  await (again?.(door) ?? comeIn(door, first));
  if (wayIn.isClosed) {
    expect(await texts(door.device), where).toEqual([...words]);
    return expect(await door.isClosed(), where).toBe(true);
  }
  expect(await door.confirm(), where).toBe(true);
  await door.write("and on\n");
  expect(await texts(door.device), where).toEqual([...words, "and on"].sort());
  const next = door.beside();
  await next.signIn("next");
  expect((await next.device.turn()).end, where).toBe("done");
  expect(await texts(next.device), where).toEqual([...words, "and on"].sort());
}

test.each(tables.map((table, made) => [made, table] as const))(
  "an upgrade of the store that ends after %d tables is done whole the next time",
  async (made) => {
    const name = `cut short after ${made}`;
    const first = await openDB(name, 1, { upgrade: (old) => void old.createObjectStore("outbox") });
    await first.put("outbox", { sealed: "words" }, "a page");
    first.close();
    const missing = tables.filter((table) => table !== "outbox").slice(0, made);
    await cutShort(name, missing);
    const store = await openIdb(name);
    expect(await store.all("outbox")).toEqual([{ sealed: "words" }]);
    for (const table of tables) expect(await store.count(table)).toBe(table === "outbox" ? 1 : 0);
    store.close();
  },
);

/** An upgrade that ends before it is done. */
function cutShort(name: string, missing: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const opening = indexedDB.open(name, 2);
    opening.onupgradeneeded = () => {
      for (const table of missing) opening.result.createObjectStore(table);
      opening.transaction?.abort();
    };
    opening.onerror = () => resolve();
  });
}
