import type { RecordId, RecordView } from "../../core/contract.ts";
import { common } from "../../core/model/common.ts";
import { codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";
import type { Session } from "./session.svelte.ts";

const MOST = 100;

/** One page that was marked to bring. `isIn`: it goes on the sheet this time; one that is covered only after it was opened here. */
export type Brought = {
  readonly view: RecordView;
  readonly isCovered: boolean;
  readonly isIn: boolean;
};

/** The pages that the person marked to bring, in the order that they choose for this time. Nothing here changes a page. */
export class SessionSheet {
  pages: readonly Brought[] = $state.raw([]);
  isLoaded: boolean = $state(false);
  failure: FailureCode | null = $state(null);
  readonly #session: Pick<Session, "ask">;

  constructor(session: Pick<Session, "ask">) {
    this.#session = session;
  }

  /** Those that stand on the sheet. */
  get chosen(): readonly RecordView[] {
    return this.pages.filter(({ isIn }) => isIn).map(({ view }) => view);
  }

  /** What is trashed, or no longer marked, is not there. */
  async load(): Promise<void> {
    try {
      this.pages = (await this.#read()).map(brought);
      this.isLoaded = true;
    } catch (error) {
      this.failure = codeOf(error);
    }
  }

  take(record: RecordId, isIn: boolean): void {
    this.pages = this.pages.map((page) => (page.view.record === record ? { ...page, isIn } : page));
  }

  /** One place nearer to the beginning, or to the end. */
  move(record: RecordId, by: 1 | -1): void {
    const from = this.pages.findIndex(({ view }) => view.record === record);
    const [page, other] = [this.pages[from], this.pages[from + by]];
    if (!page || !other) return;
    this.pages = this.pages.with(from, other).with(from + by, page);
  }

  async #read(): Promise<readonly RecordView[]> {
    const query = {
      kinds: null,
      only: "bring",
      person: null,
      tag: null,
      offset: 0,
      limit: MOST,
    } as const;
    const { records } = await this.#session.ask("listRecords", query);
    const views = await Promise.all(
      records.map(({ record }) => this.#session.ask("readRecord", { record })),
    );
    return views.filter((view) => view !== null);
  }
}

function brought(view: RecordView): Brought {
  const isCovered = common.cover.read(view.value.cover);
  return { view, isCovered, isIn: !isCovered };
}
