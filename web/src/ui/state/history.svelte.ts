import type { EarlierVersion, RecordId, RecordView } from "../../core/contract.ts";
import { codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";
import type { Session } from "./session.svelte.ts";
import type { RecordValue } from "./value.ts";

/** One version as it is read. */
export type ReadVersion = { readonly version: EarlierVersion; readonly value: RecordValue };

/** Why a version cannot be brought back just now. */
export type Hindrance = "waiting" | "stopped" | "fixed" | "trashed";

/** The earlier versions of one record, and the one that is read. Ends with its screen. */
export class History {
  /** The record as it is now; null until it was read, or when it is not here. */
  current: RecordView | null = $state.raw(null);
  all: readonly EarlierVersion[] = $state.raw([]);
  isPartial: boolean = $state(false);
  isLoaded: boolean = $state(false);
  isMissing: boolean = $state(false);
  /** Something is asked of the server. */
  isBusy: boolean = $state(false);
  read: ReadVersion | null = $state.raw(null);
  failure: FailureCode | null = $state(null);
  #next: number | null = $state(null);
  readonly #session: Pick<Session, "ask" | "status" | "drafts">;
  readonly #record: RecordId;

  constructor(session: Pick<Session, "ask" | "status" | "drafts">, record: RecordId) {
    this.#session = session;
    this.#record = record;
  }

  get hasMore(): boolean {
    return this.#next !== null;
  }

  /** Null when the version that is read can be brought back. */
  get hindrance(): Hindrance | null {
    if (this.current?.newer || this.current?.unreadable) return "fixed";
    if (this.current?.trashedAt !== null) return "trashed";
    if (this.#session.status?.alarm) return "stopped";
    return this.current?.kept === "server" ? null : "waiting";
  }

  /** From the beginning. */
  load(): Promise<void> {
    return this.#try(async () => {
      // What was typed a moment ago belongs to what the record says now.
      await this.#session.drafts.seal();
      await this.look();
      if (this.current === null) return;
      this.all = [];
      await this.#bring(null);
      this.isLoaded = true;
    });
  }

  more(): Promise<void> {
    return this.#try(() => this.#bring(this.#next));
  }

  /** Reads again what the record says now. */
  async look(): Promise<void> {
    this.current = await this.#session.ask("readRecord", { record: this.#record });
    this.isMissing = this.current === null;
  }

  open(version: EarlierVersion): Promise<void> {
    return this.#try(async () => {
      const place = { record: this.#record, number: version.number };
      const value = await this.#session.ask("earlierVersion", place);
      if (value !== null) this.read = { version, value };
    });
  }

  close(): void {
    this.read = null;
    this.failure = null;
  }

  /** Makes the version that is read the newest state. Gives how it is undone, or null when it could not be done just now. */
  async bringBack(): Promise<(() => Promise<unknown>) | null> {
    let undo: (() => Promise<unknown>) | null = null;
    await this.#try(async () => {
      if (this.read === null) return;
      const place = { record: this.#record, number: this.read.version.number };
      const brought = await this.#session.ask("bringBack", place);
      await this.look();
      if (brought === null) return;
      const [record, value, base] = [this.#record, brought.before, brought.view.value];
      undo = () => this.#session.ask("keepRecord", { record, value, base });
    });
    return undo;
  }

  async #bring(before: number | null): Promise<void> {
    const asked = { record: this.#record, before };
    const part = await this.#session.ask("earlierVersions", asked);
    this.all = [...this.all, ...part.versions];
    this.isPartial ||= part.isPartial;
    this.#next = part.next;
  }

  async #try(work: () => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.failure = null;
    try {
      await work();
    } catch (error) {
      this.failure = codeOf(error);
    } finally {
      this.isBusy = false;
    }
  }
}
