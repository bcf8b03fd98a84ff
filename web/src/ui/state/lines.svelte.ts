import type { RecordId } from "../../core/contract.ts";
import { make, read } from "../../core/model/kind.ts";
import { line as kind, type Line } from "../../core/model/line.ts";
import { codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";
import type { Session } from "./session.svelte.ts";

/** More than anybody keeps at hand; the list of all pages has the rest. */
const MOST = 200;

/** A line with its record. */
export type KeptLine = Line & { readonly record: RecordId };

/** The person's own words, newest first; covered ones are left out. */
export class Lines {
  all: readonly KeptLine[] = $state.raw([]);
  isLoaded: boolean = $state(false);
  failure: FailureCode | null = $state(null);
  readonly #session: Pick<Session, "ask">;
  #keeping: Promise<void> | null = null;

  constructor(session: Pick<Session, "ask">) {
    this.#session = session;
  }

  /** Those that are shown on the ground screen. */
  get grounding(): readonly string[] {
    return this.all
      .filter(({ inGrounding, text }) => inGrounding && text !== "")
      .map(({ text }) => text);
  }

  async load(): Promise<void> {
    try {
      this.all = await this.#read();
      this.isLoaded = true;
      this.failure = null;
    } catch (error) {
      this.failure = codeOf(error);
    }
  }

  /** Lets go of every word, as before a lock. */
  forget(): void {
    this.all = [];
    this.isLoaded = false;
    this.failure = null;
  }

  /** The line that came from this record, or null. */
  from(record: RecordId): KeptLine | null {
    return this.all.find(({ from }) => from === record) ?? null;
  }

  /**
   * Keeps words that came from a record, and shows them on the ground screen; resolves when they are durable here. A record gives one
   * line: asked again, nothing more is made.
   */
  keep(text: string, from: RecordId): Promise<void> {
    this.#keeping ??= this.#keepOnce(text, from).finally(() => {
      this.#keeping = null;
    });
    return this.#keeping;
  }

  async #keepOnce(text: string, from: RecordId): Promise<void> {
    const moment = { at: Date.now(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
    const value = make(kind, { text, from, voice: "mine", inGrounding: true }, moment);
    try {
      this.all = await this.#read();
      if (this.from(from) !== null) return;
      await this.#session.ask("keepRecord", { record: null, value, base: null });
      await this.load();
    } catch (error) {
      this.failure = codeOf(error);
    }
  }

  async #read(): Promise<readonly KeptLine[]> {
    const query = {
      kinds: [kind.name],
      only: null,
      person: null,
      tag: null,
      offset: 0,
      limit: MOST,
    };
    const { records } = await this.#session.ask("listRecords", query);
    const shown = records.filter(({ covered }) => !covered);
    const views = await Promise.all(
      shown.map(({ record }) => this.#session.ask("readRecord", { record })),
    );
    return views
      .filter((view) => view !== null)
      .map(({ record, value }) => ({ ...read(kind, value), record }));
  }
}
