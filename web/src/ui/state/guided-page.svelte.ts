import type { Answer, Given } from "../../core/model/answer.ts";
import type { Checkin } from "../../core/model/checkin.ts";
import { type Common, common } from "../../core/model/common.ts";
import { readFields, type ValuesOf, writeFields } from "../../core/model/field.ts";
import type { ChangesTo, Kind } from "../../core/model/kind.ts";
import type { ShelfPack, ShelfPrompt } from "../../core/model/shelf.ts";
import {
  answering,
  answeringInField,
  answerTo,
  beginning,
  checkingIn,
  checkinOf,
  fieldOfPrompt,
  listOfAnswer,
  type Mode,
  packAfter,
  packOf,
  type Step,
  stepsOf,
  textFieldOf,
  textTo,
} from "./guided.ts";
import type { RecordDraft } from "./record-draft.svelte.ts";
import type { RecordValue } from "./value.ts";

/**
 * A page with a pack on it: the pack, the question of the moment, and the way of writing. All ways of writing change the same record, so
 * that nothing is lost between them. What the pack brings along is kept with the person's first change, so that a look leaves no page.
 */
export class GuidedPage {
  mode: Mode = $state("guided");
  at: number = $state(0);
  readonly draft: RecordDraft;
  readonly #shelf: () => readonly ShelfPack[];
  #chosen: string = $state("");

  /** `first` is what a new record begins with, `pack` the id of its pack; both are passed over where the record is there already. */
  constructor(
    draft: RecordDraft,
    shelf: () => readonly ShelfPack[],
    first: RecordValue,
    pack: string,
  ) {
    this.draft = draft;
    this.#shelf = shelf;
    if (draft.record === null && !draft.dirty) draft.value = first;
    this.#chosen = draft.record === null ? pack : (packOf(draft.value, shelf())?.id ?? "");
    if (this.pack) this.at = beginning(this.steps, this.pack, this.value);
  }

  get value(): RecordValue {
    return this.draft.value;
  }

  /** The pack that the person chose, or where the gate of a mending led. */
  get pack(): ShelfPack | null {
    const shelf = this.#shelf();
    const chosen = shelf.find(({ id }) => id === this.#chosen) ?? packOf(this.value, shelf);
    return chosen && packAfter(chosen, this.value, shelf);
  }

  get steps(): readonly Step[] {
    return this.pack ? stepsOf(this.pack, this.value) : [];
  }

  get step(): Step | null {
    return this.steps[Math.min(this.at, this.steps.length - 1)] ?? null;
  }

  /** The number of the question and of all, from 1; null where no question is shown. */
  get place(): { readonly at: number; readonly all: number } | null {
    const shown = this.step?.type === "prompt" ? this.step.prompt.id : null;
    const asked = this.steps.filter(({ type }) => type === "prompt");
    const at = asked.findIndex((step) => step.type === "prompt" && step.prompt.id === shown);
    return at < 0 ? null : { at: at + 1, all: asked.length };
  }

  /** What records of every kind say. */
  get common(): ValuesOf<Common> {
    return readFields(common, this.value);
  }

  /** The check-in at the beginning. */
  get checkin(): Checkin {
    return checkinOf(this.value);
  }

  checkIn(said: Partial<Checkin>): void {
    this.draft.write(checkingIn(this.draft.kind, this.value, said));
  }

  /** The list whose words were offered with an answer, or empty. */
  listOf(answer: Answer): string {
    return listOfAnswer(answer, this.#shelf());
  }

  next(): void {
    this.at = Math.min(this.at + 1, this.steps.length - 1);
  }

  back(): void {
    this.at = Math.max(0, this.at - 1);
  }

  /** Another pack on the same page; what was answered stays. */
  choose(pack: string): void {
    this.#chosen = pack;
    this.at = this.pack ? beginning(this.steps, this.pack, this.value) : 0;
  }

  /** Changes fields by their properties, those of the kind and those that all kinds have. */
  change(changes: ChangesTo<Kind>): void {
    this.draft.write(writeFields(this.draft.kind.fields, changes, this.value));
  }

  /** What was typed to the prompt; see [Note: Answers]. */
  type(prompt: ShelfPrompt, text: string): void {
    const field = this.pack && textFieldOf(this.draft.kind, this.pack, prompt);
    if (field === null) this.#answer(prompt, { text });
    else this.#answerInField(prompt, [field, text]);
  }

  /** The words that were chosen to the prompt. */
  choice(prompt: ShelfPrompt, chosen: readonly string[]): void {
    const field = fieldOfPrompt(this.draft.kind, prompt);
    if (field === null) this.#answer(prompt, { chosen });
    else this.#answerInField(prompt, [field, chosen]);
  }

  textOf(prompt: ShelfPrompt): string {
    return this.pack ? textTo(this.value, this.pack, prompt) : "";
  }

  chosenFor(prompt: ShelfPrompt): readonly string[] {
    const field = fieldOfPrompt(this.draft.kind, prompt);
    if (field !== null) return this.#wordsIn(field);
    return (this.pack && answerTo(this.value, this.pack, prompt)?.chosen) ?? [];
  }

  #wordsIn(property: string): readonly string[] {
    const field = this.draft.kind.own[property];
    // The property is one that fieldOfPrompt gave, so the field is a list of words.
    return field ? (field.read(this.value[field.name]) as readonly string[]) : [];
  }

  #answer(prompt: ShelfPrompt, given: Given): void {
    if (!this.pack) return;
    const answers = answering(this.value, this.pack, prompt, given);
    this.change({ answers });
  }

  #answerInField(
    prompt: ShelfPrompt,
    said: readonly [property: string, said: string | readonly string[]],
  ): void {
    if (this.pack) this.change(answeringInField(this.value, this.pack, prompt, said));
  }
}
