/**
 * What tells two streams of bytes apart. SHA-256 over pieces of one size, each hashed with the imprint of those before it: browsers hash no
 * stream as a whole, and a file of any size is never whole in memory this way. Stays on this device; nothing else reads it.
 */

const PIECE_BYTES = 1 << 20;
const HASH_BYTES = 32;

export class Imprint {
  /** The bytes received so far. */
  size = 0;
  /** The imprint so far, then the piece that is being filled. */
  readonly #held = new Uint8Array(HASH_BYTES + PIECE_BYTES);
  #filled = HASH_BYTES;

  async add(bytes: Uint8Array): Promise<void> {
    this.size += bytes.length;
    for (let from = 0; from < bytes.length; ) {
      const part = bytes.subarray(from, from + this.#held.length - this.#filled);
      this.#held.set(part, this.#filled);
      this.#filled += part.length;
      from += part.length;
      if (this.#filled === this.#held.length) await this.#fold();
    }
  }

  /** 64 hex digits; nothing can be added afterwards. */
  async end(): Promise<string> {
    await this.#fold();
    const hash = this.#held.subarray(0, HASH_BYTES);
    return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async #fold(): Promise<void> {
    const piece = this.#held.subarray(0, this.#filled);
    this.#held.set(new Uint8Array(await crypto.subtle.digest("SHA-256", piece)));
    this.#filled = HASH_BYTES;
  }
}

/** Every chunk of the stream, in order; what stops early cancels the stream. */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  // Not every browser lets a stream be iterated itself.
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
