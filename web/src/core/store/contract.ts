/** What the engine asks of a store. One suite of tests holds every implementation to it. */

import type { Bytes } from "../bytes.ts";
import type { Id } from "../protocol/encoding.ts";
import { firstAccountEpoch, type Rows, type Table } from "./schema.ts";

/** One row to write, or, with `row` null, to remove. */
export type Change = {
  [T in Table]: { readonly table: T; readonly key: string; readonly row: Rows[T] | null };
}[Table];

/** A change of one row, typed by its table. */
export function change<T extends Table>(table: T, key: string, row: Rows[T] | null): Change {
  // The compiler does not see that a union over T is what T picks from it.
  return { table, key, row } as Change;
}

/** What a store writes of itself with a batch ([Note: Segments] in the schema): whoever empties the marks says what is marked then. */
export function marksOf({ clears, changes }: Pick<Batch, "clears" | "changes">): Change[] {
  if (clears?.includes("changed")) return [];
  return changes.flatMap(({ table, key }) =>
    // The key of a header is the id of its record.
    table === "headers" ? [change("changed", key, { record: key as Id })] : [],
  );
}

/**
 * What must still be so for a write to happen. An outbox row is known by its sealed bytes (every seal is
 * different), a record by its number; null and 0 stand for absent.
 */
export type Expectation =
  | { readonly table: "outbox"; readonly key: string; readonly sealed: Bytes | null }
  | { readonly table: "records"; readonly key: string; readonly number: number }
  | { readonly table: "seals"; readonly count: number };

/**
 * One transaction. `lead` is the generation that must still lead, null for what any tab may write. `under` is the account epoch whose LK
 * seals what is in it, absent or null where nothing is sealed ([Note: One LK] in the schema).
 */
export type Batch = {
  readonly under?: number | null;
  /** Tables that are emptied before the changes are made. */
  readonly clears?: readonly Table[];
  readonly changes: readonly Change[];
  readonly expects: readonly Expectation[];
  readonly lead: number | null;
  /** Whether the answer waits until the disk has it, not only the operating system. */
  readonly strict: boolean;
};

/**
 * `moved`: an expectation does not hold, read again. `deposed`: another tab leads. `outdated`: what rests here is sealed under the LK of another
 * account epoch, or there is no account any more. They all wrote nothing.
 */
export type Outcome = "written" | "moved" | "deposed" | "outdated";

/** The account epoch under whose LK everything here rests; null without an account. */
export function restingEpoch(row: Rows["account"] | null | undefined): number | null {
  return row ? (row.epoch ?? firstAccountEpoch) : null;
}

export interface Storage {
  get<T extends Table>(table: T, key: string): Promise<Rows[T] | null>;
  /** In the order of the keys asked for. */
  getMany<T extends Table>(table: T, keys: readonly string[]): Promise<readonly (Rows[T] | null)[]>;
  /** In the order of their keys. */
  all<T extends Table>(table: T): Promise<readonly Rows[T][]>;
  /** At most so many of them, in the same order, from behind this key; null for the first ones. */
  some<T extends Table>(table: T, after: string | null, most: number): Promise<readonly Rows[T][]>;
  count(table: Table): Promise<number>;
  write(batch: Batch): Promise<Outcome>;
  /** Begin to lead: the new generation, greater than every one before; 0, which never leads and leaves nothing behind, where there is no account. */
  lead(): Promise<number>;
  /** Removes every row of every table. */
  clear(): Promise<void>;
  close(): void;
}
