/** The commands of core/search/commands.ts; what carries them out is loaded with the first of them, and let go after a while without one. */

import type { CommandName } from "../core/contract.ts";
import type { SearchCommands } from "../core/search/commands.ts";
import type { Handlers } from "./messenger.ts";
import { searchTexts } from "./rare.ts";
import type { Asked, Texts, TextsGround } from "./searching-texts.ts";

type SearchHandlers = Pick<Handlers, Extract<CommandName, keyof SearchCommands>>;

/** After a search nobody has asked for anything: the pages leave the memory. */
const restMilliseconds = 3 * 60_000;

export class Searching {
  readonly #ground: () => TextsGround;
  #texts: Texts | null = null;
  #current: AbortController | null = null;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(ground: () => TextsGround) {
    this.#ground = ground;
  }

  readonly handlers: SearchHandlers = {
    search: (asked) => this.#search(asked),
    cancelSearch: () => {
      this.#current?.abort();
      return null;
    },
  };

  /** These changed, all for null. */
  refresh(records: readonly string[] | null): void {
    this.#texts?.refresh(records);
  }

  /** Lets go of every word, as when the keys are gone. */
  close(): void {
    this.#current?.abort();
    clearTimeout(this.#rest);
    [this.#texts, this.#current] = [null, null];
  }

  async #search(asked: Asked) {
    this.#current?.abort();
    const own = new AbortController();
    this.#current = own;
    clearTimeout(this.#rest);
    const { Texts } = await searchTexts();
    own.signal.throwIfAborted();
    this.#texts ??= new Texts(this.#ground());
    try {
      return await this.#texts.find(asked, own.signal);
    } finally {
      if (this.#current === own) this.#rest = setTimeout(() => this.close(), restMilliseconds);
    }
  }
}
