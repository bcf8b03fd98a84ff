/**
 * The rows of one table within a transaction of IndexedDB.
 *
 * [Note: Packs] A value costs IndexedDB about as much whether it holds one row or sixty. So where many rows of a table are written at once, they are
 * laid into packs: sorted, so many to a value, under the key of the first of them. A key is in one pack or in a row of its own, never in both, and
 * packs do not overlap. A row that is written alone leaves its pack, one that is removed does too; the others of the pack stay. All of it happens
 * in the transaction of the write, so nobody ever sees a row twice or not at all.
 */

import {
  isPacked,
  type Keyed,
  type Pack,
  type Packed,
  packsOf,
  type Reading,
  type Row,
  type Writing,
} from "./database.ts";
import type { Rows, Table } from "./schema.ts";

/** So many rows of a table, written at once, are laid into packs. */
const manyRows = 256;
/** A pack is full with so many rows, or so many sealed bytes: a row that leaves it writes all others anew. */
const mostRows = 64;
const mostBytes = 65_536;

/** A row to write under its key, or, with null, to remove. */
export type Put = readonly [key: string, row: Row | null];

/** In the order of the keys asked for. */
export async function getRows<T extends Table>(
  transaction: Reading,
  table: T,
  keys: readonly string[],
): Promise<(Rows[T] | null)[]> {
  const alone = await getAlone(transaction, table, keys);
  const missing = keys.filter((_, i) => alone[i] === undefined);
  const packs = await packsWith(transaction, table, missing);
  const inPacks = new Map([...packs.values()].flat());
  const rows = keys.map((key, i) => alone[i] ?? inPacks.get(key) ?? null);
  return rows as (Rows[T] | null)[]; // the compiler does not see through the schema that a table's values are its rows
}

async function getAlone(
  transaction: Reading,
  table: Table,
  keys: readonly string[],
): Promise<(Row | undefined)[]> {
  const store = transaction.objectStore(table);
  // A device that takes in everything for the first time asks ten thousand times for what is not there.
  if (keys.length > 1 && (await store.count()) === 0) return [];
  return Promise.all(keys.map((key) => store.get(key)));
}

/** In the order of their keys, from behind `after`, at most so many. */
export async function someRows<T extends Table>(
  transaction: Reading,
  table: T,
  after: string | null = null,
  most?: number,
): Promise<Rows[T][]> {
  const store = transaction.objectStore(table as Table);
  const range = after === null ? null : IDBKeyRange.lowerBound(after, true);
  const alone = await store.getAll(range, most);
  const inPacks = await packedBehind(transaction, table, after, most);
  if (inPacks.length === 0) return alone as Rows[T][]; // as in `getRows`
  const keys = await store.getAllKeys(range, most);
  const keyed = keys.map((key, i): Keyed => [key, alone[i] as Row]); // as many keys as rows
  const all = [...keyed, ...inPacks].sort(byKey).slice(0, most);
  return all.map(([, row]) => row as Rows[T]);
}

/** Those of the packs. */
async function packedBehind(
  transaction: Reading,
  table: Table,
  after: string | null,
  most = Number.POSITIVE_INFINITY,
): Promise<Keyed[]> {
  if (!isPacked(table)) return [];
  const store = transaction.objectStore(packsOf(table));
  const first = after && (await store.openKeyCursor(IDBKeyRange.upperBound(after), "prev"));
  const range = first ? IDBKeyRange.lowerBound(first.key) : null;
  const found: Keyed[] = [];
  for await (const { value } of store.iterate(range)) {
    found.push(...value.filter(([key]) => after === null || key > after));
    if (found.length >= most) break;
  }
  return found;
}

export async function countRows(transaction: Reading, table: Table): Promise<number> {
  const alone = await transaction.objectStore(table).count();
  return alone + (await packedBehind(transaction, table, null)).length;
}

export async function rowKeys(transaction: Reading, table: Table): Promise<Set<string>> {
  const alone = await transaction.objectStore(table).getAllKeys();
  const inPacks = await packedBehind(transaction, table, null);
  return new Set([...alone, ...inPacks.map(([key]) => key)]);
}

export async function clearRows(transaction: Writing, table: Table): Promise<void> {
  await transaction.objectStore(table).clear();
  if (isPacked(table)) await transaction.objectStore(packsOf(table)).clear();
}

/** Writes and removes; where a key comes twice, the later one holds. */
export async function putRows(transaction: Writing, table: Table, puts: readonly Put[]) {
  if (!isPacked(table)) return putAlone(transaction, table, puts);
  const last = new Map(puts);
  if (last.size >= manyRows) return layPacks(transaction, table, last);
  await leavePacks(transaction, table, new Set(last.keys()));
  await putAlone(transaction, table, [...last]);
}

async function putAlone(transaction: Writing, table: Table, puts: readonly Put[]): Promise<void> {
  const store = transaction.objectStore(table);
  await Promise.all(
    puts.map(async ([key, row]) => {
      await (row === null ? store.delete(key) : store.put(row, key));
    }),
  );
}

/** The rows with these keys are in no pack any more. */
async function leavePacks(transaction: Writing, table: Packed, keys: ReadonlySet<string>) {
  const store = transaction.objectStore(packsOf(table));
  const packs = await packsWith(transaction, table, [...keys]);
  for (const [name, pack] of packs) {
    const staying = pack.filter(([key]) => !keys.has(key));
    if (staying.length === pack.length) continue;
    await (staying.length === 0 ? store.delete(name) : store.put(staying, name));
  }
}

/** All that lies in packs, and these rows, in packs of their own making; where one of these is null, it is removed. */
async function layPacks(
  transaction: Writing,
  table: Packed,
  puts: ReadonlyMap<string, Row | null>,
): Promise<void> {
  const alone = await transaction.objectStore(table).getAllKeys();
  const leaving = alone.filter((key) => puts.has(key)).map((key): Put => [key, null]);
  await putAlone(transaction, table, leaving);
  const staying = (await packedBehind(transaction, table, null)).filter(([key]) => !puts.has(key));
  const coming = [...puts].flatMap(([key, row]): Keyed[] => (row === null ? [] : [[key, row]]));
  const store = transaction.objectStore(packsOf(table));
  await store.clear();
  for (const pack of intoPacks([...staying, ...coming].sort(byKey)))
    await store.put(pack, nameOf(pack));
}

function intoPacks(rows: readonly Keyed[]): Keyed[][] {
  const packs: Keyed[][] = [];
  let bytes = 0;
  for (const keyed of rows) {
    const pack = packs.at(-1);
    bytes += bytesIn(keyed);
    if (pack !== undefined && pack.length < mostRows && bytes <= mostBytes) pack.push(keyed);
    else {
      packs.push([keyed]);
      bytes = bytesIn(keyed);
    }
  }
  return packs;
}

function bytesIn([, row]: Keyed): number {
  const lengths = Object.values(row).map((value) =>
    value instanceof Uint8Array ? value.length : 0,
  );
  return lengths.reduce((sum, length) => sum + length, 0);
}

function nameOf(pack: Pack): string {
  return pack[0]?.[0] ?? ""; // no pack is empty
}

/** The packs in which these keys would be, by name. */
async function packsWith(
  transaction: Reading,
  table: Table,
  keys: readonly string[],
): Promise<Map<string, Pack>> {
  if (!isPacked(table) || keys.length === 0) return new Map();
  const store = transaction.objectStore(packsOf(table));
  const names = await store.getAllKeys();
  const asked = new Set(keys.map((key) => names[placeOf(names, key)]));
  const packs = [...asked].map(async (name): Promise<[string, Pack][]> => {
    const pack = name === undefined ? undefined : await store.get(name);
    return name === undefined || pack === undefined ? [] : [[name, pack]];
  });
  return new Map((await Promise.all(packs)).flat());
}

/** Where the greatest of these sorted names stands that is not beyond the key; -1 where all are. */
function placeOf(names: readonly string[], key: string): number {
  let [from, to] = [0, names.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((names[middle] ?? "") <= key) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

function byKey([left]: Keyed, [right]: Keyed): number {
  return left < right ? -1 : 1;
}
