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
const aheadBytes = 1 << 20;
const keptChunks = 8;

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

/**
 * The same, read a MiB at a time: a file of a zip mostly begins where the one before it ended, and to ask the platform for a piece of a file takes
 * it a millisecond, however small the piece is.
 */
export function readAhead(file: Source): Source {
  const open = (number: number) => {
    const at = number * aheadBytes;
    return file.read(at, Math.min(aheadBytes, file.size - at));
  };
  return new Chunks(file.size, aheadBytes, open);
}

/** Chunks of one length, but the last, each opened by its number; some stay in memory, because they are wanted again at once. */
export class Chunks implements Source {
  readonly size: number;
  readonly #length: number;
  readonly #open: (number: number) => Promise<Bytes>;
  readonly #kept = new Map<number, Promise<Bytes>>();

  constructor(size: number, length: number, open: (number: number) => Promise<Bytes>) {
    this.size = size;
    this.#length = length;
    this.#open = open;
  }

  async read(at: number, length: number): Promise<Bytes> {
    requireWithin(this.size, at, length);
    const bytes = new Uint8Array(length);
    for (let copied = 0; copied < length; ) {
      const place = at + copied;
      const number = Math.floor(place / this.#length);
      const from = place - number * this.#length;
      const part = (await this.#chunk(number)).subarray(from, from + length - copied);
      bytes.set(part, copied);
      copied += part.length;
    }
    return bytes;
  }

  #chunk(number: number): Promise<Bytes> {
    const kept = this.#kept.get(number);
    if (kept !== undefined) return kept;
    const chunk = this.#open(number);
    this.#kept.set(number, chunk);
    const [oldest = number] = this.#kept.keys();
    if (this.#kept.size > keptChunks) this.#kept.delete(oldest);
    return chunk;
  }
}

/** Refuses a place that is not there, and a length that nobody needs. */
function requireWithin(size: number, at: number, length: number): void {
  const isThere = at >= 0 && length >= 0 && at + length <= size;
  if (!isThere || length > maxReadBytes) throw new SealError("backup_damaged");
}
