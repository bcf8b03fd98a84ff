/** Guided packs: a shelf, not a course. Ids are for ever; an answer keeps the prompt's words as they were. */

import type { Language } from "./languages.ts";

/** `words` is the list of vocabularies.ts that is offered with it. */
export type Prompt = {
  readonly id: string;
  readonly text: string;
  readonly words?: string | undefined;
};

/** `version` grows when a prompt's meaning changes. `kind` is the kind of record that it makes. */
export type Pack = {
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly title: string;
  readonly intro: string;
  readonly not_today_if: string;
  readonly prompts: readonly Prompt[];
  readonly close: string;
};

/** A quick way in: what it is like today, and the pack that fits. */
export type Start = { readonly id: string; readonly label: string; readonly pack: string };

export type Packs = {
  readonly version: number;
  readonly language: string;
  readonly packs: readonly Pack[];
  readonly starts: readonly Start[];
};

const files = {
  en: () => import("./packs.en.json"),
  de: () => import("./packs.de.json"),
};

export async function loadPacks(language: Language): Promise<Packs> {
  return (await files[language]()).default;
}
