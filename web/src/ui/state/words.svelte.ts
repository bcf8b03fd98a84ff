import type { Language } from "../../content/languages.ts";
import { loadVocabularies, type Vocabularies } from "../../content/vocabularies.ts";
import type { OwnWord } from "../../core/model/settings.ts";
import {
  addWord,
  hideWord,
  labelOf,
  renameWord,
  type ShownWord,
  wordsOf,
} from "../../core/model/vocabulary.ts";
import { language } from "../copy/index.svelte.ts";
import type { Preferences } from "./preferences.svelte.ts";

/** The words of every list, in the language that is spoken, with the person's own. Empty until they have come. */
export class Words {
  /** They could not be fetched; the next look asks again. */
  isMissing: boolean = $state(false);
  readonly #preferences: Preferences;
  #vocabularies: Vocabularies | null = $state.raw(null);
  #asked: Language | null = null;

  constructor(preferences: Preferences) {
    this.#preferences = preferences;
  }

  of(list: string): readonly ShownWord[] {
    const vocabularies = this.#read();
    if (!vocabularies) return [];
    const words = wordsOf(vocabularies, list, this.#own);
    return this.#hidesTheory ? words.map((word) => ({ ...word, theory: "" })) : words;
  }

  /** How a chosen id reads; one that no list knows is the person's own words. */
  label(list: string, id: string): string {
    const vocabularies = this.#read();
    return vocabularies ? labelOf(vocabularies, list, id, this.#own) : "";
  }

  /** The question that the list answers. */
  title(list: string): string {
    return this.#read()?.lists[list]?.title ?? "";
  }

  /** Whether the person may rename, hide and add words here. */
  isChangeable(list: string): boolean {
    return this.#read()?.lists[list]?.type === "words";
  }

  /** The lists that may be changed, by their ids. */
  get changeable(): readonly string[] {
    return Object.keys(this.#read()?.lists ?? {}).filter((list) => this.isChangeable(list));
  }

  /** The words of a list that were hidden by the person, by their ids. */
  hidden(list: string): readonly string[] {
    const prefix = `${list}/`;
    const words = this.#own.filter(({ id, hidden }) => hidden && id.startsWith(prefix));
    return words.map(({ id }) => id.slice(prefix.length));
  }

  /** Gives the id of the new word. */
  add(list: string, label: string): string {
    const word = `own-${crypto.randomUUID()}`;
    this.#change(addWord(this.#own, list, word, label));
    return word;
  }

  /** An empty label gives the list's own back. */
  rename(list: string, word: string, label: string): void {
    this.#change(renameWord(this.#own, list, word, label));
  }

  hide(list: string, word: string, isHidden: boolean): void {
    this.#change(hideWord(this.#own, list, word, isHidden));
  }

  get #own(): readonly OwnWord[] {
    return this.#preferences.values?.vocabulary ?? [];
  }

  get #hidesTheory(): boolean {
    return this.#preferences.values?.theoryHidden ?? false;
  }

  #change(vocabulary: readonly OwnWord[]): void {
    this.#preferences.change({ vocabulary });
  }

  /** The words as they are here, and in the language of the moment as soon as they have come. */
  #read(): Vocabularies | null {
    const wanted = language();
    if (wanted !== this.#asked) void this.#fetch(wanted);
    return this.#vocabularies;
  }

  async #fetch(wanted: Language): Promise<void> {
    this.#asked = wanted;
    try {
      this.#vocabularies = await loadVocabularies(wanted);
      this.isMissing = false;
    } catch {
      // Offline before they were ever fetched: said where they are shown, and asked again with the next look.
      this.isMissing = true;
      this.#asked = null;
    }
  }
}
