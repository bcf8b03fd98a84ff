/** The first words of a text on one line, at most 140 code points. */

export const openingCodePoints = 140;

/** Every whitespace but a single space, which stays as it is. */
const gaps = / \s+|[^\S ]\s*/g;

export function openingLine(words: string): string {
  // Four times as many code units hold every 140 code points that whitespace does not swallow; a page may be long.
  const line = words
    .slice(0, 4 * openingCodePoints)
    .replace(gaps, " ")
    .trim();
  return line.slice(0, endOf(line, openingCodePoints));
}

/** Where so many code points of a text end, in code units; at its end where it has fewer. */
function endOf(text: string, codePoints: number): number {
  let end = 0;
  for (let count = 0; count < codePoints; count += 1) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  }
  return end;
}
