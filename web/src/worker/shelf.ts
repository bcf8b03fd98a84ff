/** The headers of all records, opened once and kept in memory while the account is open. */

import type { Only, RecordHeader, RecordQuery } from "../core/contract.ts";
import { rejoined } from "../core/model/rejoined.ts";
import { type Id, parseId } from "../core/protocol/encoding.ts";
import type { Storage } from "../core/store/contract.ts";
import type { HeaderRow, OutboxRow } from "../core/store/schema.ts";
import { type Perform, run } from "../core/sync/effects.ts";
import { openHeaders } from "../core/sync/header.ts";
import { newestOf } from "../core/sync/keep.ts";
import { singletonIds } from "../core/sync/singleton.ts";
import { headerView, keptOf } from "./views.ts";

export class Shelf {
  readonly #storage: Storage;
  readonly #perform: Perform;
  /** Null until something was asked for, and whenever it must be read anew. */
  #headers: Map<Id, RecordHeader> | null = null;
  #once: ReadonlySet<string> | null = null;

  constructor(storage: Storage, perform: Perform) {
    this.#storage = storage;
    this.#perform = perform;
  }

  /** Those that a query asks for, in its order; `offset` and `limit` are the caller's. */
  async find(query: Omit<RecordQuery, "offset" | "limit">): Promise<readonly RecordHeader[]> {
    this.#headers ??= await this.#readAll();
    this.#once ??= await run(singletonIds(), this.#perform);
    const once = this.#once;
    const isApart = (record: string, kind: string) => once.has(record) || kind === rejoined.name;
    const isAsked = ({ record, kind }: RecordHeader) =>
      query.kinds === null ? !isApart(record, kind) : query.kinds.includes(kind);
    const found = [...this.#headers.values()].filter(
      (header) => isAsked(header) && fits(header, query),
    );
    return found.sort(orders[query.only ?? "all"]);
  }

  put(header: RecordHeader): void {
    this.#headers?.set(parseId(header.record), header);
  }

  drop(record: Id): void {
    this.#headers?.delete(record);
  }

  forget(): void {
    [this.#headers, this.#once] = [null, null];
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

  async #readAll(): Promise<Map<Id, RecordHeader>> {
    return this.#open(await this.#storage.all("headers"), await this.#storage.all("outbox"));
  }

  async #open(rows: readonly HeaderRow[], outbox: readonly OutboxRow[]) {
    const opened = await run(openHeaders(rows), this.#perform);
    const waiting = new Map(outbox.map((row) => [row.record, row]));
    const headers = new Map<Id, RecordHeader>();
    for (const [i, { record }] of rows.entries()) {
      const row = waiting.get(record);
      const kept = keptOf(row !== undefined, row?.held ?? null);
      const resting = opened[i] ?? null;
      const header = resting && { record, ...resting, kept };
      const shown = header ?? (await this.#rebuild(record));
      if (shown !== null) headers.set(record, shown);
    }
    return headers;
  }

  /** The header of a record whose own does not open: one damaged row must not hide a page, nor the others. */
  async #rebuild(record: Id): Promise<RecordHeader | null> {
    return headerView(await run(newestOf(record), this.#perform));
  }
}

function fits(
  header: RecordHeader,
  { only, person, tag }: Pick<RecordQuery, "only" | "person" | "tag">,
) {
  const isOfPerson = person === null || header.people.includes(person);
  const isTagged = tag === null || header.tags.includes(tag.normalize("NFC"));
  return isOfPerson && isTagged && isOnly[only ?? "all"](header);
}

type Wanted = NonNullable<Only>;

const isOnly: Readonly<Record<Wanted, (header: RecordHeader) => boolean>> = {
  all: ({ trashedAt }) => trashedAt === null,
  bring: ({ bring, trashedAt }) => bring && trashedAt === null,
  look_again: ({ lookAgain, trashedAt }) => lookAgain !== "" && trashedAt === null,
  trash: ({ trashedAt }) => trashedAt !== null,
};

type Order = (left: RecordHeader, right: RecordHeader) => number;

const byNewest: Order = (left, right) =>
  right.createdAt - left.createdAt || (left.record < right.record ? -1 : 1);
const byDay: Order = (left, right) =>
  left.lookAgain === right.lookAgain
    ? byNewest(left, right)
    : left.lookAgain < right.lookAgain
      ? -1
      : 1;
const byTrashed: Order = (left, right) =>
  (right.trashedAt ?? 0) - (left.trashedAt ?? 0) || byNewest(left, right);

const orders: Readonly<Record<Wanted, Order>> = {
  all: byNewest,
  bring: byNewest,
  look_again: byDay,
  trash: byTrashed,
};
