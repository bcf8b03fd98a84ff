/** The commands of core/exports-commands.ts; what carries them out is loaded with the first of them. */

import type { CommandName } from "../core/contract.ts";
import type { ExportCommands } from "../core/exports-commands.ts";
import type { ExportGround, Exporting } from "./exporting.ts";
import type { Handlers } from "./messenger.ts";
import { exporting } from "./rare.ts";

type DepartureHandlers = Pick<Handlers, Extract<CommandName, keyof ExportCommands>>;

export class Departures {
  readonly #ground: () => ExportGround;
  #exporting: Exporting | null = null;

  constructor(ground: () => ExportGround) {
    this.#ground = ground;
  }

  readonly handlers: DepartureHandlers = {
    previewPages: async (wanted) => (await this.#exports()).preview(wanted),
    exportPages: async (wanted) => (await this.#exports()).export(wanted),
    readPages: async ({ choice }) => (await this.#exports()).read(choice),
    cancelPages: () => {
      this.#exporting?.cancel();
      return null;
    },
    closePages: () => {
      this.close();
      return null;
    },
  };

  /** Lets go of every word, as when the keys are gone. */
  close(): void {
    this.#exporting?.close();
  }

  async #exports(): Promise<Exporting> {
    const part = await exporting();
    this.#exporting ??= new part.Exporting(this.#ground());
    return this.#exporting;
  }
}
