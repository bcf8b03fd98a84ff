import type { PageHeader } from "../../core/contract.ts";
import { type Client, codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";

const STEP = 40;

/** The list of pages as far as it was asked for, newest first. */
export class Pages {
  headers: readonly PageHeader[] = $state.raw([]);
  total: number = $state(0);
  isLoaded: boolean = $state(false);
  failure: FailureCode | null = $state(null);

  readonly #client: () => Client;
  #limit = STEP;
  #reading = false;
  #askedAgain = false;

  constructor(client: () => Client) {
    this.#client = client;
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

  forget(): void {
    this.headers = [];
    this.total = 0;
    this.isLoaded = false;
    this.failure = null;
    this.#limit = STEP;
  }

  async #read(): Promise<void> {
    const client = this.#client();
    try {
      const { pages, total } = await client.ask("list", { offset: 0, limit: this.#limit });
      // A lock may have come in between; what it forgot stays forgotten.
      if (client !== this.#client()) return;
      this.headers = pages;
      this.total = total;
      this.isLoaded = true;
      this.failure = null;
    } catch (error) {
      if (client === this.#client()) this.failure = codeOf(error);
    }
  }
}
