/** A line that is given up when it has been silent for too long, however slow it is otherwise. */

import { type Bytes, concat } from "../core/bytes.ts";

const quietMilliseconds = 60_000;

export type Line = {
  readonly signal: AbortSignal;
  /** Something came. */
  feed(): void;
  /** Gives the line up; to be called in the end in any case. */
  end(): void;
};

/** A line that also ends when `outer` does. */
export function openLine(outer: AbortSignal | null = null): Line {
  const own = new AbortController();
  const give = () => own.abort();
  outer?.addEventListener("abort", give);
  let timer = setTimeout(give, quietMilliseconds);
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

/** The whole body of an answer. */
export async function bodyOf({ body }: Response, line: Line): Promise<Bytes> {
  const pieces: Uint8Array[] = [];
  if (body === null) return new Uint8Array(0);
  for await (const piece of piecesOf(body)) {
    line.feed();
    pieces.push(piece);
  }
  return concat(...pieces);
}
