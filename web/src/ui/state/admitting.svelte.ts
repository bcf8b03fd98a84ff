import type { ReadCode } from "../../core/contract.ts";
import { Attempt } from "./attempt.svelte.ts";
import type { Idle } from "./idle.svelte.ts";
import type { Session } from "./session.svelte.ts";

/** The steps of adding a device. `differ`: the words were not the same, and nothing was sent. */
export type AdmittingStage = "read" | "compare" | "differ" | "confirm" | "done";

/** A device that reads the code of a new one, and lets it in once the person has compared the words. */
export class Admitting {
  stage: AdmittingStage = $state("read");
  /** The new device, as it shows itself. */
  found: ReadCode | null = $state.raw(null);
  readonly reading: Attempt;
  readonly adding: Attempt;
  readonly #session: Session;

  constructor(session: Session, idle: Idle) {
    this.#session = session;
    this.reading = new Attempt(idle);
    this.adding = new Attempt(idle);
  }

  async read(code: string): Promise<void> {
    const isRead = await this.reading.make(async () => {
      this.found = await this.#session.ask("readPairing", { code });
    });
    if (isRead) this.stage = "compare";
  }

  same(): void {
    this.stage = "confirm";
  }

  differ(): void {
    this.stop();
    this.stage = "differ";
  }

  async add(passphrase: string): Promise<void> {
    const isDone = await this.adding.make(() => this.#session.ask("admitDevice", { passphrase }));
    if (isDone) this.stage = "done";
  }

  /** Nothing is sent from now on; what was begun is begun anew. */
  stop(): void {
    this.stage = "read";
    this.found = null;
    this.reading.failure = null;
    this.adding.failure = null;
    void this.#session.ask("cancelPairing", null).catch(() => {}); // a worker that ended has no pairing either
  }
}
