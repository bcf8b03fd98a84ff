/** Bytes that are read by their place, so that a big backup is never whole in memory (docs/protocol.md, Backup). */

import type { Bytes } from "../bytes.ts";
import { SealError } from "../errors.ts";

/** `read` gives exactly `length` bytes; `backup_damaged` where they are not there, or are more than one may ask for. */
export type Source = {
  readonly size: number;
  readonly read: (at: number, length: number) => Promise<Bytes>;
};

/** The most that is ever asked for at once: a file of a backup as it lies there, or the directory of its zip. */
export const maxReadBytes = 1 << 26;

/** What lies in a file as it is. */
export function sourceOf(file: Blob): Source {
  return {
    size: file.size,
    read: async (at, length) => {
      requireWithin(file.size, at, length);
      return new Uint8Array(await file.slice(at, at + length).arrayBuffer());
    },
  };
}

/** Refuses a place that is not there, and a length that nobody needs. */
export function requireWithin(size: number, at: number, length: number): void {
  const isThere = at >= 0 && length >= 0 && at + length <= size;
  if (!isThere || length > maxReadBytes) throw new SealError("backup_damaged");
}
