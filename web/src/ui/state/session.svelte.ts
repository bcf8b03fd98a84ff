import type { Language } from "../../content/languages.ts";
import type {
  CommandName,
  Commands,
  Credentials,
  NewCredentials,
  Notice,
  PasskeyHere,
  Phase,
  SlotId,
  Status,
} from "../../core/contract.ts";
import { type Client, codeOf, type Listener } from "../client.ts";
import type { FailureCode } from "../copy/failures.ts";
import { emptyBrowser } from "./browser.ts";
import { Drafts } from "./drafts.svelte.ts";
import type { Importing } from "./importing.svelte.ts";
import { Pages, type Query } from "./pages.svelte.ts";
import { People } from "./people.svelte.ts";
import { Preferences } from "./preferences.svelte.ts";
import type { Search } from "./search.svelte.ts";
import { SetAside } from "./set-aside.ts";
import { Undo } from "./undo.svelte.ts";
import { Words } from "./words.svelte.ts";

/** How long a lock waits for the last words; afterwards they are held on this side until it is opened again. */
const SEAL_MS = 5000;

/** How long it is said that a newer version takes over, before it does; and the pause before a look at what is not durable yet. */
const LEAVE_MS = 5000;

/** What tabs of one browser tell each other on this side. */
export type TabWord = "cover" | "lock";

export type Progress = Omit<Extract<Notice, { readonly type: "progress" }>, "type">;

/** Something that was read, and can be read anew. */
interface Reread {
  load(): Promise<void>;
}

/** Starts a worker and connects to it; in a language one of made-up pages. */
type Start = (listener: Listener, madeUp: Language | null) => Client;

type Input<Name extends CommandName> = Parameters<Commands[Name]>[0];
type Output<Name extends CommandName> = ReturnType<Commands[Name]>;

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * The life of the worker as the screens see it: started, opened, locked (ended, and a new one without keys started).
 * Makes the other states that live and die with it.
 */
export class Session {
  status: Status | null = $state.raw(null);
  /** The neutral screen lies over everything. */
  covered: boolean = $state(false);
  progress: Progress | null = $state.raw(null);
  /** What comes in from elsewhere, from the first visit to its screen on. */
  importing: Importing | null = null;
  failure: FailureCode | null = $state(null);
  /** Another tab brought a newer version of the app: this one changes to it as soon as nothing would be lost. */
  isOutdated: boolean = $state(false);
  /** Everything was removed from this browser; `nearly` where another window holds on to an empty store. */
  left: "no" | "nearly" | "wholly" = $state("no");
  readonly pages: Pages;
  readonly drafts: Drafts;
  readonly preferences: Preferences;
  readonly words: Words;
  readonly people: People;
  readonly undo = new Undo();
  readonly setAside = new SetAside();
  /** What is looked for, from the first visit to its screen on. */
  search: Search | null = null;
  /** Views are told in words instead of drawn, until the lock. */
  asWords: boolean = $state(false);

  readonly #start: Start;
  readonly #reload: () => void;
  readonly #tell: (word: TabWord) => void;
  readonly #listener: Listener = {
    hear: (notice) => this.#hear(notice),
    // What was not durable is held by the drafts, and kept after the next unlock.
    stopped: () => void this.lockHere(),
  };
  #client: Client;
  readonly #lists = new Set<Reread>();
  #closing: Promise<void> | null = null;
  #isShut: boolean = $state(false);
  #isLeaving = false;
  #isEmptied = false;

  /** `reload` loads the app anew; `tell` reaches `hearTab` of the other tabs. */
  constructor(
    start: Start,
    reload: () => void = () => location.reload(),
    tell: (word: TabWord) => void = () => {},
  ) {
    this.#start = start;
    this.#reload = reload;
    this.#tell = tell;
    this.#client = start(this.#listener, null);
    const client = () => this.#client;
    this.pages = new Pages(client);
    this.drafts = new Drafts(client);
    this.preferences = new Preferences(this.drafts);
    this.words = new Words(this.preferences);
    this.people = new People(client);
  }

  /** Null until the worker has answered for the first time. */
  get phase(): Phase | null {
    if (this.left !== "no") return null;
    if (this.#isShut) return "locked";
    return this.status?.phase ?? null;
  }

  /** The pages are made up: they end with the worker that holds them. */
  get isMadeUp(): boolean {
    return this.status?.sync === "made_up";
  }

  async begin(): Promise<void> {
    try {
      this.#take(await this.#client.ask("status", null));
    } catch (error) {
      this.failure = codeOf(error);
    }
  }

  /** `handed`: parts of the input that cross to the worker for good. */
  ask<Name extends CommandName>(
    command: Name,
    input: Input<Name>,
    handed: readonly ArrayBuffer[] = [],
  ): Promise<Output<Name>> {
    return this.#client.ask(command, input, handed);
  }

  /** A list that stays true until it is dropped. */
  list(query: Partial<Query>): Pages {
    return this.follow(new Pages(() => this.#client, query));
  }

  /** Reads this now and after each change, until it is dropped. */
  follow<List extends Reread>(list: List): List {
    this.#lists.add(list);
    void list.load();
    return list;
  }

  drop(list: Reread): void {
    this.#lists.delete(list);
  }

  /** Opens the made-up pages; where they cannot be had, everything is as it was. */
  async tryOut(language: Language): Promise<void> {
    const trial = this.#start(this.#listener, language);
    try {
      const status = await trial.ask("status", null);
      this.#client.end();
      this.#client = trial;
      this.#take(status);
    } catch (error) {
      trial.end();
      throw error;
    }
  }

  /** The made-up pages go, with all that was written in them, and the app begins anew. */
  leaveMadeUp(): void {
    this.#empty();
  }

  async signUp(credentials: NewCredentials): Promise<void> {
    this.#take(await this.#client.ask("signUp", credentials));
  }

  /** On a locked device too, where the passphrase was changed on another one. */
  signIn(credentials: Credentials): Promise<void> {
    return this.#enter("signIn", credentials);
  }

  unlock(passphrase: string): Promise<void> {
    return this.#enter("unlock", { passphrase });
  }

  recover(typed: Input<"recover">): Promise<void> {
    return this.#enter("recover", typed);
  }

  /** The passkeys that can open this device, as the worker without keys knows them. */
  async passkeysHere(): Promise<readonly PasskeyHere[]> {
    await this.#closing;
    return this.#client.ask("passkeysHere", null);
  }

  /** `output` is what the passkey of that slot evaluated; nothing of it is left on this side. */
  unlockByPasskey(slot: SlotId, output: ArrayBuffer): Promise<void> {
    return this.#enter("unlockByPasskey", { slot, output }, [output]);
  }

  /** Resolves once the other device has let this one in. */
  async join(): Promise<void> {
    this.#take(await this.#client.ask("awaitPairing", null));
  }

  async #enter<Name extends "signIn" | "unlock" | "recover" | "unlockByPasskey">(
    way: Name,
    typed: Input<Name>,
    handed: readonly ArrayBuffer[] = [],
  ): Promise<void> {
    await this.#closing;
    const status: Status = await this.#client.ask(way, typed, handed);
    this.#isShut = false;
    this.#take(status);
    await this.drafts.seal();
  }

  /** Removes everything from this browser, what was not sent too. From then on there is one screen, and no worker. */
  async leave(): Promise<void> {
    this.#isLeaving = true;
    try {
      await this.#client.ask("leave", null);
    } catch (error) {
      this.#isLeaving = false;
      throw error;
    }
    this.#client.end();
    this.#forget();
    this.left = (await emptyBrowser()) ? "wholly" : "nearly";
  }

  /** Paints first, in every tab; the last words are sealed and the keys dropped behind the neutral screen. */
  cover(): Promise<void> {
    this.#tell("cover");
    return this.#coverHere();
  }

  #coverHere(): Promise<void> {
    this.covered = true;
    return this.lockHere();
  }

  /** What the person did in another tab counts in this one too: nobody looks through them one by one. */
  hearTab(word: TabWord): void {
    if (word === "cover") void this.#coverHere();
    else void this.lockHere();
  }

  uncover(): void {
    this.covered = false;
    if (this.#isEmptied) this.#reload();
  }

  /** The person locks, and every tab with it. */
  lock(): Promise<void> {
    this.#tell("lock");
    return this.lockHere();
  }

  /** Shows nothing from now on in this tab; resolves when the last words are durable and the keys are gone. */
  lockHere(): Promise<void> {
    if (this.phase !== "open") return Promise.resolve();
    if (this.isMadeUp) {
      this.leaveMadeUp();
      return Promise.resolve();
    }
    this.#isShut = true;
    this.#closing ??= this.#close().finally(() => {
      this.#closing = null;
    });
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.race([this.drafts.seal(), after(SEAL_MS)]);
    this.#client.end();
    this.#client = this.#start(this.#listener, null);
    this.#forget();
    await this.begin();
  }

  #forget(): void {
    this.drafts.forget();
    this.preferences.forget();
    this.pages.forget();
    this.people.forget();
    this.undo.forget();
    this.setAside.forget();
    this.search?.forget();
    this.search = null;
    this.asWords = false;
    this.importing?.forget();
    this.importing = null;
    this.#lists.clear();
    this.progress = null;
    this.status = null;
  }

  #take(status: Status): void {
    if (this.#isLeaving) return;
    const isHeld = this.status !== null && this.status.name !== null;
    if (status.phase === "fresh" && isHeld) this.#empty();
    // Another tab has new keys: what stands here alone is held, and kept after the unlock with the new passphrase.
    else if (status.phase === "locked" && this.phase === "open") void this.lockHere();
    else this.#show(status);
  }

  #show(status: Status): void {
    const isOpening = status.phase === "open" && this.status?.phase !== "open";
    this.status = status;
    this.failure = null;
    if (isOpening) this.#open();
  }

  /** Nothing of what was open stays in this tab, as when another one removed everything from this browser. */
  #empty(): void {
    this.#client.end();
    this.#forget();
    this.#isEmptied = true;
    // Behind the neutral screen nothing may change.
    if (!this.covered) this.#reload();
  }

  #open(): void {
    this.preferences.open();
    void this.pages.load();
    void this.people.load();
  }

  #hear(notice: Notice): void {
    if (notice.type === "status") this.#take(notice.status);
    else if (notice.type === "pages") this.#readAnew(notice.records);
    else if (notice.type === "outdated") void this.#makeWay();
    else this.progress = notice;
  }

  /** Lets go of the store, which the newer version waits for; every word is durable before. */
  async #makeWay(): Promise<void> {
    if (this.isOutdated || this.#isLeaving) return;
    this.isOutdated = true;
    do {
      await after(LEAVE_MS);
      await this.drafts.seal();
      // Behind the neutral screen nothing may change: there only the worker goes.
      if (this.covered && !this.drafts.hasLoose) this.#client.end();
    } while (this.covered || this.drafts.hasLoose);
    this.#reload();
  }

  #readAnew(records: readonly string[] | null): void {
    if (this.#isShut) return;
    for (const list of [this.pages, ...this.#lists]) void list.load();
    void this.people.load();
    void this.search?.again();
    this.drafts.hear(records);
  }
}
