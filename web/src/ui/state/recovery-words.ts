/** Recovery words as a person types them (docs/protocol.md, Keys and slots). */

/** The words that stand there, without capitals, commas and double spaces. */
export function typedWords(text: string): readonly string[] {
  const plain = text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^a-z-]+/g, " ")
    .trim();
  return plain === "" ? [] : plain.split(" ");
}

export function isSame(text: string, words: readonly string[]): boolean {
  return typedWords(text).join(" ") === words.join(" ");
}
