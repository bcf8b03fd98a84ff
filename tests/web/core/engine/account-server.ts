import { decode } from "@msgpack/msgpack";
import { type Bytes, copyOf, isEqual } from "../../../../web/src/core/bytes.ts";
import { proofBytes } from "../../../../web/src/core/crypto/login.ts";
import { isSigned } from "../../../../web/src/core/crypto/suite.ts";
import { Refusal } from "../../../../web/src/core/errors.ts";
import { decodeKeyrings, deviceOnlyPurposes } from "../../../../web/src/core/protocol/accounts.ts";
import { idFromBytes, idToBytes, toHex, u64 } from "../../../../web/src/core/protocol/encoding.ts";
import { type Keyring, keyringToWire } from "../../../../web/src/core/protocol/keyring.ts";
import { encode } from "../../../../web/src/core/protocol/wire.ts";
import type { Reply, Request } from "../../../../web/src/core/sync/effects.ts";
import { ModelServer, refused } from "./model-server.ts";

/** A device as the model knows it. `isOut`: new keys signed it out. */
interface KnownDevice {
  readonly key: Uint8Array;
  readonly isRevoked: boolean;
  readonly isOut: boolean;
}

/** An account as it stands; every change makes another one, so that a copy costs nothing. */
export interface Account {
  readonly name: string;
  readonly account: Uint8Array;
  readonly salt: Uint8Array;
  readonly loginKeys: { readonly [type: string]: Uint8Array };
  readonly devices: ReadonlyMap<string, KnownDevice>;
  readonly server: ModelServer;
}

interface Proven {
  readonly purpose: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  readonly origin: string;
  readonly name: string;
  readonly challenge: Uint8Array;
  readonly nonce: Uint8Array;
  readonly device_key: Uint8Array;
  readonly login_type: number;
  readonly login_signature: Uint8Array;
  readonly device_signature: Uint8Array;
  readonly body: Uint8Array;
}

/** What the bodies of proven requests have in them; which of it depends on the purpose. */
interface Body {
  readonly account: Uint8Array;
  readonly salt: Uint8Array;
  readonly device: Uint8Array;
  readonly login_keys: Account["loginKeys"] | null;
  readonly slots: readonly WireSlot[] | null;
  readonly wraps: readonly WireWrap[] | null;
  readonly keyring: unknown;
  readonly revoke: readonly Uint8Array[];
  readonly admit: { readonly device: Uint8Array; readonly key: Uint8Array } | null;
  readonly vaults: readonly { readonly sequence: number; readonly epoch: number }[];
  readonly statement: { readonly device: Uint8Array; readonly on: string };
}
interface WireSlot {
  readonly slot: Uint8Array;
  readonly type: number;
  readonly epoch: number;
  readonly sealed: Uint8Array;
}
interface WireWrap {
  readonly vault: Uint8Array;
  readonly epoch: number;
  readonly sealed: Uint8Array;
}

const expires_in = 900;
const today = "2026-11-22";

/** The specification's ways in, in a few lines: proofs are verified, challenges are good for once, a keyring only grows. */
export class AccountServer {
  #accounts = new Map<string, Account>();
  #challenges = new Set<string>();
  #sessions = new Map<string, { readonly name: string; readonly device: string }>();
  #closings = new Map<string, Body["statement"]>();
  /** Offers and answers of pairings, by their path. */
  #pairings = new Map<string, unknown>();
  #given = 0;
  /** What happens just before the next keyring arrives. */
  meanwhile: (() => Promise<unknown>) | null = null;

  constructor(accounts: readonly Account[] = []) {
    for (const account of accounts) this.#accounts.set(account.name, account);
  }

  /** Another server with the same on its disk, and in memory. */
  copy(copyOfServer: (server: ModelServer) => ModelServer): AccountServer {
    const copy = new AccountServer();
    for (const [name, account] of this.#accounts) {
      copy.#accounts.set(name, { ...account, server: copyOfServer(account.server) });
    }
    copy.#challenges = new Set(this.#challenges);
    copy.#sessions = new Map(this.#sessions);
    copy.#closings = new Map(this.#closings);
    copy.#pairings = new Map(this.#pairings);
    copy.#given = this.#given;
    return copy;
  }

  /** Everything that is held in memory is gone, and every session over: nobody loses more than that. */
  restart(): void {
    this.#challenges = new Set();
    this.#sessions = new Map();
  }

  account(name: string): Account | undefined {
    return this.#accounts.get(name);
  }

  async answer(request: Request): Promise<Reply> {
    const { method, path, body, token } = request;
    try {
      if (method === "PUT" && path === "/v1/keyrings") await this.#letOthersGoFirst();
      if (method === "GET" && path.startsWith("/v1/closings/"))
        return answered(this.#closing(path));
      if (path.startsWith("/v1/pairings/")) return answered(await this.#pair(path, body));
      if (body !== null && !path.startsWith("/v1/vaults/")) {
        return answered(await this.#enter(path, body));
      }
      return await this.#inSession(request, token);
    } catch (error) {
      if (error instanceof Refusal) return { kind: "refused", refusal: error };
      throw error;
    }
  }

  /** The first offer and the first answer are kept; who may ask for them is of no matter here. */
  async #pair(path: string, body: Bytes | null): Promise<unknown> {
    if (body !== null && !this.#pairings.has(path)) {
      const wire = decode(body) as Proven & { readonly offer: Uint8Array }; // what the client under test made
      this.#pairings.set(path, wire.offer ? { offer: wire.offer } : decode(wire.body));
    }
    const kept = this.#pairings.get(path);
    if (kept === undefined) throw refused("not_found");
    return kept;
  }

  async #letOthersGoFirst(): Promise<void> {
    const { meanwhile } = this;
    this.meanwhile = null;
    await meanwhile?.();
  }

  async #inSession(request: Request, token: Bytes | null): Promise<Reply> {
    const session = token && this.#sessions.get(toHex(token));
    const account = session && this.#accounts.get(session.name);
    if (!session || !account) throw refused("session_stale");
    const known = account.devices.get(session.device);
    if (known === undefined) throw refused("session_stale");
    if (request.path === "/v1/devices") return answered(devicesOf(account));
    if (request.method === "DELETE") {
      this.#sessions.delete(toHex(token));
      return answered(null);
    }
    const caller = { device: idFromBytes(hexBytes(session.device)), publicKey: copyOf(known.key) };
    return account.server.answer(request, caller);
  }

  async #enter(path: string, body: Bytes): Promise<unknown> {
    const proven = decode(body) as Proven; // what the client under test made
    const account = this.#accounts.get(proven.name);
    if (path === "/v1/challenges") {
      const salt = account?.salt ?? new Uint8Array(16).fill(7);
      return { suite: 1, salt, challenge: this.#fresh(), expires_in: 120 };
    }
    const inside = decode(proven.body) as Body; // the same
    if (path === "/v1/accounts") return this.#register(proven, inside, account);
    if (account === undefined) throw refused("login_refused");
    if (path === "/v1/keyrings" && isNewest(account, inside.keyring)) return null;
    this.#spend(proven.challenge);
    await requireProof(proven, account.loginKeys);
    return this.#proven(path, proven, inside, account);
  }

  #proven(path: string, proven: Proven, body: Body, account: Account): unknown {
    if (path === "/v1/sessions") return this.#signIn(proven, body, account);
    if (path === "/v1/sessions/renew") return this.#renew(proven, body, account);
    if (path === "/v1/keyrings") return this.#putKeyring(body, account);
    if (path === "/v1/epochs") return this.#newKeys(proven, body, account);
    if (path === "/v1/accounts/close") return this.#close(body, account);
    if (path === "/v1/accounts/export") {
      return { name: account.name, account: account.account, devices: devicesOf(account).devices };
    }
    throw refused("not_found");
  }

  async #register(proven: Proven, body: Body, known: Account | undefined): Promise<unknown> {
    this.#spend(proven.challenge);
    await requireProof(proven, body.login_keys ?? {});
    const isOther = known !== undefined && !isEqual(copyOf(known.account), copyOf(body.account));
    if (isOther) throw refused("name_taken");
    const account = known ?? registered(proven, body);
    this.#accounts.set(account.name, account);
    return this.#session(account, toHex(body.device));
  }

  #signIn(proven: Proven, body: Body, account: Account): unknown {
    const device = toHex(body.device);
    const known = account.devices.get(device);
    if (known?.isRevoked) throw refused("revoked");
    if (known !== undefined && !isEqual(copyOf(known.key), copyOf(proven.device_key))) {
      throw refused("login_refused");
    }
    const now = withDevice(account, device, proven.device_key);
    this.#accounts.set(account.name, now);
    return this.#session(now, device);
  }

  #renew(proven: Proven, body: Body, account: Account): unknown {
    const device = toHex(body.device);
    const known = account.devices.get(device);
    if (known === undefined || !isEqual(copyOf(known.key), copyOf(proven.device_key))) {
      throw refused("login_refused");
    }
    if (known.isRevoked) throw refused("revoked");
    if (known.isOut) throw refused("sign_in_again");
    return this.#renewal(account.name, device);
  }

  #putKeyring(body: Body, account: Account): unknown {
    const next = keyringOf(body.keyring);
    requireNext(account, next);
    const { server } = account;
    server.keyrings.push(next);
    if (body.slots !== null) server.slots = body.slots.map(slotOf);
    if (body.wraps !== null) server.wraps = body.wraps.map(wrapOf);
    let now = this.#withoutDevices(account, body.revoke);
    if (body.admit !== null) now = withDevice(now, toHex(body.admit.device), body.admit.key);
    this.#accounts.set(account.name, { ...now, loginKeys: body.login_keys ?? now.loginKeys });
    return null;
  }

  #newKeys(proven: Proven, body: Body, account: Account): unknown {
    const next = keyringOf(body.keyring);
    const { server } = account;
    const [place] = body.vaults;
    requireNext(account, next);
    if (place === undefined) throw refused("bad_request");
    if (place.sequence !== server.sequence) throw refused("behind", server.sequence);
    server.keyrings.push(next);
    server.slots = (body.slots ?? []).map(slotOf);
    server.wraps = (body.wraps ?? []).map(wrapOf);
    server.minimumEpoch = place.epoch;
    const now = this.#withoutDevices(account, body.revoke);
    const own = toHex(next.device ? idToBytes(next.device) : proven.device_key);
    const devices = [...now.devices].map(([device, known]) => {
      return [device, { ...known, isOut: device !== own }] as const;
    });
    for (const [token, { name, device }] of this.#sessions) {
      if (name === account.name && device !== own) this.#sessions.delete(token);
    }
    const loginKeys = body.login_keys ?? now.loginKeys;
    this.#accounts.set(account.name, { ...now, loginKeys, devices: new Map(devices) });
    return null;
  }

  #close({ statement }: Body, account: Account): unknown {
    this.#accounts.delete(account.name);
    this.#closings.set(toHex(account.account), statement);
    return null;
  }

  #closing(path: string): unknown {
    const statement = this.#closings.get(path.slice("/v1/closings/".length));
    if (statement === undefined) throw refused("not_found");
    return statement;
  }

  #withoutDevices(account: Account, gone: readonly Uint8Array[]): Account {
    const ids = new Set(gone.map(toHex));
    for (const [token, { name, device }] of this.#sessions) {
      if (name === account.name && ids.has(device)) this.#sessions.delete(token);
    }
    const devices = [...account.devices].map(([device, known]) => {
      return [device, ids.has(device) ? { ...known, isRevoked: true } : known] as const;
    });
    return { ...account, devices: new Map(devices) };
  }

  #session({ name, account, server }: Account, device: string): unknown {
    return {
      ...this.#renewal(name, device),
      account,
      keyrings: server.keyrings.slice(-1).map(keyringToWire),
      slots: server.slots.map((slot) => ({ ...slot, slot: idToBytes(slot.slot) })),
      wraps: server.wraps.map((wrap) => ({ ...wrap, vault: idToBytes(wrap.vault) })),
    };
  }

  #renewal(name: string, device: string) {
    const token = this.#bytes();
    this.#sessions.set(toHex(token), { name, device });
    return { token, expires_in };
  }

  #fresh(): Bytes {
    const challenge = this.#bytes();
    this.#challenges.add(toHex(challenge));
    return challenge;
  }

  #spend(challenge: Uint8Array): void {
    if (!this.#challenges.delete(toHex(challenge))) throw refused("challenge_refused");
  }

  /** 32 bytes that were never given before. */
  #bytes(): Bytes {
    const bytes = new Uint8Array(32);
    bytes.set(u64(++this.#given));
    return bytes;
  }
}

async function requireProof(proven: Proven, loginKeys: Account["loginKeys"]): Promise<void> {
  const { purpose, origin, name, challenge, nonce, device_key, body } = proven;
  const claim = { purpose, origin, name, challenge: copyOf(challenge), body: copyOf(body) };
  const message = await proofBytes(claim, copyOf(nonce), copyOf(device_key));
  const holds = (key: Uint8Array, signature: Uint8Array) =>
    isSigned(copyOf(key), copyOf(signature), message);
  const isDevice = await holds(device_key, proven.device_signature);
  const key = loginKeys[String(proven.login_type)];
  const isAlone = deviceOnlyPurposes.has(purpose);
  const isLogin = isAlone || (key !== undefined && (await holds(key, proven.login_signature)));
  if (!isDevice || !isLogin) throw refused("login_refused");
}

function registered(proven: Proven, body: Body): Account {
  const { account, salt, wraps, slots, login_keys: loginKeys } = body;
  const [wrap] = wraps ?? [];
  if (wrap === undefined || loginKeys === null) throw new Error("an account has a vault");
  const server = new ModelServer(idFromBytes(wrap.vault), [keyringOf(body.keyring)]);
  [server.slots, server.wraps] = [(slots ?? []).map(slotOf), [wrapOf(wrap)]];
  const bare = { name: proven.name, account, salt, loginKeys, devices: new Map(), server };
  return withDevice(bare, toHex(body.device), proven.device_key);
}

export function withDevice(account: Account, device: string, key: Uint8Array): Account {
  const known = { key: copyOf(key), isRevoked: false, isOut: false };
  return { ...account, devices: new Map([...account.devices, [device, known]]) };
}

function devicesOf({ devices }: Account) {
  const seen = [...devices].map(([device, { isRevoked }]) => {
    return { device: hexBytes(device), first_on: today, seen_on: today, revoked: isRevoked };
  });
  return { devices: seen };
}

function requireNext({ server }: Account, next: Keyring): void {
  if (next.version !== (server.keyrings.at(-1)?.version ?? 0) + 1) throw refused("keyring_behind");
}

function isNewest({ server }: Account, wire: unknown): boolean {
  const [own, newest] = [keyringOf(wire), server.keyrings.at(-1)];
  return own.version === newest?.version && isEqual(own.sealed, newest.sealed);
}

function keyringOf(keyring: unknown): Keyring {
  const wire = encode({ keyrings: [keyring], slots: [], wraps: [] });
  const [own] = decodeKeyrings(wire).keyrings;
  if (own === undefined) throw new Error("one in, one out");
  return own;
}

function slotOf({ slot, type, epoch, sealed }: WireSlot) {
  return { slot: idFromBytes(slot), type, epoch, sealed: copyOf(sealed) };
}

function wrapOf({ vault, epoch, sealed }: WireWrap) {
  return { vault: idFromBytes(vault), epoch, sealed: copyOf(sealed) };
}

function hexBytes(hex: string): Bytes {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function answered(value: unknown): Reply {
  return { kind: "answer", body: encode(value), servedAt: null };
}
