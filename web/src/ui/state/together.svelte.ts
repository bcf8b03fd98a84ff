import type { RecordHeader, RecordId } from "../../core/contract.ts";
import { glimmer } from "../../core/model/glimmer.ts";
import { read } from "../../core/model/kind.ts";
import { type Reflection, reflection } from "../../core/model/reflection.ts";
import { codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";
import type { Session } from "./session.svelte.ts";

/** A look at a few, no archive to scroll through. */
const MOST = 20;

/** What somebody thought would come, and what came, in their own words. */
export type Difference = Pick<Reflection, "expected" | "happenedInstead"> & {
  readonly record: RecordId;
};

/** What was written with one person in it: safe-enough moments, and where it went another way than before. Nothing is counted. */
export class Together {
  moments: readonly RecordHeader[] = $state.raw([]);
  differences: readonly Difference[] = $state.raw([]);
  isLoaded: boolean = $state(false);
  failure: FailureCode | null = $state(null);
  readonly #session: Pick<Session, "ask">;

  constructor(session: Pick<Session, "ask">) {
    this.#session = session;
  }

  async load(person: RecordId): Promise<void> {
    try {
      this.moments = await this.#headers(glimmer.name, person);
      this.differences = await this.#differences(person);
      this.isLoaded = true;
    } catch (error) {
      this.failure = codeOf(error);
    }
  }

  async #headers(kind: string, person: RecordId): Promise<readonly RecordHeader[]> {
    const query = { kinds: [kind], only: null, person, tag: null, offset: 0, limit: MOST };
    return (await this.#session.ask("listRecords", query)).records;
  }

  /** Covered pages are opened by the person alone, so nothing of them is read for this. */
  async #differences(person: RecordId): Promise<readonly Difference[]> {
    const headers = await this.#headers(reflection.name, person);
    const shown = headers.filter(({ covered }) => !covered);
    const views = await Promise.all(
      shown.map(({ record }) => this.#session.ask("readRecord", { record })),
    );
    return views
      .filter((view) => view !== null)
      .map(({ record, value }) => ({ ...read(reflection, value), record }))
      .filter(({ happenedInstead }) => happenedInstead.trim() !== "");
  }
}
