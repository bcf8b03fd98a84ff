import type { Entry } from "../../../../web/src/core/model/entry.ts";
import { canonicalText } from "../../../../web/src/core/protocol/canonical.ts";
import type { Id } from "../../../../web/src/core/protocol/encoding.ts";
import type { Reply, Request } from "../../../../web/src/core/sync/effects.ts";
import { Crash, Device } from "./device.ts";
import type { Family } from "./family.ts";
import { ModelServer, type Snapshot } from "./model-server.ts";

/** What the network does with one request. */
export type Fate = "ok" | "lose request" | "lose answer" | "delay" | "twice";

/** One thing that happens; `who` is a device, `which` a page by its place among those that are there. */
export type Step =
  | { readonly do: "write"; readonly who: number }
  | { readonly do: "edit"; readonly who: number; readonly which: number; readonly place: number }
  | { readonly do: "open"; readonly who: number; readonly which: number }
  | { readonly do: "cut"; readonly who: number; readonly which: number; readonly place: number }
  | { readonly do: "remove"; readonly who: number; readonly which: number; readonly erase: boolean }
  | {
      readonly do: "turn";
      readonly who: number;
      readonly fates: readonly Fate[];
      /** The process ends before this effect, or, odd, after it. */
      readonly crash: number | null;
      /** Somebody writes at this effect. */
      readonly typing: number | null;
    }
  | { readonly do: "deliver" | "snapshot" | "restore" };

/** A word that was kept, and where. `isUnsent`: over a page that was erased elsewhere; it stays with who wrote it. */
interface Kept {
  readonly who: number;
  readonly record: Id;
  readonly isUnsent: boolean;
}

/** Three devices, a server, and what people wrote and removed. */
export class World {
  readonly server: ModelServer;
  readonly devices: readonly Device[];
  readonly words = new Map<string, Kept>();
  readonly removed = new Set<string>();
  readonly erased = new Set<Id>();
  isRestored = false;
  readonly #editors = new Map<string, Entry>();
  #delayed: (() => Promise<Reply>)[] = [];
  #snapshot: Snapshot | null = null;
  #count = 0;

  constructor({ members, keyrings }: Family) {
    this.server = new ModelServer(members[0].keys.vault, keyrings);
    this.devices = members.map((member) => new Device(member, this.server));
  }

  async begin(): Promise<this> {
    await Promise.all(this.devices.map((device) => device.begin()));
    return this;
  }

  async step(step: Step): Promise<void> {
    switch (step.do) {
      case "write":
        return this.#write(step.who);
      case "edit":
        return this.#edit(step.who, step.which, step.place);
      case "open":
        return this.#open(step.who, step.which);
      case "cut":
        return this.#cut(step.who, step.which, step.place);
      case "remove":
        return this.#remove(step.who, step.which, step.erase);
      case "turn":
        return this.#turn(step);
      case "deliver":
        return this.#deliver();
      case "snapshot":
        this.#snapshot = this.server.state;
        return;
      case "restore":
        return this.#restore();
    }
  }

  /** Everything arrives and everybody looks, until nothing moves; false when that takes too long. */
  async settle(): Promise<boolean> {
    await this.#deliver();
    for (let round = 0; round < 12; round++) {
      const ends = [];
      const before = this.server.sequence;
      for (const device of this.devices) ends.push((await device.turn()).end);
      const isQuiet = ends.every((end) => end === "done" || end === "stopped");
      if (isQuiet && before === this.server.sequence) return true;
    }
    return false;
  }

  /** Every device in an alarm leaves it, one after the other, until there is peace; false when that takes too long. */
  async rejoin(): Promise<boolean> {
    for (let round = 0; round < 8; round++) {
      let left = 0;
      for (const device of this.devices) {
        if ((await device.alarm()) === null) continue;
        await device.rejoin();
        left += 1;
      }
      if (!(await this.settle())) return false;
      if (left === 0) return true;
    }
    return false;
  }

  /** The text of everything that a device shows, by record; what waits on it alone is left out. */
  async shared(device: Device): Promise<string> {
    const waiting = new Set((await device.store.all("outbox")).map(({ record }) => record));
    const records = (await device.records()).filter((record) => !waiting.has(record));
    const values = await Promise.all(records.map((record) => device.value(record)));
    return records.map((record, i) => `${record} ${canonicalText(values[i] ?? null)}`).join("\n");
  }

  /** Words that nobody removed and that are not in the text. */
  missing(text: string, isMeant: (kept: Kept) => boolean): string[] {
    const present = new Set(text.match(/w\d+w/g) ?? []);
    const isOwed = ([word, kept]: [string, Kept]) =>
      isMeant(kept) && !this.removed.has(word) && !this.erased.has(kept.record);
    return [...this.words].filter(isOwed).flatMap(([word]) => (present.has(word) ? [] : [word]));
  }

  /** Everything that a device shows, with what waits. */
  async text(device: Device): Promise<string> {
    const values = (await device.records()).map((record) => device.value(record));
    return (await Promise.all(values)).map((value) => canonicalText(value)).join("\n");
  }

  #device(who: number): Device {
    const device = this.devices[who];
    if (device === undefined) throw new Error("three devices");
    return device;
  }

  #word(): string {
    return `w${this.#count++}w`;
  }

  async #write(who: number): Promise<void> {
    const word = this.#word();
    const record = await this.#device(who).write({ title: "", body: `${word}\n`, tags: [] });
    this.words.set(word, { who, record, isUnsent: false });
  }

  /** A page that is there, and what it says. */
  async #pick(who: number, which: number): Promise<{ record: Id; entry: Entry } | null> {
    const device = this.#device(who);
    const shown: { record: Id; entry: Entry }[] = [];
    for (const record of await device.records()) {
      const entry = await device.entry(record);
      if (entry !== null) shown.push({ record, entry });
    }
    return shown[which % Math.max(1, shown.length)] ?? null;
  }

  /** The text that an editor shows may be older than what is stored. */
  async #open(who: number, which: number): Promise<void> {
    const page = await this.#pick(who, which);
    if (page !== null) this.#editors.set(`${who} ${page.record}`, page.entry);
  }

  async #edit(who: number, which: number, place: number): Promise<void> {
    const page = await this.#pick(who, which);
    if (page === null) return;
    const base = this.#editors.get(`${who} ${page.record}`) ?? page.entry;
    const word = this.#word();
    const text = inserted(base, word, place);
    const { record, held } = await this.#device(who).keep(page.record, text, base);
    this.#editors.delete(`${who} ${page.record}`);
    this.words.set(word, { who, record, isUnsent: held === "unsent" });
  }

  async #cut(who: number, which: number, place: number): Promise<void> {
    const page = await this.#pick(who, which);
    if (page === null) return;
    const found = page.entry.body.match(/w\d+w/g) ?? [];
    const word = found[place % Math.max(1, found.length)];
    if (word === undefined) return;
    this.removed.add(word);
    const body = page.entry.body.replace(word, "");
    await this.#device(who).keep(page.record, { ...page.entry, body }, page.entry);
  }

  async #remove(who: number, which: number, erase: boolean): Promise<void> {
    const page = await this.#pick(who, which);
    if (page === null) return;
    for (const word of wordsOf(page.entry)) this.removed.add(word);
    if (erase) this.erased.add(page.record);
    await this.#device(who).remove(page.record, erase);
  }

  async #turn({ who, fates, crash, typing }: Step & { do: "turn" }): Promise<void> {
    const device = this.#device(who);
    const left = [...fates];
    device.network = (request, deliver) => this.#carry(left.shift() ?? "ok", request, deliver);
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
      await device.turn();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      device.end();
    }
    device.around = { before() {}, after() {} };
    device.network = (_, deliver) => deliver();
  }

  async #typeMeanwhile(device: Device, who: number): Promise<void> {
    const { around } = device;
    device.around = { before() {}, after() {} };
    await this.#edit(who, 0, 1);
    device.around = around;
  }

  async #carry(fate: Fate, _request: Request, deliver: () => Promise<Reply>): Promise<Reply> {
    const silence: Reply = { kind: "silence", retryAfter: null };
    if (fate === "delay") this.#delayed.push(deliver);
    if (fate === "lose answer" || fate === "twice") await deliver();
    return fate === "ok" || fate === "twice" ? deliver() : silence;
  }

  async #deliver(): Promise<void> {
    const delayed = this.#delayed;
    this.#delayed = [];
    for (const deliver of delayed) await deliver();
  }

  #restore(): void {
    if (this.#snapshot === null) return;
    this.server.state = this.#snapshot;
    this.isRestored = true;
  }
}

function wordsOf({ body }: Entry): string[] {
  return body.match(/w\d+w/g) ?? [];
}

/** The word in one of the lines, or as a line of its own. */
function inserted(entry: Entry, word: string, place: number): Entry {
  const lines = entry.body.split("\n");
  const line = place % lines.length;
  const isOwnLine = place % 2 === 0;
  if (isOwnLine) lines.splice(line, 0, word);
  else lines[line] = `${lines[line] ?? ""} ${word}`;
  return { ...entry, body: lines.join("\n") };
}
