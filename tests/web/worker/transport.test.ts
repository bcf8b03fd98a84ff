import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Refusal } from "../../../web/src/core/errors.ts";
import { encode } from "../../../web/src/core/protocol/wire.ts";
import type { Request } from "../../../web/src/core/sync/effects.ts";
import {
  type HeardSilence,
  makeTransport,
  type Transport,
} from "../../../web/src/worker/transport.ts";

const request: Request = {
  method: "PUT",
  path: "/v1/vaults/a",
  body: new Uint8Array([1, 2]),
  token: new Uint8Array([251, 255]),
};
const msgpack = { "Content-Type": "application/vnd.msgpack" };
const silence = { kind: "silence", retryAfter: null };

function answering(
  status: number,
  body: unknown,
  headers: Record<string, string> = msgpack,
  onSilence: (silence: HeardSilence) => void = () => {},
) {
  const bytes = typeof body === "string" ? body : encode(body);
  const answer = async () => new Response(bytes, { status, headers });
  return makeTransport(answer, "http://here", onSilence);
}

test("a request goes to our own origin with the session's token and no cookie", async () => {
  const seen: [string, RequestInit][] = [];
  const transport = makeTransport(async (address, init) => {
    seen.push([address, init]);
    return new Response(encode({ sequence: 1 }), { headers: msgpack });
  }, "http://here");
  const reply = await transport(request);
  expect(reply).toEqual({ kind: "answer", body: encode({ sequence: 1 }), servedAt: null });
  expect(seen[0]?.[0]).toBe("http://here/v1/vaults/a");
  expect(seen[0]?.[1]).toMatchObject({
    method: "PUT",
    body: request.body,
    credentials: "omit",
    redirect: "manual",
    cache: "no-store",
    headers: { Authorization: "Bearer -_8", "Content-Type": "application/vnd.msgpack" },
  });
});

test("an error answer is a refusal with its facts", async () => {
  const reply = await answering(409, { code: "behind", detail: "", sequence: 9 })(request);
  expect(reply).toMatchObject({
    kind: "refused",
    refusal: { code: "behind", facts: { sequence: 9 } },
  });
});

test("a full account is a refusal although its status is above 500", async () => {
  const reply = await answering(507, { code: "quota", detail: "" })(request);
  expect(reply).toMatchObject({ kind: "refused", refusal: { code: "quota" } });
});

const page = { "Content-Type": "text/html" };

test.each([
  ["a captive portal's page", 200, "<html>Welcome</html>", page, "portal"],
  ["a portal's own status", 511, "<html>Welcome</html>", page, "portal"],
  ["an answer without a type", 200, "x", {}, "portal"],
  ["a proxy's error page", 502, "<html>Bad gateway</html>", page, "busy"],
  ["a proxy's rate limit", 429, "<html>Slow down</html>", page, "busy"],
  ["a proxy's smaller limit", 413, "<html>Too large</html>", page, "blocked"],
  ["a wall", 403, "<html>Forbidden</html>", page, "blocked"],
  ["server_error", 500, { code: "server_error", detail: "" }, msgpack, "busy"],
  ["unavailable", 503, { code: "unavailable", detail: "" }, msgpack, "busy"],
  ["408", 408, {}, msgpack, "busy"],
  ["an error of nobody's code", 404, { code: "odd", detail: "" }, msgpack, "busy"],
] as const)("%s is silence, and told", async (_, status, body, headers, told) => {
  const heard: unknown[] = [];
  const bytes = typeof body === "string" ? body : encode(body);
  const transport = makeTransport(
    async () => new Response(bytes, { status, headers }),
    "http://here",
    (one) => heard.push(one),
  );
  expect(await transport(request)).toEqual(silence);
  expect(heard).toEqual([told]);
});

test("a redirect is silence of a portal: it is not followed", async () => {
  const heard: unknown[] = [];
  const elsewhere = { ok: false, status: 0, type: "opaqueredirect", headers: new Headers() };
  const transport = makeTransport(
    async () => elsewhere as Response, // what fetch gives for one; it cannot be made
    "http://here",
    (one) => heard.push(one),
  );
  expect(await transport(request)).toEqual(silence);
  expect(heard).toEqual(["portal"]);
});

test.each([
  ["seconds", { "Retry-After": "30" }, 30],
  [
    "a date, by the answer's own clock",
    { "Retry-After": "Wed, 21 Oct 2026 07:28:30 GMT", Date: "Wed, 21 Oct 2026 07:28:00 GMT" },
    30,
  ],
  [
    "a date that is over",
    { "Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT", Date: "Wed, 21 Oct 2026 07:29:00 GMT" },
    0,
  ],
  ["nonsense", { "Retry-After": "soon" }, null],
])("a proxy's page says by its header how long: %s", async (_, headers, retryAfter) => {
  const transport = answering(503, "<html>", { ...page, ...headers });
  expect(await transport(request)).toEqual({ kind: "silence", retryAfter });
});

test("a rate limit is told as one, says how long, and that the server is busy", async () => {
  const heard: HeardSilence[] = [];
  const body = { code: "rate_limited", detail: "", retry_after: 12 };
  const reply = await answering(429, body, msgpack, (silence) => heard.push(silence))(request);
  const facts = { sequence: null, record: null, retryAfter: 12 };
  expect(reply).toEqual({ kind: "refused", refusal: new Refusal("rate_limited", facts) });
  expect(heard).toEqual(["busy"]);
});

test("a slow answer is waited for as long as something comes, a silent one is given up", async () => {
  vi.useFakeTimers();
  let feed: ReadableStreamDefaultController<Uint8Array> | null = null;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      feed = controller;
    },
  });
  const say = (bytes: Uint8Array) => feed?.enqueue(bytes);
  const transport = makeTransport(async (_, { signal }) => {
    signal?.addEventListener("abort", () => feed?.error(signal.reason));
    return new Response(body, { headers: msgpack });
  }, "http://here");
  let reply: unknown = null;
  void transport(request).then((given) => {
    reply = given;
  });
  for (let i = 0; i < 3; i++) {
    await vi.advanceTimersByTimeAsync(50_000);
    say(new Uint8Array(1));
  }
  expect(reply).toBeNull();
  await vi.advanceTimersByTimeAsync(61_000);
  expect(reply).toEqual(silence);
  vi.useRealTimers();
});

describe("a body over a slow line", () => {
  const kibibytes = 256;
  const body = new Uint8Array(1024 * kibibytes);

  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** A server that a body reaches at this speed. */
  function at(bytesPerSecond: number) {
    return makeTransport((_, init) => {
      const bytes = (init.body as Uint8Array | null)?.length ?? 1;
      return new Promise((resolve, reject) => {
        const answer = () => resolve(new Response(encode({ sequence: 1 }), { headers: msgpack }));
        const arriving = setTimeout(answer, (1_000 * bytes) / bytesPerSecond);
        init.signal?.addEventListener("abort", () => {
          clearTimeout(arriving);
          reject(init.signal?.reason);
        });
      });
    }, "http://here");
  }

  async function sent(transport: Transport) {
    const reply = transport({ ...request, body });
    await vi.advanceTimersByTimeAsync(1_800_000);
    return (await reply).kind;
  }

  test("of 5 KB/s, and of 3, is waited for in one try", async () => {
    for (const bytesPerSecond of [5_000, 3_000]) {
      expect(await sent(at(bytesPerSecond))).toBe("answer");
    }
  });

  test("that is slower still gets through, with more time after each that was given up", async () => {
    const transport = at(600);
    const replies = [];
    for (let tries = 0; tries < 4; tries++) replies.push(await sent(transport));
    expect(replies).toEqual(["silence", "silence", "answer", "answer"]);
  });

  test("that is dead is given up within twenty minutes, however often it was", async () => {
    const transport = at(1);
    for (let tries = 0; tries < 6; tries++) expect(await sent(transport)).toBe("silence");
    const reply = transport({ ...request, body });
    await vi.advanceTimersByTimeAsync(1_200_000);
    expect(await reply).toEqual(silence);
  });

  test("takes no time from what asks for little: silence is noticed after a minute", async () => {
    const reply = at(0.001)({ ...request, method: "GET", body: null });
    await vi.advanceTimersByTimeAsync(61_000);
    expect(await reply).toEqual(silence);
  });
});

test("no network is silence", async () => {
  const transport = makeTransport(
    () => Promise.reject(new TypeError("Failed to fetch")),
    "http://here",
  );
  expect(await transport(request)).toEqual(silence);
});
