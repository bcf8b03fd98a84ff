/** Records as the screens ask for them: lists from sealed headers, one record from its newest state. */

import type { RecordList, RecordQuery, RecordView } from "../core/contract.ts";
import { Malformed, Refusal } from "../core/errors.ts";
import type { JsonObject } from "../core/protocol/canonical.ts";
import { type Id, parseId } from "../core/protocol/encoding.ts";
import type { Storage } from "../core/store/contract.ts";
import { type Perform, type Procedure, run } from "../core/sync/effects.ts";
import {
  dismissMerged,
  freshRecord,
  keepRecord,
  type Newest,
  newestOf,
  release,
  remove,
} from "../core/sync/keep.ts";
import { singletonId } from "../core/sync/singleton.ts";
import { trash, untrash } from "../core/sync/trash.ts";
import { Shelf } from "./shelf.ts";
import { headerView, recordView } from "./views.ts";

type KeepRecordInput = {
  readonly record: string | null;
  readonly value: JsonObject;
  readonly base: JsonObject | null;
};

export class Records {
  readonly #perform: Perform;
  readonly #shelf: Shelf;

  constructor(storage: Storage, perform: Perform) {
    this.#perform = perform;
    this.#shelf = new Shelf(storage, perform);
  }

  listRecords(query: RecordQuery): Promise<RecordList> {
    return this.#shelf.find(query);
  }

  months(query: RecordQuery): Promise<readonly number[]> {
    return this.#shelf.months(query);
  }

  async readRecord(record: string): Promise<RecordView | null> {
    return recordView(await this.#run(newestOf(parseId(record))));
  }

  /** `bad_request` for a value without a kind, `not_found` for an unchanged one over a removed record. */
  async keepRecord({ record, value, base }: KeepRecordInput): Promise<RecordView> {
    if (typeof value.kind !== "string") throw new Malformed("a record has a kind");
    return this.#shown(keepRecord(await this.#named(record), value, base, now()));
  }

  async singleton(kind: string): Promise<{ record: string; view: RecordView | null }> {
    const record = await this.#run(singletonId(kind));
    return { record, view: await this.readRecord(record) };
  }

  dismissMerged(record: string): Promise<RecordView> {
    return this.#shown(dismissMerged(parseId(record)));
  }

  send(record: string): Promise<RecordView> {
    return this.#shown(release(parseId(record)));
  }

  /** Puts a state on the shelf that another part of the worker kept. */
  async show(newest: Newest): Promise<RecordView> {
    const [view, header] = [recordView(newest), headerView(newest)];
    if (view === null || header === null) throw new Refusal("not_found");
    this.#shelf.put(header);
    return view;
  }

  trash(record: string): Promise<RecordView> {
    return this.#shown(trash(parseId(record), Date.now()));
  }

  untrash(record: string): Promise<RecordView> {
    return this.#shown(untrash(parseId(record)));
  }

  async erase(record: string): Promise<Id> {
    const id = parseId(record);
    await this.#run(remove(id, true));
    this.#shelf.drop(id);
    return id;
  }

  /** Lets go of every word, as when the keys are gone. */
  forget(): void {
    this.#shelf.forget();
  }

  /** Reads the headers of these records again, of all for null. */
  refresh(records: readonly string[] | null): Promise<void> {
    return this.#shelf.refresh(records);
  }

  /** See `Shelf.tidy`. */
  tidy(): Promise<void> {
    return this.#shelf.tidy();
  }

  async #named(record: string | null): Promise<Id> {
    return record === null ? this.#run(freshRecord()) : parseId(record);
  }

  async #shown(procedure: Procedure<Newest>): Promise<RecordView> {
    return this.show(await this.#run(procedure));
  }

  #run<T>(procedure: Procedure<T>): Promise<T> {
    return run(procedure, this.#perform);
  }
}

function now() {
  return { at: Date.now(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}
