import {
  isLocked,
  type RestoreDone,
  type RestoreKey,
  type RestorePreview,
  type Verdict,
} from "../../core/contract.ts";
import { copy } from "../copy/index.svelte.ts";
import { Attempt } from "./attempt.svelte.ts";
import type { Idle } from "./idle.svelte.ts";
import type { Session } from "./session.svelte.ts";

/** As a screen lists them. */
export const verdicts: readonly Verdict[] = [
  "new",
  "filled",
  "different",
  "older",
  "same",
  "kept_here",
  "removed_here",
];

const identity = /AGE-SECRET-KEY-1[0-9A-Z]{58}/i;

/** The first key that an age key file has; null for none. */
export function identityIn(text: string): string | null {
  return identity.exec(text)?.[0].toUpperCase() ?? null;
}

/** A backup on its way back: chosen, opened, decided, kept. */
export class Restoring {
  stage: "choosing" | "looking" | "deciding" | "running" | "done" = $state("choosing");
  file: File | null = $state.raw(null);
  /** The chosen file wants a key. */
  isLocked: boolean = $state(false);
  preview: RestorePreview | null = $state.raw(null);
  done: RestoreDone | null = $state.raw(null);
  withCopies: boolean = $state(true);
  /** Opens the list of what was not simply brought in, until `close`; null while there is none. */
  report: string | null = $state(null);
  readonly attempt: Attempt;
  readonly #session: Session;

  constructor(session: Session, idle: Idle) {
    this.#session = session;
    this.attempt = new Attempt(idle);
  }

  async choose(file: File): Promise<void> {
    this.attempt.failure = null;
    this.isLocked = await isLocked(file);
    this.file = file;
  }

  async open(key: RestoreKey): Promise<void> {
    const { file } = this;
    if (file === null) return;
    this.#begin("looking");
    const isRead = await this.attempt.make(async () => {
      this.preview = await this.#session.ask("openRestore", { file, key });
    });
    this.#end(isRead ? "deciding" : "choosing");
  }

  async run(): Promise<void> {
    const { withCopies } = this;
    this.#begin("running");
    const isRun = await this.attempt.make(async () => {
      this.done = await this.#session.ask("runRestore", { withCopies });
      await this.#write();
    });
    this.#end(isRun ? "done" : "deciding");
  }

  /** What is under way answers for itself. */
  async stop(): Promise<void> {
    await this.#session.ask("cancelRestore", null).catch(() => {});
  }

  /** Back to the first step; nothing of the backup is held any more, and what is under way stops. */
  async close(): Promise<void> {
    this.stage = "choosing";
    this.file = null;
    this.#drop();
    await this.#session.ask("closeRestore", null).catch(() => {});
  }

  #begin(stage: "looking" | "running"): void {
    this.#session.progress = null;
    this.stage = stage;
  }

  /** Not where it was closed meanwhile. */
  #end(stage: "choosing" | "deciding" | "done"): void {
    if (this.stage !== "choosing") this.stage = stage;
  }

  async #write(): Promise<void> {
    const { reportHeading, words } = copy.restore;
    const heading = reportHeading;
    const file = await this.#session.ask("restoreReport", { heading, words: { ...words } });
    this.#drop();
    if (this.stage !== "choosing") this.report = URL.createObjectURL(file);
  }

  #drop(): void {
    if (this.report !== null) URL.revokeObjectURL(this.report);
    this.report = null;
  }
}
