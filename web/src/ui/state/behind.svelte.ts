import { onDestroy } from "svelte";
import type { NamedPage, RecordId } from "../../core/contract.ts";
import { codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";
import { placeOfRecord } from "../router.ts";
import { useApp } from "./app.ts";
import { today } from "./days.ts";
import type { Session } from "./session.svelte.ts";

/** The pages behind a dot: a single one is opened, several are listed. */
export class Behind {
  title: string = $state("");
  rows: readonly NamedPage[] = $state.raw([]);
  failure: FailureCode | null = $state(null);
  /** Grows with every list that is shown. */
  shown: number = $state(0);

  readonly #session: Pick<Session, "ask">;
  readonly #open: (page: NamedPage) => void;
  #records: readonly RecordId[] = [];

  constructor(session: Pick<Session, "ask">, open: (page: NamedPage) => void) {
    this.#session = session;
    this.#open = open;
  }

  /** `title` says what the dot stands for. */
  async show(title: string, records: readonly RecordId[]): Promise<void> {
    this.#records = records;
    const rows = await this.#read();
    // Another dot was asked for in between.
    if (rows === null || records !== this.#records) return;
    const [only] = rows;
    if (only && rows.length === 1) return this.#open(only);
    this.title = title;
    this.rows = rows;
    this.shown += 1;
  }

  /** What is listed is read anew; a page may be covered by now. */
  async load(): Promise<void> {
    if (this.rows.length === 0) return;
    const records = this.#records;
    const rows = (await this.#read()) ?? [];
    if (records === this.#records) this.rows = rows;
  }

  async #read(): Promise<readonly NamedPage[] | null> {
    const options = { records: this.#records };
    try {
      const seen = await this.#session.ask("look", { view: "named", today: today(), options });
      this.failure = null;
      // What was asked for is what is answered.
      return seen.view === "named" ? seen.data.rows : [];
    } catch (error) {
      this.failure = codeOf(error);
      return null;
    }
  }
}

/** For the screen that is being made; given back when it goes. */
export function useBehind(): Behind {
  const { session, way } = useApp();
  const open = ({ kind, record }: NamedPage) => way.go(placeOfRecord(kind, record));
  const behind = session.follow(new Behind(session, open));
  onDestroy(() => session.drop(behind));
  return behind;
}
