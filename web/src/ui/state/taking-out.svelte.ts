import type {
  Commands,
  ExportChoice,
  ExportForm,
  ExportPreview,
  RecordView,
} from "../../core/contract.ts";
import { Attempt } from "./attempt.svelte.ts";
import type { Idle } from "./idle.svelte.ts";
import type { Session } from "./session.svelte.ts";

/** Two kinds of file, and paper. */
export type Way = ExportForm | "print";
export const ways: readonly Way[] = ["readable", "full", "print"];

type Made = ReturnType<Commands["exportPages"]>;

const everything: ExportChoice = {
  first: "",
  last: "",
  kinds: [],
  people: [],
  tags: [],
  withCovered: false,
};

/** Pages on their way out: chosen, counted, made. Nothing leaves before the person takes what was made. */
export class TakingOut {
  stage: "choosing" | "making" | "made" | "paper" = $state("choosing");
  way: Way = $state("readable");
  choice: ExportChoice = $state.raw(everything);
  /** Null until everything was read once. */
  preview: ExportPreview | null = $state.raw(null);
  made: Made | null = $state.raw(null);
  pages: readonly RecordView[] = $state.raw([]);
  readonly looking: Attempt;
  readonly making: Attempt;
  readonly #session: Session;
  #isStale = false;

  constructor(session: Session, idle: Idle) {
    this.#session = session;
    this.looking = new Attempt(idle);
    this.making = new Attempt(idle);
  }

  /** Counts what would leave. What is asked for last holds. */
  async look(): Promise<void> {
    this.#isStale = true;
    await this.looking.make(async () => {
      while (this.#isStale) {
        this.#isStale = false;
        const wanted = { form: this.#form, choice: this.choice };
        this.preview = await this.#session.ask("previewPages", wanted);
      }
    });
  }

  async take(way: Way): Promise<void> {
    this.way = way;
    await this.look();
  }

  async choose(part: Partial<ExportChoice>): Promise<void> {
    this.choice = { ...this.choice, ...part };
    await this.look();
  }

  async make(): Promise<void> {
    this.#session.progress = null;
    this.stage = "making";
    const isMade = await this.making.make(async () => {
      if (this.way === "print") await this.#read();
      else
        this.made = await this.#session.ask("exportPages", {
          form: this.#form,
          choice: this.choice,
        });
    });
    if (!isMade) this.stage = "choosing";
    else this.stage = this.way === "print" ? "paper" : "made";
  }

  /** What is under way answers for itself. */
  async stop(): Promise<void> {
    await this.#session.ask("cancelPages", null).catch(() => {});
  }

  /** Back to the choice; nothing of what was made is held any more. */
  back(): void {
    this.#drop();
    this.stage = "choosing";
  }

  /** Lets go of everything, and stops what is under way. */
  async close(): Promise<void> {
    this.#drop();
    await this.#session.ask("closePages", null).catch(() => {});
  }

  get #form(): ExportForm {
    return this.way === "full" ? "full" : "readable";
  }

  async #read(): Promise<void> {
    this.pages = await this.#session.ask("readPages", { choice: this.choice });
  }

  #drop(): void {
    this.made = null;
    this.pages = [];
  }
}
