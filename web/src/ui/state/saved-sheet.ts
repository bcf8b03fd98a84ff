/** What a saved recovery sheet says: the text that its code holds (docs/protocol.md, Recovery sheet), or its file. */

import { typedWords } from "./recovery-words.ts";

export type SavedSheet = {
  readonly words: string;
  /** Empty where it is not to be read. */
  readonly name: string;
  /** Lower-case hexadecimal; null where it is not to be read. */
  readonly checkpoint: string | null;
};

const AMOUNT = 10;
const TEXT = /^goldseam-recovery 1\r?\n(.*)\r?\n(.*)\r?\n.*\r?\n([0-9a-f]+)\s*$/;
const LIST = /<ol[^>]*translate="no"[^>]*>([\s\S]*?)<\/ol>/;
const NAME = /<strong[^>]*dir="auto"[^>]*>([\s\S]*?)<\/strong>/;
const signs: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

/** Null for anything that is no sheet with ten words. */
export function readSheet(text: string): SavedSheet | null {
  const sheet = fromText(text.trim()) ?? fromFile(text);
  return sheet !== null && typedWords(sheet.words).length === AMOUNT ? sheet : null;
}

function fromText(text: string): SavedSheet | null {
  const [found, words = "", name = "", checkpoint = null] = TEXT.exec(text) ?? [];
  return found === undefined ? null : { words, name, checkpoint };
}

/** The file is read as text: no element is ever made of what somebody else may have written. */
function fromFile(text: string): SavedSheet | null {
  const list = LIST.exec(text)?.[1];
  if (list === undefined) return null;
  const words = typedWords(plain(list)).join(" ");
  return { words, name: plain(NAME.exec(text)?.[1] ?? "").trim(), checkpoint: null };
}

function plain(markup: string): string {
  const text = markup.replaceAll(/<!--[\s\S]*?-->/g, "").replaceAll(/<[^>]*>/g, " ");
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (sign) => signs[sign] ?? "");
}
