/** The stream of pokes over fetch (docs/protocol.md, Live). They carry no truth: each is a reason to look. */

import { createParser } from "eventsource-parser";
import type { Bytes } from "../core/bytes.ts";
import { type Poke, parsePoke } from "../core/protocol/pokes.ts";
import { authorization, type Fetch } from "./transport.ts";

/** A heartbeat comes every 25 seconds; a minute without a byte is a dead line. */
const quietMilliseconds = 60_000;

/** Why a stream ended: it must be renewed first, or it broke, was refused or fell silent. */
export type StreamEnd = "session_stale" | "broken";

export type Listening = {
  readonly fetch: Fetch;
  readonly origin: string;
  readonly token: Bytes;
  readonly signal: AbortSignal;
  /** The stream stands. */
  readonly onOpen: () => void;
  readonly onPoke: (poke: Poke) => void;
};

/** Listens until the stream ends or the signal says so. Never rejects. */
export async function listen(listening: Listening): Promise<StreamEnd> {
  const line = new AbortController();
  const stop = () => line.abort();
  listening.signal.addEventListener("abort", stop);
  const watchdog = makeWatchdog(stop, quietMilliseconds);
  try {
    return await hear(listening, line.signal, watchdog.feed);
  } catch {
    return "broken"; // a network that ends and a watchdog that bites end the same way
  } finally {
    watchdog.end();
    listening.signal.removeEventListener("abort", stop);
    stop();
  }
}

async function hear(
  { fetch, origin, token, onOpen, onPoke }: Listening,
  signal: AbortSignal,
  feed: () => void,
): Promise<StreamEnd> {
  const headers = { Accept: "text/event-stream", ...authorization(token) };
  const init: RequestInit = { headers, signal, cache: "no-store", credentials: "omit" };
  const response = await fetch(`${origin}/v1/pokes`, init);
  if (response.status === 401) return "session_stale";
  const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream") === true;
  if (!response.ok || !isStream || response.body === null) return "broken";
  onOpen();
  const parser = createParser({
    onEvent: ({ event, data }) => {
      const poke = parsePoke(event ?? "", data);
      if (poke !== null) onPoke(poke);
    },
  });
  const text = response.body.pipeThrough(new TextDecoderStream());
  for await (const chunk of chunksOf(text)) {
    feed();
    parser.feed(chunk);
  }
  return "broken";
}

/** Not every browser iterates over a stream by itself. */
async function* chunksOf(stream: ReadableStream<string>): AsyncGenerator<string> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

function makeWatchdog(bite: () => void, milliseconds: number) {
  let timer = setTimeout(bite, milliseconds);
  return {
    feed() {
      clearTimeout(timer);
      timer = setTimeout(bite, milliseconds);
    },
    end: () => clearTimeout(timer),
  };
}
