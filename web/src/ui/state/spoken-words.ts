/** Words that one person reads to another (docs/protocol.md, Comparing). */

/** The words in what was typed; capitals and what stands between words make no difference. */
export function wordsIn(typed: string): readonly string[] {
  // A hyphen belongs to four words of the list, and never begins or ends one.
  return (
    typed
      .normalize("NFKC")
      .toLowerCase()
      .match(/[a-z]+(?:-[a-z]+)*/g) ?? []
  );
}

/** What is being typed at the end, empty after a space. */
export function beginningOf(typed: string): string {
  return /[a-z-]+$/.exec(typed.normalize("NFKC").toLowerCase())?.[0] ?? "";
}

/** The same with the last word whole, ready for the next. */
export function completed(typed: string, word: string): string {
  return `${typed.slice(0, typed.length - beginningOf(typed).length)}${word} `;
}

export function isSameWords(own: readonly string[], other: readonly string[]): boolean {
  return own.length === other.length && own.every((word, i) => word === other[i]);
}
