import { codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";
import type { Idle } from "./idle.svelte.ts";

const TOUCH_MS = 20_000;

/** Nothing can be concluded from these: what was asked for may have been done. */
const unsure: readonly FailureCode[] = ["unavailable", "server_error", "screen_gone"];

/** One thing asked of the worker at a time, and why the last one was refused. Waiting counts as being here: a lock would end it. */
export class Attempt {
  isBusy: boolean = $state(false);
  failure: FailureCode | null = $state(null);
  readonly #idle: Idle;

  constructor(idle: Idle) {
    this.#idle = idle;
  }

  /** A refusal that says for certain that nothing was done. */
  get isSure(): boolean {
    return this.failure !== null && !unsure.includes(this.failure);
  }

  /** Whether the work was done; not while other work goes on. */
  async make(work: () => Promise<unknown>): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    this.failure = null;
    const timer = setInterval(() => this.#idle.touch(), TOUCH_MS);
    try {
      await work();
    } catch (error) {
      this.failure = codeOf(error);
    } finally {
      clearInterval(timer);
      this.isBusy = false;
    }
    return this.failure === null;
  }
}
