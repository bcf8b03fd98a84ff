import { decode as decodeMsgpack } from "@msgpack/msgpack";
import { type Bytes, concat, copyOf, isEqual } from "../../../../web/src/core/bytes.ts";
import { commitDigest, isCommitSigned } from "../../../../web/src/core/crypto/chain.ts";
import { rowOf } from "../../../../web/src/core/crypto/state.ts";
import { Refusal, type RefusalCode } from "../../../../web/src/core/errors.ts";
import type { Slot, Wrap } from "../../../../web/src/core/protocol/accounts.ts";
import {
  fromHex,
  type Id,
  idFromBytes,
  idToBytes,
  parseId,
} from "../../../../web/src/core/protocol/encoding.ts";
import { type Keyring, keyringToWire } from "../../../../web/src/core/protocol/keyring.ts";
import { limits } from "../../../../web/src/core/protocol/limits.ts";
import type { Head, Pull } from "../../../../web/src/core/protocol/pages.ts";
import type { StoredRevision } from "../../../../web/src/core/protocol/revisions.ts";
import { hashBytes } from "../../../../web/src/core/protocol/sizes.ts";
import { encode } from "../../../../web/src/core/protocol/wire.ts";
import type { Reply, Request } from "../../../../web/src/core/sync/effects.ts";

/** A commit as the model keeps it. */
interface Taken {
  readonly digest: Bytes;
  readonly head: Head;
}

/** Everything that a backup of a server holds. */
export interface Snapshot {
  readonly commits: readonly Taken[];
  readonly newest: ReadonlyMap<Id, StoredRevision>;
  /** Earlier revisions that nobody erased; none where it is left out. */
  readonly past?: readonly StoredRevision[];
}

/** Who a session belongs to, and how its commits are verified. */
export interface Caller {
  readonly device: Id;
  readonly publicKey: Bytes;
}

interface WireBody {
  readonly epoch: number;
  readonly keyring_version: number;
  readonly after: Uint8Array;
  readonly revisions: readonly { record: Uint8Array; number: number; sealed: Uint8Array }[];
  readonly erase: readonly Uint8Array[];
  readonly tag: Uint8Array;
  readonly signature: Uint8Array;
}

/** How a lying server changes a whole pull before it is cut into pages. */
export type Lie = (pull: Pull) => Pull;

const commitPath = /^\/v1\/vaults\/([0-9a-f]{32})\/commits\/(\d+)\/([0-9a-f]{64})$/;
const noRecord = "00".repeat(16);
const historyPath = /^\/v1\/vaults\/[0-9a-f]{32}\/records\/([0-9a-f]{32})\/revisions$/;
const pagePath = /^\/v1\/vaults\/([0-9a-f]{32})\/revisions$/;

/** The specification's server in a few lines: honest, unless it is told to lie. */
export class ModelServer {
  readonly vault: Id;
  keyrings: Keyring[];
  slots: readonly Slot[] = [];
  wraps: readonly Wrap[] = [];
  state: Snapshot = { commits: [], newest: new Map() };
  lie: Lie = (pull) => pull;
  pageRevisions = 3;
  pageCommits = 2;
  maxRevisionBytes = limits.max_revision_bytes;
  minimumEpoch = 1;
  /** Refusals to give to the next commits instead of an answer, before anything is looked at. */
  readonly refusals: Refusal[] = [];
  /** What its answers say the time is, in UTC milliseconds; null where they do not. */
  clock: number | null = null;

  constructor(vault: Id, keyrings: readonly Keyring[]) {
    this.vault = vault;
    this.keyrings = [...keyrings];
  }

  async answer(request: Request, caller: Caller): Promise<Reply> {
    try {
      const body = encode(await this.#route(request, caller));
      return { kind: "answer", body, servedAt: this.clock };
    } catch (error) {
      if (error instanceof Refusal) return { kind: "refused", refusal: error };
      throw error;
    }
  }

  get sequence(): number {
    return this.state.commits.length;
  }

  async #route({ method, path, body }: Request, caller: Caller): Promise<unknown> {
    const url = new URL(path, "http://model");
    const [, vault, base, digest] = commitPath.exec(url.pathname) ?? [];
    if (method === "PUT" && vault !== undefined && body !== null) {
      return this.#commit(vault, Number(base), fromHex(digest ?? ""), body, caller);
    }
    if (method === "GET" && pagePath.test(url.pathname)) return this.#page(url.searchParams);
    const [, record] = historyPath.exec(url.pathname) ?? [];
    if (method === "GET" && record !== undefined) return this.#history(record, url.searchParams);
    if (method === "GET" && url.pathname === "/v1/keyrings") {
      const after = Number(url.searchParams.get("after"));
      const keyrings = this.keyrings.filter(({ version }) => version > after);
      const slots = this.slots.map((slot) => ({ ...slot, slot: idToBytes(slot.slot) }));
      const wraps = this.wraps.map((wrap) => ({ ...wrap, vault: idToBytes(wrap.vault) }));
      return { keyrings: keyrings.map(keyringToWire), slots, wraps };
    }
    throw refused("not_found");
  }

  async #commit(vault: string, base: number, digest: Bytes, body: Bytes, caller: Caller) {
    if (vault !== this.vault) throw refused("not_found");
    const refusal = this.refusals.shift();
    if (refusal !== undefined) throw refusal;
    const known = this.state.commits.findIndex((taken) => isEqual(taken.digest, digest));
    if (known >= 0) return { sequence: known + 1 };
    if (base !== this.sequence) throw refused("behind", this.sequence);
    const wire = decodeMsgpack(body) as WireBody; // what the client under test made
    const stored = wire.revisions.map((revision) => this.#stored(revision, wire.epoch));
    await this.#check(stored, base, digest, wire, caller);
    const newest = this.state.commits.at(-1)?.digest ?? new Uint8Array(hashBytes);
    if (base !== this.sequence || !isEqual(copyOf(wire.after), newest)) {
      throw refused("behind", this.sequence);
    }
    this.#take(stored, digest, wire, caller);
    return { sequence: this.sequence };
  }

  #stored(revision: WireBody["revisions"][number], epoch: number): StoredRevision {
    const { number, sealed } = revision;
    const record = idFromBytes(revision.record);
    if (sealed.length > this.maxRevisionBytes) throw refused("too_large", null, record);
    return { record, number, epoch, sequence: this.sequence + 1, sealed: copyOf(sealed) };
  }

  async #check(
    stored: readonly StoredRevision[],
    base: number,
    digest: Bytes,
    wire: WireBody,
    { device, publicKey }: Caller,
  ): Promise<void> {
    const { epoch } = wire;
    if (epoch < this.minimumEpoch) throw refused("epoch_stale");
    const rows = await Promise.all(stored.map((revision) => rowOf(revision, epoch)));
    const erase = wire.erase.map(idFromBytes);
    const facts = { vault: this.vault, base, epoch, device, rows, erase, blobs: [], drop: [] };
    if (!isEqual(await commitDigest(facts), digest)) throw refused("bad_request");
    const [tag, signature] = [copyOf(wire.tag), copyOf(wire.signature)];
    if (!(await isCommitSigned(publicKey, signature, digest, tag))) throw refused("bad_signature");
    for (const { record, number } of stored) {
      if (number <= (this.state.newest.get(record)?.number ?? 0)) throw refused("number_stale");
    }
  }

  #take(
    stored: readonly StoredRevision[],
    digest: Bytes,
    wire: WireBody,
    { device }: Caller,
  ): void {
    const head: Head = {
      sequence: this.sequence + 1,
      epoch: wire.epoch,
      keyring_version: wire.keyring_version,
      device,
      commit: digest,
      tag: copyOf(wire.tag),
      signature: copyOf(wire.signature),
    };
    const newest = new Map(this.state.newest);
    const erased = new Set(wire.erase.map(idFromBytes));
    const replaced = stored.flatMap(({ record }) => newest.get(record) ?? []);
    const past = [...(this.state.past ?? []), ...replaced].filter(
      ({ record }) => !erased.has(record),
    );
    for (const revision of stored) newest.set(revision.record, revision);
    this.state = { commits: [...this.state.commits, { digest, head }], newest, past };
  }

  #history(record: string, query: URLSearchParams) {
    const before = Number(query.get("before") ?? Number.MAX_SAFE_INTEGER);
    const found = (this.state.past ?? []).filter(
      (one) => one.record === record && one.number < before,
    );
    const day = { stored_on: "2026-11-22" };
    const revisions = found
      .toSorted((a, b) => b.number - a.number)
      .map(({ number, epoch, sequence, sealed }) => ({ number, epoch, sequence, sealed, ...day }));
    return { revisions, next: null };
  }

  #page(query: URLSearchParams) {
    const since = Number(query.get("since"));
    const record = query.get("record");
    const beyond = [Number(query.get("sequence") ?? since), record ?? ""] as const;
    const { revisions, commits: all, ...end } = this.lie(this.#pull(since));
    const given = Number(query.get("commits") ?? since);
    const digests = all.slice(hashBytes * (given - since));
    const commits = digests.slice(0, hashBytes * this.pageCommits);
    const left = revisions.filter((one) => isBeyond(one, record === null ? null : beyond));
    const page = left.slice(0, this.pageRevisions);
    const last = page.at(-1);
    const wire = page.map((one) => ({ ...one, record: idToBytes(one.record) }));
    if (left.length === page.length && commits.length === digests.length) {
      const head = end.head && { ...end.head, device: idToBytes(end.head.device) };
      return { revisions: wire, commits, next: null, ...end, head };
    }
    const place = last ?? { sequence: beyond[0], record: record ?? noRecord };
    const next = {
      sequence: place.sequence,
      record: idToBytes(parseId(place.record)),
      commits: given + Math.floor(commits.length / hashBytes),
    };
    return { revisions: wire, commits, next };
  }

  #pull(since: number): Pull {
    const revisions = [...this.state.newest.values()]
      .filter(({ sequence }) => sequence > since)
      .sort((a, b) => a.sequence - b.sequence || (a.record < b.record ? -1 : 1));
    const commits = concat(...this.state.commits.slice(since).map(({ digest }) => digest));
    const head = this.state.commits.at(-1)?.head ?? null;
    return { revisions, sequence: this.sequence, head, commits };
  }
}

function isBeyond(one: StoredRevision, cursor: readonly [number, string] | null): boolean {
  if (cursor === null) return true;
  const [sequence, record] = cursor;
  return one.sequence > sequence || (one.sequence === sequence && one.record > record);
}

export function refused(
  code: RefusalCode,
  sequence: number | null = null,
  record: string | null = null,
): Refusal {
  return new Refusal(code, { sequence, record, retryAfter: null });
}
