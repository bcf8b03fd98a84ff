import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type * as Slots from "../../../web/src/core/crypto/slots.ts";
import { Fuzzer, isTold, patience, seed } from "../fuzzing.ts";
import type { Device } from "./engine/device.ts";
import { family } from "./engine/family.ts";
import { edits, kindNames } from "./engine/record-edits.ts";
import type { Fate, Step } from "./engine/steps.ts";
import type { Kept } from "./engine/story.ts";
import { World } from "./engine/world.ts";

/** The same question to Argon2id is answered from memory: people have few passphrases, and type them often. */
vi.mock("../../../web/src/core/crypto/slots.ts", async (original) => {
  const { remembering } = await import("./engine/known-ways.ts");
  return remembering(await original<typeof Slots>());
});

const seconds = 8;

const who = fc.nat(4);
const which = fc.nat(7);
const place = fc.nat(9);
const fate = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Fate>("ok") },
  fc.constantFrom<Fate>("lose request", "lose answer", "delay", "twice", "again"),
);
const fates = fc.array(fate, { maxLength: 8 });
const crash = fc.option(fc.nat(120), { freq: 3 });
const underFire = {
  who,
  fates,
  crash,
  typing: fc.option(fc.nat(40), { freq: 3 }),
};
const quietTurn = who.map(quietTurnOf);

/** A kind of step, its other members drawn. */
function doing<D extends Step["do"]>(name: D, members: object): fc.Arbitrary<Step> {
  return fc.record({ do: fc.constant(name), ...members }) as unknown as fc.Arbitrary<Step>; // as the union has it
}

const everyday: readonly (readonly [number, fc.Arbitrary<Step>])[] = [
  [8, doing("turn", underFire)],
  [8, quietTurn],
  [12, doing("edit", { who, which, place })],
  [5, doing("alter", { who, which, edit: fc.nat(edits.length - 1) })],
  [2, doing("open", { who, which })],
  [2, doing("cut", { who, which, place })],
  [1, doing("write", { who })],
  [2, doing("begin", { who, kind: fc.nat(kindNames.length - 1) })],
  [2, doing("remove", { who, which, erase: fc.boolean() })],
  [2, doing("trash", { who, which })],
  [1, doing("days", { days: fc.constantFrom(1, 20, 40) })],
  [2, doing("deliver", {})],
  [1, doing("restart", {})],
  [0.5, doing("clone", { who })],
  [0.5, doing("join", { who, fates })],
  [1, doing("change passphrase", { who, which, fates, crash })],
  [1, doing("new keys", { who, which, fates, crash })],
  [0.5, doing("remove device", { who, which, fates, crash })],
  [1, doing("sign in", { who, which, fates, crash })],
];

const withRestores: typeof everyday = [
  ...everyday,
  [3, doing("snapshot", {})],
  [3, doing("restore", { age: fc.constantFrom(0, 0, 1, 2) })],
  [3, doing("rejoin", underFire)],
];

function days(steps: typeof everyday): fc.Arbitrary<Step[]> {
  const weighted = steps.map(([weight, arbitrary]) => ({ weight: 2 * weight, arbitrary }));
  return fc.array(fc.oneof(...weighted), { minLength: 8, maxLength: 60, size: "max" });
}

/** Two pages that everybody has, so that there is something to meet in. */
const morning: readonly Step[] = [
  { do: "write", who: 0 },
  { do: "write", who: 1 },
  ...[0, 1, 2, 0].map((device) => quietTurnOf(device)),
];

function quietTurnOf(device: number): Step {
  return { do: "turn", who: device, fates: [], crash: null, typing: null };
}

async function live(steps: readonly Step[]): Promise<World> {
  const world = await new World(await family()).begin();
  for (const step of [...morning, ...steps]) await world.step(step);
  expect(await world.settle()).toBe(true);
  return world;
}

/** Every device shows the same, and every word that somebody kept and nobody removed. */
async function expectAgreement(world: World): Promise<void> {
  const [first, ...others] = world.present;
  if (first === undefined) throw new Error("there is always one");
  const shared = await world.shared(first);
  for (const other of others) expect([...(await world.shared(other))]).toEqual([...shared]);
  const text = [...shared.values()].join("\n");
  const isOwed = ({ isUnsent, who: writer }: Kept) => !isUnsent && !world.isGone(writer);
  expect(world.missing(text, isOwed)).toEqual([]);
  for (const device of world.present) {
    expect(await world.isContinued(device, await device.head())).toBe(true);
  }
  await expectErased(world);
}

/** What was erased is nowhere again, in no page and in no draft. */
async function expectErased(world: World): Promise<void> {
  for (const device of world.present) {
    for (const [record, eraser] of world.story.erased) {
      if (!world.isGone(eraser)) expect(await device.entry(record)).toBeNull();
    }
  }
}

/** Where one device alone wrote, exactly what it wrote. */
async function expectNothingDoubled(world: World): Promise<void> {
  const [first] = world.present;
  const shared = await world.shared(first as Device); // there is always one
  const isGone = (writer: number) => world.isGone(writer);
  expect(world.story.changed(world.now, shared, isGone)).toEqual([]);
}

/** What a device itself was given to keep it still has, whatever it believes of the server. */
async function expectNothingLostHere(world: World): Promise<void> {
  for (const [i, device] of world.devices.entries()) {
    const text = await world.text(device);
    expect(world.missing(text, (kept) => kept.who === i)).toEqual([]);
  }
}

test(
  `any order, loss, delay, repetition and crash ends in one state (seed ${seed})`,
  async () => {
    const fuzzer = new Fuzzer("everyday (web)");
    let rekeyed = 0;
    await fuzzer.runSteps(seconds, days(everyday), async (steps) => {
      fuzzer.operations += steps.length;
      const world = await live(steps);
      for (const device of world.devices) expect(await device.alarm()).toBeNull();
      if (world.server.minimumEpoch > 1) rekeyed += 1;
      await expectAgreement(world);
      await expectNothingLostHere(world);
      await expectNothingDoubled(world);
    });
    if (!isTold) expect(rekeyed).toBeGreaterThan(0);
  },
  patience,
);

test(
  `a server restored from an older copy ends in one state, by rejoining where an alarm stands (seed ${seed})`,
  async () => {
    const fuzzer = new Fuzzer("restores (web)");
    let alarmed = 0;
    await fuzzer.runSteps(seconds, days(withRestores), async (steps) => {
      fuzzer.operations += steps.length;
      const world = await live(steps);
      const alarms = await Promise.all(world.devices.map((device) => device.alarm()));
      if (alarms.some((alarm) => alarm !== null)) {
        expect(world.isRestored).toBe(true);
        alarmed += 1;
      }
      await expectNothingLostHere(world);
      expect(await world.rejoin()).toBe(true);
      await expectAgreement(world);
      await expectNothingLostHere(world);
    });
    if (!isTold) expect(alarmed).toBeGreaterThan(0);
  },
  patience,
);
