import { decode } from "@msgpack/msgpack";
import { type Bytes, copyOf } from "../../../../web/src/core/bytes.ts";
import { Refusal } from "../../../../web/src/core/errors.ts";
import { decodeKeyrings } from "../../../../web/src/core/protocol/accounts.ts";
import { idToBytes, toHex, u64 } from "../../../../web/src/core/protocol/encoding.ts";
import { keyringToWire } from "../../../../web/src/core/protocol/keyring.ts";
import { encode } from "../../../../web/src/core/protocol/wire.ts";
import type { AccountRow } from "../../../../web/src/core/store/schema.ts";
import type { Reply, Request } from "../../../../web/src/core/sync/effects.ts";
import { type Caller, type ModelServer, refused } from "./model-server.ts";

interface Proven {
  readonly challenge: Uint8Array;
  readonly body: Uint8Array;
}

/**
 * The ways in of a model server: sessions that end, challenges that are good for once, a keyring that only grows. It
 * believes every proof, for what it does not know no client of ours could prove.
 */
export class Entrance {
  readonly #server: ModelServer;
  readonly #account: AccountRow;
  #challenges = new Set<string>();
  #sessions = new Set<string>();
  #given = 0;

  constructor(server: ModelServer, account: AccountRow) {
    this.#server = server;
    this.#account = account;
  }

  /** Everything that is held in memory is gone, and every session over: nobody loses more than that. */
  restart(): void {
    this.#challenges = new Set();
    this.#sessions = new Set();
  }

  async answer(request: Request, caller: Caller | null): Promise<Reply> {
    const { path, method, body, token } = request;
    try {
      if (method === "POST" && body !== null) return answered(this.#enter(path, body));
      if (method === "PUT" && path === "/v1/keyrings" && body !== null) {
        return answered(this.#putKeyring(body));
      }
      if (token === null || !this.#sessions.has(toHex(token))) throw refused("session_stale");
    } catch (error) {
      if (error instanceof Refusal) return { kind: "refused", refusal: error };
      throw error;
    }
    const asking = caller ?? { device: this.#account.device, publicKey: new Uint8Array(32) };
    return this.#server.answer(request, asking);
  }

  #enter(path: string, body: Bytes): unknown {
    if (path === "/v1/challenges") {
      const challenge = this.#fresh(this.#challenges);
      return { suite: 1, salt: this.#account.salt, challenge, expires_in: 120 };
    }
    this.#spend(body);
    const renewal = { token: this.#fresh(this.#sessions), expires_in: 900 };
    if (path === "/v1/sessions/renew") return renewal;
    const { account, slots, wraps } = this.#account;
    return {
      ...renewal,
      account: idToBytes(account),
      keyrings: this.#server.keyrings.slice(-1).map(keyringToWire),
      slots: slots.map((slot) => ({ ...slot, slot: idToBytes(slot.slot) })),
      wraps: wraps.map((wrap) => ({ ...wrap, vault: idToBytes(wrap.vault) })),
    };
  }

  #putKeyring(body: Bytes): unknown {
    const { keyring } = decode((decode(body) as Proven).body) as { keyring: unknown }; // what the client under test made
    const wire = encode({ keyrings: [keyring], slots: [], wraps: [] });
    const [own] = decodeKeyrings(wire).keyrings;
    const newest = this.#server.keyrings.at(-1);
    if (own === undefined || newest === undefined) throw new Error("one in, one out");
    const isRepeated = own.version === newest.version && toHex(own.sealed) === toHex(newest.sealed);
    if (isRepeated) return { version: own.version };
    this.#spend(body);
    if (own.version !== newest.version + 1) throw refused("keyring_behind");
    this.#server.keyrings.push({ ...own, sealed: copyOf(own.sealed) });
    return { version: own.version };
  }

  #spend(body: Bytes): void {
    const { challenge } = decode(body) as Proven; // what the client under test made
    if (!this.#challenges.delete(toHex(copyOf(challenge)))) throw refused("challenge_refused");
  }

  /** 32 bytes that were never given before. */
  #fresh(kept: Set<string>): Bytes {
    const bytes = new Uint8Array(32);
    bytes.set(u64(++this.#given));
    kept.add(toHex(bytes));
    return bytes;
  }
}

function answered(value: unknown): Reply {
  return { kind: "answer", body: encode(value), servedAt: null };
}
