import type { Random } from "../../../../web/src/core/bytes.ts";
import type { VaultMark } from "../../../../web/src/core/crypto/checkpoint.ts";
import { platformRandom } from "../../../../web/src/core/crypto/suite.ts";
import type { Entry } from "../../../../web/src/core/model/entry.ts";
import { changeEntry, makeEntry, readEntry } from "../../../../web/src/core/model/entry.ts";
import { isRemoved } from "../../../../web/src/core/model/record.ts";
import { trashedAt } from "../../../../web/src/core/model/trash.ts";
import type { JsonObject } from "../../../../web/src/core/protocol/canonical.ts";
import type { Id } from "../../../../web/src/core/protocol/encoding.ts";
import { limits } from "../../../../web/src/core/protocol/limits.ts";
import { type Batch, change, type Outcome } from "../../../../web/src/core/store/contract.ts";
import { MemoryStore } from "../../../../web/src/core/store/memory.ts";
import { only } from "../../../../web/src/core/store/schema.ts";
import { sealPinned } from "../../../../web/src/core/sync/account.ts";
import {
  type Effect,
  type KeyHolder,
  type Procedure,
  type Reply,
  type Request,
  run,
} from "../../../../web/src/core/sync/effects.ts";
import { loadState } from "../../../../web/src/core/sync/head.ts";
import {
  freshRecord,
  keepRecord,
  type Newest,
  newestOf,
  remove,
} from "../../../../web/src/core/sync/keep.ts";
import { beginLeading, type Leading } from "../../../../web/src/core/sync/leading.ts";
import { look, type Sight } from "../../../../web/src/core/sync/looking.ts";
import type { Outlook } from "../../../../web/src/core/sync/outlook.ts";
import { type Preview, previewRejoin, rejoin } from "../../../../web/src/core/sync/rejoin.ts";
import { renew } from "../../../../web/src/core/sync/renewing.ts";
import { trash, untrash } from "../../../../web/src/core/sync/trash.ts";
import { type TurnEnd, turn } from "../../../../web/src/core/sync/turn.ts";
import type { Member } from "./family.ts";
import type { Caller, ModelServer } from "./model-server.ts";

/** Thrown where the process is made to end. */
export class Crash extends Error {}

/** What happens around every effect; throws `Crash` to end the process there. */
export interface Around {
  before(effect: Effect): Promise<void> | void;
  after(effect: Effect): Promise<void> | void;
}

const nothing: Around = { before() {}, after() {} };
/** A clock on which nothing but the trash may depend. */
const anyTime = 1_764_000_000_000;

/** One device of the family: a store that survives, and an engine that may end at any effect. */
export class Device {
  readonly store: MemoryStore;
  readonly holder: KeyHolder;
  readonly #server: ModelServer;
  readonly #member: Member;
  #leading: Leading | null = null;
  /** How the network treats the next requests. */
  network: (request: Request, deliver: () => Promise<Reply>) => Promise<Reply> = (_, deliver) =>
    deliver();
  around: Around = nothing;
  /** The records whose removal elsewhere was applied while an alarm stood. */
  readonly heeded = new Set<string>();
  /** How many revisions its first commit may have. */
  most: number = limits.max_commit_revisions;
  /** This device's clock, in UTC milliseconds. */
  clock = anyTime;

  /** With `random` of its own a device does the same in every run. */
  constructor(
    member: Member,
    server: ModelServer,
    random: Random = platformRandom,
    store = new MemoryStore(),
  ) {
    this.#member = member;
    this.#server = server;
    this.store = store;
    this.holder = { open: member.keys, random, origin: "http://model" };
  }

  /** As it is after signing in. */
  async begin(): Promise<this> {
    const { account, keys } = this.#member;
    const keyring = await sealPinned(keys, this.holder.random);
    const changes = [
      change("account", only, account),
      change("keyring", only, keyring),
      change("session", only, { token: new Uint8Array(32) }),
    ];
    await this.store.write({ changes, expects: [], lead: null, strict: true });
    return this;
  }

  /** Another machine with a copy of this disk, where the same person has unlocked it. */
  clone(random: Random): Device {
    const clone = new Device(this.#member, this.#server, random, this.store.copy());
    clone.holder.open = this.holder.open;
    clone.clock = this.clock;
    return clone;
  }

  /** Another tab on the same disk, open with the keys that this one has now. */
  beside(): Device {
    const tab = new Device(this.#member, this.#server, this.holder.random, this.store);
    tab.holder.open = this.holder.open;
    return tab;
  }

  /** The process ends; what is on disk stays. */
  end(): void {
    this.#leading = null;
  }

  async turn(): Promise<TurnEnd> {
    return this.run(turn(await this.#lead()));
  }

  /** What rejoining would do. */
  async preview(): Promise<Preview> {
    return this.run(previewRejoin(await this.#lead()));
  }

  /** Looks, consents, rejoins. */
  async rejoin(): Promise<Outlook> {
    return this.rejoinAt((await this.preview()).at);
  }

  /** With the consent that was given to this place in the history. */
  async rejoinAt(at: Preview["at"]): Promise<Outlook> {
    return this.run(rejoin(await this.#lead(), at, "Europe/Berlin"));
  }

  /** Where it stands: the head that it verified last. */
  async head(): Promise<VaultMark> {
    const { vault, sequence, chain } = await this.run(loadState());
    return { vault, sequence, chain };
  }

  /** Verifies everything that the server has as a fresh device does, held to a checkpoint. */
  async verify(mark: VaultMark): Promise<Sight> {
    return this.run(look(await this.#lead(), mark));
  }

  async trash(record: Id): Promise<Newest> {
    const isThere = trashedAt((await this.value(record)) ?? {}) !== null;
    return this.run(isThere ? untrash(record) : trash(record, this.clock));
  }

  async asLeader<T>(procedure: (leading: Leading) => Procedure<T>): Promise<T> {
    return this.run(procedure(await this.#lead()));
  }

  async #lead(): Promise<Leading> {
    if (this.#leading === null) {
      this.#leading = beginLeading(await this.store.lead(), () => this.clock);
      this.#leading.most = this.most;
    }
    return this.#leading;
  }

  /** A page with other words; `base` is what its editor knew as kept, with null what is there now. */
  async keep(record: Id, words: Entry, base: Entry | null): Promise<Newest> {
    const newest = await this.value(record);
    const there = newest === null || isRemoved(newest) ? null : newest;
    const moment = this.#moment();
    const saying = (said: Entry) =>
      there === null ? makeEntry(said, moment) : changeEntry(there, said, moment);
    const known = base === null ? there : saying(base);
    return this.run(keepRecord(record, saying(words), known, moment));
  }

  async keepRecord(record: Id | null, value: JsonObject, base: JsonObject | null): Promise<Newest> {
    const id = record ?? (await this.run(freshRecord()));
    return this.run(keepRecord(id, value, base, this.#moment()));
  }

  async write(entry: Entry): Promise<Id> {
    const record = await this.run(freshRecord());
    return (await this.keep(record, entry, null)).record;
  }

  remove(record: Id, erase: boolean): Promise<Newest> {
    return this.run(remove(record, erase));
  }

  async value(record: Id): Promise<JsonObject | null> {
    return (await this.run(newestOf(record))).value;
  }

  /** What a person sees of a page; null when it is removed or never was. */
  async entry(record: Id): Promise<Entry | null> {
    const value = await this.value(record);
    return value === null || isRemoved(value) ? null : readEntry(value);
  }

  /** Every record here, removed ones too. */
  async records(): Promise<Id[]> {
    const rows = [...(await this.store.all("bases")), ...(await this.store.all("outbox"))];
    return [...new Set(rows.map(({ record }) => record))].sort();
  }

  async alarm(): Promise<string | null> {
    return (await this.store.get("alarm", only))?.code ?? null;
  }

  async run<T>(procedure: Procedure<T>): Promise<T> {
    const { around } = this;
    return run(procedure, async (effect) => {
      await around.before(effect);
      const answer = await this.#perform(effect);
      await around.after(effect);
      return answer;
    });
  }

  async #perform(effect: Effect): Promise<unknown> {
    switch (effect.effect) {
      case "load":
        return this.store.get(effect.table, effect.key);
      case "load many":
        return this.store.getMany(effect.table, effect.keys);
      case "load all":
        return this.store.all(effect.table);
      case "load some":
        return this.store.some(effect.table, effect.after, effect.most);
      case "save":
        return this.#save(effect.batch);
      case "send":
        return this.#send(effect.request);
      case "renew":
        return this.run(renew(effect.stale));
      case "key":
        return effect.work(this.holder);
    }
  }

  async #save(batch: Batch): Promise<Outcome> {
    const outcome = await this.store.write(batch);
    const isHeeding = batch.lead !== null && (await this.alarm()) !== null;
    for (const { table, key } of batch.changes) {
      if (isHeeding && table === "outbox") this.heeded.add(key);
    }
    return outcome;
  }

  #moment() {
    return { at: this.clock, timeZone: "Europe/Berlin" };
  }

  #send(request: Request): Promise<Reply> {
    return this.network(request, () => this.#server.answer(request, this.caller()));
  }

  /** Who its session belongs to. */
  caller(): Caller {
    const { device, deviceKey } = this.holder.open ?? this.#member.keys;
    return { device, publicKey: deviceKey.public };
  }
}

/** Everything that a device does from now on. */
export function watch(device: Device): Effect[] {
  const effects: Effect[] = [];
  device.around = { before: (effect) => void effects.push(effect), after() {} };
  return effects;
}
