import type { KnownDevice, Status } from "../../core/contract.ts";
import { Attempt } from "./attempt.svelte.ts";
import type { Idle } from "./idle.svelte.ts";
import type { Session } from "./session.svelte.ts";

export type Stage = "before" | "devices" | "words" | "last" | "done";

/** Whether all that goes by itself is on the server, so that new keys lose nothing. What waits after that never goes: it holds nothing up. */
export function isReady({ sync, waiting }: Status): boolean {
  return sync === "done" || (sync === "working" && waiting === 0);
}

/** New keys in steps: explained, devices that stay away, new recovery words, passphrases. Until the last one nothing is changed. */
export class NewKeys {
  stage: Stage = $state("before");
  words: readonly string[] = $state.raw([]);
  /** Those that could come back. */
  others: readonly KnownDevice[] = $state.raw([]);
  /** Whether the server was asked for them too. */
  isWhole: boolean = $state(true);
  /** Devices that are removed for good. */
  remove: readonly string[] = $state.raw([]);
  readonly attempt: Attempt;
  readonly #session: Session;

  constructor(session: Session, idle: Idle) {
    this.#session = session;
    this.attempt = new Attempt(idle);
  }

  /** Asks for the devices and draws the words, both of which change nothing. */
  async begin(): Promise<void> {
    const isBegun = await this.attempt.make(async () => {
      const { devices, isWhole } = await this.#session.ask("devices", null);
      this.others = devices.filter(({ isThis, isRemoved }) => !isThis && !isRemoved);
      this.isWhole = isWhole;
      if (this.words.length === 0) this.words = await this.#session.ask("drawRecovery", null);
    });
    if (isBegun) this.stage = "devices";
  }

  mark(device: string, isRemoved: boolean): void {
    const others = this.remove.filter((one) => one !== device);
    this.remove = isRemoved ? [...others, device] : others;
  }

  async make(passphrase: string, newPassphrase: string): Promise<void> {
    const { words: newWords, remove } = this;
    const asked = { passphrase, newPassphrase, newWords, remove };
    const isMade = await this.attempt.make(() => this.#session.ask("newKeys", asked));
    if (isMade) this.stage = "done";
  }
}
