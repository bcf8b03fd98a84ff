/**
 * The trash: `trashed_at` in a record (docs/records.md, Trash). What lies there is whole until 30 days have passed
 * by two clocks; then a tombstone takes its place.
 */

import type { JsonObject } from "../protocol/canonical.ts";
import { common } from "./common.ts";
import { isRemoved, readEnvelope } from "./record.ts";

const leastMilliseconds = 30 * 24 * 3600 * 1000;

/** When this device put it into the trash, in UTC milliseconds; null for what is not there. */
export function trashedAt(record: JsonObject): number | null {
  return isRemoved(record) ? null : common.trashedAt.read(record[common.trashedAt.name]);
}

export function intoTrash(record: JsonObject, at: number): JsonObject {
  return { ...record, [common.trashedAt.name]: at };
}

export function outOfTrash(record: JsonObject): JsonObject {
  const { [common.trashedAt.name]: _, ...rest } = record;
  return rest;
}

/** Both clocks in UTC milliseconds: this device's, and the server's in an answer of this very turn. */
export type TwoClocks = { readonly device: number; readonly server: number };

/** Whether 30 days lie behind it by both clocks, so that neither decides alone. An edit begins them anew. */
export function isOverdue(record: JsonObject, { device, server }: TwoClocks): boolean {
  const at = trashedAt(record);
  if (at === null) return false;
  const since = Math.max(at, readEnvelope(record).updatedAt);
  return Math.min(device, server) - since >= leastMilliseconds;
}
