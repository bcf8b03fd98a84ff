/**
 * How easily a passphrase of a person's own could be guessed, by zxcvbn: common passwords, the word list, rows of keys, repeats, runs,
 * days, and what is known of the person. Large, and fetched only when one is typed. Long repeats take it a quarter of a second.
 */

import { type Score, ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import type { PassphraseJudgement, PassphraseTrick, PassphraseWeakness } from "../core/contract.ts";
import { passphraseBytes } from "../core/crypto/slots.ts";

/** More than 10^10 guesses, each of which costs Argon2id. */
const strong: Score = 4;
const nearly: Score = 3;

/** Its own sentences are never shown: without translations it gives the names of them, which stand here. */
const weaknesses: { readonly [warning: string]: PassphraseWeakness } = {
  straightRow: "keyboard",
  keyPattern: "keyboard",
  simpleRepeat: "repeat",
  extendedRepeat: "repeat",
  sequences: "sequence",
  recentYears: "date",
  dates: "date",
  topTen: "common",
  topHundred: "common",
  common: "common",
  similarToCommon: "common",
  userInputs: "about",
};
const tricks: { readonly [suggestion: string]: PassphraseTrick } = {
  l33t: "signs",
  reverseWords: "reversed",
  allUppercase: "capitals",
  capitalization: "capitals",
};

const { "diceware-common": list, "passwords-common": passwords } = dictionary;
// Under the name `diceware` each word is as likely as the next: it is the list from which six words are drawn.
const judge = new ZxcvbnFactory({
  dictionary: { diceware: list, passwords },
  graphs: adjacencyGraphs,
});

/** `about`: what somebody who knows the person would try first. `wrong_secret` for what cannot be a passphrase at all. */
export function judgePassphrase(passphrase: string, about: readonly string[]): PassphraseJudgement {
  passphraseBytes(passphrase);
  const { score, feedback } = judge.check(passphrase, about.flatMap(partsOf));
  if (score >= strong) return { isStrong: true, weakness: null, tricks: [] };
  const weakness = weaknesses[feedback.warning ?? ""] ?? (score === nearly ? "nearly" : "short");
  const found = feedback.suggestions.flatMap((suggestion) => tricks[suggestion] ?? []);
  return { isStrong: false, weakness, tricks: [...new Set(found)] };
}

/** A name as a whole, and each of its words. */
function partsOf(name: string): string[] {
  const parts = [name, ...name.split(/[\s@._-]+/)];
  return parts.filter((part) => part.length > 1);
}
