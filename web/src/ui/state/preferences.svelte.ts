import { type Settings, settings } from "../../core/model/settings.ts";
import type { Drafts } from "./drafts.svelte.ts";
import type { RecordDraft } from "./record-draft.svelte.ts";

type Draft = RecordDraft<typeof settings>;

/** What the account has chosen; the quiet defaults until it was read. Lives from unlock to lock. */
export class Preferences {
  readonly #drafts: Drafts;
  #draft: Draft | null = $state.raw(null);

  constructor(drafts: Drafts) {
    this.#drafts = drafts;
  }

  /** Null while locked. */
  get draft(): Draft | null {
    return this.#draft;
  }

  /** Somebody has chosen something at some time. */
  get isKept(): boolean {
    return this.#draft?.view != null;
  }

  /** Null until they were read. */
  get values(): Settings | null {
    return this.#draft?.isReady ? this.#draft.values : null;
  }

  open(): void {
    this.#draft ??= this.#drafts.open(settings, "single");
  }

  change(changes: Partial<Settings>): void {
    this.#draft?.change(changes);
  }

  forget(): void {
    this.#draft = null;
  }
}
