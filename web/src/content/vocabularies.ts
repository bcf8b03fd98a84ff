/** The word lists behind the chips. Ids are for ever; labels are data of a language, and the person's to change. */

import type { Language } from "./languages.ts";

/** `theory` is a name that theories have for it, small and grey. `is`: this word stands for one of the two. */
export type Word = {
  readonly id: string;
  readonly label: string;
  readonly theory?: string | undefined;
  readonly is?: string | undefined;
};

/**
 * `type`: `words` may be renamed, hidden and added to; `question` has fixed answers that the app itself reads;
 * `setting` asks nothing about the person. The first two have a *not sure* and a *not today*.
 */
export type WordList = {
  readonly type: string;
  readonly title: string;
  readonly words: readonly Word[];
};

export type Vocabularies = {
  readonly version: number;
  readonly language: string;
  readonly lists: { readonly [list: string]: WordList };
};

const files = {
  en: () => import("./vocabularies.en.json"),
  de: () => import("./vocabularies.de.json"),
};

export async function loadVocabularies(language: Language): Promise<Vocabularies> {
  return (await files[language]()).default;
}

/** Whether the word says *not sure* or *not today*, by its id or by `is`. */
export function isAside({ id, is }: Word): boolean {
  return [id, is].some((name) => name === "not_sure" || name === "not_today");
}
