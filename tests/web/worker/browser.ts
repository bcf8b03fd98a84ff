import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import type { Notice, Status } from "../../../web/src/core/contract.ts";
import { openIdb } from "../../../web/src/core/store/idb.ts";
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
  #lock: Promise<unknown> = Promise.resolve();

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
      locks: this.#locks(),
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

  /** One exclusive lock, first come, first served. */
  #locks(): Locks {
    const request = async (
      _name: string,
      { signal }: LockOptions,
      use: (lock: Lock | null) => unknown,
    ) => {
      const before = this.#lock;
      let release = () => {};
      this.#lock = new Promise<void>((resolve) => {
        release = resolve;
      });
      try {
        await before;
        signal?.throwIfAborted();
        return await use(null);
      } finally {
        release();
      }
    };
    return { request } as Locks;
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
