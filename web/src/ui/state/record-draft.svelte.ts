import type { Commands, RecordId, RecordView } from "../../core/contract.ts";
import { type ChangesOf, writeFields } from "../../core/model/field.ts";
import { type ChangesTo, type Kind, type RecordOf, read } from "../../core/model/kind.ts";
import { type Client, codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";
import { hasWords, isSameValue, type RecordValue } from "./value.ts";

const PAUSE_MS = 400;
const RETRY_MS = 3000;

/** Which record: null for a new one, `single` for the one that an account has of the kind. */
export type Which = RecordId | null | "single";

/** What the worker was asked to keep. */
type Keep = Parameters<Commands["keepRecord"]>[0];

const idBytes = 16;

/** An id that no record has yet. */
export function drawId(): RecordId {
  const bytes = [...crypto.getRandomValues(new Uint8Array(idBytes))];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * One record under the pen, of any kind. Every pause is sealed by the worker, one keep at a time.
 *
 * [Note: Rebase] `#base` is the last value that both this screen and the worker hold, and that the changed value grew
 * from. A keep answers with the record as it now stands. When that differs from what was sent, words from another
 * device are in it: they are shown at once if nothing was changed since; else the changed value goes on from what was sent, and the
 * next keep, told that base, brings both together. So no answer ever replaces a word that was typed after the question.
 *
 * [Note: Repeat] A worker that ends before it answers may have made the keep durable all the same. Then nobody knows which base the
 * newest words grew from, and what was sent would stand twice beside what is being typed. So that very keep, with its own id and
 * base, is asked for again first: the worker finds the same words there and writes nothing, or writes them now; either way they are the
 * next base. The id of a new record is drawn here, so that the repeat names the same record.
 */
export class RecordDraft<K extends Kind = Kind> {
  readonly kind: K;
  record: RecordId | null = $state(null);
  value: RecordValue = $state.raw({});
  view: RecordView | null = $state.raw(null);
  /** What is on screen and not durable yet; stays until the keep that holds it is answered. */
  dirty: boolean = $state(false);
  /** At least one keep of this visit was durable. */
  hasKept: boolean = $state(false);
  isMissing: boolean = $state(false);
  failure: FailureCode | null = $state(null);

  readonly #client: () => Client;
  readonly #isSingle: boolean;
  #named: (record: RecordId) => void;
  readonly #drawn = drawId();
  #base: RecordValue | null = null;
  #unanswered: Keep | null = null;
  #isRead = $state(false);
  #keeps = 0;
  #isOld = false;
  #isReading = false;
  #sealing: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #composing = false;
  #owesAnswer = false;

  /** `client` gives the worker of the moment; `named` hears when a new record has got its id. */
  constructor(
    client: () => Client,
    kind: K,
    which: Which,
    named: (record: RecordId) => void = () => {},
  ) {
    this.#client = client;
    this.#named = named;
    this.kind = kind;
    this.#isSingle = which === "single";
    this.record = which === "single" ? null : which;
    this.value = { kind: kind.name, v: kind.version };
  }

  /** What it says, by the fields of its kind. */
  get values(): RecordOf<K> {
    return read(this.kind, this.value);
  }

  /** It may be changed: it was read, or it is new. */
  get isReady(): boolean {
    return this.#isRead || (this.record === null && !this.#isSingle);
  }

  /** Shown as it is and never changed here. */
  get isFixed(): boolean {
    return this.view !== null && (this.view.newer || this.view.unreadable);
  }

  is(which: Which): boolean {
    return this.#isSingle ? which === "single" : this.record === which;
  }

  change(changes: ChangesTo<K>): void {
    // A kind's changes are those to its own fields and the common ones; the compiler does not follow it through the constraint.
    this.write(writeFields(this.kind.fields, changes as ChangesOf<Kind["fields"]>, this.value));
  }

  write(value: RecordValue): void {
    if (this.isFixed || !this.isReady) return;
    this.value = value;
    // Words that were sent may be durable: taking them all away again is news.
    const isSent = this.record !== null || this.#unanswered !== null;
    this.dirty = isSent || hasWords(value);
    this.#sealAfter(PAUSE_MS);
  }

  /** A draft that is taken up by another screen tells that one its name. */
  tell(named: (record: RecordId) => void): void {
    this.#named = named;
  }

  /** An input method is putting letters together: nothing may change under it. */
  composing(isOn: boolean): void {
    this.#composing = isOn;
    if (isOn || !this.#owesAnswer) return;
    this.#owesAnswer = false;
    this.dirty = true;
    this.#sealAfter(PAUSE_MS);
  }

  /** Resolves when everything so far is durable, or a keep was refused; then `dirty` stays. */
  seal(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.dirty) this.#sealing ??= this.#sealAll();
    return this.#sealing ?? Promise.resolve();
  }

  /** Reads the record again, as another device may have changed it; after a keep, when one is under way. */
  async refresh(): Promise<void> {
    this.#isOld = true;
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#isOld && this.#isKnown && !this.#sealing) await this.#read();
    this.#isReading = false;
  }

  /** The person has seen that words of two places were kept. */
  async dismissMerged(): Promise<void> {
    await this.#ask(async (record) => this.#client().ask("dismissMerged", { record }));
  }

  /** The person asks that a record which is `device_only` is sent. */
  async send(): Promise<void> {
    await this.#ask(async (record) => this.#client().ask("send", { record }));
  }

  async #ask(command: (record: RecordId) => Promise<unknown>): Promise<void> {
    if (this.record === null) return;
    try {
      await command(this.record);
      await this.refresh();
    } catch (error) {
      this.failure = codeOf(error);
    }
  }

  get #isKnown(): boolean {
    return this.record !== null || this.#isSingle;
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
  async #read(): Promise<void> {
    this.#isOld = false;
    const keeps = this.#keeps;
    try {
      const view = await this.#find();
      if (keeps === this.#keeps) this.#arrive(view);
      else this.#isOld = true;
    } catch (error) {
      this.failure = codeOf(error);
    }
  }

  async #find(): Promise<RecordView | null> {
    if (this.record !== null) return this.#client().ask("readRecord", { record: this.record });
    const { record, view } = await this.#client().ask("singleton", { kind: this.kind.name });
    this.record = record;
    return view;
  }

  async #sealOnce(): Promise<boolean> {
    this.#keeps += 1;
    try {
      const unanswered = this.#unanswered;
      await (unanswered ? this.#repeat(unanswered) : this.#keep(this.#newest));
      return true;
    } catch (error) {
      this.#holdBack(codeOf(error));
      return false;
    }
  }

  get #newest(): Keep {
    return { record: this.record ?? this.#drawn, value: this.value, base: this.#base };
  }

  async #keep(keep: Keep): Promise<void> {
    this.#unanswered = keep;
    this.#accept(await this.#client().ask("keepRecord", keep), keep.value);
  }

  /** See [Note: Repeat]. */
  async #repeat(keep: Keep): Promise<void> {
    const record = this.#drawn;
    // Nobody else knows this id yet: where there is a record, the words that were sent are in it.
    const view = this.record === null && (await this.#client().ask("readRecord", { record }));
    if (view) this.#accept(view, keep.value);
    else await this.#keep(keep);
  }

  /** A keep was refused: the words stay here, and are tried again unless the worker itself has ended. */
  #holdBack(code: FailureCode): void {
    this.failure = code;
    if (code === "screen_gone") return;
    this.#unanswered = null; // a refusal wrote nothing
    this.#sealAfter(RETRY_MS);
  }

  /** See [Note: Rebase]. */
  #accept(view: RecordView, sent: RecordValue): void {
    // A new record gets its id; words over one that was erased elsewhere get a record of their own.
    this.#unanswered = null;
    const isNamed = this.record !== view.record;
    this.record = view.record;
    this.#takeView(view);
    this.hasKept = true;
    this.dirty = this.value !== sent;
    if (isNamed) this.#named(view.record);
    this.#base = sent;
    if (this.#composing) this.#owesAnswer = true;
    else if (!this.dirty) this.#show(view.value);
  }

  #arrive(view: RecordView | null): void {
    this.isMissing = view === null && !this.#isSingle;
    this.#isRead = !this.isMissing;
    if (view === null) return;
    this.#takeView(view);
    if (this.#base && isSameValue(view.value, this.#base)) return;
    if (this.dirty || this.#sealing) return;
    if (this.#composing) this.#owesAnswer = true;
    else this.#show(view.value);
  }

  #takeView(view: RecordView): void {
    this.view = view;
    this.#isRead = true;
    this.isMissing = false;
    this.failure = null;
  }

  #show(value: RecordValue): void {
    this.#base = value;
    if (!isSameValue(value, this.value)) this.value = value;
  }
}
