import { codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";
import type { Session } from "./session.svelte.ts";

const MIN_LETTERS = 16;

export type Fault = "short" | "different";

/** What stands in the way of a passphrase typed twice; null when nothing does. */
export function faultOf(passphrase: string, again: string): Fault | null {
  if ([...passphrase].length < MIN_LETTERS) return "short";
  return passphrase === again ? null : "different";
}

/** A finished backup; `address` opens the file until `release`. */
export interface Made {
  readonly address: string;
  readonly name: string;
  readonly pages: number;
  /** How many records could not be opened as they are now. */
  readonly leftOut: number;
}

type Stage = "asking" | "making" | "cancelled" | "ready";

/** One backup in the making. */
export class Backup {
  stage: Stage = $state("asking");
  made: Made | null = $state.raw(null);
  failure: FailureCode | null = $state(null);
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  async make(passphrase: string): Promise<void> {
    this.failure = null;
    this.#session.progress = null;
    this.stage = "making";
    try {
      const { file, ...said } = await this.#session.ask("exportBackup", { passphrase });
      this.#finish({ address: URL.createObjectURL(file), ...said });
    } catch (error) {
      this.#refuse(codeOf(error));
    }
  }

  async cancel(): Promise<void> {
    if (this.stage !== "making") return;
    this.stage = "cancelled";
    // The export itself answers for what went wrong; there is nothing left to say here.
    await this.#session.ask("cancelExport", null).catch(() => {});
  }

  /** Lets go of the file, and stops the work if it still goes on. */
  release(): void {
    if (this.made) URL.revokeObjectURL(this.made.address);
    this.made = null;
    void this.cancel();
  }

  #finish(made: Made): void {
    this.made = made;
    if (this.stage === "making") this.stage = "ready";
    else this.release();
  }

  /** A stopped export is refused by the worker; that is what was asked for. */
  #refuse(code: FailureCode): void {
    if (this.stage !== "making") return;
    this.stage = "asking";
    this.failure = code;
  }
}
