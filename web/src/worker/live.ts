/** The stream of pokes over fetch (docs/protocol.md, Live). They carry no truth: each is a reason to look. */

import { createParser } from "eventsource-parser";
import type { Bytes } from "../core/bytes.ts";
import { type Poke, parsePoke } from "../core/protocol/pokes.ts";
import { type Line, openLine, piecesOf } from "./line.ts";
import { authorization, type Fetch, retryAfterOf } from "./transport.ts";

/** Why a stream ended: the session must be renewed first, or it broke, was refused or fell silent. `retryAfter` in seconds if it was asked for. */
export type StreamEnd = {
  readonly end: "session_stale" | "broken";
  readonly retryAfter: number | null;
};

const broken: StreamEnd = { end: "broken", retryAfter: null };

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
  // A heartbeat comes every 25 seconds: a silent line is a dead one.
  const line = openLine(listening.signal);
  try {
    return await hear(listening, line);
  } catch {
    return broken; // a network that ends and a line that is given up end the same way
  } finally {
    line.end();
  }
}

async function hear(
  { fetch, origin, token, onOpen, onPoke }: Listening,
  line: Line,
): Promise<StreamEnd> {
  const headers = { Accept: "text/event-stream", ...authorization(token) };
  const init: RequestInit = {
    headers,
    signal: line.signal,
    cache: "no-store",
    credentials: "omit",
    redirect: "manual",
  };
  const response = await fetch(`${origin}/v1/pokes`, init);
  if (response.status === 401) return { end: "session_stale", retryAfter: null };
  const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream") === true;
  if (!response.ok || !isStream || response.body === null)
    return { end: "broken", retryAfter: retryAfterOf(response) };
  onOpen();
  const parser = createParser({
    onEvent: ({ event, data }) => {
      const poke = parsePoke(event ?? "", data);
      if (poke !== null) onPoke(poke);
    },
  });
  const text = response.body.pipeThrough(new TextDecoderStream());
  for await (const piece of piecesOf(text)) {
    line.feed();
    parser.feed(piece);
  }
  return broken;
}
