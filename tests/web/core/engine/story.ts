import { trashedAt } from "../../../../web/src/core/model/trash.ts";
import type { JsonObject } from "../../../../web/src/core/protocol/canonical.ts";
import { canonicalText } from "../../../../web/src/core/protocol/canonical.ts";
import type { Id } from "../../../../web/src/core/protocol/encoding.ts";

/** A word that was kept, and where. `isUnsent`: over a page that was erased elsewhere; it stays with who wrote it. */
export interface Kept {
  readonly who: number;
  readonly record: Id;
  readonly isUnsent: boolean;
}

const day = 24 * 3600_000;
const trashDays = 30;

/** What people wrote and removed, as they know it. */
export class Story {
  readonly words = new Map<string, Kept>();
  readonly removed = new Set<string>();
  /** What was erased, and who did it last: one who was removed since may never have said so. */
  readonly erased = new Map<Id, number>();
  /** When a record was first put into the trash on any device: that one may empty it before it hears of another. */
  readonly #trashed = new Map<Id, number>();
  /** Who wrote in a record, and what the newest of them made of it. */
  readonly #writers = new Map<Id, Set<number>>();
  readonly #newest = new Map<Id, string>();
  #count = 0;

  word(): string {
    return `w${this.#count++}w`;
  }

  /** Somebody made this of a record; words that stand in it for the first time are theirs. */
  kept(who: number, record: Id, before: JsonObject | null, value: JsonObject, isUnsent: boolean) {
    const now = wordsOf(value);
    for (const word of now) {
      if (!this.words.has(word)) this.words.set(word, { who, record, isUnsent });
    }
    for (const word of wordsOf(before)) if (!now.has(word)) this.removed.add(word);
    const at = trashedAt(value);
    if (at !== null && !this.#trashed.has(record)) this.#trashed.set(record, at);
    this.wrote(who, record);
    this.#newest.set(record, canonicalText(value));
  }

  wrote(who: number, record: Id): void {
    this.#writers.set(record, (this.#writers.get(record) ?? new Set()).add(who));
  }

  /** Words that nobody removed and whose time in the trash is not over, and that are not in the text. */
  missing(text: string, now: number, isMeant: (kept: Kept) => boolean): string[] {
    const present = wordsIn(text);
    const isOwed = ([word, kept]: [string, Kept]) =>
      isMeant(kept) &&
      !this.removed.has(word) &&
      !this.erased.has(kept.record) &&
      !this.#isOver(kept.record, now);
    return [...this.words].filter(isOwed).flatMap(([word]) => (present.has(word) ? [] : [word]));
  }

  /** Records in which one device alone wrote and that are not as it wrote them. */
  changed(now: number, values: ReadonlyMap<Id, string>, isGone: (who: number) => boolean): Id[] {
    const own = [...this.#writers].filter(
      ([, writers]) => writers.size === 1 && ![...writers].some(isGone),
    );
    return own
      .map(([record]) => record)
      .filter((record) => values.has(record) && !this.#isOver(record, now))
      .filter((record) => values.get(record) !== this.#newest.get(record));
  }

  #isOver(record: Id, now: number): boolean {
    const at = this.#trashed.get(record);
    return at !== undefined && now - at >= trashDays * day;
  }
}

export function wordsOf(value: JsonObject | null): ReadonlySet<string> {
  return value === null ? new Set() : wordsIn(canonicalText(value));
}

function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/w\d+w/g) ?? []);
}
