/** What leaves the device as a file: pages (core/exports-commands.ts), and a backup of everything. What carries it out is loaded when asked for. */

import type { BackupLock, CommandName } from "../core/contract.ts";
import type { ExportCommands } from "../core/exports-commands.ts";
import type { Backup } from "./export.ts";
import type { ExportGround, Exporting } from "./exporting.ts";
import type { Handlers } from "./messenger.ts";
import { exporting, seldom } from "./rare.ts";
import { Stoppable } from "./stoppable.ts";

type DepartureName = Extract<CommandName, keyof ExportCommands> | "exportBackup" | "cancelExport";
type DepartureHandlers = Pick<Handlers, DepartureName>;

export class Departures {
  readonly #ground: () => ExportGround;
  readonly #backup = new Stoppable();
  #exporting: Exporting | null = null;

  constructor(ground: () => ExportGround) {
    this.#ground = ground;
  }

  readonly handlers: DepartureHandlers = {
    exportBackup: (lockWith) => this.#exportBackup(lockWith),
    cancelExport: () => {
      this.#backup.stop();
      return null;
    },
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
    this.#backup.stop();
  }

  async #exportBackup(lockWith: BackupLock): Promise<Backup> {
    const signal = this.#backup.begin();
    const { storage, perform, notify } = this.#ground();
    const onProgress = (done: number, total: number) =>
      notify({ type: "progress", work: "export", done, total });
    return (await seldom()).exportBackup({ storage, perform, lockWith, signal, onProgress });
  }

  async #exports(): Promise<Exporting> {
    const part = await exporting();
    this.#exporting ??= new part.Exporting(this.#ground());
    return this.#exporting;
  }
}
