import type { RecordHeader, RecordQuery, RecordView } from "../../../web/src/core/contract.ts";
import { common } from "../../../web/src/core/model/common.ts";
import { openingText } from "../../../web/src/core/model/opening.ts";
import type { Session } from "../../../web/src/ui/state/session.svelte.ts";
import type { RecordValue } from "../../../web/src/ui/state/value.ts";

const states = {
  kept: "device",
  merged: false,
  newer: false,
  unreadable: false,
  trashedAt: null,
  createdAt: 0,
  updatedAt: 0,
} as const;

/** A worker in memory that lists, reads and keeps whole records, the newest first. */
export class Kept {
  readonly values: Map<string, RecordValue>;
  isGone = false;

  constructor(values: readonly RecordValue[]) {
    this.values = new Map(values.map((value, index) => [idOf(index), value]));
  }

  get session(): Pick<Session, "ask"> {
    const commands: Record<string, (input: never) => unknown> = {
      listRecords: (query: RecordQuery) => this.#list(query),
      readRecord: ({ record }: { record: string }) => this.#view(record),
      keepRecord: ({ value }: { value: RecordValue }) => this.#keep(value),
    };
    const ask = async (command: string, input: never) => {
      if (this.isGone) throw new Error("gone");
      return commands[command]?.(input);
    };
    // Each answer above is the result of its own command.
    return { ask: ask as Session["ask"] };
  }

  #list({ kinds, only, person }: RecordQuery): { records: RecordHeader[] } {
    const records = [...this.values]
      .filter(([, value]) => kinds === null || kinds.includes(String(value.kind)))
      .filter(([, value]) => only !== "bring" || value.bring === true)
      .filter(([, { people }]) => person === null || common.people.read(people).includes(person))
      .map(([record]) => this.#header(record));
    return { records };
  }

  #header(record: string): RecordHeader {
    const view = this.#view(record);
    const covered = view?.value.cover === true;
    const empty = { title: "", lookAgain: "", state: "", resurface: "", people: [], tags: [] };
    const opening = covered || !view ? "" : openingText(view.value);
    return { ...empty, ...states, record, kind: view?.kind ?? "", opening, covered, bring: true };
  }

  #view(record: string): RecordView | null {
    const value = this.values.get(record);
    return value ? { ...states, record, kind: String(value.kind), value } : null;
  }

  #keep(value: RecordValue): RecordView | null {
    const record = idOf(this.values.size);
    this.values.set(record, value);
    return this.#view(record);
  }
}

export function idOf(index: number): string {
  return String(index).padStart(32, "0");
}
