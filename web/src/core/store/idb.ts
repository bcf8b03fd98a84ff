/** The store over IndexedDB. Where a row lies in it is the affair of `packs.ts`. */

import { type Bytes, isEqual } from "../bytes.ts";
import {
  type Batch,
  type Change,
  type Expectation,
  marksOf,
  type Outcome,
  restingEpoch,
  type Storage,
} from "./contract.ts";
import { type Database, openDatabase, storesOf, type Writing } from "./database.ts";
import { clearRows, countRows, getRows, type Put, putRows, rowKeys, someRows } from "./packs.ts";
import { only, type Table, tables } from "./schema.ts";

/** What is expected of one row that may be one of many. */
type Row = Exclude<Expectation, { readonly table: "seals" }>;

/** Beyond this many expectations of one table its keys are read at once instead of one by one. */
const fewExpectations = 64;

/** The store of this name; see `openDatabase`. */
export async function openIdb(name: string, onOutdated?: () => void): Promise<Storage> {
  return storageOf(await openDatabase(name, onOutdated));
}

function storageOf(database: Database): Storage {
  const reading = (table: Table) => database.transaction(storesOf([table]));
  return {
    get: async (table, key) => (await getRows(reading(table), table, [key]))[0] ?? null,
    getMany: (table, keys) => getRows(reading(table), table, keys),
    all: (table) => someRows(reading(table), table),
    some: (table, after, most) => someRows(reading(table), table, after, most),
    count: (table) => countRows(reading(table), table),
    write: (batch) => write(database, batch),
    lead: () => lead(database),
    clear: () => clear(database),
    close: () => database.close(),
  };
}

async function write(database: Database, asked: Batch): Promise<Outcome> {
  const batch = { ...asked, changes: [...asked.changes, ...marksOf(asked)] };
  const touched = storesOf(tablesOf(batch));
  if (touched.length === 0) return "written"; // a transaction over nothing cannot be begun
  const durability = batch.strict ? "strict" : "relaxed";
  const transaction = database.transaction(touched, "readwrite", { durability });
  const ended = transaction.done.then(
    () => null,
    (reason: unknown) => reason,
  );
  try {
    const outcome = await judge(transaction, batch);
    if (outcome === "written") await apply(transaction, batch);
    if (outcome === "written" && isSealed(batch)) await countUp(transaction);
    await transaction.done;
    return outcome;
  } catch (error) {
    abort(transaction); // a row that cannot be stored must not leave the others behind
    throw whyEnded(await ended) ?? error;
  }
}

function abort(transaction: Writing): void {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself already.
  }
}

/** A full disk aborts every request; only the transaction tells that it was the disk. */
function whyEnded(reason: unknown): unknown {
  return reason instanceof Error && reason.name === "AbortError" ? null : reason;
}

function tablesOf(batch: Batch): Set<Table> {
  const touched = new Set<Table>();
  for (const { table } of batch.changes) touched.add(table);
  for (const { table } of batch.expects) touched.add(table);
  for (const table of batch.clears ?? []) touched.add(table);
  if (batch.lead !== null) touched.add("lead");
  if (isSealed(batch)) for (const table of ["account", "seals"] as const) touched.add(table);
  return touched;
}

function isSealed({ under }: Batch): boolean {
  return typeof under === "number";
}

async function judge(transaction: Writing, batch: Batch): Promise<Outcome> {
  if (batch.lead !== null) {
    const row = await transaction.objectStore("lead").get(only);
    if (row?.generation !== batch.lead) return "deposed";
  }
  if (isSealed(batch)) {
    const account = await transaction.objectStore("account").get(only);
    if (restingEpoch(account) !== batch.under) return "outdated";
  }
  return (await areMet(transaction, batch.expects)) ? "written" : "moved";
}

async function areMet(transaction: Writing, expects: readonly Expectation[]): Promise<boolean> {
  const present = await keysToRead(transaction, expects);
  const met = await Promise.all(
    expects.map(async (expected) => {
      if (expected.table === "seals") return (await sealsIn(transaction)) === expected.count;
      const isThere = present === null || present[expected.table].has(expected.key);
      return isThere ? isMet(transaction, expected) : isAbsent(expected);
    }),
  );
  return met.every((holds) => holds);
}

/** The keys that are there, so that ten thousand absent rows cost one read; null when asking each is cheaper. */
async function keysToRead(transaction: Writing, expects: readonly Expectation[]) {
  if (expects.length < fewExpectations) return null;
  const keysOf = async (table: Row["table"]) =>
    expects.some((expected) => expected.table === table)
      ? await rowKeys(transaction, table)
      : new Set<string>();
  return { outbox: await keysOf("outbox"), records: await keysOf("records") };
}

async function isMet(transaction: Writing, expected: Row): Promise<boolean> {
  if (expected.table === "outbox") {
    const row = await transaction.objectStore("outbox").get(expected.key);
    return isSameSeal(row?.sealed ?? null, expected.sealed);
  }
  const [row] = await getRows(transaction, "records", [expected.key]);
  return (row?.number ?? 0) === expected.number;
}

function isAbsent(expected: Row): boolean {
  return expected.table === "outbox" ? expected.sealed === null : expected.number === 0;
}

function isSameSeal(held: Bytes | null, expected: Bytes | null): boolean {
  if (held === null || expected === null) return held === expected;
  return isEqual(held, expected);
}

async function apply(transaction: Writing, batch: Batch): Promise<void> {
  for (const table of batch.clears ?? []) await clearRows(transaction, table);
  for (const [table, puts] of putsOf(batch.changes)) await putRows(transaction, table, puts);
}

function putsOf(changes: readonly Change[]): Map<Table, Put[]> {
  const puts = new Map<Table, Put[]>();
  for (const { table, key, row } of changes) {
    const before = puts.get(table);
    if (before === undefined) puts.set(table, [[key, row]]);
    else before.push([key, row]);
  }
  return puts;
}

async function sealsIn(transaction: Writing): Promise<number> {
  return (await transaction.objectStore("seals").get(only))?.count ?? 0;
}

async function countUp(transaction: Writing): Promise<void> {
  const count = (await sealsIn(transaction)) + 1;
  await transaction.objectStore("seals").put({ count }, only);
}

async function clear(database: Database): Promise<void> {
  const every = storesOf(tables);
  const transaction = database.transaction(every, "readwrite", { durability: "strict" });
  await Promise.all(every.map((name) => transaction.objectStore(name).clear()));
  await transaction.done;
}

async function lead(database: Database): Promise<number> {
  const touched = ["account", "lead"] as const;
  const transaction = database.transaction(touched, "readwrite", { durability: "strict" });
  const isEmpty = (await transaction.objectStore("account").count()) === 0;
  const row = await transaction.objectStore("lead").get(only);
  const generation = isEmpty ? 0 : (row?.generation ?? 0) + 1;
  if (!isEmpty) await transaction.objectStore("lead").put({ generation }, only);
  await transaction.done;
  return generation;
}
