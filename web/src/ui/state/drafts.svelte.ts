import type { RecordId } from "../../core/contract.ts";
import type { Client } from "../client.ts";
import { Draft } from "./draft.svelte.ts";

/** The page under the pen, and pages that were left before their last words were durable. */
export class Drafts {
  /** Not reactive: a screen that goes must see who holds it now, and Svelte shows it reactive values of before. */
  current: Draft | null = null;
  #left: readonly Draft[] = $state.raw([]);
  readonly #client: () => Client;

  constructor(client: () => Client) {
    this.#client = client;
  }

  /** Words of some page are on this screen only. */
  get hasLoose(): boolean {
    return this.#all.some((draft) => draft.dirty);
  }

  /** Pages that were left, or locked, with words not durable yet. */
  get hasLeft(): boolean {
    return this.#left.some((draft) => draft.dirty && draft.failure !== null);
  }

  /** Opens a page, or a new one for null. A draft of it with words not yet durable is taken up again. */
  open(record: RecordId | null, named: (record: RecordId) => void): Draft {
    const loose = this.#all.find((draft) => draft.dirty && draft.record === record);
    this.leave();
    this.current = loose ?? new Draft(this.#client, record, named);
    this.#left = this.#left.filter((draft) => draft !== loose);
    void this.current.refresh();
    return this.current;
  }

  /** Puts the page aside; what is not durable yet is sealed behind the scenes. */
  leave(): void {
    const draft = this.current;
    this.current = null;
    if (!draft?.dirty) return;
    this.#left = [...this.#left, draft];
    void draft.seal().then(() => this.#forgetDurable());
  }

  /** Resolves when nothing more can be made durable; `hasLoose` then says whether something was refused. */
  async seal(): Promise<void> {
    await Promise.all(this.#all.map((draft) => draft.seal()));
    this.#forgetDurable();
  }

  /** Lets go of every text that is durable, as before a lock. */
  forget(): void {
    if (this.current?.dirty) this.#left = [...this.#left, this.current];
    this.current = null;
    this.#forgetDurable();
  }

  get #all(): readonly Draft[] {
    return this.current ? [...this.#left, this.current] : this.#left;
  }

  #forgetDurable(): void {
    this.#left = this.#left.filter((draft) => draft.dirty);
  }
}
