/**
 * The words of every page in the worker's memory while somebody searches, and what is found in them. Nothing of it rests anywhere.
 *
 * [Note: Held texts] Folded texts are held so that a search is one scan; the texts themselves only for what is shown, as far as they are few.
 * Beyond the bounds a page is opened again whenever it is looked at: slower, and nothing is left out.
 */

import { loadPacks } from "../content/packs.ts";
import { loadVocabularies } from "../content/vocabularies.ts";
import { batchLength, othersFirst } from "../core/batches.ts";
import type { Notice, RecordHeader, RecordList, RecordQuery } from "../core/contract.ts";
import { Refusal } from "../core/errors.ts";
import { common } from "../core/model/common.ts";
import { read } from "../core/model/kind.ts";
import { readTexts } from "../core/model/record.ts";
import { settings } from "../core/model/settings.ts";
import type { JsonObject } from "../core/protocol/canonical.ts";
import { parseId } from "../core/protocol/encoding.ts";
import { fitsChips, hasChips } from "../core/search/chips.ts";
import type { SearchCommands, SearchFound, SearchHit } from "../core/search/commands.ts";
import { excerptOf, markedWhole } from "../core/search/excerpt.ts";
import { fold } from "../core/search/fold.ts";
import { isFoundIn, parseQuery, type Query } from "../core/search/query.ts";
import {
  type Label,
  listsOfPrompts,
  makeLabel,
  type PromptLists,
  wordsIn,
} from "../core/search/words.ts";
import { type Perform, run } from "../core/sync/effects.ts";
import { newestOfMany } from "../core/sync/keep-many.ts";
import { singletonId } from "../core/sync/singleton.ts";

export type Asked = Parameters<SearchCommands["search"]>[0];

/** In UTF-16 code units; most of them take one byte each. */
export type Bounds = { readonly folded: number; readonly texts: number };

const bounds: Bounds = { folded: 128_000_000, texts: 32_000_000 };

export type TextsGround = {
  readonly perform: Perform;
  readonly list: (query: RecordQuery) => Promise<RecordList>;
  readonly notify: (notice: Notice) => void;
  readonly bounds?: Bounds;
};

/** What is known of a page. Null: not held, and read again when it is asked for. */
type Held = {
  readonly folded: string | null;
  readonly texts: readonly string[] | null;
  readonly needs: readonly string[];
  readonly day: string;
};

type Offered = Pick<SearchFound, "tags" | "needs">;

type Words = { readonly language: string; readonly label: Label; readonly prompts: PromptLists };

/** All that lists show, the newest first. */
const everything: RecordQuery = {
  kinds: null,
  only: null,
  person: null,
  tag: null,
  offset: 0,
  limit: Number.MAX_SAFE_INTEGER,
};

/** A reading that takes longer than a moment is told. */
const leastTold = 512;
/** Code units after which whatever came in meanwhile has its turn, a newer search first of all. */
const turnUnits = 16_000_000;
/** No word of a query has it: it keeps phrases within one text. */
const between = "\0";

export class Texts {
  readonly #ground: TextsGround;
  readonly #bounds: Bounds;
  readonly #held = new Map<string, Held>();
  #headers: readonly RecordHeader[] | null = null;
  /** Every one of these is held, as long as nothing changes. */
  #read: readonly RecordHeader[] | null = null;
  #offers: Offered | null = null;
  #words: Words | null = null;
  #settings: string | null = null;
  /** Grows with every change: what was read across one is read again. */
  #version = 0;
  #units = { folded: 0, texts: 0 };

  constructor(ground: TextsGround) {
    this.#ground = ground;
    this.#bounds = ground.bounds ?? bounds;
  }

  /** Rejects with the signal's reason when it is ended. */
  async find(asked: Asked, signal: AbortSignal): Promise<SearchFound> {
    const { headers, words } = await this.#readAll(asked.language, signal);
    const query = parseQuery(asked.text);
    const isAsked = query.length > 0 || hasChips(asked.chips);
    const found = isAsked ? await this.#scan(headers, query, asked, signal) : [];
    const open = found.filter(({ covered }) => !covered);
    const page = open.slice(asked.offset, asked.offset + asked.limit);
    return {
      hits: await this.#hits(page, query, words),
      total: open.length,
      covered: found.length - open.length,
      ...this.#offered(headers),
    };
  }

  /** These changed, all for null; they are read again by the next search. */
  refresh(records: readonly string[] | null): void {
    this.#version += 1;
    [this.#headers, this.#read, this.#offers] = [null, null, null];
    const isAll = records === null || (this.#settings !== null && records.includes(this.#settings));
    if (isAll) this.#drop();
    else for (const record of records) this.#forget(record);
  }

  /** What chosen words are called in a language, and by this person. */
  async #speak(language: Asked["language"], signal: AbortSignal): Promise<Words> {
    if (this.#words?.language === language) return this.#words;
    const version = this.#version;
    const [vocabularies, packs] = await Promise.all([
      loadVocabularies(language),
      loadPacks(language),
    ]).catch(() => {
      throw new Refusal("unavailable"); // they are fetched, and the way to them was shut
    });
    signal.throwIfAborted(); // a newer search has its own words
    this.#drop();
    this.#settings = await run(singletonId(settings.name), this.#ground.perform);
    const [own = null] = await this.#values([this.#settings]);
    signal.throwIfAborted();
    if (version !== this.#version) return this.#speak(language, signal); // the person's own may be others now
    const label = makeLabel(vocabularies, read(settings, own ?? {}).vocabulary);
    this.#words = { language, label, prompts: listsOfPrompts(packs) };
    return this.#words;
  }

  /** All headers, every one of them held. */
  async #readAll(language: Asked["language"], signal: AbortSignal) {
    for (;;) {
      signal.throwIfAborted();
      const words = await this.#speak(language, signal);
      const headers = this.#headers ?? (await this.#list());
      if (headers === this.#read) return { headers, words };
      const missing = headers.filter(({ record }) => !this.#held.has(record));
      if (missing.length === 0 && headers === this.#headers) {
        this.#read = headers;
        return { headers, words };
      }
      const isTold = missing.length > leastTold;
      for (let at = 0; at < missing.length && headers === this.#headers; at += batchLength) {
        if (isTold) this.#tell(headers.length - missing.length + at, headers.length);
        await this.#readSome(missing.slice(at, at + batchLength), words, signal);
      }
    }
  }

  /** What there is to narrow down by. */
  #offered(headers: readonly RecordHeader[]): Offered {
    if (this.#offers !== null) return this.#offers;
    const shown = headers.filter(({ covered }) => !covered);
    const offered = {
      tags: [...new Set(shown.flatMap(({ tags }) => tags))],
      needs: [...new Set(shown.flatMap(({ record }) => this.#held.get(record)?.needs ?? []))],
    };
    if (headers === this.#headers) this.#offers = offered;
    return offered;
  }

  #tell(done: number, total: number): void {
    this.#ground.notify({ type: "progress", work: "search", done, total });
  }

  async #list(): Promise<readonly RecordHeader[]> {
    const version = this.#version;
    const { records } = await this.#ground.list(everything);
    if (version === this.#version) this.#headers = records;
    return records;
  }

  async #readSome(headers: readonly RecordHeader[], words: Words, signal: AbortSignal) {
    const version = this.#version;
    const values = await this.#values(headers.map(({ record }) => record));
    signal.throwIfAborted();
    if (version !== this.#version) return; // some of it may be old by now
    for (const [i, header] of headers.entries()) this.#hold(header, values[i] ?? {}, words);
  }

  async #values(records: readonly string[]): Promise<readonly (JsonObject | null)[]> {
    const newest = await run(newestOfMany(records.map(parseId)), this.#ground.perform);
    return newest.map(({ value }) => value);
  }

  #hold({ record, createdAt, covered }: RecordHeader, value: JsonObject, words: Words): void {
    const texts = wordsIn(value, words.label, words.prompts);
    const folded = foldAll(texts);
    const units = this.#units;
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    const isFoldedHeld = units.folded + folded.length <= this.#bounds.folded;
    const isTextHeld = !covered && units.texts + length <= this.#bounds.texts;
    this.#held.set(record, {
      folded: isFoldedHeld ? folded : null,
      texts: isTextHeld ? texts : null,
      needs: readTexts(value.need),
      day: common.happened.read(value.happened).date || localDay(createdAt),
    });
    this.#units = {
      folded: units.folded + (isFoldedHeld ? folded.length : 0),
      texts: units.texts + (isTextHeld ? length : 0),
    };
  }

  #forget(record: string): void {
    const held = this.#held.get(record);
    this.#held.delete(record);
    this.#units.folded -= held?.folded?.length ?? 0;
    this.#units.texts -= held?.texts?.reduce((sum, text) => sum + text.length, 0) ?? 0;
  }

  #drop(): void {
    this.#held.clear();
    this.#read = null;
    this.#words = null;
    this.#units = { folded: 0, texts: 0 };
  }

  /** Those that fit, in their order. */
  async #scan(
    headers: readonly RecordHeader[],
    query: Query,
    { chips }: Asked,
    signal: AbortSignal,
  ): Promise<readonly RecordHeader[]> {
    const found: RecordHeader[] = [];
    let units = 0;
    for (const header of headers) {
      const held = this.#held.get(header.record);
      if (held === undefined || !fitsChips(header, held, chips)) continue;
      const folded = held.folded ?? (await this.#foldAgain(header.record, signal));
      if (isFoundIn(query, folded)) found.push(header);
      units += folded.length;
      if (units < turnUnits) continue;
      units = 0;
      await othersFirst();
      signal.throwIfAborted();
    }
    return found;
  }

  async #foldAgain(record: string, signal: AbortSignal): Promise<string> {
    const texts = await this.#textsOf(record, this.#words);
    signal.throwIfAborted();
    return foldAll(texts);
  }

  async #textsOf(record: string, words: Words | null): Promise<readonly string[]> {
    const [value = null] = await this.#values([record]);
    return value === null || words === null ? [] : wordsIn(value, words.label, words.prompts);
  }

  #hits(pages: readonly RecordHeader[], query: Query, words: Words): Promise<SearchHit[]> {
    return Promise.all(
      pages.map(async (page) => {
        const held = this.#held.get(page.record)?.texts ?? null;
        return hitOf(page, held ?? (await this.#textsOf(page.record, words)), query);
      }),
    );
  }
}

function hitOf(page: RecordHeader, [, ...texts]: readonly string[], query: Query): SearchHit {
  const heading = markedWhole(page.title || page.opening, query);
  const isSaid = page.title === "" && isFoundIn(query, fold(heading.text));
  return { page, heading, excerpt: isSaid ? { text: "", marks: [] } : excerptOf(texts, query) };
}

function foldAll(texts: readonly string[]): string {
  return texts.map(fold).join(between);
}

/** The day on which it was by the device's clock, as lists show it. */
function localDay(at: number): string {
  const day = new Date(at);
  const month = String(day.getMonth() + 1).padStart(2, "0");
  return `${String(day.getFullYear()).padStart(4, "0")}-${month}-${String(day.getDate()).padStart(2, "0")}`;
}
