import type { Rejoined, RejoinPreview } from "../../core/contract.ts";
import { codeOf } from "../client.ts";
import { type FailureCode, isAlarm } from "../copy/failures.ts";
import type { Session } from "./session.svelte.ts";

type Stage = "looking" | "unfit" | "found" | "joining" | "done";

/** One way out of an alarm: looking, what was found, the consent, the end. */
export class Rejoin {
  stage: Stage = $state("looking");
  found: RejoinPreview | null = $state.raw(null);
  done: Rejoined | null = $state.raw(null);
  failure: FailureCode | null = $state(null);
  /** The server had changed between looking and the consent. */
  hasMoved: boolean = $state(false);
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  get isWorking(): boolean {
    return this.stage === "looking" || this.stage === "joining";
  }

  async look(): Promise<void> {
    this.stage = "looking";
    this.failure = null;
    try {
      this.found = await this.#session.ask("lookAgain", null);
      this.stage = "found";
    } catch (error) {
      this.failure = codeOf(error);
      this.stage = "unfit";
    }
  }

  /** The person's consent to what was found. */
  async join(): Promise<void> {
    if (this.found === null) return;
    this.stage = "joining";
    this.failure = null;
    try {
      this.done = await this.#session.ask("rejoin", { at: this.found.at });
      this.stage = "done";
    } catch (error) {
      await this.#refuse(codeOf(error));
    }
  }

  async #refuse(code: FailureCode): Promise<void> {
    this.hasMoved = isAlarm(code);
    if (this.hasMoved) return this.look();
    this.failure = code;
    this.stage = "found";
  }
}
