/** A line that is given up when it has been silent for too long, however slow it is otherwise. */

import { type Bytes, concat } from "../core/bytes.ts";
import { limits } from "../core/protocol/limits.ts";

const quietMilliseconds = 60_000;
const mostAnswerBytes = 4 * limits.max_page_bytes;

/**
 * The slowest line over which a body is sent in one try. A browser does not tell how much of a body has gone out, so the silence before
 * the answer's first byte is judged by the size of the body: else a slow phone would begin the same commit anew for ever.
 */
const leastBytesPerSecond = 2_000;
const mostPatience = 8;

/** The time that bodies are given; twice as much after each that was given up. It is never less again: a slow line mostly stays slow. */
export class Patience {
  #times = 1;

  /** Milliseconds for a body of so many bytes, beside the silence that every line may keep. */
  toSend(bytes: number): number {
    return (this.#times * 1_000 * bytes) / leastBytesPerSecond;
  }

  grow(): void {
    this.#times = Math.min(mostPatience, 2 * this.#times);
  }
}

export type Line = {
  readonly signal: AbortSignal;
  /** Something came. */
  feed(): void;
  /** Gives the line up; to be called in the end in any case. */
  end(): void;
};

/** A line that also ends when `outer` does. Before anything comes it may be silent for `sendingMilliseconds` longer. */
export function openLine(outer: AbortSignal | null = null, sendingMilliseconds = 0): Line {
  const own = new AbortController();
  const give = () => own.abort();
  outer?.addEventListener("abort", give);
  let timer = setTimeout(give, quietMilliseconds + sendingMilliseconds);
  return {
    signal: own.signal,
    feed() {
      clearTimeout(timer);
      timer = setTimeout(give, quietMilliseconds);
    },
    end() {
      clearTimeout(timer);
      outer?.removeEventListener("abort", give);
      give();
    },
  };
}

/** The pieces of a body as they come. Not every browser iterates over a stream by itself. */
export async function* piecesOf<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

/** The whole body of an answer. Rejects for one that is longer than any of the protocol can be. */
export async function bodyOf({ body }: Response, line: Line): Promise<Bytes> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  if (body === null) return new Uint8Array(0);
  for await (const piece of piecesOf(body)) {
    line.feed();
    bytes += piece.length;
    if (bytes > mostAnswerBytes) throw new RangeError("an answer does not end");
    pieces.push(piece);
  }
  return concat(...pieces);
}
