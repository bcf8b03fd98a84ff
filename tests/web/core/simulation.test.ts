import { env } from "node:process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { family } from "./engine/family.ts";
import { type Fate, type Step, World } from "./engine/world.ts";

/** A run is repeated by GOLDSEAM_SEED and GOLDSEAM_PATH, as fast-check prints them with a failure. */
const seed = Number(env.GOLDSEAM_SEED ?? Math.floor(Math.random() * 2 ** 31));
const path = env.GOLDSEAM_PATH;
const boundMilliseconds = 25_000;

const who = fc.nat(2);
const which = fc.nat(5);
const place = fc.nat(9);
const fate = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Fate>("ok") },
  fc.constantFrom<Fate>("lose request", "lose answer", "delay", "twice"),
);
const turn = fc.record({
  do: fc.constant("turn" as const),
  who,
  fates: fc.array(fate, { maxLength: 6 }),
  crash: fc.option(fc.nat(120), { freq: 3 }),
  typing: fc.option(fc.nat(40), { freq: 3 }),
});
const quietTurn = who.map(quietTurnOf);

/** Days without and with a server that came back from an older copy. */
function days(isRestored: boolean): fc.Arbitrary<Step[]> {
  const steps: fc.WeightedArbitrary<Step>[] = [
    { weight: 1, arbitrary: fc.record({ do: fc.constant("write" as const), who }) },
    { weight: 9, arbitrary: fc.record({ do: fc.constant("edit" as const), who, which, place }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("open" as const), who, which }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("cut" as const), who, which, place }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant("remove" as const), who, which, erase: fc.boolean() }),
    },
    { weight: 6, arbitrary: turn },
    { weight: 5, arbitrary: quietTurn },
    { weight: 1, arbitrary: fc.constant<Step>({ do: "deliver" }) },
  ];
  if (isRestored) {
    steps.push({ weight: 2, arbitrary: fc.constant<Step>({ do: "snapshot" }) });
    steps.push({ weight: 2, arbitrary: fc.constant<Step>({ do: "restore" }) });
  }
  return fc.array(fc.oneof(...steps), { minLength: 8, maxLength: 40, size: "max" });
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

let lives = 0;

async function live(steps: readonly Step[]): Promise<World> {
  const world = await new World(await family()).begin();
  for (const step of [...morning, ...steps]) await world.step(step);
  expect(await world.settle()).toBe(true);
  lives += 1;
  return world;
}

/** The time is bounded, not the number of runs; too few would prove nothing. */
const fewestLives = 5;

/** Every device shows the same, and every word that somebody kept and nobody removed. */
async function expectAgreement(world: World): Promise<void> {
  const [first, ...others] = world.devices;
  if (first === undefined) throw new Error("three devices");
  const shared = await world.shared(first);
  for (const other of others) expect(await world.shared(other)).toBe(shared);
  expect(world.missing(shared, ({ isUnsent }) => !isUnsent)).toEqual([]);
}

/** What a device itself was given to keep it still has, whatever it believes of the server. */
async function expectNothingLostHere(world: World): Promise<void> {
  for (const [i, device] of world.devices.entries()) {
    const text = await world.text(device);
    expect(world.missing(text, (kept) => kept.who === i)).toEqual([]);
  }
}

const bounds = {
  seed,
  ...(path === undefined ? {} : { path }),
  numRuns: 2_000,
  interruptAfterTimeLimit: boundMilliseconds / 2,
  markInterruptAsFailure: false,
};

test(
  `any order, loss, delay, repetition and crash ends in one state (seed ${seed})`,
  async () => {
    lives = 0;
    await fc.assert(
      fc.asyncProperty(days(false), async (steps) => {
        const world = await live(steps);
        for (const device of world.devices) expect(await device.alarm()).toBeNull();
        await expectAgreement(world);
        await expectNothingLostHere(world);
      }),
      bounds,
    );
    expect(lives).toBeGreaterThan(fewestLives);
  },
  4 * boundMilliseconds,
);

/** What was erased is nowhere again, in no page and in no draft. */
async function expectErased(world: World): Promise<void> {
  for (const device of world.devices) {
    for (const record of world.erased) expect(await device.entry(record)).toBeNull();
  }
}

test(
  `a server restored from an older copy ends in one state, by rejoining where an alarm stands (seed ${seed})`,
  async () => {
    lives = 0;
    let alarmed = 0;
    await fc.assert(
      fc.asyncProperty(days(true), async (steps) => {
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
        await expectErased(world);
      }),
      bounds,
    );
    expect(alarmed).toBeGreaterThan(0);
    expect(lives).toBeGreaterThan(fewestLives);
  },
  4 * boundMilliseconds,
);
