import type { RecordHeader, RecordQuery } from "../../core/contract.ts";
import { type Client, codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";

/** So many come at once; nobody is drawn along. */
const STEP = 20;

/** What a list holds, apart from how far it was asked for. */
export type Query = Omit<RecordQuery, "offset" | "limit" | "before">;

const everything: Query = { kinds: null, only: null, person: null, tag: null };

/** A list of records as far as it was asked for, newest first. */
export class Pages {
  headers: readonly RecordHeader[] = $state.raw([]);
  /** Whether there are others before and after these. */
  hasNewer: boolean = $state(false);
  hasMore: boolean = $state(false);
  isLoaded: boolean = $state(false);
  failure: FailureCode | null = $state(null);
  query: Query = $state.raw(everything);
  /** The end of the month with which it begins, in UTC milliseconds; null for the newest. */
  before: number | null = $state(null);
  /** The ends of the months in which there is anything, newest first; empty until they were asked for. */
  months: readonly number[] = $state.raw([]);
  /** What stood in it when it was last on the screen; a page that went since has its place there. */
  shown: readonly RecordHeader[] = [];

  readonly #client: () => Client;
  /** How many are asked for on both sides of `before`. */
  #newer = 0;
  #older = STEP;
  #reading = false;
  #askedAgain = false;

  constructor(client: () => Client, query: Partial<Query> = {}) {
    this.#client = client;
    this.query = { ...everything, ...query };
  }

  /** Reads the list anew; asked while it reads, it reads once more afterwards. */
  async load(): Promise<void> {
    this.#askedAgain = this.#reading;
    if (this.#reading) return;
    this.#reading = true;
    await this.#read();
    this.#reading = false;
    if (this.#askedAgain) await this.load();
  }

  async more(): Promise<void> {
    this.#older += STEP;
    await this.load();
  }

  async newer(): Promise<void> {
    this.#newer += STEP;
    await this.load();
  }

  /** Begins with this month from now on, with the newest for null. */
  async jump(before: number | null): Promise<void> {
    this.#begin(before);
    await this.load();
  }

  /** Holds something else from now on, from its beginning. */
  async ask(query: Partial<Query>): Promise<void> {
    this.query = { ...everything, ...query };
    await this.jump(null);
  }

  /** What cannot be read now is read with the next change. */
  async readMonths(): Promise<void> {
    const client = this.#client();
    const asked = { ...this.query, before: null, offset: 0, limit: 0 };
    const months = await client.ask("months", asked).catch(() => null);
    if (months !== null && client === this.#client()) this.months = months;
  }

  forget(): void {
    this.#begin(null);
    this.headers = [];
    this.shown = [];
    this.hasNewer = false;
    this.hasMore = false;
    this.months = [];
    this.isLoaded = false;
    this.failure = null;
    this.query = everything;
  }

  #begin(before: number | null): void {
    this.before = before;
    [this.#newer, this.#older] = [0, STEP];
  }

  async #read(): Promise<void> {
    const client = this.#client();
    const { before } = this;
    const [offset, limit] = [0 - this.#newer, this.#newer + this.#older];
    try {
      const asked = { ...this.query, before, offset, limit };
      const { records, hasNewer, hasMore } = await client.ask("listRecords", asked);
      // A lock may have come in between; what it forgot stays forgotten.
      if (client !== this.#client()) return;
      this.headers = records;
      this.hasNewer = hasNewer;
      this.hasMore = hasMore;
      this.isLoaded = true;
      this.failure = null;
    } catch (error) {
      if (client === this.#client()) this.failure = codeOf(error);
    }
  }
}
