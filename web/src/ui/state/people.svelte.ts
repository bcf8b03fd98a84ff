import type { RecordId, RecordView } from "../../core/contract.ts";
import { writeFields } from "../../core/model/field.ts";
import { read } from "../../core/model/kind.ts";
import { isSuggested, type Person, person } from "../../core/model/person.ts";
import { type Client, codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";
import { drawId } from "./record-draft.svelte.ts";

const MAX_PEOPLE = 200;

export interface Known {
  readonly record: RecordId;
  readonly person: Person;
}

/** Everybody who has a page here. */
export class People {
  all: readonly Known[] = $state.raw([]);
  isLoaded: boolean = $state(false);
  failure: FailureCode | null = $state(null);
  readonly #client: () => Client;
  #unanswered: { readonly nameShown: string; readonly record: RecordId } | null = null;

  constructor(client: () => Client) {
    this.#client = client;
  }

  /** Those who may be named without being asked for. */
  get suggested(): readonly Known[] {
    return this.all.filter((known) => isSuggested(known.person));
  }

  /** What they are called here, empty for nobody. */
  nameOf(record: RecordId): string {
    return this.all.find((known) => known.record === record)?.person.nameShown ?? "";
  }

  async load(): Promise<void> {
    const client = this.#client();
    try {
      const found = await readAll(client);
      // A lock may have come in between; what it forgot stays forgotten.
      if (client !== this.#client()) return;
      this.all = found;
      this.isLoaded = true;
      this.failure = null;
    } catch (error) {
      if (client === this.#client()) this.failure = codeOf(error);
    }
  }

  /** A page for somebody by a letter or a nickname; gives its id, null when it could not be kept. */
  async add(nameShown: string): Promise<RecordId | null> {
    const { name: kind, version: v, fields } = person;
    const value = writeFields(fields, { nameShown }, { kind, v });
    // After a lost answer the same page is asked for again, or there would be two.
    this.#unanswered =
      this.#unanswered?.nameShown === nameShown
        ? this.#unanswered
        : { nameShown, record: drawId() };
    const { record } = this.#unanswered;
    try {
      const view = await this.#client().ask("keepRecord", { record, value, base: null });
      this.#unanswered = null;
      await this.load();
      return view.record;
    } catch (error) {
      this.failure = codeOf(error);
      return null;
    }
  }

  forget(): void {
    this.all = [];
    this.isLoaded = false;
    this.failure = null;
    this.#unanswered = null;
  }
}

async function readAll(client: Client): Promise<readonly Known[]> {
  const query = { kinds: [person.name], only: null, person: null, tag: null };
  const { records } = await client.ask("listRecords", { ...query, offset: 0, limit: MAX_PEOPLE });
  const ids = records.map(({ record }) => record);
  const views = await Promise.all(ids.map((record) => client.ask("readRecord", { record })));
  return views.filter((view) => view !== null).map(known);
}

function known({ record, value }: RecordView): Known {
  return { record, person: read(person, value) };
}
