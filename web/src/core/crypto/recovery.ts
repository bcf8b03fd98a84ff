/** Words of the EFF long list: the recovery code and the passphrase offered (docs/protocol.md, Keys and slots). */

import type { Bytes, Random } from "../bytes.ts";
import { SealError } from "../errors.ts";

/** The 7,776 words of the EFF long list, sorted (content/words.ts, loaded when first needed). */
export type WordList = readonly string[];

const codeWords = 10;
const passphraseWords = 6;
const u16Values = 65_536;

/** A fresh recovery code: ten words, 129 bits, already in its normal form when joined by one space. */
export function makeRecoveryCode(words: WordList, random: Random): string[] {
  return drawWords(words, codeWords, random);
}

/** The passphrase that is offered: six words; typed as they stand, joined by one space. */
export function offerPassphrase(words: WordList, random: Random): string[] {
  return drawWords(words, passphraseWords, random);
}

/** The one form of a recovery code that is derived from; `wrong_secret` for what cannot be one. */
export function normaliseRecoveryCode(typed: string, words: WordList): string {
  return normaliseCode(typed, words, codeWords);
}

/** The same for a code of so many words. */
export function normaliseCode(typed: string, words: WordList, count: number): string {
  const plain = typed.normalize("NFKC").toLowerCase();
  const code = plain.replace(/[^a-z-]+/g, " ").trim();
  const listed = new Set(words);
  const parts = code.split(" ");
  if (parts.length !== count || !parts.every((word) => listed.has(word))) {
    throw new SealError("wrong_secret");
  }
  return code;
}

/** The words that stand for a hash where people compare it: two bytes of it make one. */
export function digestWords(digest: Bytes, count: number, words: WordList): string[] {
  const view = new DataView(digest.buffer);
  return Array.from({ length: count }, (_, i) => {
    return words[view.getUint16(2 * i) % words.length] ?? ""; // the remainder is below the length
  });
}

/** Words drawn uniformly. */
export function drawWords(words: WordList, count: number, random: Random): string[] {
  return Array.from({ length: count }, () => drawWord(words, random));
}

/** One word, uniformly: a draw beyond the last whole multiple of the list's length is drawn again. */
function drawWord(words: WordList, random: Random): string {
  const bound = u16Values - (u16Values % words.length);
  for (;;) {
    const bytes = random(2);
    const drawn = new DataView(bytes.buffer).getUint16(0);
    const word = words[drawn % words.length];
    if (drawn < bound && word !== undefined) return word;
  }
}
