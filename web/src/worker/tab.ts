/** One tab's worker: the commands of core/contract.ts over a store, a network, and the keys in its memory. */

import type {
  HistoryPlace,
  Notice,
  RecordId,
  RecordView,
  Rejoined,
  Silence,
  Status,
} from "../core/contract.ts";
import { makeRecoveryCode, offerPassphrase } from "../core/crypto/recovery.ts";
import { platformRandom } from "../core/crypto/suite.ts";
import type { Passkeys } from "../core/passkey-commands.ts";
import { type Id, parseId } from "../core/protocol/encoding.ts";
import type { Storage } from "../core/store/contract.ts";
import { only } from "../core/store/schema.ts";
import { type KeyHolder, type Perform, type Procedure, run } from "../core/sync/effects.ts";
import { admission, signIn, signUp, unlock } from "../core/sync/enter.ts";
import { dropOldKeys, rereadKeyring } from "../core/sync/keyrings.ts";
import type { OpenKeys } from "../core/sync/open-keys.ts";
import { knownPasskeys, passkeysHere, seenEnded, unlockByPasskey } from "../core/sync/passkeys.ts";
import { confirmWords, recoveryWords } from "../core/sync/recovery.ts";
import { Arrivals } from "./arrivals.ts";
import { statusOf, working } from "./board.ts";
import { Departures } from "./departures.ts";
import { deviceName } from "./device-name.ts";
import { makeDriver } from "./driver.ts";
import { type Locks, standForLead } from "./leader.ts";
import { listen } from "./live.ts";
import type { Handlers } from "./messenger.ts";
import { looking, once, quality, seldom } from "./rare.ts";
import { Records } from "./records.ts";
import { Rejoining } from "./rejoining.ts";
import { Searching } from "./searching.ts";
import type { Channel, Standing, Word } from "./siblings.ts";
import { Syncing } from "./syncing.ts";
import { type Fetch, makeTransport } from "./transport.ts";
import { Ways } from "./ways.ts";

/** What a tab stands on; the browser's own in main.ts, others in tests. */
export type Ground = {
  readonly storage: Storage;
  readonly fetch: Fetch;
  /** Whether the device has any network. */
  readonly isOnline: () => boolean;
  /** Scheme, host and port as dialled. */
  readonly origin: string;
  readonly locks: Locks;
  readonly channel: Channel;
  readonly userAgent: string;
  readonly notify: (notice: Notice) => void;
  /** Ends the tab's work: streams, turns, locks. */
  readonly signal: AbortSignal;
  /** For a tab that is open from its first moment. */
  readonly begins?: { readonly open: OpenKeys | null; readonly standing: Standing };
};

/** The list is large and needed on few occasions. */
async function wordList(): Promise<readonly string[]> {
  return (await import("../content/words.ts")).words;
}

export class Tab {
  readonly #ground: Ground;
  readonly #holder: KeyHolder;
  readonly #perform: Perform;
  readonly #records: Records;
  readonly #history = once(async () => new (await seldom()).History(this.#perform));
  readonly #pairing = once(async () => new (await seldom()).Pairing(this.#perform));
  readonly #arrivals = new Arrivals(() => {
    const { storage, notify } = this.#ground;
    return { storage, notify, perform: this.#perform, onKept: this.#onKept };
  });
  readonly #departures = new Departures(() => ({ ...this.#ground, perform: this.#perform }));
  readonly #searching = new Searching(() => {
    const { notify } = this.#ground;
    return { notify, perform: this.#perform, list: (query) => this.#records.listRecords(query) };
  });
  readonly #rejoining: Rejoining;
  readonly #ways: Ways;
  readonly #syncing: Syncing;
  #standing: Standing;
  #told = "";
  #telling: Promise<unknown> = Promise.resolve();
  #stands: AbortController | null = null;

  constructor(ground: Ground) {
    const { storage, fetch, isOnline, origin, locks, channel } = ground;
    this.#ground = ground;
    this.#holder = { open: ground.begins?.open ?? null, random: platformRandom, origin };
    this.#standing = ground.begins?.standing ?? working;
    let heard: Silence = "unreachable";
    const transport = makeTransport(fetch, origin, (silence) => {
      heard = silence;
    });
    this.#perform = makeDriver(storage, transport, this.#holder);
    this.#records = new Records(storage, this.#perform);
    this.#rejoining = new Rejoining({ storage, locks, perform: this.#perform });
    this.#ways = new Ways({ storage, locks, perform: this.#perform });
    this.#syncing = new Syncing({
      storage,
      perform: this.#perform,
      listen: (listening) => listen({ ...listening, fetch, origin }),
      now: Date.now,
      chance: Math.random,
      silence: () => (isOnline() ? heard : "offline"),
      onStanding: (standing) => this.#onStanding(standing),
      onTouched: (records) => this.#tellPages(records),
    });
    channel.addEventListener("message", ({ data }) => this.#hear(data));
  }

  readonly handlers: Handlers = {
    status: () => this.#status(),
    offerPassphrase: async () => offerPassphrase(await wordList(), platformRandom),
    judgePassphrase: async ({ passphrase, about }) =>
      (await quality()).judgePassphrase(passphrase, about),
    admission: () => this.#run(admission()),
    signUp: async (typed) => this.#enter(signUp(typed, this.#label(), await wordList())),
    signIn: (typed) => this.#enter(signIn(typed, this.#label())),
    unlock: ({ passphrase }) => this.#enter(unlock(passphrase)),
    recoveryCode: () => this.#run(recoveryWords()),
    confirmRecovery: ({ words }) => this.#confirm(words),
    dismissMerged: async ({ record }) => this.#kept(await this.#records.dismissMerged(record)),
    send: async ({ record }) => this.#kept(await this.#records.send(record)),
    readRecord: ({ record }) => this.#records.readRecord(record),
    keepRecord: async (input) => this.#kept(await this.#records.keepRecord(input)),
    listRecords: (query) => this.#records.listRecords(query),
    months: (query) => this.#records.months(query),
    look: async (asked) => (await looking()).look(this.#looking(), asked),
    singleton: ({ kind }) => this.#records.singleton(kind),
    trash: async ({ record }) => this.#kept(await this.#records.trash(record)),
    untrash: async ({ record }) => this.#kept(await this.#records.untrash(record)),
    erase: ({ record }) => this.#erase(record),
    syncNow: () => this.#syncNow(),
    earlierVersions: async (asked) => (await this.#history()).versions(asked),
    earlierVersion: async (place) => (await this.#history()).value(place),
    bringBack: (place) => this.#bringBack(place),
    lookAgain: () => this.#rejoining.lookAgain(),
    rejoin: ({ at }) => this.#rejoin(at),
    rejoinedElsewhere: () => this.#rejoining.elsewhere(),
    seenRejoined: () => this.#seenRejoined(),
    checkpoint: async () => this.#rejoining.checkpoint(await wordList()),
    wordsLike: async ({ start }) => this.#rejoining.wordsLike(await wordList(), start),
    passkeys: () => this.#run(knownPasskeys()),
    beginPasskey: async ({ passphrase }) => this.#run((await seldom()).beginPasskey(passphrase)),
    keepPasskey: async ({ made, name, passphrase }) =>
      this.#changePasskeys((await seldom()).keepPasskey(made, name, passphrase)),
    removePasskey: async ({ slot, passphrase }) =>
      this.#changePasskeys((await seldom()).removePasskey(slot, passphrase)),
    seenEndedPasskey: () => this.#run(seenEnded()),
    passkeysHere: () => this.#run(passkeysHere()),
    unlockByPasskey: ({ slot, output }) =>
      this.#enter(unlockByPasskey(parseId(slot), new Uint8Array(output))),
    showPairing: async () => (await this.#pairing()).show(this.#label().name, await wordList()),
    awaitPairing: async () => {
      await (await this.#pairing()).wait();
      return this.#entered();
    },
    readPairing: async ({ code }) => (await this.#pairing()).read(code, await wordList()),
    admitDevice: async ({ passphrase }) => {
      await (await this.#pairing()).admit(passphrase);
      await this.#syncNow();
      return this.#tell();
    },
    cancelPairing: async () => (await this.#pairing()).cancel(),
    drawRecovery: async () => makeRecoveryCode(await wordList(), platformRandom),
    changePassphrase: (input) => this.#changedWays(this.#ways.changePassphrase(input)),
    newRecovery: async (input) =>
      this.#changedWays(this.#ways.newRecovery(input, await wordList())),
    recover: async (input) => {
      await this.#ways.recover(input, this.#label(), await wordList());
      return this.#entered();
    },
    newKeys: async (input) => this.#changedWays(this.#ways.newKeys(input, await wordList())),
    devices: () => this.#ways.devices(),
    removeDevices: (input) => this.#changedWays(this.#ways.removeDevices(input)),
    newDevices: () => this.#ways.newDevices(),
    seenDevices: () => this.#ways.seenDevices(),
    leave: () => this.#leave(),
    closeAccount: (input) => this.#changedWays(this.#ways.closeAccount(input)),
    exportAccount: (input) => this.#ways.exportAccount(input),
    ...this.#arrivals.handlers,
    ...this.#searching.handlers,
    ...this.#departures.handlers,
  };

  #run<T>(procedure: Procedure<T>): Promise<T> {
    return run(procedure, this.#perform);
  }

  #looking() {
    return { storage: this.#ground.storage, perform: this.#perform, records: this.#records };
  }

  #label() {
    const today = new Date().toISOString().slice(0, 10);
    return { name: deviceName(this.#ground.userAgent), today };
  }

  async #enter(procedure: Procedure<void>): Promise<Status> {
    await this.#run(procedure);
    return this.#entered();
  }

  /** The device is open now, and every tab of it hears so. */
  #entered(): Promise<Status> {
    this.#ground.channel.postMessage({ type: "account" });
    this.#ground.channel.postMessage({ type: "ask standing" });
    this.#stand();
    this.#syncing.retry();
    return this.#tell();
  }

  /** Other tabs take up what was written, or let go of keys that open nothing here any more. */
  async #changedWays(change: Promise<void>): Promise<Status> {
    try {
      await change;
    } finally {
      this.#ground.channel.postMessage({ type: "account" });
    }
    this.#syncing.retry();
    return this.#tell();
  }

  async #leave(): Promise<null> {
    this.#letGo();
    await this.#ways.leave();
    this.#ground.channel.postMessage({ type: "account" });
    await this.#tell();
    return null;
  }

  /** Without keys nothing is shown, and nothing is led. */
  #letGo(): void {
    this.#holder.open = null;
    this.#stands?.abort();
    this.#stands = null;
    this.#arrivals.close();
    this.#searching.close();
    this.#departures.close();
    this.#records.forget();
  }

  async #changePasskeys(procedure: Procedure<Passkeys>): Promise<Passkeys> {
    const passkeys = await this.#run(procedure);
    this.#ground.channel.postMessage({ type: "account" });
    return passkeys;
  }

  /** From now on this tab leads whenever no other does. */
  #stand(): void {
    if (this.#stands !== null) return;
    this.#stands = new AbortController();
    const { locks, signal } = this.#ground;
    const both = AbortSignal.any([signal, this.#stands.signal]);
    void standForLead(locks, both, (held) => this.#syncing.lead(held));
  }

  async #confirm(typed: string): Promise<boolean> {
    const isRight = await this.#run(confirmWords(typed, await wordList()));
    if (isRight) {
      this.#ground.channel.postMessage({ type: "account" });
      await this.#syncNow();
      await this.#tell();
    }
    return isRight;
  }

  async #syncNow(): Promise<null> {
    this.#syncing.retry();
    this.#ground.channel.postMessage({ type: "sync now" });
    return null;
  }

  #kept(view: RecordView): RecordView {
    this.#changed(view.record);
    return view;
  }

  async #bringBack(place: { readonly record: RecordId; readonly number: number }) {
    const brought = await (await this.#history()).bringBack(place);
    if (brought === null) return null;
    return { before: brought.before, view: this.#kept(await this.#records.show(brought.newest)) };
  }

  async #erase(record: RecordId): Promise<null> {
    this.#changed(await this.#records.erase(record));
    return null;
  }

  #changed(record: RecordId): void {
    const records = [record];
    this.#searching.refresh(records);
    this.#ground.channel.postMessage({ type: "pages", records });
    this.#ground.notify({ type: "pages", records });
    this.#syncing.nudge();
    void this.#tell();
  }

  /** A batch of records came in: sync sends it in its own pace. */
  readonly #onKept = async (records: readonly Id[]): Promise<void> => {
    this.#ground.channel.postMessage({ type: "pages", records });
    this.#syncing.nudge();
    await this.#showPages(records);
  };

  async #rejoin(at: HistoryPlace): Promise<Rejoined> {
    const done = await this.#rejoining.rejoin(at);
    this.#tellPages(null);
    await this.#syncNow();
    return done;
  }

  async #seenRejoined(): Promise<null> {
    for (const record of await this.#rejoining.seen()) this.#changed(record);
    return null;
  }

  // what is told

  async #status(): Promise<Status> {
    return statusOf(this.#ground.storage, this.#holder, this.#standing);
  }

  /** Tells the screens where everything stands, if it is not what they know. One after the other: the last is true. */
  #tell(): Promise<Status> {
    const tell = () => this.#tellNow();
    const told = this.#telling.then(tell, tell);
    this.#telling = told;
    return told;
  }

  async #tellNow(): Promise<Status> {
    if (this.#holder.open === null && this.#stands !== null) this.#letGo();
    const status = await this.#status();
    const text = JSON.stringify(status);
    if (text !== this.#told) this.#ground.notify({ type: "status", status });
    this.#told = text;
    return status;
  }

  #onStanding(standing: Standing): void {
    this.#standing = standing;
    this.#ground.channel.postMessage({ type: "standing", standing });
    if (standing.sync === "done") void this.#records.tidy();
    void this.#tell();
  }

  #tellPages(records: readonly string[] | null): void {
    this.#ground.channel.postMessage({ type: "pages", records });
    void this.#showPages(records);
  }

  async #showPages(records: readonly string[] | null): Promise<void> {
    if (this.#holder.open === null) return;
    await this.#records.refresh(records);
    this.#searching.refresh(records);
    this.#ground.notify({ type: "pages", records });
    await this.#tell();
  }

  #hear(word: Word): void {
    if (word.type === "standing") this.#standing = word.standing;
    if (word.type === "ask standing" && this.#syncing.isLeading) {
      this.#ground.channel.postMessage({ type: "standing", standing: this.#standing });
    }
    if (word.type === "sync now" || word.type === "account") this.#syncing.retry();
    if (word.type === "account") void this.#takeUp();
    if (word.type === "pages") {
      this.#syncing.nudge();
      void this.#showPages(word.records);
    }
    void this.#tell();
  }

  /** Another tab entered, has another keyring, or has emptied the store. */
  async #takeUp(): Promise<void> {
    const isOld = await this.#run(dropOldKeys(await this.#ground.storage.get("account", only)));
    if (!isOld && this.#holder.open !== null) await this.#run(rereadKeyring()).catch(() => {});
    await this.#tell();
  }
}
