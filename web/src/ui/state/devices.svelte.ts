import type { KnownDevice } from "../../core/contract.ts";
import { Attempt } from "./attempt.svelte.ts";
import type { Idle } from "./idle.svelte.ts";
import type { Session } from "./session.svelte.ts";

/** The devices of the account as a screen shows them, and removing some of them. */
export class Devices {
  isLoaded: boolean = $state(false);
  /** Whether the server was asked too. */
  isWhole: boolean = $state(true);
  /** Those that the person thinks of removing; empty for none. */
  chosen: readonly KnownDevice[] = $state.raw([]);
  /** Those that were removed a moment ago. */
  gone: readonly KnownDevice[] = $state.raw([]);
  readonly looking: Attempt;
  readonly removing: Attempt;
  readonly #session: Session;
  #all: readonly KnownDevice[] = $state.raw([]);

  constructor(session: Session, idle: Idle) {
    this.#session = session;
    this.looking = new Attempt(idle);
    this.removing = new Attempt(idle);
  }

  /** Those that can open the pages, this one first. */
  get present(): readonly KnownDevice[] {
    return this.#all.filter(({ isRemoved, isStranger }) => !isRemoved && !isStranger);
  }

  get others(): readonly KnownDevice[] {
    return this.present.filter(({ isThis }) => !isThis);
  }

  get strangers(): readonly KnownDevice[] {
    return this.#all.filter(({ isRemoved, isStranger }) => !isRemoved && isStranger);
  }

  get removed(): readonly KnownDevice[] {
    return this.#all.filter(({ isRemoved }) => isRemoved);
  }

  get fresh(): readonly KnownDevice[] {
    return this.#all.filter(({ isNew, isRemoved }) => isNew && !isRemoved);
  }

  async look(): Promise<void> {
    await this.looking.make(async () => {
      const { devices, isWhole } = await this.#session.ask("devices", null);
      this.#all = devices;
      this.isWhole = isWhole;
      this.isLoaded = true;
    });
  }

  /** The person has seen what is new. */
  async greet(): Promise<void> {
    await this.looking.make(() => this.#session.ask("seenDevices", null));
    await this.look();
  }

  choose(devices: readonly KnownDevice[]): void {
    this.chosen = devices;
    this.gone = [];
    this.removing.failure = null;
  }

  async remove(passphrase: string): Promise<void> {
    const devices = this.chosen.map(({ device }) => device);
    const isDone = await this.removing.make(() =>
      this.#session.ask("removeDevices", { passphrase, devices }),
    );
    if (!isDone) return;
    this.gone = this.chosen;
    this.chosen = [];
    await this.look();
  }
}
