/** Pages as the screens see them: the list from sealed headers, one page from its newest state. */

import type { Kept, ListPage, PageHeader, PageText, PageView } from "../core/contract.ts";
import { Refusal } from "../core/errors.ts";
import { readEntry } from "../core/model/entry.ts";
import { isRemoved } from "../core/model/record.ts";
import { type Id, parseId } from "../core/protocol/encoding.ts";
import type { Storage } from "../core/store/contract.ts";
import type { HeaderRow, Held, OutboxRow } from "../core/store/schema.ts";
import { type Perform, run } from "../core/sync/effects.ts";
import { type Header, headerFromJson, headerOf, newerHeader } from "../core/sync/header.ts";
import {
  dismissMerged,
  freshRecord,
  keepEntry,
  type Newest,
  newestOf,
  release,
} from "../core/sync/keep.ts";
import { openAll } from "../core/sync/local.ts";

type KeepInput = {
  readonly record: string | null;
  readonly text: PageText;
  readonly base: PageText | null;
};

export class Pages {
  readonly #storage: Storage;
  readonly #perform: Perform;
  /** Null until the list was asked for, and whenever it must be read anew. */
  #headers: Map<Id, PageHeader> | null = null;

  constructor(storage: Storage, perform: Perform) {
    this.#storage = storage;
    this.#perform = perform;
  }

  async list({ offset, limit }: { offset: number; limit: number }): Promise<ListPage> {
    this.#headers ??= await this.#readAll();
    const pages = [...this.#headers.values()].sort(byNewest);
    return { pages: pages.slice(offset, offset + limit), total: pages.length };
  }

  async read(record: string): Promise<PageView | null> {
    return viewOf(await run(newestOf(parseId(record)), this.#perform));
  }

  /** `not_found` for an unchanged text over a removed page. */
  async keep({ record, text, base }: KeepInput): Promise<PageView> {
    const id = record === null ? await run(freshRecord(), this.#perform) : parseId(record);
    const moment = { at: Date.now(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
    return this.#shown(await run(keepEntry(id, text, base, moment), this.#perform));
  }

  async dismissMerged(record: string): Promise<PageView> {
    return this.#shown(await run(dismissMerged(parseId(record)), this.#perform));
  }

  async send(record: string): Promise<PageView> {
    return this.#shown(await run(release(parseId(record)), this.#perform));
  }

  /** Reads the headers of these records again, of all for null. */
  async refresh(records: readonly string[] | null): Promise<void> {
    const held = this.#headers;
    if (held === null) return;
    if (records === null) {
      this.#headers = null;
      return;
    }
    const ids = records.map(parseId);
    const rows = (await this.#storage.getMany("headers", ids)).filter((row) => row !== null);
    const outbox = (await this.#storage.getMany("outbox", ids)).filter((row) => row !== null);
    const fresh = await this.#open(rows, outbox);
    for (const id of ids) held.delete(id);
    for (const [id, header] of fresh) held.set(id, header);
  }

  async #readAll(): Promise<Map<Id, PageHeader>> {
    return this.#open(await this.#storage.all("headers"), await this.#storage.all("outbox"));
  }

  async #open(rows: readonly HeaderRow[], outbox: readonly OutboxRow[]) {
    const sealed = rows.map((row) => ({ ...row, table: "headers" as const, key: row.record }));
    const values = await run(openAll(sealed), this.#perform);
    const waiting = new Map(outbox.map((row) => [row.record, row]));
    const headers = new Map<Id, PageHeader>();
    rows.forEach(({ record }, i) => {
      const row = waiting.get(record);
      const kept = keptOf(row !== undefined, row?.held ?? null);
      headers.set(record, { record, ...headerFromJson(values[i] ?? {}), kept });
    });
    return headers;
  }

  #shown(newest: Newest): PageView {
    const view = viewOf(newest);
    if (view === null) throw new Refusal("not_found");
    const { text: _, ...header } = view;
    this.#headers?.set(newest.record, header);
    return view;
  }
}

function byNewest(left: PageHeader, right: PageHeader): number {
  return right.createdAt - left.createdAt || (left.record < right.record ? -1 : 1);
}

function keptOf(isWaiting: boolean, held: Held): Kept {
  if (!isWaiting) return "server";
  return held === null ? "device" : "device_only";
}

function viewOf({ record, value, isWaiting, held, isNewer }: Newest): PageView | null {
  const header: Header | null = isNewer ? newerHeader(value) : value && headerOf(value);
  if (header === null) return null;
  const isEmpty = value === null || isRemoved(value);
  const text = isEmpty ? { title: "", body: "", tags: [] } : readEntry(value);
  return { record, ...header, kept: keptOf(isWaiting, held), text };
}
