import { onDestroy } from "svelte";
import type { DataOf, Look, OptionsOf, ViewName } from "../../core/contract.ts";
import { codeOf } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";
import { useApp } from "./app.ts";
import { today } from "./days.ts";
import type { Session } from "./session.svelte.ts";

/** One view as it stands now (docs/views.md). It lives as long as its screen; nothing of it is kept. */
export class Looking<Name extends ViewName = ViewName> {
  readonly view: Name;
  options: OptionsOf<Name> = $state.raw() as OptionsOf<Name>; // set by the constructor
  /** Null until the first answer; what stood there stays while it is asked for anew. */
  data: DataOf<Name> | null = $state.raw(null);
  failure: FailureCode | null = $state(null);

  readonly #session: Pick<Session, "ask">;
  #isReading = false;
  #isAskedAgain = false;

  constructor(session: Pick<Session, "ask">, view: Name, options: OptionsOf<Name>) {
    this.#session = session;
    this.view = view;
    this.options = options;
  }

  /** Looks anew; asked while it looks, it looks once more afterwards. */
  async load(): Promise<void> {
    this.#isAskedAgain = this.#isReading;
    if (this.#isReading) return;
    this.#isReading = true;
    await this.#read();
    this.#isReading = false;
    if (this.#isAskedAgain) await this.load();
  }

  /** Asks for something else from now on. */
  async ask(options: Partial<OptionsOf<Name>>): Promise<void> {
    this.options = { ...this.options, ...options };
    await this.load();
  }

  async #read(): Promise<void> {
    const { view, options } = this;
    try {
      // A view and its options are a pair in `Look`; the compiler does not follow a name through a union.
      const asked = { view, options, today: today() } as unknown as Look;
      const seen = await this.#session.ask("look", asked);
      this.data = seen.data as DataOf<Name>;
      this.failure = null;
    } catch (error) {
      this.failure = codeOf(error);
    }
  }
}

/** A view for the screen that is being made: read anew when records change, given back when the screen goes. */
export function useLooking<Name extends ViewName>(
  view: Name,
  options: OptionsOf<Name>,
): Looking<Name> {
  const { session } = useApp();
  const looking = session.follow(new Looking(session, view, options));
  onDestroy(() => session.drop(looking));
  return looking;
}
