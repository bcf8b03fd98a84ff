import type { ShownWord } from "../../core/model/vocabulary.ts";

/** The chosen words with this one in or out; *not sure* and *not today* take the place of all others, and give it back. */
export function toggled(
  chosen: readonly string[],
  word: string,
  words: readonly ShownWord[],
): readonly string[] {
  if (chosen.includes(word)) return chosen.filter((other) => other !== word);
  const asides = new Set(words.filter(({ isAside }) => isAside).map(({ id }) => id));
  return asides.has(word) ? [word] : [...chosen.filter((other) => !asides.has(other)), word];
}
