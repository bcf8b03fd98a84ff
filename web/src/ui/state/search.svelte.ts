import { hasChips, noChips, type SearchChips, type SearchFound } from "../../core/contract.ts";
import { codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";
import { language } from "../copy/index.svelte.ts";
import type { Session } from "./session.svelte.ts";

const STEP = 20;

/** A pause in typing that is long enough to look. */
const PAUSE_MS = 150;

/** What is looked for and what was found: in memory until the lock, so that the way back from a page comes to the same. */
export class Search {
  text: string = $state("");
  chips: SearchChips = $state.raw(noChips);
  found: SearchFound | null = $state.raw(null);
  failure: FailureCode | null = $state(null);
  readonly #session: Pick<Session, "ask" | "progress">;
  /** Without words and chips `found` says only what there is to narrow down by. */
  #isAnswer = $state(false);
  #limit = STEP;
  #isShown = false;
  #looks = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Pick<Session, "ask" | "progress">) {
    this.#session = session;
  }

  /** Something is looked for. */
  get isAsked(): boolean {
    return this.text.trim() !== "" || hasChips(this.chips);
  }

  /** What was found, once something was looked for. */
  get answer(): SearchFound | null {
    return this.isAsked && this.#isAnswer ? this.found : null;
  }

  get hasMore(): boolean {
    return this.found !== null && this.found.hits.length < this.found.total;
  }

  /** Its screen is there: what was found is looked up anew, as pages may have changed. */
  show(): Promise<void> {
    this.#isShown = true;
    return this.#look();
  }

  hide(): void {
    this.#isShown = false;
    this.#stop();
    this.#session.ask("cancelSearch", null).catch(() => {}); // a lock has ended it already
  }

  /** Looks when nothing more was typed for a moment. */
  type(text: string): void {
    this.#stop();
    this.text = text;
    this.#limit = STEP;
    this.#pause = setTimeout(() => void this.#look(), PAUSE_MS);
  }

  narrow(chips: Partial<SearchChips>): Promise<void> {
    this.chips = { ...this.chips, ...chips };
    this.#limit = STEP;
    return this.#look();
  }

  more(): Promise<void> {
    this.#limit += STEP;
    return this.#look();
  }

  /** Pages changed. */
  async again(): Promise<void> {
    if (this.#isShown) await this.#look();
  }

  forget(): void {
    this.#stop();
    this.text = "";
    this.chips = noChips;
    this.found = null;
    this.#isAnswer = false;
    this.failure = null;
    this.#limit = STEP;
  }

  /** What is not answered yet has no say any more. */
  #stop(): void {
    clearTimeout(this.#pause);
    this.#looks += 1;
    if (this.#session.progress?.work === "search") this.#session.progress = null;
  }

  async #look(): Promise<void> {
    this.#stop();
    const look = this.#looks;
    const { text, chips, isAsked } = this;
    const asked = { text, chips, language: language(), offset: 0, limit: this.#limit };
    try {
      const found = await this.#session.ask("search", asked);
      if (look !== this.#looks) return;
      this.#stop();
      [this.found, this.#isAnswer, this.failure] = [found, isAsked, null];
    } catch (error) {
      if (look !== this.#looks) return;
      this.#stop();
      this.failure = codeOf(error);
    }
  }
}
