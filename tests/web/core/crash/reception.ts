import { decode } from "@msgpack/msgpack";
import { copyOf as bytesOf } from "../../../../web/src/core/bytes.ts";
import { decodeKeyrings } from "../../../../web/src/core/protocol/accounts.ts";
import { idFromBytes } from "../../../../web/src/core/protocol/encoding.ts";
import { type Keyring, keyringToWire } from "../../../../web/src/core/protocol/keyring.ts";
import { encode } from "../../../../web/src/core/protocol/wire.ts";
import type { Reply, Request } from "../../../../web/src/core/sync/effects.ts";
import { type Caller, ModelServer, refused } from "../engine/model-server.ts";
import { copyOf } from "./scene.ts";

/** What a registration brings, as it is on the wire. */
interface Registered {
  readonly account: Uint8Array;
  readonly salt: Uint8Array;
  readonly slots: readonly unknown[];
  readonly wraps: readonly { readonly vault: Uint8Array }[];
  readonly keyring: unknown;
}

interface Account {
  readonly registered: Registered;
  readonly server: ModelServer;
}

const expires_in = 900;

/** A server with ways in: it believes every proof, for what it does not know no client of ours could prove. */
export class Reception {
  readonly #accounts = new Map<string, Account>();
  /** What happens just before the next keyring arrives. */
  meanwhile: (() => Promise<unknown>) | null = null;

  copy(): Reception {
    const reception = new Reception();
    for (const [name, { registered, server }] of this.#accounts) {
      reception.#accounts.set(name, { registered, server: copyOf(server) });
    }
    return reception;
  }

  async answer(request: Request, caller: Caller | null): Promise<Reply> {
    const { method, path, body } = request;
    if (path === "/v1/keyrings" && method === "PUT") await this.#letOthersGoFirst();
    try {
      if (body !== null && method !== "GET" && !path.startsWith("/v1/vaults")) {
        return answered(this.#enter(path, decode(body)));
      }
    } catch (error) {
      return { kind: "refused", refusal: error as ReturnType<typeof refused> }; // nothing else is thrown here
    }
    const [account] = this.#accounts.values();
    if (account === undefined) throw new Error("nobody has signed up");
    const { registered, server } = account;
    if (path.startsWith("/v1/keyrings")) return answered(keyringsAfter(path, registered, server));
    if (caller === null) throw new Error("only who has entered asks this");
    return server.answer(request, caller);
  }

  async #letOthersGoFirst(): Promise<void> {
    const { meanwhile } = this;
    this.meanwhile = null;
    await meanwhile?.();
  }

  #enter(path: string, wire: unknown): unknown {
    const { name, body } = wire as { name: string; body: Uint8Array }; // what the client under test made
    const account = this.#accounts.get(name);
    if (path === "/v1/challenges") {
      const salt = account?.registered.salt ?? new Uint8Array(16);
      return { suite: 1, salt, challenge: new Uint8Array(32), expires_in: 120 };
    }
    if (path === "/v1/accounts") return this.#register(name, body, account);
    if (account === undefined) throw refused("login_refused");
    if (path === "/v1/keyrings") return putKeyring(account, body);
    return session(account);
  }

  #register(name: string, body: Uint8Array, known: Account | undefined): unknown {
    const registered = decode(body) as Registered; // what the client under test made
    if (known === undefined) {
      const [wrap] = registered.wraps;
      if (wrap === undefined) throw new Error("an account has a vault");
      const server = new ModelServer(idFromBytes(wrap.vault), [keyringOf(registered.keyring)]);
      this.#accounts.set(name, { registered, server });
    } else if (idFromBytes(known.registered.account) !== idFromBytes(registered.account)) {
      throw refused("name_taken");
    }
    const account = this.#accounts.get(name);
    if (account === undefined) throw new Error("it was just put there");
    return session(account);
  }
}

function answered(value: unknown): Reply {
  return { kind: "answer", body: encode(value), servedAt: null };
}

function session({ registered: { account, slots, wraps }, server }: Account) {
  const keyrings = server.keyrings.slice(-1).map(keyringToWire);
  return { account, token: new Uint8Array(32), expires_in, slots, wraps, keyrings };
}

function keyringsAfter(path: string, { slots, wraps }: Registered, { keyrings }: ModelServer) {
  const after = Number(new URL(path, "http://model").searchParams.get("after"));
  const news = keyrings.filter(({ version }) => version > after);
  return { keyrings: news.map(keyringToWire), slots, wraps };
}

function putKeyring({ server }: Account, body: Uint8Array): unknown {
  const { keyring } = decode(body) as { keyring: unknown }; // what the client under test made
  const own = keyringOf(keyring);
  if (own.version !== server.keyrings.length + 1) throw refused("keyring_behind");
  server.keyrings.push(own);
  return { version: own.version };
}

function keyringOf(wire: unknown): Keyring {
  const [keyring] = decodeKeyrings(encode({ keyrings: [wire], slots: [], wraps: [] })).keyrings;
  if (keyring === undefined) throw new Error("one in, one out");
  return { ...keyring, sealed: bytesOf(keyring.sealed) };
}
