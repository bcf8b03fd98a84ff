/** The store in memory: made-up pages live in it, and the thousands of simulated days of the tests. */

import { isEqual } from "../bytes.ts";
import {
  type Batch,
  type Expectation,
  marksOf,
  type Outcome,
  restingEpoch,
  type Storage,
} from "./contract.ts";
import { only, type Rows, type Table, tables } from "./schema.ts";

export class MemoryStore implements Storage {
  readonly #tables = new Map<Table, Map<string, unknown>>(
    tables.map((table) => [table, new Map<string, unknown>()]),
  );

  async get<T extends Table>(table: T, key: string): Promise<Rows[T] | null> {
    return this.#row(table, key);
  }

  async getMany<T extends Table>(table: T, keys: readonly string[]) {
    return keys.map((key) => this.#row(table, key));
  }

  async all<T extends Table>(table: T): Promise<Rows[T][]> {
    return this.#sorted(table).map(([, row]) => row);
  }

  async some<T extends Table>(table: T, after: string | null, most: number): Promise<Rows[T][]> {
    const behind = this.#sorted(table).filter(([key]) => after === null || key > after);
    return behind.slice(0, most).map(([, row]) => row);
  }

  async count(table: Table): Promise<number> {
    return this.#rows(table).size;
  }

  async write({ changes, expects, lead, under, clears = [] }: Batch): Promise<Outcome> {
    if (lead !== null && this.#row("lead", only)?.generation !== lead) return "deposed";
    const isSealed = typeof under === "number";
    if (isSealed && restingEpoch(this.#row("account", only)) !== under) return "outdated";
    if (!expects.every((expected) => this.#isMet(expected))) return "moved";
    for (const table of clears) this.#rows(table).clear();
    for (const { table, key, row } of [...changes, ...marksOf({ clears, changes })]) {
      if (row === null) this.#rows(table).delete(key);
      else this.#rows(table).set(key, row);
    }
    if (isSealed) this.#rows("seals").set(only, { count: this.#seals + 1 });
    return "written";
  }

  async lead(): Promise<number> {
    if (this.#rows("account").size === 0) return 0;
    const generation = (this.#row("lead", only)?.generation ?? 0) + 1;
    this.#rows("lead").set(only, { generation });
    return generation;
  }

  async clear(): Promise<void> {
    for (const table of tables) this.#rows(table).clear();
  }

  close(): void {}

  get #seals(): number {
    return this.#row("seals", only)?.count ?? 0;
  }

  /** Another disk with the same on it. Rows are never changed in place. */
  copy(): MemoryStore {
    const copy = new MemoryStore();
    for (const [table, rows] of this.#tables) copy.#tables.set(table, new Map(rows));
    return copy;
  }

  #rows(table: Table): Map<string, unknown> {
    const rows = this.#tables.get(table);
    if (rows === undefined) throw new Error(`no table ${table}`);
    return rows;
  }

  #sorted<T extends Table>(table: T): [string, Rows[T]][] {
    const rows = [...this.#rows(table)] as [string, Rows[T]][]; // only `write` puts rows in, under their own table
    return rows.sort(([left], [right]) => (left < right ? -1 : 1));
  }

  #row<T extends Table>(table: T, key: string): Rows[T] | null {
    return (this.#rows(table).get(key) as Rows[T] | undefined) ?? null; // as in `#sorted`
  }

  #isMet(expected: Expectation): boolean {
    if (expected.table === "records") {
      return (this.#row("records", expected.key)?.number ?? 0) === expected.number;
    }
    if (expected.table === "seals") return this.#seals === expected.count;
    const held = this.#row("outbox", expected.key)?.sealed ?? null;
    if (held === null || expected.sealed === null) return held === expected.sealed;
    return isEqual(held, expected.sealed);
  }
}
