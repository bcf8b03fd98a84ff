/** The words of a list as this person has them: renamed, hidden, added. Ids stay, so that old pages read as before. */

import { isAside, type Vocabularies, type Word } from "../../content/vocabularies.ts";
import { type Level, makeThing, withThing } from "./field.ts";
import { type OwnWord, wordFields } from "./settings.ts";

/** A word to show; `theory` empty where there is none. `isOwn`: added by the person. */
export type ShownWord = {
  readonly id: string;
  readonly label: string;
  readonly theory: string;
  readonly isAside: boolean;
  readonly isOwn: boolean;
};

/** Only these may be changed; the app itself reads the answers of the others. */
const changeable = "words";

/** The words to choose from, the person's own after the list's, *not sure* and *not today* last and never hidden. */
export function wordsOf(
  vocabularies: Vocabularies,
  list: string,
  own: readonly OwnWord[],
): ShownWord[] {
  const { words, type } = listOf(vocabularies, list);
  const changes = new Map(type === changeable ? own.map((word) => [word.id, word]) : []);
  const isHidden = (id: string) => changes.get(ownWordId(list, id))?.hidden === true;
  const shown = words
    .filter((word) => isAside(word) || !isHidden(word.id))
    .map((word) => shownWord(word, changes.get(ownWordId(list, word.id))));
  const added = [...changes.values()].filter((word) => isAddedTo(list, word) && !word.hidden);
  const isLast = ({ isAside }: ShownWord) => isAside;
  return [
    ...shown.filter((word) => !isLast(word)),
    ...added.map((word) => addedWord(list, word)),
    ...shown.filter(isLast),
  ];
}

/** An id that was made for a word of the person's own; without its label it says nothing to anybody. */
const madeId = /^own-[0-9a-f-]{36}$/;

/** How a chosen id reads, hidden ones too. One that no list knows is the person's own words, and reads as it is; a made one as empty. */
export function labelOf(
  vocabularies: Vocabularies,
  list: string,
  id: string,
  own: readonly OwnWord[],
): string {
  const { words, type } = listOf(vocabularies, list);
  const given = own.find((word) => word.id === ownWordId(list, id));
  if (type === changeable && given !== undefined && given.label !== "") return given.label;
  return words.find((word) => word.id === id)?.label ?? (madeId.test(id) ? "" : id);
}

/** The id that a word of a list has in the settings. */
export function ownWordId(list: string, word: string): string {
  return `${list}/${word}`;
}

/** The person's label for a word; an empty one gives the list's own back. */
export function renameWord(
  own: readonly OwnWord[],
  list: string,
  word: string,
  label: string,
): OwnWord[] {
  return withThing(own, { ...ownWordOf(own, list, word), label });
}

export function hideWord(
  own: readonly OwnWord[],
  list: string,
  word: string,
  hidden: boolean,
): OwnWord[] {
  return withThing(own, { ...ownWordOf(own, list, word), hidden });
}

/** A word of the person's own; `word` is an id that nobody else makes, from the caller's randomness. */
export function addWord(
  own: readonly OwnWord[],
  list: string,
  word: string,
  label: string,
): OwnWord[] {
  return withThing(own, { ...ownWordOf(own, list, word), label, added: true });
}

/** The level that a word of the lists `around` and `inside` stands for; null for any other id. */
export function levelOfWord(word: string): Level {
  if (word === "not_sure" || word === "not_today") return word;
  return levelsByWord.get(word) ?? null;
}

/** The word of a level, empty for none. */
export function wordOfLevel(level: Level): string {
  return level === null ? "" : String(level);
}

const levelsByWord = new Map<string, Level>([
  ["0", 0],
  ["1", 1],
  ["2", 2],
  ["3", 3],
  ["4", 4],
]);

function listOf({ lists }: Vocabularies, list: string) {
  const empty = { type: changeable, title: "", words: [] as readonly Word[] };
  return Object.hasOwn(lists, list) ? (lists[list] ?? empty) : empty;
}

function ownWordOf(own: readonly OwnWord[], list: string, word: string): OwnWord {
  const id = ownWordId(list, word);
  return own.find((other) => other.id === id) ?? makeThing(wordFields, id);
}

function shownWord(word: Word, given: OwnWord | undefined): ShownWord {
  const label = given === undefined || given.label === "" ? word.label : given.label;
  return {
    id: word.id,
    label,
    theory: word.theory ?? "",
    isAside: isAside(word),
    isOwn: false,
  };
}

function isAddedTo(list: string, { id, added }: OwnWord): boolean {
  return added && id.startsWith(ownWordId(list, ""));
}

function addedWord(list: string, { id, label }: OwnWord): ShownWord {
  const word = id.slice(ownWordId(list, "").length);
  return { id: word, label, theory: "", isAside: false, isOwn: true };
}
