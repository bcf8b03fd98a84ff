/** Grounding scripts, each with another anchor, each step skippable, none with a countdown. */

import english from "./grounding.en.json";
import type { Language } from "./languages.ts";

/** `{line}` in `text` stands for one of the person's own lines; without one the script is not offered. */
export type GroundingStep = {
  readonly id: string;
  readonly title?: string | undefined;
  readonly text: string;
};

/** `anchor`: breath, eyes, touch or words. */
export type GroundingScript = {
  readonly id: string;
  readonly anchor: string;
  readonly title: string;
  readonly steps: readonly GroundingStep[];
};

export type Grounding = {
  readonly version: number;
  readonly language: string;
  readonly scripts: readonly GroundingScript[];
};

/** Comes with the app, so that the ground screen is never without words, whatever cannot be loaded. */
export const firstGrounding: Grounding = english;

const others = {
  de: async () => (await import("./grounding.de.json")).default,
};

export async function loadGrounding(language: Language): Promise<Grounding> {
  return language === "en" ? firstGrounding : others[language]();
}
