/** The leader's life: one turn after the other, woken by pokes, by what is kept, and by the network's return. */

import type { Bytes } from "../core/bytes.ts";
import type { Silence } from "../core/contract.ts";
import type { Id } from "../core/protocol/encoding.ts";
import type { Poke } from "../core/protocol/pokes.ts";
import type { Storage } from "../core/store/contract.ts";
import { only } from "../core/store/schema.ts";
import { backoff } from "../core/sync/backoff.ts";
import { type Perform, renewed, run } from "../core/sync/effects.ts";
import { rereadKeyring } from "../core/sync/keyrings.ts";
import { beginLeading, Deposed, type Leading } from "../core/sync/leading.ts";
import { type TurnEnd, turn } from "../core/sync/turn.ts";
import { Bell, type Ring } from "./bell.ts";
import { standingOf, working } from "./board.ts";
import type { Listening, StreamEnd } from "./live.ts";
import type { Standing } from "./siblings.ts";

/** While the stream stands it tells; without it somebody must look. */
const idleLiveMilliseconds = 600_000;
const idlePollingMilliseconds = 60_000;

/** A stream that stood for so long ended for a reason of its own. */
const steadyMilliseconds = 60_000;

export type Surroundings = {
  readonly storage: Storage;
  readonly perform: Perform;
  readonly listen: (
    listening: Pick<Listening, "token" | "signal" | "onOpen" | "onPoke">,
  ) => Promise<StreamEnd>;
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly chance: () => number;
  /** What kept an answer away the last time that none came. */
  readonly silence: () => Silence;
  readonly onStanding: (standing: Standing) => void;
  readonly onTouched: (records: readonly Id[]) => void;
};

export class Syncing {
  readonly #around: Surroundings;
  readonly #bell = new Bell();
  readonly #liveBell = new Bell();
  #isLive = false;
  #leading: Leading | null = null;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get isLeading(): boolean {
    return this.#leading !== null;
  }

  /** Something was kept here: it is sent at once, unless the network is known to be away. */
  nudge(): void {
    this.#bell.ring("soft");
  }

  /** A person asks for it, or the network is another one. */
  retry(): void {
    this.#bell.ring("urgent");
    this.#liveBell.ring("urgent");
  }

  /** Leads until another tab does, or the signal says so. Rejects for what is neither network nor server. */
  async lead(signal: AbortSignal): Promise<void> {
    const { storage, perform, now } = this.#around;
    const end = new AbortController();
    signal.addEventListener("abort", () => this.#stop(end), { once: true });
    try {
      this.#leading = beginLeading(await storage.lead(), now);
      await run(rereadKeyring(), perform);
      void this.#stayLive(end.signal);
      await this.#takeTurns(this.#leading, end.signal);
    } catch (error) {
      if (error instanceof Deposed) return; // whoever leads now goes on
      this.#around.onStanding(standingOf(endOf(error), 0, this.#around.silence()));
      throw error;
    } finally {
      this.#leading = null;
      this.#stop(end);
    }
  }

  #stop(end: AbortController): void {
    end.abort();
    this.retry(); // whatever waits sees that it has ended
  }

  async #takeTurns(leading: Leading, signal: AbortSignal): Promise<void> {
    let failures = 0;
    let wasFailing = false;
    while (!signal.aborted) {
      this.#bell.clear();
      if (!this.#isLive) this.#mayHaveKeyring();
      // A try by itself is no news: until it is over, what was said before holds.
      if (failures === 0) this.#around.onStanding({ ...working, damaged: leading.damaged });
      const end = await this.#turn(leading);
      this.#tell(leading, end);
      failures = isFailing(end) ? failures + 1 : 0;
      // The server answers again: what told of other devices may stand again too, however often it was tried in vain.
      if (wasFailing && failures === 0) this.#liveBell.ring("hard");
      wasFailing = failures > 0;
      const ring = await this.#bell.wait(this.#pause(end, failures), leastRing(end, failures));
      if (ring !== null) failures = 0;
    }
  }

  /** A turn; what nobody foresaw is told as our own fault, is tried again, and loses nothing: the disk is whole. */
  async #turn(leading: Leading): Promise<TurnEnd> {
    try {
      return await run(turn(leading), this.#around.perform);
    } catch (error) {
      if (error instanceof Deposed) throw error;
      leading.state = null;
      return endOf(error);
    }
  }

  #tell(leading: Leading, end: TurnEnd): void {
    const touched = [...leading.touched];
    leading.touched.clear();
    if (touched.length > 0) this.#around.onTouched(touched);
    this.#around.onStanding(standingOf(end, leading.damaged, this.#around.silence()));
  }

  #pause(end: TurnEnd, failures: number): number {
    if (failures > 0) return backoff(failures - 1, this.#around.chance(), askedBy(end));
    return this.#isLive ? idleLiveMilliseconds : idlePollingMilliseconds;
  }

  async #stayLive(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      this.#liveBell.clear();
      const began = this.#around.now();
      // What fails here is met and told by the next turn; listening goes on.
      const token = await this.#token().catch(() => null);
      const ended = token && (await this.#listen(token, signal).catch(() => null));
      const wasLive = this.#isLive;
      this.#isLive = false;
      // One that is cut off as soon as it stands is a failure too, or it would be opened anew all night.
      if (wasLive && this.#around.now() - began >= steadyMilliseconds) failures = 0;
      const isStale = ended?.end === "session_stale";
      const isRenewed = token !== null && isStale && (await this.#renew(token));
      if (!isRenewed) failures += 1;
      const asked = ended?.retryAfter ?? null;
      const pause = backoff(failures, this.#around.chance(), asked);
      const ring = await this.#liveBell.wait(pause, asked === null ? "hard" : "urgent");
      if (ring !== null) failures = 0;
      // The turns rely on a stream that stands no more: one of them looks, and they go on looking.
      if (wasLive) this.#bell.ring("soft");
    }
  }

  /** Who to listen as; nobody until somebody signs in. */
  async #token(): Promise<Bytes | null> {
    return (await this.#around.storage.get("session", only))?.token ?? null;
  }

  #listen(token: Bytes, signal: AbortSignal): Promise<StreamEnd> {
    return this.#around.listen({
      token,
      signal,
      onOpen: () => {
        this.#isLive = true;
        this.#mayHaveKeyring(); // nobody told what came while there was no stream
      },
      onPoke: (poke) => this.#hear(poke),
    });
  }

  #hear(poke: Poke): void {
    if (poke.event === "keyring") this.#mayHaveKeyring();
    const known = this.#leading?.state?.sequence ?? -1;
    if (poke.event === "poke" && poke.sequence <= known) return;
    this.#bell.ring("hard");
  }

  #mayHaveKeyring(): void {
    if (this.#leading !== null) this.#leading.mayHaveKeyring = true;
  }

  async #renew(stale: Bytes): Promise<boolean> {
    try {
      await run(renewed(stale), this.#around.perform);
      return true;
    } catch {
      return false; // the next turn meets the same and tells it
    }
  }
}

function endOf(unforeseen: unknown): TurnEnd {
  const isFull = unforeseen instanceof Error && unforeseen.name === "QuotaExceededError";
  return isFull ? { end: "refused", code: "quota" } : { end: "fault" };
}

/** Seconds that the server asked to wait. */
function askedBy(end: TurnEnd): number | null {
  return end.end === "silent" ? end.retryAfter : null;
}

/** What the server asked for is kept whoever pokes. */
function leastRing(end: TurnEnd, failures: number): Ring {
  if (failures === 0) return "soft";
  return askedBy(end) === null ? "hard" : "urgent";
}

function isFailing({ end }: TurnEnd): boolean {
  return end !== "done" && end !== "recovery_first" && end !== "stopped";
}
