/** The headers of all records, opened once and kept in memory, in their order, while the account is open. */

import type { RecordHeader, RecordList, RecordQuery } from "../core/contract.ts";
import { rejoined } from "../core/model/rejoined.ts";
import type { Id } from "../core/protocol/encoding.ts";
import type { Storage } from "../core/store/contract.ts";
import type { OutboxRow } from "../core/store/schema.ts";
import { type Perform, run } from "../core/sync/effects.ts";
import { openHeaders } from "../core/sync/header.ts";
import { newestOf } from "../core/sync/keep.ts";
import {
  type AllHeaders,
  changedList,
  type FirstHeaders,
  mostChanged,
  openAllHeaders,
  openFirstHeaders,
  tidySegments,
} from "../core/sync/segments.ts";
import { singletonIds } from "../core/sync/singleton.ts";
import { type Entry, monthsOf, partOf } from "./listing.ts";
import { headerView, keptOf } from "./views.ts";

type List = readonly RecordHeader[];

/** The records that changed since a reading began: what was read of them may be of before. */
type Late = Set<string>;

/** All headers, while they are opened. */
type Opening = { readonly late: Late; readonly list: Promise<List> };

/** Beyond so many records all are read again instead of these. */
const mostRefreshed = 1000;

export class Shelf {
  readonly #storage: Storage;
  readonly #perform: Perform;
  /** Newest first. Null until something was asked for, and whenever it must be read anew. */
  #list: List | null = null;
  #opening: Opening | null = null;
  #first: Promise<FirstHeaders | null> | null = null;
  #once: ReadonlySet<string> | null = null;
  readonly #readings = new Set<Late>();
  #tidying: Promise<void> | null = null;

  constructor(storage: Storage, perform: Perform) {
    this.#storage = storage;
    this.#perform = perform;
  }

  async find(query: RecordQuery): Promise<RecordList> {
    const first = this.#list === null && isPlain(query) ? await this.#findFirst(query) : null;
    return first ?? partOf(await this.#all(), query, await this.#apart());
  }

  /** See `monthsOf`. */
  async months(query: RecordQuery): Promise<readonly number[]> {
    return monthsOf(await this.#all(), query, await this.#apart());
  }

  put(header: RecordHeader): void {
    this.#change([header.record], [header]);
  }

  drop(record: Id): void {
    this.#change([record], []);
  }

  forget(): void {
    this.#outdate();
    this.#once = null;
  }

  /** Reads the headers of these records again, of all for null. */
  async refresh(records: readonly string[] | null): Promise<void> {
    if (records === null || records.length > mostRefreshed) return this.#outdate();
    if (this.#list === null) this.#change(records, []);
    else await this.#readAgain(records);
  }

  /** Makes the segments anew where much has changed since they were made. */
  async tidy(): Promise<void> {
    if (this.#list === null || (await this.#storage.count("changed")) <= mostChanged) return;
    await this.#tidyFrom(null);
  }

  #outdate(): void {
    [this.#list, this.#first, this.#opening] = [null, null, null];
  }

  #change(records: readonly string[], fresh: List): void {
    this.#first = null;
    for (const late of this.#readings) for (const record of records) late.add(record);
    if (this.#list !== null) this.#list = changedList(this.#list, new Set(records), fresh);
  }

  /** What the newest segment alone can tell; null where that is not enough. */
  async #findFirst(query: RecordQuery): Promise<RecordList | null> {
    // Where it fails, opening all of them says why, and is tried again.
    this.#first ??= run(openFirstHeaders(), this.#perform).catch(() => null);
    const first = await this.#first;
    if (first === null) return null;
    const { records, ...more } = partOf<Entry>(first.listed, query, await this.#apart());
    if (!more.hasMore && !first.isAll) return null;
    const ids = records.map(({ record }) => record);
    return { records: withKept(records, await this.#storage.getMany("outbox", ids)), ...more };
  }

  #all(): List | Promise<List> {
    if (this.#list !== null) return this.#list;
    if (this.#opening === null) {
      const late: Late = new Set();
      this.#opening = { late, list: this.#open(late) };
    }
    return this.#opening.list;
  }

  async #open(late: Late): Promise<List> {
    const isHeld = () => this.#opening?.late === late;
    this.#readings.add(late);
    try {
      await this.#first; // the first screen comes before the others
      const headers = await run(openAllHeaders(), this.#perform);
      let list = await this.#shown(headers);
      // Nothing may come between the last look at what changed and holding the list.
      while (late.size > 0) list = await this.#caughtUp(list, late);
      if (isHeld()) [this.#list, this.#first] = [list, null];
      if (isHeld()) void this.#tidyFrom(headers);
      return list;
    } finally {
      this.#readings.delete(late);
      if (isHeld()) this.#opening = null;
    }
  }

  async #shown({ listed, shut }: AllHeaders): Promise<List> {
    const list = withKept(listed, await this.#storage.all("outbox"));
    return changedList(list, new Set(shut), await this.#rebuilt(shut));
  }

  /** The same with everything that changed while it was opened; more of it may have by then. */
  async #caughtUp(opened: List, late: Late): Promise<List> {
    const records = [...late];
    late.clear();
    return changedList(opened, new Set(records), await this.#read(records));
  }

  /** The headers of these records as they rest now, of those that have one. */
  async #read(records: readonly string[]): Promise<List> {
    const rows = await this.#storage.getMany("headers", records);
    const present = rows.filter((row) => row !== null);
    const opened = await run(openHeaders(present), this.#perform);
    const outbox = await this.#storage.getMany("outbox", records);
    const entries = present.flatMap(({ record }, i) => {
      const header = opened[i] ?? null;
      return header === null ? [] : [{ record, ...header }];
    });
    const shut = present.filter((_, i) => (opened[i] ?? null) === null);
    const rebuilt = await this.#rebuilt(shut.map(({ record }) => record));
    return [...withKept(entries, outbox), ...rebuilt];
  }

  /** Puts what these records rest as into the list; reads again where somebody changed one of them meanwhile. */
  async #readAgain(records: readonly string[]): Promise<void> {
    const late: Late = new Set();
    this.#readings.add(late);
    try {
      let fresh = await this.#read(records);
      while (records.some((record) => late.has(record))) {
        late.clear();
        fresh = await this.#read(records);
      }
      this.#change(records, fresh); // at once, as above
    } finally {
      this.#readings.delete(late);
    }
  }

  /** The headers of records whose own do not open: a damaged row must not hide a page, nor the others. */
  async #rebuilt(records: readonly Id[]): Promise<List> {
    const rebuilt: RecordHeader[] = [];
    for (const record of records) {
      const header = headerView(await run(newestOf(record), this.#perform));
      if (header !== null) rebuilt.push(header);
    }
    return rebuilt;
  }

  async #apart(): Promise<(entry: Entry) => boolean> {
    this.#once ??= await run(singletonIds(), this.#perform);
    const once = this.#once;
    return ({ record, kind }) => once.has(record) || kind === rejoined.name;
  }

  /** One after the other at most. Where it fails, nothing depends on segments, and it is tried again later. */
  #tidyFrom(headers: AllHeaders | null): Promise<void> {
    this.#tidying ??= run(tidySegments(headers), this.#perform)
      .catch(() => {})
      .finally(() => {
        this.#tidying = null;
      });
    return this.#tidying;
  }
}

/** The query of the list itself, from its beginning. */
function isPlain({ kinds, only, person, tag, before, offset }: RecordQuery): boolean {
  const isAnything = kinds === null && person === null && tag === null;
  return isAnything && (only ?? "all") === "all" && (before ?? null) === null && offset >= 0;
}

function withKept(entries: readonly Entry[], outbox: readonly (OutboxRow | null)[]): List {
  const waiting = new Map<string, OutboxRow>();
  for (const row of outbox) if (row !== null) waiting.set(row.record, row);
  return entries.map((entry) => {
    const row = waiting.get(entry.record);
    return { ...entry, kept: keptOf(row !== undefined, row?.held ?? null) };
  });
}
