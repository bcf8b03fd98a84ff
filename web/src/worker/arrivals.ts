/** The commands of core/imports-commands.ts; what carries them out is loaded with the first of them. */

import type { CommandName } from "../core/contract.ts";
import type { ImportCommands } from "../core/imports-commands.ts";
import type { ArrivingGround } from "./arriving.ts";
import type { Importing } from "./importing.ts";
import type { Handlers } from "./messenger.ts";
import { importing, restoring } from "./rare.ts";
import type { Restoring } from "./restoring.ts";

type ArrivalHandlers = Pick<Handlers, Extract<CommandName, keyof ImportCommands>>;

export class Arrivals {
  readonly #ground: () => ArrivingGround;
  #importing: Importing | null = null;
  #restoring: Restoring | null = null;

  constructor(ground: () => ArrivingGround) {
    this.#ground = ground;
  }

  readonly handlers: ArrivalHandlers = {
    chooseImport: async ({ files, at }) => (await this.#imports()).choose(files, at),
    openImport: async ({ files, isFolder, at }) =>
      (await this.#imports()).open(files, isFolder, at),
    changeImport: async ({ zone, app }) => (await this.#imports()).change(zone, app),
    runImport: async (chosen) => (await this.#imports()).run(chosen),
    cancelImport: () => {
      this.#importing?.cancel();
      return null;
    },
    closeImport: () => {
      this.#importing?.close();
      return null;
    },
    importReport: async ({ heading, words }) => (await this.#imports()).report(heading, words),
    openRestore: async ({ file, key }) => (await this.#restores()).open(file, key),
    runRestore: async ({ withCopies }) => (await this.#restores()).run(withCopies),
    cancelRestore: () => {
      this.#restoring?.cancel();
      return null;
    },
    closeRestore: () => {
      this.#restoring?.close();
      return null;
    },
    restoreReport: async ({ heading, words }) => (await this.#restores()).report(heading, words),
  };

  /** Lets go of every word, as when the keys are gone. */
  close(): void {
    this.#importing?.close();
    this.#restoring?.close();
  }

  async #imports(): Promise<Importing> {
    const part = await importing();
    this.#importing ??= new part.Importing(this.#ground());
    return this.#importing;
  }

  async #restores(): Promise<Restoring> {
    const part = await restoring();
    this.#restoring ??= new part.Restoring(this.#ground());
    return this.#restoring;
  }
}
