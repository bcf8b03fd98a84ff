/** The first words of a text on one line, at most 140 code points. */

export const openingCodePoints = 140;

export function openingLine(words: string): string {
  // Four times as many code units hold every 140 code points that whitespace does not swallow; a page may be long.
  const line = words
    .slice(0, 4 * openingCodePoints)
    .replace(/\s+/g, " ")
    .trim();
  return [...line].slice(0, openingCodePoints).join("");
}
