import {
  type BackupLock,
  type RecipientFault,
  recipientFault,
  recipientIn,
} from "../../core/contract.ts";
import type { FailureCode } from "../copy/failures.ts";
import { Attempt } from "./attempt.svelte.ts";
import type { Idle } from "./idle.svelte.ts";
import type { Session } from "./session.svelte.ts";

const MIN_LETTERS = 16;

export type Way = "passphrase" | "recipient";
export type Fault = "short" | "different";

/** What stands in the way of a passphrase typed twice; null when nothing does. */
export function faultOf(passphrase: string, again: string): Fault | null {
  if ([...passphrase].length < MIN_LETTERS) return "short";
  return passphrase === again ? null : "different";
}

/** What a person types on the way to a backup: a passphrase twice, or the key of whoever opens it. */
export class LockDraft {
  way: Way = $state("passphrase");
  passphrase: string = $state("");
  again: string = $state("");
  recipient: string = $state("");
  fault: Fault | null = $state(null);
  keyFault: RecipientFault | null = $state(null);

  choose(way: string): void {
    this.way = way === "recipient" ? way : "passphrase";
    this.fault = this.keyFault = null;
  }

  offer(words: readonly string[]): void {
    this.passphrase = this.again = words.join(" ");
  }

  /** Null while something is in the way, which `fault` or `keyFault` then names. */
  close(): BackupLock | null {
    const isByKey = this.way === "recipient";
    const recipient = recipientIn(this.recipient);
    this.keyFault = isByKey ? recipientFault(recipient) : null;
    this.fault = isByKey ? null : faultOf(this.passphrase, this.again);
    if (this.fault || this.keyFault) return null;
    return isByKey ? { recipient } : { passphrase: this.passphrase };
  }
}

/** A finished backup. */
export interface Made {
  readonly file: Blob;
  readonly name: string;
  readonly way: Way;
  readonly pages: number;
  /** How many records could not be opened as they are now. */
  readonly leftOut: number;
}

type Stage = "asking" | "making" | "cancelled" | "ready";

/** One backup in the making. */
export class Backup {
  stage: Stage = $state("asking");
  made: Made | null = $state.raw(null);
  readonly #session: Session;
  readonly #attempt: Attempt;
  #running: Promise<void> = Promise.resolve();
  #own = new AbortController();

  constructor(session: Session, idle: Idle) {
    this.#session = session;
    this.#attempt = new Attempt(idle);
  }

  /** A stopped backup is refused by the worker; that is what was asked for. */
  get failure(): FailureCode | null {
    return this.stage === "asking" ? this.#attempt.failure : null;
  }

  async offer(): Promise<readonly string[]> {
    let words: readonly string[] = [];
    await this.#attempt.make(async () => {
      words = await this.#session.ask("offerPassphrase", null);
    });
    return words;
  }

  /** One that was stopped ends first. */
  async make(lock: BackupLock): Promise<void> {
    const own = new AbortController();
    this.#own = own;
    this.stage = "making";
    await this.#running;
    if (own.signal.aborted) return;
    this.#running = this.#make(lock, own.signal);
    await this.#running;
  }

  async #make(lock: BackupLock, stop: AbortSignal): Promise<void> {
    this.#session.progress = null;
    const way = "recipient" in lock ? "recipient" : "passphrase";
    const isMade = await this.#attempt.make(async () => {
      const made = await this.#session.ask("exportBackup", lock);
      if (!stop.aborted) this.made = { ...made, way };
    });
    if (!stop.aborted) this.stage = isMade ? "ready" : "asking";
  }

  async cancel(): Promise<void> {
    if (this.stage !== "making") return;
    this.stage = "cancelled";
    this.#own.abort();
    // The export itself answers for what went wrong; there is nothing left to say here.
    await this.#session.ask("cancelExport", null).catch(() => {});
  }

  /** Lets go of the file, and stops the work if it still goes on. */
  release(): void {
    this.made = null;
    void this.cancel();
  }
}
