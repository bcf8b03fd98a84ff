import type { ShownCode } from "../../core/contract.ts";
import { codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";
import type { Session } from "./session.svelte.ts";

/** `about`: before a code is shown. `over`: two minutes later. `refused`: an answer came that is none. */
export type JoiningStage = "about" | "shown" | "over" | "refused";

/** What an answer that does not fit is refused with. */
const unfitting: readonly FailureCode[] = [
  "wrong_secret",
  "unknown_version",
  "keyring_mismatch",
  "damaged",
];

/** A new device that shows its code and waits for another one. */
export class Joining {
  stage: JoiningStage = $state("about");
  code: ShownCode | null = $state.raw(null);
  isBusy: boolean = $state(false);
  failure: FailureCode | null = $state(null);
  readonly #session: Session;
  /** Counts the codes: what an earlier one ends with is no matter any more. */
  #round = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Shows a new code, and resolves when its pairing has ended; whether this device is open then. */
  async show(): Promise<boolean> {
    const round = ++this.#round;
    this.isBusy = true;
    this.failure = null;
    try {
      const code = await this.#session.ask("showPairing", null);
      if (round !== this.#round) return false;
      this.code = code;
      this.stage = "shown";
      this.isBusy = false;
      await this.#session.join();
      return round === this.#round;
    } catch (error) {
      if (round === this.#round) this.#end(codeOf(error));
      return false;
    }
  }

  /** The code is worth nothing from now on. */
  stop(): void {
    this.#round++;
    this.code = null;
    this.stage = "about";
    this.isBusy = false;
    this.leave();
  }

  /** The same when the screen goes. Where it goes because the device is open, there is nothing left to end. */
  leave(): void {
    void this.#session.ask("cancelPairing", null).catch(() => {}); // a worker that ended has no pairing either
  }

  #end(failure: FailureCode): void {
    this.code = null;
    this.isBusy = false;
    if (failure === "pairing_over") this.stage = "over";
    else if (unfitting.includes(failure)) this.stage = "refused";
    else {
      this.stage = "about";
      this.failure = failure;
    }
  }
}
