/**
 * Everything that the app says, in the language that was chosen.
 *
 * [Note: Copy] Each area of the app keeps its sentences in `<area>.en.ts` and `<area>.de.ts`, as one object of strings, lists and
 * functions; the German one is declared with the type of the English one, so that the compiler finds what is missing:
 *
 *     export const guided = { title: "…", left: (n: number) => count(n, { one: "one left", other: "# left" }) };
 *     export const guided: typeof english = { … };   // with `import type { guided as english } from "./guided.en.ts"`
 *
 * en.ts and de.ts put the areas together. Screens import `copy` from here and read `copy.guided.title` where it is shown, in the markup or in
 * a `$derived`: then it changes with the language. A sentence that was taken out once, at the top of a script, stays as it was.
 * The areas of en-first.ts come with the app; all others, and every other language, are fetched at the start. Screens that are fetched
 * themselves wait for `allWords`. Numbers go through counted.ts, days through state/days.ts.
 */

import { type Language, languageOf } from "../../content/languages.ts";
import type { en } from "./en.ts";
import { first } from "./en-first.ts";

export type Copy = typeof en;

const whole: { readonly [name in Language]: () => Promise<Copy> } = {
  en: async () => (await import("./en.ts")).en,
  de: async () => (await import("./de.ts")).de,
};

interface Spoken {
  readonly language: Language;
  /** An IETF tag for days and numbers. */
  readonly locale: string;
  readonly words: Copy;
}

// The one thing that every screen shares without being given it: passing it to each would say nothing more.
// The words of the other areas come before any screen that shows them; see `allWords`.
let spoken: Spoken = $state.raw({ language: "en", locale: "en", words: first as Copy });
let coming: Promise<void> | null = null;

export const copy: Copy = new Proxy(first as Copy, {
  // The target is never read; the areas are the same in every language.
  get: (_, area: keyof Copy) => spoken.words[area],
});

export function language(): Language {
  return spoken.language;
}

export function locale(): string {
  return spoken.locale;
}

/** Resolves when the words of every area are here; rejects when they cannot be fetched, and tries again when asked again. */
export function allWords(): Promise<void> {
  return coming ?? speak([spoken.locale]);
}

/** Speaks the first of the wanted languages that there is, from now on; `wanted` are tags such as `de-AT`, the best first. Rejects when it cannot be fetched. */
export function speak(wanted: readonly string[]): Promise<void> {
  const asked = fetchAll(wanted);
  coming = asked;
  asked.catch(() => {
    if (coming === asked) coming = null;
  });
  return asked;
}

async function fetchAll(wanted: readonly string[]): Promise<void> {
  const chosen = languageOf(wanted);
  const isOfLanguage = (tag: string) => tag.toLowerCase().split("-")[0] === chosen;
  const locale = wanted.find(isOfLanguage) ?? chosen;
  const words = await whole[chosen]();
  spoken = { language: chosen, locale, words };
}
