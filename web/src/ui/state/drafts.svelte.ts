import type { RecordId } from "../../core/contract.ts";
import type { Kind } from "../../core/model/kind.ts";
import type { Client } from "../client.ts";
import { RecordDraft, type Which } from "./record-draft.svelte.ts";

/** The records under the pen, and records that were left before their last words were durable. */
export class Drafts {
  /** How many screens hold each. Not reactive: a screen that goes must see who holds it now, and Svelte shows it reactive values of before. */
  readonly #held = new Map<RecordDraft, number>();
  #left: readonly RecordDraft[] = $state.raw([]);
  readonly #client: () => Client;

  constructor(client: () => Client) {
    this.#client = client;
  }

  /** Words of some record are on this screen only. */
  get hasLoose(): boolean {
    return this.#all.some((draft) => draft.dirty);
  }

  /** Records that were left, or locked, with words not durable yet. */
  get hasLeft(): boolean {
    return this.#left.some((draft) => draft.dirty && draft.failure !== null);
  }

  /**
   * Opens a record, a new one for null, or the account's one of the kind; the screen gives it back with `leave`. A draft of it with
   * words not yet durable is taken up again. `named` hears when a new one has got its id, while a screen holds it.
   */
  open<K extends Kind>(
    kind: K,
    which: Which,
    named: (record: RecordId) => void = () => {},
  ): RecordDraft<K> {
    const draft = this.#looseOf(kind, which) ?? new RecordDraft(this.#client, kind, which);
    draft.tell((record) => this.holds(draft) && named(record));
    this.#left = this.#left.filter((other) => other !== draft);
    this.#held.set(draft, (this.#held.get(draft) ?? 0) + 1);
    void draft.refresh();
    return draft;
  }

  /** Whether some screen has it in hand. */
  holds(draft: RecordDraft): boolean {
    return this.#held.has(draft);
  }

  /** Puts a record aside; what is not durable yet is sealed behind the scenes. */
  leave(draft: RecordDraft): void {
    const screens = this.#held.get(draft);
    if (screens === undefined) return;
    if (screens > 1) this.#held.set(draft, screens - 1);
    else this.#putAside(draft);
  }

  /** Resolves when nothing more can be made durable; `hasLoose` then says whether something was refused. */
  async seal(): Promise<void> {
    await Promise.all(this.#all.map((draft) => draft.seal()));
    this.#forgetDurable();
  }

  /** Records were changed, here or by another device; null for all. */
  hear(records: readonly RecordId[] | null): void {
    for (const draft of this.#held.keys())
      if (draft.record && (records?.includes(draft.record) ?? true)) void draft.refresh();
  }

  /** Lets go of every word that is durable, as before a lock. */
  forget(): void {
    const loose = [...this.#held.keys()].filter((draft) => draft.dirty);
    this.#held.clear();
    this.#left = [...this.#left, ...loose];
    this.#forgetDurable();
  }

  #putAside(draft: RecordDraft): void {
    this.#held.delete(draft);
    if (!draft.dirty) return;
    this.#left = [...this.#left, draft];
    void draft.seal().then(() => this.#forgetDurable());
  }

  #looseOf<K extends Kind>(kind: K, which: Which): RecordDraft<K> | undefined {
    const found = this.#all.find((draft) => draft.dirty && draft.kind === kind && draft.is(which));
    // It has this very kind.
    return found as RecordDraft<K> | undefined;
  }

  get #all(): readonly RecordDraft[] {
    return [...this.#left, ...this.#held.keys()];
  }

  #forgetDurable(): void {
    this.#left = this.#left.filter((draft) => draft.dirty);
  }
}
