import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { utf8 } from "../../../web/src/core/bytes.ts";
import type { Poke } from "../../../web/src/core/protocol/pokes.ts";
import { type Listening, listen } from "../../../web/src/worker/live.ts";

const vault = "0123456789abcdef0123456789abcdef";
const broken = { end: "broken", retryAfter: null };
const stream = { "Content-Type": "text/event-stream" };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A stream that a test feeds; it breaks when the listener gives up. */
function makeStream() {
  let feed: ReadableStreamDefaultController<Uint8Array> | null = null;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      feed = controller;
    },
  });
  const fetch = async (_: string, { signal }: RequestInit) => {
    signal?.addEventListener("abort", () => feed?.error(signal.reason));
    return new Response(body, { headers: stream });
  };
  return { fetch, say: (text: string) => feed?.enqueue(utf8(text)), end: () => feed?.close() };
}

function listening(fetch: Listening["fetch"]) {
  const pokes: Poke[] = [];
  const stop = new AbortController();
  const onOpen = vi.fn();
  const all = {
    fetch,
    origin: "http://here",
    token: new Uint8Array(32),
    signal: stop.signal,
    onOpen,
    onPoke: (poke: Poke) => void pokes.push(poke),
  };
  return { end: listen(all), pokes, onOpen, stop };
}

test("pokes are told as they come, in pieces too; what is no poke is passed over", async () => {
  const { fetch, say, end } = makeStream();
  const heard = listening(fetch);
  say(`event: poke\ndata: {"vault": "${vault}", "seq`);
  say(
    'uence": 4}\n\n: heartbeat\n\nevent: odd\ndata: 1\n\nevent: keyring\ndata: {"version": 3}\n\n',
  );
  end();
  expect(await heard.end).toEqual(broken);
  expect(heard.onOpen).toHaveBeenCalledOnce();
  expect(heard.pokes).toEqual([
    { event: "poke", vault, sequence: 4 },
    { event: "keyring", version: 3 },
  ]);
});

test("a minute without a byte ends the stream, a heartbeat keeps it", async () => {
  const { fetch, say } = makeStream();
  const heard = listening(fetch);
  let hasEnded = false;
  void heard.end.then(() => {
    hasEnded = true;
  });
  await vi.advanceTimersByTimeAsync(50_000);
  say(":\n\n");
  await vi.advanceTimersByTimeAsync(50_000);
  expect(hasEnded).toBe(false);
  await vi.advanceTimersByTimeAsync(11_000);
  expect(await heard.end).toEqual(broken);
});

test("a stale session is told apart, so that it is renewed", async () => {
  const heard = listening(async () => new Response(null, { status: 401 }));
  expect(await heard.end).toEqual({ end: "session_stale", retryAfter: null });
  expect(heard.onOpen).not.toHaveBeenCalled();
});

test.each([
  ["a page instead of a stream", async () => new Response("<html>", { headers: {} })],
  ["no network", () => Promise.reject(new TypeError("Failed to fetch"))],
])("%s ends it", async (_, fetch) => {
  expect(await listening(fetch).end).toEqual(broken);
});

test("it stops when it is told to", async () => {
  const { fetch } = makeStream();
  const heard = listening(fetch);
  await vi.advanceTimersByTimeAsync(10);
  heard.stop.abort();
  expect(await heard.end).toEqual(broken);
});

test("a pause that a refusal asks for is told", async () => {
  const headers = { "Retry-After": "20" };
  const heard = listening(async () => new Response("<html>", { status: 503, headers }));
  expect(await heard.end).toEqual({ end: "broken", retryAfter: 20 });
});
