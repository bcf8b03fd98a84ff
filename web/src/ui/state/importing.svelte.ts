import type { ChosenFile, Commands, ImportDone, ImportPreview } from "../../core/contract.ts";
import { copy } from "../copy/index.svelte.ts";
import { Attempt } from "./attempt.svelte.ts";
import type { Idle } from "./idle.svelte.ts";
import type { Session } from "./session.svelte.ts";

type Choices = Parameters<Commands["runImport"]>[0];
type Look = Parameters<Commands["changeImport"]>[0];

/** So many files cross to the worker at once: the browser asks the disk about each of them, and the screen waits for that. */
const PIECE = 32;

/** Pages from elsewhere on their way in: chosen, looked at, decided, kept. They go on coming in while the person is on another screen. */
export class Importing {
  stage: "choosing" | "looking" | "deciding" | "running" | "done" = $state("choosing");
  preview: ImportPreview | null = $state.raw(null);
  done: ImportDone | null = $state.raw(null);
  /** Opens the list of what stayed out, until `close`; null while there is none. */
  report: string | null = $state(null);
  readonly attempt: Attempt;
  readonly #session: Session;
  #choices: Choices = { cover: false, keep: [], withTrashed: false };
  #wanted: Look | null = null;

  constructor(session: Session, idle: Idle) {
    this.#session = session;
    this.attempt = new Attempt(idle);
  }

  async open(files: readonly ChosenFile[], isFolder: boolean): Promise<void> {
    this.#begin("looking");
    const isRead = await this.attempt.make(async () => {
      const at = await this.#hand(files);
      if (at === null) return;
      const last = files.slice(at);
      this.preview = await this.#session.ask("openImport", { files: last, isFolder, at });
      await this.#write();
    });
    this.#end(isRead ? "deciding" : "choosing");
  }

  /** Looks again in another zone or as another format. What is asked for last holds. */
  async look(wanted: Look): Promise<void> {
    this.#wanted = wanted;
    await this.attempt.make(async () => {
      for (let next = this.#take(); next !== null; next = this.#take()) {
        this.preview = await this.#session.ask("changeImport", next);
        await this.#write();
      }
    });
  }

  async run(choices: Choices): Promise<void> {
    this.#choices = choices;
    this.#begin("running");
    const isRun = await this.attempt.make(async () => {
      this.done = await this.#session.ask("runImport", choices);
      await this.#write();
    });
    this.#end(isRun ? "done" : "deciding");
  }

  goOn(): Promise<void> {
    return this.run(this.#choices);
  }

  /** What is under way answers for itself. */
  async stop(): Promise<void> {
    await this.#session.ask("cancelImport", null).catch(() => {});
  }

  /** Back to the first step; nothing of what was chosen is held any more, and what is under way stops. */
  async close(): Promise<void> {
    this.forget();
    await this.#session.ask("closeImport", null).catch(() => {});
  }

  /** As when the worker is gone. */
  forget(): void {
    this.stage = "choosing";
    this.#drop();
  }

  /** Hands over all but the last piece, and says how many that were; null where it was closed meanwhile. */
  async #hand(files: readonly ChosenFile[]): Promise<number | null> {
    let at = 0;
    for (; files.length - at > PIECE; at += PIECE) {
      await this.#session.ask("chooseImport", { files: files.slice(at, at + PIECE), at });
      if (this.stage !== "looking") return null;
    }
    return at;
  }

  #drop(): void {
    if (this.report !== null) URL.revokeObjectURL(this.report);
    this.report = null;
  }

  #begin(stage: "looking" | "running"): void {
    this.#session.progress = null;
    this.stage = stage;
  }

  /** Not where it was closed meanwhile. */
  #end(stage: "choosing" | "deciding" | "done"): void {
    if (this.stage !== "choosing") this.stage = stage;
  }

  #take(): Look | null {
    const wanted = this.#wanted;
    this.#wanted = null;
    return wanted;
  }

  async #write(): Promise<void> {
    const { reportHeading, reasons } = copy.imports;
    const file = await this.#session.ask("importReport", {
      heading: reportHeading,
      words: { ...reasons },
    });
    this.#drop();
    if (this.stage === "choosing") return;
    this.report = URL.createObjectURL(file);
  }
}
