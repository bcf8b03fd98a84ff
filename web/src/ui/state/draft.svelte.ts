import type { PageText, PageView, RecordId } from "../../core/contract.ts";
import { type Client, codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";
import { emptyText, hasWords, isSameText } from "./text.ts";

const PAUSE_MS = 400;
const RETRY_MS = 3000;

/**
 * One page under the pen. Every pause of typing is sealed by the worker, one keep at a time.
 *
 * [Note: Rebase] `#base` is the last text that both this screen and the worker hold, and that the typed text grew
 * from. A keep answers with the page as it now stands. When that differs from what was sent, words from another
 * device are in it: they are shown at once if nothing was typed since; else the typed words go on from what was sent, and the
 * next keep, told that base, brings both together. So no answer ever replaces a word that was typed after the question.
 */
export class Draft {
  record: RecordId | null = $state(null);
  text: PageText = $state.raw(emptyText);
  view: PageView | null = $state.raw(null);
  /** Words on screen that are not durable yet; stays until the keep that holds them is answered. */
  dirty: boolean = $state(false);
  /** At least one keep of this visit was durable. */
  hasKept: boolean = $state(false);
  isMissing: boolean = $state(false);
  failure: FailureCode | null = $state(null);

  readonly #client: () => Client;
  readonly #named: (record: RecordId) => void;
  #base: PageText | null = null;
  #keeps = 0;
  #isOld = false;
  #isReading = false;
  #sealing: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #composing = false;
  #owesAnswer = false;

  /** `client` gives the worker of the moment; `named` hears when a new page has got its id. */
  constructor(
    client: () => Client,
    record: RecordId | null,
    named: (record: RecordId) => void = () => {},
  ) {
    this.#client = client;
    this.#named = named;
    this.record = record;
  }

  get isReady(): boolean {
    return this.record === null || this.view !== null;
  }

  type(change: Partial<PageText>): void {
    this.text = { ...this.text, ...change };
    this.dirty = this.record !== null || hasWords(this.text);
    this.#sealAfter(PAUSE_MS);
  }

  /** An input method is putting letters together: nothing may change under it. */
  composing(isOn: boolean): void {
    this.#composing = isOn;
    if (isOn || !this.#owesAnswer) return;
    this.#owesAnswer = false;
    this.dirty = true;
    this.#sealAfter(PAUSE_MS);
  }

  /** Resolves when every word typed so far is durable, or a keep was refused; then `dirty` stays. */
  seal(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.dirty) this.#sealing ??= this.#sealAll();
    return this.#sealing ?? Promise.resolve();
  }

  /** Reads the page again, as another device may have changed it; after a keep, when one is under way. */
  async refresh(): Promise<void> {
    this.#isOld = true;
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#isOld && this.record !== null && !this.#sealing) await this.#read(this.record);
    this.#isReading = false;
  }

  async dismissMerged(): Promise<void> {
    if (this.record === null) return;
    try {
      this.view = await this.#client().ask("dismissMerged", { record: this.record });
    } catch (error) {
      this.failure = codeOf(error);
    }
  }

  #sealAfter(pause: number): void {
    clearTimeout(this.#timer);
    if (this.dirty) this.#timer = setTimeout(() => this.seal(), pause);
  }

  async #sealAll(): Promise<void> {
    while (this.dirty && (await this.#sealOnce()));
    this.#sealing = null;
    if (this.#isOld) void this.refresh();
  }

  /** One at a time: answers of the worker may overtake each other, and an older one would undo a newer. */
  async #read(record: RecordId): Promise<void> {
    this.#isOld = false;
    const keeps = this.#keeps;
    try {
      const view = await this.#client().ask("read", { record });
      if (keeps === this.#keeps) this.#arrive(view);
      else this.#isOld = true;
    } catch (error) {
      this.failure = codeOf(error);
    }
  }

  async #sealOnce(): Promise<boolean> {
    const sent = this.text;
    this.#keeps += 1;
    try {
      const input = { record: this.record, text: sent, base: this.#base };
      this.#accept(await this.#client().ask("keep", input), sent);
      return true;
    } catch (error) {
      this.#holdBack(codeOf(error));
      return false;
    }
  }

  /** A keep was refused: the words stay here, and are tried again unless the worker itself has ended. */
  #holdBack(code: FailureCode): void {
    this.failure = code;
    if (code !== "screen_gone") this.#sealAfter(RETRY_MS);
  }

  /** See [Note: Rebase]. */
  #accept(view: PageView, sent: PageText): void {
    // A new page gets its id; words over a page that was erased elsewhere get a page of their own.
    const isNamed = this.record !== view.record;
    this.record = view.record;
    this.view = view;
    this.failure = null;
    this.hasKept = true;
    this.dirty = this.text !== sent;
    if (isNamed) this.#named(view.record);
    this.#base = sent;
    if (this.#composing) this.#owesAnswer = true;
    else if (!this.dirty) this.#show(view.text);
  }

  #arrive(view: PageView | null): void {
    this.isMissing = view === null;
    if (view === null) return;
    this.view = view;
    this.failure = null;
    if (this.#base && isSameText(view.text, this.#base)) return;
    if (this.dirty || this.#sealing) return;
    if (this.#composing) this.#owesAnswer = true;
    else this.#show(view.text);
  }

  #show(text: PageText): void {
    this.#base = text;
    if (!isSameText(text, this.text)) this.text = text;
  }
}
