/** The database in IndexedDB: which object stores it has, and how it is opened. The others know the library by the types of this file. */

import { type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from "idb";
import { type Rows, type Table, tables } from "./schema.ts";

/** Counts one up with every object store that is added; a store of an earlier version keeps all that it holds. */
const version = 5;

/** The tables with a row for each record that was verified ([Note: Packs] in `packs.ts`). */
const packedTables = ["records", "bases", "headers", "lineage", "changed"] as const;
export type Packed = (typeof packedTables)[number];
type PacksName = `${Packed} packs`;

export type Row = Rows[Table];
export type Keyed = readonly [key: string, row: Row];
/** Rows in the order of their keys. */
export type Pack = readonly Keyed[];

/** One object store a table, keys outside the rows, and one for its packs. */
type Schema = { [T in Table]: { key: string; value: Rows[T] } } & {
  [name in PacksName]: { key: string; value: Pack };
};
export type Database = IDBPDatabase<Schema>;
type StoreName = StoreNames<Schema>;
export type Reading = IDBPTransaction<Schema, StoreName[], IDBTransactionMode>;
export type Writing = IDBPTransaction<Schema, StoreName[], "readwrite">;

/**
 * The database of this name; made when it is not there yet. `onOutdated` is told when a newer version waits for this connection to be closed,
 * which is then its part; until then everything can still be written.
 */
export async function openDatabase(name: string, onOutdated?: () => void): Promise<Database> {
  const database = await openDB<Schema>(name, version, {
    upgrade(outdated) {
      const missing = storesOf(tables).filter((name) => !outdated.objectStoreNames.contains(name));
      for (const name of missing) outdated.createObjectStore(name);
    },
    blocking() {
      // Another tab runs a newer Goldseam: a connection that stays open holds it up.
      if (onOutdated) onOutdated();
      else database.close();
    },
  });
  return database;
}

/** Every store in which rows of these tables lie. */
export function storesOf(tables: Iterable<Table>): StoreName[] {
  return [...tables].flatMap((table): StoreName[] =>
    isPacked(table) ? [table, packsOf(table)] : [table],
  );
}

export function isPacked(table: Table): table is Packed {
  return (packedTables as readonly Table[]).includes(table);
}

export function packsOf(table: Packed): PacksName {
  return `${table} packs`;
}
