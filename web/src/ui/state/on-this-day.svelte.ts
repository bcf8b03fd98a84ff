import type { OnThisDayCard, RecordId } from "../../core/contract.ts";
import { common } from "../../core/model/common.ts";
import { writeFields } from "../../core/model/field.ts";
import { codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";
import { copy } from "../copy/index.svelte.ts";
import { today } from "./days.ts";
import type { Session } from "./session.svelte.ts";

type Ground = Pick<Session, "ask" | "preferences" | "setAside" | "undo">;

/** What the person chooses about a page that came up. Afterwards no other one comes up until the view is opened again. */
export class OnThisDay {
  /** What became of the page, until the view is opened again. */
  done: "notToday" | "neverAgain" | null = $state(null);
  failure: FailureCode | null = $state(null);
  readonly #ground: Ground;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** Pages come up here, or none does; resolves when that is durable, or was refused. */
  async allow(resurfacing: boolean): Promise<void> {
    const { preferences } = this.#ground;
    preferences.change({ resurfacing });
    await preferences.draft?.seal();
  }

  notToday({ record }: OnThisDayCard): void {
    this.#ground.setAside.add(today(), record);
    this.done = "notToday";
  }

  /** For good; the page itself says so from then on, and for ten seconds it can be taken back. */
  async neverAgain({ record, ask }: OnThisDayCard): Promise<void> {
    const { undo } = this.#ground;
    try {
      await this.#resurface(record, "never");
      this.done = "neverAgain";
      undo.show(copy.views.onThisDay.done.neverAgain, () =>
        this.#takeBack(record, ask ? "ask_me" : "yes"),
      );
    } catch (error) {
      this.failure = codeOf(error);
    }
  }

  async #takeBack(record: RecordId, resurface: string): Promise<void> {
    await this.#resurface(record, resurface);
    this.done = null;
  }

  async #resurface(record: RecordId, resurface: string): Promise<void> {
    const view = await this.#ground.ask("readRecord", { record });
    if (view === null) return;
    const value = writeFields(common, { resurface }, view.value);
    await this.#ground.ask("keepRecord", { record, value, base: view.value });
  }
}
