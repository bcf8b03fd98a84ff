/** Rows that rest under LK, sealed and opened as JSON (docs/protocol.md, Keys and slots). */

import { type Bytes, utf8 } from "../bytes.ts";
import { openLocal, sealLocal } from "../crypto/seal.ts";
import { Malformed, SealError } from "../errors.ts";
import { canonicalText, type JsonObject, parseObject } from "../protocol/canonical.ts";
import type { Table } from "../store/schema.ts";
import { key, type Procedure } from "./effects.ts";

/** Something to seal, and the table and key that it is bound to. */
export type Plain = { readonly table: Table; readonly key: string; readonly value: JsonObject };
/** Something to open. */
export type Sealed = { readonly table: Table; readonly key: string; readonly sealed: Bytes };

/** What `isWritable` has written, for as long as its value is there: a first sync seals ten thousand of them right after. */
const texts = new WeakMap<JsonObject, string>();

/** Whether a value can be sealed again; what others sealed may open and still be nothing that canonical JSON takes. */
export function isWritable(value: JsonObject): boolean {
  try {
    texts.set(value, canonicalText(value));
    return true;
  } catch {
    return false;
  }
}

/** The sealed bytes of all, in order. */
export function* sealAll(plain: readonly Plain[]): Procedure<Bytes[]> {
  if (plain.length === 0) return [];
  return yield* key("seal local", ({ local }, random) =>
    Promise.all(
      plain.map(({ table, key, value }) =>
        sealLocal(local, { store: table, key }, bytesOf(value), random),
      ),
    ),
  );
}

function bytesOf(value: JsonObject): Bytes {
  return utf8(texts.get(value) ?? canonicalText(value));
}

/** The values of all, in order; `damaged` when one does not open. */
export function* openAll(sealed: readonly Sealed[]): Procedure<JsonObject[]> {
  if (sealed.length === 0) return [];
  return yield* key("open local", ({ local }) =>
    Promise.all(sealed.map((one) => open(local, one))),
  );
}

/** The same, null for each that does not open: one damaged row must not keep the others shut. */
export function* openReadable(sealed: readonly Sealed[]): Procedure<(JsonObject | null)[]> {
  if (sealed.length === 0) return [];
  return yield* key("open local", ({ local }) =>
    Promise.all(sealed.map((one) => open(local, one).catch(nullIfDamaged))),
  );
}

async function open(local: CryptoKey, { table, key, sealed }: Sealed): Promise<JsonObject> {
  return parseObject(await openLocal(local, { store: table, key }, sealed));
}

function nullIfDamaged(error: unknown): null {
  if (error instanceof SealError || error instanceof Malformed) return null;
  throw error;
}

export function* sealOne(table: Table, at: string, value: JsonObject): Procedure<Bytes> {
  const [sealed] = yield* sealAll([{ table, key: at, value }]);
  if (sealed === undefined) throw new RangeError("one in, one out");
  return sealed;
}

export function* openOne(table: Table, at: string, sealed: Bytes): Procedure<JsonObject> {
  const [value] = yield* openAll([{ table, key: at, sealed }]);
  if (value === undefined) throw new RangeError("one in, one out");
  return value;
}
