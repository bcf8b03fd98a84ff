import { env, stdout } from "node:process";
import fc from "fast-check";

const told = env.GOLDSEAM_FUZZ_SECONDS;
const path = env.GOLDSEAM_PATH;
const mostShrinkingSeconds = 60;

/** Whether somebody said how long: in the suite a fuzzer runs for a moment, and must have met what it is for. */
export const isTold = told !== undefined;

/** The seed of the first run; every other run has the next one. */
export const seed = Number(env.GOLDSEAM_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** How long a test of a fuzzer may take, in milliseconds, beside the time that it is told to run. */
export const patience = 1000 * (Number(told ?? 0) + mostShrinkingSeconds + 60);

/** One fuzzer, by the name that scripts/fuzz gives it; `operations` is what it carried out. */
export class Fuzzer {
  readonly #name: string;
  runs = 0;
  operations = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /**
   * Runs the property for so many seconds, or as long as scripts/fuzz says, and once at least. A finding is made
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
    while (performance.now() < end);
    const counted = `${this.runs} runs, ${this.operations} operations, seed ${seed}`;
    stdout.write(`\nfuzz: ${this.#name}: ${counted}\n`);
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
    const what = fc.stringify(found.counterexample);
    throw new Error(`${what}\nsee it again: ${again}`, { cause: found.errorInstance });
  }
}
