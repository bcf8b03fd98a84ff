/**
 * What tells apart two streams of bytes of which one was written from the other: a disk that loses or mixes bytes is found, and nothing is
 * said against somebody who means to deceive. A file of any size is never whole in memory this way.
 */

/** CRC-32 of ISO 3309, a byte at a time. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});

export class Imprint {
  #size = 0;
  #sum = 0xffffffff;

  add(bytes: Uint8Array): void {
    this.#size += bytes.length;
    let sum = this.#sum;
    for (const byte of bytes) sum = (sum >>> 8) ^ (table[(sum ^ byte) & 255] ?? 0);
    this.#sum = sum;
  }

  isLike(other: Imprint): boolean {
    return this.#size === other.#size && this.#sum === other.#sum;
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
