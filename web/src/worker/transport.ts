/**
 * Requests of the engine over fetch, to our own origin. What a server says definitely is told apart from silence
 * (docs/protocol.md, The device's side of a commit, Errors).
 */

import type { Bytes } from "../core/bytes.ts";
import type { Silence } from "../core/contract.ts";
import type { RefusalCode } from "../core/errors.ts";
import { toBase64Url } from "../core/protocol/encoding.ts";
import { decodeRefusal } from "../core/protocol/refusals.ts";
import type { Reply, Request } from "../core/sync/effects.ts";
import { bodyOf, openLine, Patience } from "./line.ts";

export type Fetch = (address: string, init: RequestInit) => Promise<Response>;
export type Transport = (request: Request) => Promise<Reply>;

const mediaType = "application/vnd.msgpack";
const portalStatus = 511; // RFC 6585, section 6
const silent: ReadonlySet<RefusalCode> = new Set(["server_error", "unavailable"]);

/** What an answer, or the lack of one, can tell; whether there is a network at all, the device knows better. */
export type HeardSilence = Exclude<Silence, "offline">;

/**
 * `origin` is scheme, host and port. `onSilence` is told before each silence what kept the answer away: for the person only, as the engine
 * concludes nothing from any of them.
 */
export function makeTransport(
  fetch: Fetch,
  origin: string,
  onSilence: (silence: HeardSilence) => void = () => {},
): Transport {
  const patience = new Patience();
  const silence = (heard: HeardSilence, retryAfter: number | null): Reply => {
    onSilence(heard);
    return { kind: "silence", retryAfter };
  };
  return async (request) => {
    const line = openLine(null, patience.toSend(request.body?.length ?? 0));
    try {
      const init = { ...initOf(request), signal: line.signal };
      const response = await fetch(`${origin}${request.path}`, init);
      line.feed();
      if (!isOurs(response)) return silence(silenceOf(response), retryAfterOf(response));
      const reply = replyOf(response, await bodyOf(response, line));
      if (isBusy(reply)) onSilence("busy");
      return reply;
    } catch {
      // fetch fails in one way for no network and a broken answer
      if (!line.signal.aborted) return silence("unreachable", null);
      if (request.body !== null) patience.grow();
      return silence("slow", null);
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
    redirect: "manual", // never followed; a portal's can so be told from no network
  };
}

/** A server that asks for a pause says so itself; for a turn of sync that is a silence like the others. */
function isBusy(reply: Reply): boolean {
  return reply.kind === "refused"
    ? reply.refusal.code === "rate_limited"
    : reply.kind === "silence";
}

function clockOf({ headers }: Response): number | null {
  const at = Date.parse(headers.get("Date") ?? "");
  return Number.isNaN(at) ? null : at;
}

/** A captive portal answers everything with a page of its own, and a proxy with its own errors. */
function isOurs({ headers }: Response): boolean {
  return headers.get("Content-Type")?.startsWith(mediaType) === true;
}

function replyOf(response: Response, body: Bytes): Reply {
  if (response.ok) return { kind: "answer", body, servedAt: clockOf(response) };
  const refusal = decodeRefusal(response.status, body);
  if (!silent.has(refusal.code)) return { kind: "refused", refusal };
  return { kind: "silence", retryAfter: refusal.facts.retryAfter ?? retryAfterOf(response) };
}

function silenceOf({ ok, status, type }: Response): HeardSilence {
  if (ok || type === "opaqueredirect" || status === portalStatus) return "portal";
  return status >= 500 || status === 408 || status === 429 ? "busy" : "blocked";
}

/** Seconds that an answer's header asks to wait, null where it does not (RFC 9110, section 10.2.3): proxies have no other word for it. */
export function retryAfterOf(response: Response): number | null {
  const asked = response.headers.get("Retry-After") ?? "";
  if (/^\d+$/.test(asked)) return Number(asked);
  const until = Date.parse(asked);
  return Number.isNaN(until)
    ? null
    : Math.max(0, until - (clockOf(response) ?? Date.now())) / 1_000;
}
