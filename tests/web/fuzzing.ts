import { env, stdout } from "node:process";
import fc from "fast-check";

const told = env.GOLDSEAM_FUZZ_SECONDS;
const path = env.GOLDSEAM_PATH;
const mostShrinkingSeconds = 60;

/** In the suite a fuzzer runs for a moment, but so often at least: fewer runs would prove nothing. */
const fewestRuns = 20;

/** Whether somebody said how long. */
export const isTold = told !== undefined;

/** The seed of the first run; every other run has the next one. The suite begins with the same one every time: scripts/fuzz draws its own. */
export const seed = Number(env.GOLDSEAM_SEED ?? 0);

/** How long a test of a fuzzer may take, in milliseconds, beside the time that it is told to run. */
export const patience = 1000 * (Number(told ?? 0) + mostShrinkingSeconds + 60);

/** The steps that a finding takes; its cause is what went wrong. */
class FewSteps extends Error {}

/** One fuzzer, by the name that scripts/fuzz gives it; `operations` is what it carried out. */
export class Fuzzer {
  readonly #name: string;
  runs = 0;
  operations = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /**
   * Runs the property for so many seconds, or as long as scripts/fuzz says and once at least. A finding is made
   * smaller, and thrown with what shows it again.
   */
  async run<T>(
    seconds: number,
    values: fc.Arbitrary<T>,
    holds: (value: T) => Promise<void> | void,
  ) {
    const end = performance.now() + 1000 * Number(told ?? seconds);
    do
      await this.#once(
        seed + this.runs++,
        fc.asyncProperty(values, async (value) => holds(value)),
      );
    while (performance.now() < end || (!isTold && this.runs < fewestRuns));
    const counted = `${this.runs} runs, ${this.operations} operations, seed ${seed}`;
    stdout.write(`\nfuzz: ${this.#name}: ${counted}\n`);
  }

  /** As `run`, of lists of steps: a finding is made smaller by leaving steps out, which is faster than redrawing them. */
  async runSteps<S>(
    seconds: number,
    steps: fc.Arbitrary<readonly S[]>,
    holds: (steps: readonly S[]) => Promise<void>,
  ) {
    await this.run(seconds, fc.noShrink(steps), async (all) => {
      try {
        await holds(all);
      } catch (error) {
        const few = await fewest(all, (some) => isRefuted(holds, some));
        throw new FewSteps(few.map((step) => JSON.stringify(step)).join("\n"), { cause: error });
      }
    });
  }

  async #once<T>(own: number, property: fc.IAsyncProperty<T>): Promise<void> {
    const found = await fc.check(property, {
      seed: own,
      ...(path === undefined ? {} : { path }),
      numRuns: 1,
      unbiased: true,
      interruptAfterTimeLimit: 1000 * mostShrinkingSeconds,
    });
    if (!found.failed) return;
    const again = `scripts/fuzz --replay "${this.#name}" --seed ${own} --path ${found.counterexamplePath}`;
    const cause = found.errorInstance;
    const what = cause instanceof FewSteps ? cause.message : fc.stringify(found.counterexample);
    throw new Error(`${what}\nsee it again: ${again}`, { cause });
  }
}

/** Steps that fail, without those that they fail without, as far as there is time for that. */
async function fewest<S>(all: readonly S[], fails: (steps: readonly S[]) => Promise<boolean>) {
  const end = performance.now() + 1000 * mostShrinkingSeconds;
  let steps = all;
  for (let length = steps.length >> 1; length > 0; length >>= 1) {
    for (let at = steps.length - length; at > -length && performance.now() < end; at -= length) {
      const fewer = [...steps.slice(0, Math.max(0, at)), ...steps.slice(at + length)];
      if (await fails(fewer)) steps = fewer;
    }
  }
  return steps;
}

async function isRefuted<S>(
  holds: (steps: readonly S[]) => Promise<void>,
  steps: readonly S[],
): Promise<boolean> {
  return holds(steps).then(
    () => false,
    () => true,
  );
}
