import type { RecordHeader, RecordQuery } from "../../core/contract.ts";
import { type Client, codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";

const STEP = 40;

/** What a list holds, apart from how far it was asked for. */
export type Query = Omit<RecordQuery, "offset" | "limit">;

const everything: Query = { kinds: null, only: null, person: null, tag: null };

/** A list of records as far as it was asked for, newest first. */
export class Pages {
  headers: readonly RecordHeader[] = $state.raw([]);
  total: number = $state(0);
  isLoaded: boolean = $state(false);
  failure: FailureCode | null = $state(null);
  query: Query = $state.raw(everything);

  readonly #client: () => Client;
  #limit = STEP;
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
    this.#limit = this.headers.length + STEP;
    await this.load();
  }

  /** Holds something else from now on, from its beginning. */
  async ask(query: Partial<Query>): Promise<void> {
    this.query = { ...everything, ...query };
    this.#limit = STEP;
    await this.load();
  }

  forget(): void {
    this.headers = [];
    this.total = 0;
    this.isLoaded = false;
    this.failure = null;
    this.query = everything;
    this.#limit = STEP;
  }

  async #read(): Promise<void> {
    const client = this.#client();
    const asked = { ...this.query, offset: 0, limit: this.#limit };
    try {
      const { records, total } = await client.ask("listRecords", asked);
      // A lock may have come in between; what it forgot stays forgotten.
      if (client !== this.#client()) return;
      this.headers = records;
      this.total = total;
      this.isLoaded = true;
      this.failure = null;
    } catch (error) {
      if (client === this.#client()) this.failure = codeOf(error);
    }
  }
}
