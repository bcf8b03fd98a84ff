/** What the screens ask of the worker to find pages by their words. Nothing of it is kept on the device. */

import type { Language } from "../../content/languages.ts";
import type { RecordHeader, RecordId } from "../contract.ts";
import type { Marked } from "./excerpt.ts";

export type { Marked };

/** Null, or empty, for any. `need` is an id of the list `need`; days as 2026-11-22, both of them included, and of the device's calendar. */
export interface SearchChips {
  readonly kind: string | null;
  readonly person: RecordId | null;
  readonly tag: string | null;
  /** open, set_down, archived. */
  readonly state: string | null;
  readonly need: string | null;
  readonly from: string;
  readonly until: string;
}

/** `heading`: the title, or what a list shows in its place. `excerpt`: what stands below; empty where the heading says it all. */
export interface SearchHit {
  readonly page: RecordHeader;
  readonly heading: Marked;
  readonly excerpt: Marked;
}

export interface SearchFound {
  /** The newest first, those asked for. */
  readonly hits: readonly SearchHit[];
  readonly total: number;
  /** How many covered pages have it too; nothing else is told of them, and they are not in `total`. */
  readonly covered: number;
  /** What the pages that are not covered have: tags, and ids of needs. */
  readonly tags: readonly string[];
  readonly needs: readonly string[];
}

export interface SearchCommands {
  /**
   * Pages that have every word of `text` (a phrase in quotation marks counts as one) and fit every chip; what lies in the trash, and what
   * an account has once, is never among them. Where neither is given only `tags` and `needs` are. The first search reads every
   * page into the worker's memory, told by `progress` (`search`). A newer one, and `cancelSearch`, end it with `cancelled`.
   */
  search(input: {
    readonly text: string;
    readonly chips: SearchChips;
    /** In which chosen words are looked for by what they are called. */
    readonly language: Language;
    readonly offset: number;
    readonly limit: number;
  }): SearchFound;
  cancelSearch(input: null): null;
}
