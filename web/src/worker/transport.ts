/**
 * Requests of the engine over fetch, to our own origin. What a server says definitely is told apart from silence
 * (docs/protocol.md, The device's side of a commit, Errors).
 */

import type { Bytes } from "../core/bytes.ts";
import type { RefusalCode } from "../core/errors.ts";
import { toBase64Url } from "../core/protocol/encoding.ts";
import { decodeRefusal } from "../core/protocol/refusals.ts";
import type { Reply, Request } from "../core/sync/effects.ts";
import { bodyOf, openLine, Patience } from "./line.ts";

export type Fetch = (address: string, init: RequestInit) => Promise<Response>;
export type Transport = (request: Request) => Promise<Reply>;

const mediaType = "application/vnd.msgpack";
const silent: ReadonlySet<RefusalCode> = new Set(["rate_limited", "server_error", "unavailable"]);
const silence: Reply = { kind: "silence", retryAfter: null };

/** `origin` is scheme, host and port. */
export function makeTransport(fetch: Fetch, origin: string): Transport {
  const patience = new Patience();
  return async (request) => {
    const line = openLine(null, patience.toSend(request.body?.length ?? 0));
    try {
      const init = { ...initOf(request), signal: line.signal };
      const response = await fetch(`${origin}${request.path}`, init);
      line.feed();
      return replyOf(response, await bodyOf(response, line));
    } catch {
      if (line.signal.aborted && request.body !== null) patience.grow();
      return silence; // fetch fails in one way for no network, a silent line and a broken answer
    } finally {
      line.end();
    }
  };
}

/** The header by which a session is shown. */
export function authorization(token: Bytes): Record<string, string> {
  return { Authorization: `Bearer ${toBase64Url(token)}` };
}

function initOf({ method, body, token }: Request): RequestInit {
  return {
    method,
    body,
    headers: {
      Accept: mediaType,
      ...(body === null ? {} : { "Content-Type": mediaType }),
      ...(token === null ? {} : authorization(token)),
    },
    cache: "no-store",
    credentials: "omit",
    redirect: "error",
  };
}

function clockOf({ headers }: Response): number | null {
  const at = Date.parse(headers.get("Date") ?? "");
  return Number.isNaN(at) ? null : at;
}

function replyOf(response: Response, body: Bytes): Reply {
  const type = response.headers.get("Content-Type") ?? "";
  // A captive portal answers everything with a page of its own.
  if (!type.startsWith(mediaType)) return silence;
  if (response.ok) return { kind: "answer", body, servedAt: clockOf(response) };
  const refusal = decodeRefusal(response.status, body);
  if (!silent.has(refusal.code)) return { kind: "refused", refusal };
  return { kind: "silence", retryAfter: refusal.facts.retryAfter };
}
