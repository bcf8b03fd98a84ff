import type { PasskeyBegun, PasskeyMade, Passkeys } from "../../core/contract.ts";
import type { Attempt } from "./attempt.svelte.ts";
import type { Created, Refusal } from "./passkeys-authenticator.ts";
import { create, PasskeyRefused, use } from "./passkeys-authenticator.ts";
import type { Session } from "./session.svelte.ts";

/**
 * `form`: the name and the passphrase. `first`: the passphrase opened, and the authenticator is asked to make a passkey. `second`: it made
 * one, which is used at once. `keep`: both touches are done, and the server did not take it yet. `unable`: it cannot open pages.
 */
export type Stage = "form" | "first" | "second" | "keep" | "unable" | "done";

/** Adding a passkey, step by step. What an authenticator gave stays here until it is kept, so that no touch is asked for twice. */
export class Enrolment {
  stage: Stage = $state("form");
  name: string = $state("");
  passphrase: string = $state("");
  refusal: Refusal | null = $state(null);
  readonly attempt: Attempt;
  readonly #session: Session;
  readonly #kept: (passkeys: Passkeys) => void;
  readonly #ending = new AbortController();
  #begun: PasskeyBegun | null = null;
  #created: Created | null = null;
  #made: PasskeyMade | null = null;

  constructor(session: Session, attempt: Attempt, kept: (passkeys: Passkeys) => void) {
    this.#session = session;
    this.attempt = attempt;
    this.#kept = kept;
  }

  /** Ends what the authenticator is asked; nothing of the passphrase and of what was evaluated is left on this side. */
  end(): void {
    this.#ending.abort();
    this.#forget();
  }

  async begin(): Promise<void> {
    const { passphrase } = this;
    await this.#step("first", async () => {
      this.#begun = await this.#session.ask("beginPasskey", { passphrase });
    });
  }

  /** The first touch, and at once the second. */
  async touch(): Promise<void> {
    const begun = this.#begun;
    if (begun === null) return;
    const isMade = await this.#step("second", async () => {
      this.#created = await create(begun, this.name.trim(), this.#ending.signal);
    });
    if (isMade) await this.touchAgain();
  }

  async touchAgain(): Promise<void> {
    const created = this.#created;
    if (created === null) return;
    const isUsed = await this.#step("keep", async () => {
      this.#made = await use(created, this.#ending.signal);
    });
    if (this.#ending.signal.aborted) this.#forget();
    else if (isUsed) await this.keep();
  }

  async keep(): Promise<void> {
    const made = this.#made;
    if (made === null) return;
    const { passphrase } = this;
    await this.#step("done", async () => {
      // The copy goes to the worker for good; the output stays here for one more try, until it is kept or this screen goes.
      const output = made.output.slice(0);
      const asked = { made: { ...made, output }, name: this.name.trim(), passphrase };
      this.#kept(await this.#session.ask("keepPasskey", asked, [output]));
      this.#forget();
    });
  }

  #forget(): void {
    this.passphrase = "";
    if (this.#made !== null) new Uint8Array(this.#made.output).fill(0);
    this.#made = null;
    this.#created = null;
  }

  /** Does a step, one at a time, and goes on to the next where it was done. */
  async #step(next: Stage, work: () => Promise<void>): Promise<boolean> {
    this.refusal = null;
    const isDone = await this.attempt.make(() => work().catch((error) => this.#refused(error)));
    if (isDone && this.refusal === null) this.stage = next;
    return isDone && this.refusal === null;
  }

  #refused(error: unknown): void {
    if (!(error instanceof PasskeyRefused)) throw error;
    this.refusal = error.why;
    if (error.why === "unable") this.stage = "unable";
  }
}
