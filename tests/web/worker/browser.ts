import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import type { Notice, Status } from "../../../web/src/core/contract.ts";
import { openIdb } from "../../../web/src/core/store/idb.ts";
import type { Table } from "../../../web/src/core/store/schema.ts";
import type { Locks } from "../../../web/src/worker/leader.ts";
import type { Channel, Word } from "../../../web/src/worker/siblings.ts";
import { Tab } from "../../../web/src/worker/tab.ts";
import type { Fetch } from "../../../web/src/worker/transport.ts";

type Hear = (event: { readonly data: Word }) => void;

/** A tab of a browser, with everything that it told. */
export interface OpenTab {
  readonly tab: Tab;
  readonly notices: readonly Notice[];
  /** Resolves with the first status, told or asked, for which `isIt` holds. */
  until(isIt: (status: Status) => boolean): Promise<Status>;
  close(): void;
}

/** What tabs of one profile share: a database, one lock, one channel; and the way to a server. */
export class Browser {
  readonly #factory = new IDBFactory();
  readonly #ears = new Set<{ readonly from: object; readonly hear: Hear }>();
  readonly #origin: string;
  readonly #fetch: Fetch;
  readonly #locks = new FakeLocks();

  constructor(origin: string, fetch: Fetch = (address, init) => globalThis.fetch(address, init)) {
    this.#origin = origin;
    this.#fetch = fetch;
  }

  async open(): Promise<OpenTab> {
    // One factory is one profile; idb looks it up where a browser has it, at the moment of opening.
    globalThis.indexedDB = this.#factory;
    const storage = await openIdb("goldseam");
    const end = new AbortController();
    const notices: Notice[] = [];
    const waiting = new Set<(status: Status) => void>();
    const tab = new Tab({
      storage,
      fetch: this.#fetch,
      isOnline: () => true,
      origin: this.#origin,
      locks: this.#locks.manager,
      channel: this.#channel(end.signal),
      userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
      notify: (notice) => {
        notices.push(notice);
        if (notice.type === "status") for (const hear of waiting) hear(notice.status);
      },
      signal: end.signal,
    });
    const until = (isIt: (status: Status) => boolean) =>
      new Promise<Status>((resolve) => {
        const hear = (status: Status) => {
          if (!isIt(status)) return;
          waiting.delete(hear);
          resolve(status);
        };
        waiting.add(hear);
        void Promise.resolve(tab.handlers.status(null)).then(hear);
      });
    return { tab, notices, until, close: () => end.abort() };
  }

  /** The names of the tables that hold anything. */
  async rows(tables: readonly Table[]): Promise<string[]> {
    globalThis.indexedDB = this.#factory;
    const storage = await openIdb("goldseam");
    const counts = await Promise.all(tables.map((table) => storage.count(table)));
    storage.close();
    return tables.filter((_, i) => counts[i] !== 0);
  }

  #channel(signal: AbortSignal): Channel {
    const own = {};
    return {
      postMessage: (data) => {
        for (const { from, hear } of this.#ears) {
          if (from !== own) queueMicrotask(() => hear({ data: structuredClone(data) }));
        }
      },
      addEventListener: (_type, hear) => {
        const ear = { from: own, hear };
        this.#ears.add(ear);
        signal.addEventListener("abort", () => this.#ears.delete(ear));
      },
    };
  }
}

/** One exclusive lock, first come, first served, unless somebody takes it. */
export class FakeLocks {
  #held: { readonly lose: () => void } | null = null;
  #waiting: (() => void)[] = [];

  readonly manager = { request: this.#request.bind(this) } as unknown as Locks; // one name, exclusive: all that is asked for

  #request(
    _name: string,
    { signal, steal = false }: LockOptions,
    use: (lock: Lock | null) => unknown,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        const held = { lose: () => reject(new DOMException("taken", "AbortError")) };
        this.#held = held;
        const used = Promise.resolve().then(() => use(null));
        void used.then(resolve, reject).finally(() => this.#release(held));
      };
      if (steal) {
        this.#held?.lose();
        return begin();
      }
      signal?.addEventListener("abort", () => {
        this.#waiting = this.#waiting.filter((one) => one !== begin);
        reject(signal.reason);
      });
      this.#waiting.push(begin);
      this.#next();
    });
  }

  #release(held: object): void {
    if (this.#held !== held) return;
    this.#held = null;
    this.#next();
  }

  #next(): void {
    if (this.#held === null) this.#waiting.shift()?.();
  }
}
