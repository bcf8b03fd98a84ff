/** Revisions and rows (docs/protocol.md, Revisions). */

import { type Bytes, concat } from "../bytes.ts";
import { type Id, idToBytes, u32, u64 } from "./encoding.ts";

/** One sealed state of a record, as a commit carries it. */
export type Revision = {
  readonly record: Id;
  readonly number: number;
  readonly sealed: Bytes;
};

/** One sealed state of a record, as a pull brings it; `sequence` is that of its commit. */
export type StoredRevision = Revision & { readonly epoch: number; readonly sequence: number };

/** One state of a record's history; `stored_on` is the server's UTC date, YYYY-MM-DD. */
export type PastRevision = {
  readonly number: number;
  readonly epoch: number;
  readonly sequence: number;
  readonly stored_on: string;
  readonly sealed: Bytes;
};

/** What authenticates a revision; `hash` is SHA-256 of what is sealed. */
export type Row = {
  readonly record: Id;
  readonly number: number;
  readonly epoch: number;
  readonly hash: Bytes;
};

/** The 60 bytes of a row. */
export function rowToBytes(row: Row): Bytes {
  return concat(idToBytes(row.record), u64(row.number), u32(row.epoch), row.hash);
}
