import { isEqual, type Random } from "../../../../web/src/core/bytes.ts";
import { chainsOver } from "../../../../web/src/core/crypto/chain.ts";
import type { VaultMark } from "../../../../web/src/core/crypto/checkpoint.ts";
import { freshState } from "../../../../web/src/core/crypto/state.ts";
import { Alarm, Refusal } from "../../../../web/src/core/errors.ts";
import { canonicalText } from "../../../../web/src/core/protocol/canonical.ts";
import { type Id, idToBytes } from "../../../../web/src/core/protocol/encoding.ts";
import type { DeviceLabel } from "../../../../web/src/core/sync/account.ts";
import type { Reply, Request } from "../../../../web/src/core/sync/effects.ts";
import { signIn } from "../../../../web/src/core/sync/enter.ts";
import { type Account, AccountServer, withDevice } from "./account-server.ts";
import { Crash, Device } from "./device.ts";
import { type Family, name } from "./family.ts";
import { Keeper } from "./keeper.ts";
import { ModelServer, type Snapshot } from "./model-server.ts";
import { People } from "./people.ts";
import type { Fate, Step } from "./steps.ts";
import { type Kept, Story } from "./story.ts";

const mostDevices = 5;
const mostCopies = 3;
const day = 24 * 3600_000;

type UnderFire = Pick<Step & { do: "turn" }, "who" | "fates" | "crash" | "typing">;

/** Devices, a server, and what people wrote and removed. */
export class World {
  readonly server: ModelServer;
  readonly devices: Device[];
  readonly story = new Story();
  readonly #people: People;
  isRestored = false;
  readonly #family: Family;
  readonly #entrance: AccountServer;
  readonly #keeper: Keeper;
  #delayed: (() => Promise<Reply>)[] = [];
  #copies: Snapshot[] = [];
  #made = 0;

  constructor(family: Family) {
    const { members, keyrings } = family;
    this.#family = family;
    this.server = new ModelServer(members[0].keys.vault, keyrings);
    this.#entrance = new AccountServer([accountOf(family, this.server)]);
    this.#keeper = new Keeper(this.#entrance, members[0].account.salt);
    this.devices = members.map((member) => new Device(member, this.server, this.#random()));
    this.#people = new People(this.devices, this.story);
    const { slots, wraps } = members[0].account;
    [this.server.slots, this.server.wraps, this.server.clock] = [slots, wraps, this.now];
  }

  async begin(): Promise<this> {
    await Promise.all(this.devices.map((device) => device.begin()));
    for (const [i, device] of this.devices.entries()) {
      this.#connect(device, []);
      device.most = 1 + i; // so that what waits takes several commits
    }
    return this;
  }

  /** What every clock shows, in UTC milliseconds. */
  get now(): number {
    return this.#device(0).clock;
  }

  async step(step: Step): Promise<unknown> {
    switch (step.do) {
      case "turn":
        return this.#during(step, (device) => device.turn());
      case "rejoin":
        return this.#during(step, rejoinIfAlarmed);
      case "change passphrase":
      case "new keys":
      case "remove device":
      case "sign in":
        return this.#during({ ...step, typing: null }, (device) =>
          this.#keeper.do(step.do, device, this.#device(step.which)),
        );
      case "clone":
        return this.#clone(step.who);
      case "join":
        return this.#join(step.who, step.fates);
      case "days":
        return this.#pass(step.days);
      case "restore":
        return this.#restore(step.age);
      case "snapshot":
        this.#copies = [...this.#copies, this.server.state].slice(-mostCopies);
        return;
      case "restart":
        return this.#entrance.restart();
      case "deliver":
        return this.#deliver();
      default:
        return this.#people.do(step);
    }
  }

  /** Everything arrives and everybody looks, until nothing moves; false when that takes too long. */
  async settle(): Promise<boolean> {
    await this.#deliver();
    for (let round = 0; round < 12; round++) {
      const ends = [];
      const before = this.server.sequence;
      for (const device of this.devices) ends.push(await this.#turnSignedIn(device));
      const isQuiet = ends.every((end) => ["done", "stopped", "removed"].includes(end));
      if (isQuiet && before === this.server.sequence) return true;
    }
    return false;
  }

  /** A person signs in where a device asks for it. */
  async #turnSignedIn(device: Device): Promise<string> {
    const end = await device.turn();
    if (end.end !== "refused") return end.end;
    if (this.#keeper.isRemoved(device)) return "removed";
    if (end.code === "sign_in_again") await this.#keeper.do("sign in", device, device);
    return end.end;
  }

  /** The devices that nobody has removed. */
  get present(): readonly Device[] {
    return this.devices.filter((device) => !this.#keeper.isRemoved(device));
  }

  /** Every device in an alarm leaves it, one after the other, until there is peace; false when that takes too long. */
  async rejoin(): Promise<boolean> {
    for (let round = 0; round < 8; round++) {
      let left = 0;
      for (const device of this.present) {
        if ((await device.alarm()) === null) continue;
        await this.#keeper.do("sign in", device, device);
        await device.rejoin();
        left += 1;
      }
      if (!(await this.settle())) return false;
      if (left === 0) return true;
    }
    return false;
  }

  /** Everything that a device shows, by record; what waits on it alone is left out. */
  async shared(device: Device): Promise<ReadonlyMap<Id, string>> {
    const waiting = new Set((await device.store.all("outbox")).map(({ record }) => record));
    const records = (await device.records()).filter((record) => !waiting.has(record));
    const values = await Promise.all(records.map((record) => device.value(record)));
    return new Map(records.map((record, i) => [record, canonicalText(values[i] ?? null)]));
  }

  /**
   * Words that nobody removed and that are not in the text. A removal that is heeded in an alarm counts as made there,
   * over words that who removed may not have seen.
   */
  missing(text: string, isMeant: (kept: Kept) => boolean): string[] {
    const isHeeded = ({ record }: Kept) => this.devices.some(({ heeded }) => heeded.has(record));
    return this.story.missing(text, this.now, (kept) => isMeant(kept) && !isHeeded(kept));
  }

  /** Whether what this device wrote may never arrive. */
  isGone(who: number): boolean {
    return this.#keeper.isRemoved(this.#device(who));
  }

  /** Everything that a device shows, with what waits. */
  async text(device: Device): Promise<string> {
    const values = (await device.records()).map((record) => device.value(record));
    return (await Promise.all(values)).map((value) => canonicalText(value)).join("\n");
  }

  /** Whether the server's whole history continues this place, which a fresh device then takes in, and else refuses. */
  async isContinued(device: Device, mark: VaultMark): Promise<boolean> {
    const { chain } = await freshState(this.server.vault);
    const digests = this.server.state.commits.map(({ digest }) => digest);
    const there = (await chainsOver(chain, digests))[mark.sequence];
    const isContinued = there !== undefined && isEqual(there, mark.chain);
    try {
      await device.verify(mark);
    } catch (error) {
      if (isContinued || !(error instanceof Alarm)) throw error;
      return false;
    }
    if (!isContinued) throw new Error("a history that does not continue the checkpoint");
    return true;
  }

  // what machines and the operator do

  #number(who: number): number {
    return who % this.devices.length;
  }

  #device(who: number): Device {
    const device = this.devices[this.#number(who)];
    if (device === undefined) throw new Error("there is always one");
    return device;
  }

  /** The same bytes in every run, others for every device. */
  #random(): Random {
    let state = 0x9e3779b9 * ++this.#made;
    const next = () => {
      state = (state + 0x6d2b79f5) | 0;
      const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      return (mixed ^ (mixed >>> 14)) & 0xff;
    };
    return (length) => Uint8Array.from({ length }, next);
  }

  /** What is waiting there waits twice from now on, so both wrote it. */
  async #clone(who: number): Promise<void> {
    if (this.devices.length === mostDevices) return;
    const device = this.#device(who);
    const clone = device.clone(this.#random());
    for (const { record } of await device.store.all("outbox")) {
      this.story.wrote(this.#number(who), record);
      this.story.wrote(this.devices.length, record);
    }
    this.#connect(clone, []);
    this.devices.push(clone);
  }

  /** A person tries until it works, and then compares with the device `who`. */
  async #join(who: number, fates: readonly Fate[]): Promise<void> {
    if (this.devices.length === mostDevices) return;
    const mark = await this.#device(who).head();
    const { members } = this.#family;
    const device = new Device(members[0], this.server, this.#random());
    [device.holder.open, device.clock] = [null, this.now];
    const left = [...fates];
    this.#connect(device, left);
    const label = { name: `${this.devices.length}`, today: "2026-11-22" };
    while (!(await this.#hasEntered(device, left, label)));
    this.#connect(device, []);
    this.devices.push(device);
    await this.isContinued(device, mark);
  }

  async #hasEntered(device: Device, left: readonly Fate[], label: DeviceLabel): Promise<boolean> {
    const mayFail = left.length > 0;
    try {
      await device.run(signIn({ name, passphrase: await this.#keeper.passphrase() }, label));
      return true;
    } catch (error) {
      if (mayFail && error instanceof Refusal) return false;
      throw error;
    }
  }

  #pass(days: number): void {
    for (const device of this.devices) device.clock += days * day;
    this.server.clock = this.now;
  }

  #restore(age: number): void {
    const copy = this.#copies.at(-1 - (age % Math.max(1, this.#copies.length)));
    if (copy === undefined) return;
    this.server.state = copy;
    this.isRestored = true;
  }

  // the network

  #connect(device: Device, left: Fate[]): void {
    device.network = (request) => this.#carry(left.shift() ?? "ok", request);
  }

  async #carry(fate: Fate, request: Request): Promise<Reply> {
    const silence: Reply = { kind: "silence", retryAfter: null };
    const deliver = async () => {
      const reply = await this.#entrance.answer(request);
      const isKeyring = ["/v1/keyrings", "/v1/epochs"].includes(request.path);
      if (isKeyring && reply.kind === "answer") this.#copyAnew();
      return reply;
    };
    if (fate === "delay") this.#delayed.push(deliver);
    if (fate === "lose answer" || fate === "twice") await deliver();
    if (fate === "again") this.#delayed.push(deliver);
    return fate === "lose request" || fate === "lose answer" || fate === "delay"
      ? silence
      : deliver();
  }

  /**
   * A server that goes back to before the keyring's newest version is an alarm that rejoining does not end, for that
   * changes no keyring. So whoever runs one makes a new copy when a device was added.
   */
  #copyAnew(): void {
    if (this.#copies.length > 0) this.#copies = [this.server.state];
  }

  async #deliver(): Promise<void> {
    const delayed = this.#delayed;
    this.#delayed = [];
    for (const deliver of delayed) await deliver();
  }

  async #during(
    { who, fates, crash, typing }: UnderFire,
    act: (device: Device) => Promise<unknown>,
  ): Promise<void> {
    const device = this.#device(who);
    this.#connect(device, [...fates]);
    let at = 0;
    device.around = {
      before: async () => {
        if (crash !== null && crash === 2 * at) throw new Crash();
        if (typing === at) await this.#typeMeanwhile(device, who);
      },
      after: () => {
        if (crash !== null && crash === 2 * at + 1) throw new Crash();
        at += 1;
      },
    };
    try {
      await act(device);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      device.end();
    }
    device.around = { before() {}, after() {} };
    this.#connect(device, []);
    await this.#keeper.reopen(device);
  }

  async #typeMeanwhile(device: Device, who: number): Promise<void> {
    const { around } = device;
    device.around = { before() {}, after() {} };
    await this.#people.do({ do: "edit", who, which: 0, place: 1 });
    device.around = around;
  }
}

/** The account of a family that has entered with all its devices. */
function accountOf({ members, loginKeys }: Family, server: ModelServer): Account {
  const { account, name, salt } = members[0].account;
  const bare = { name, account: idToBytes(account), salt, loginKeys, devices: new Map(), server };
  return members.reduce<Account>((known, { keys }) => {
    return withDevice(known, keys.device, keys.deviceKey.public);
  }, bare);
}

/** With what was shown a moment ago; where the server does not answer, another time. */
async function rejoinIfAlarmed(device: Device): Promise<void> {
  if ((await device.alarm()) === null) return;
  try {
    await device.rejoin();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
