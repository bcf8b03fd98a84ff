/** A journal in memory, open, with records in it and a search over them. */

import type { Notice, RecordId } from "../../../web/src/core/contract.ts";
import { makeId } from "../../../web/src/core/crypto/keys.ts";
import { platformRandom } from "../../../web/src/core/crypto/suite.ts";
import type { JsonObject } from "../../../web/src/core/protocol/canonical.ts";
import { noChips } from "../../../web/src/core/search/chips.ts";
import type { SearchChips, SearchFound } from "../../../web/src/core/search/commands.ts";
import type { Marked } from "../../../web/src/core/search/excerpt.ts";
import { MemoryStore } from "../../../web/src/core/store/memory.ts";
import { makeAccount } from "../../../web/src/core/sync/account.ts";
import { type KeyHolder, type Perform, run } from "../../../web/src/core/sync/effects.ts";
import { enter } from "../../../web/src/core/sync/enter.ts";
import { makeDriver } from "../../../web/src/worker/driver.ts";
import { Records } from "../../../web/src/worker/records.ts";
import { Searching } from "../../../web/src/worker/searching.ts";
import type { Bounds } from "../../../web/src/worker/searching-texts.ts";

const label = { name: "", today: "1970-01-01" };

/** One account for all journals of a file of tests: its passphrase is slow to stretch. */
let made: ReturnType<typeof makeAccount> | null = null;

async function makeOpen(perform: Perform): Promise<void> {
  const { words } = await import("../../../web/src/content/words.ts");
  const random = platformRandom;
  made ??= makeAccount("wren", makeId(random), label, words, random);
  const { registration, keys } = await made;
  const { account, keyring } = registration;
  await run(enter(keys, account, keyring, random(32), []), perform);
}

export class Journal {
  readonly records: Records;
  readonly searching: Searching;
  readonly notices: Notice[] = [];
  /** What is asked of the store, the keys and the network comes by here. */
  around: (effect: string) => Promise<void> = async () => {};

  private constructor(storage: MemoryStore, driver: Perform, bounds: Bounds | undefined) {
    const perform: Perform = async (effect) => {
      await this.around(effect.effect);
      return driver(effect);
    };
    this.records = new Records(storage, driver);
    this.searching = new Searching(() => ({
      perform,
      list: (query) => this.records.listRecords(query),
      notify: (notice) => this.notices.push(notice),
      ...(bounds === undefined ? {} : { bounds }),
    }));
  }

  static async open(bounds?: Bounds): Promise<Journal> {
    const storage = new MemoryStore();
    const holder: KeyHolder = { open: null, random: platformRandom, origin: "http://localhost" };
    const silence = async () => ({ kind: "silence", retryAfter: null }) as const;
    const driver = makeDriver(storage, silence, holder);
    await makeOpen(driver);
    return new Journal(storage, driver, bounds);
  }

  /** As a screen keeps it; the search hears of it. */
  async keep(value: JsonObject, record: RecordId | null = null): Promise<RecordId> {
    const before = record === null ? null : await this.records.readRecord(record);
    const base = before?.value ?? null;
    const view = await this.records.keepRecord({ record, value: { v: 1, ...value }, base });
    this.searching.refresh([view.record]);
    return view.record;
  }

  async find(text: string, chips: Partial<SearchChips> = {}, limit = 20): Promise<SearchFound> {
    const asked = {
      text,
      chips: { ...noChips, ...chips },
      language: "en",
      offset: 0,
      limit,
    } as const;
    return this.searching.handlers.search(asked);
  }

  /** What was found, as a list would show it, with what is marked in brackets. */
  async shown(text: string, chips: Partial<SearchChips> = {}): Promise<string[]> {
    const { hits } = await this.find(text, chips);
    return hits.map(({ heading, excerpt }) => [bracketed(heading), bracketed(excerpt)].join("|"));
  }
}

function bracketed({ text, marks }: Marked): string {
  const parts = marks.map(([from, to], i) => [
    text.slice(marks[i - 1]?.[1] ?? 0, from),
    `[${text.slice(from, to)}]`,
  ]);
  return [...parts.flat(), text.slice(marks.at(-1)?.[1] ?? 0)].join("");
}
