/** The leader's life: one turn after the other, woken by pokes, by what is kept, and by the network's return. */

import type { Bytes } from "../core/bytes.ts";
import type { Id } from "../core/protocol/encoding.ts";
import type { Poke } from "../core/protocol/pokes.ts";
import type { Storage } from "../core/store/contract.ts";
import { only } from "../core/store/schema.ts";
import { backoff } from "../core/sync/backoff.ts";
import { type Perform, renewed, run } from "../core/sync/effects.ts";
import { rereadKeyring } from "../core/sync/keyrings.ts";
import { beginLeading, Deposed, type Leading } from "../core/sync/leading.ts";
import { type TurnEnd, turn } from "../core/sync/turn.ts";
import { Bell } from "./bell.ts";
import { standingOf, working } from "./board.ts";
import type { Listening, StreamEnd } from "./live.ts";
import type { Standing } from "./siblings.ts";

/** While the stream stands it tells; without it somebody must look. */
const idleLiveMilliseconds = 600_000;
const idlePollingMilliseconds = 60_000;

export type Surroundings = {
  readonly storage: Storage;
  readonly perform: Perform;
  readonly listen: (
    listening: Pick<Listening, "token" | "signal" | "onOpen" | "onPoke">,
  ) => Promise<StreamEnd>;
  readonly now: () => number;
  /** Uniform in [0, 1). */
  readonly chance: () => number;
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

  /** There is reason to believe that it works now. */
  retry(): void {
    this.#bell.ring("hard");
    this.#liveBell.ring("hard");
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
      this.#around.onStanding(standingOf(endOf(error), 0));
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
    while (!signal.aborted) {
      this.#bell.clear();
      this.#around.onStanding({ ...working, damaged: leading.damaged });
      const end = await this.#turn(leading);
      this.#tell(leading, end);
      failures = isFailing(end) ? failures + 1 : 0;
      const ring = await this.#bell.wait(this.#pause(end, failures), failures === 0);
      if (ring === "hard") failures = 0;
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
    this.#around.onStanding(standingOf(end, leading.damaged));
  }

  #pause(end: TurnEnd, failures: number): number {
    const asked = end.end === "silent" ? end.retryAfter : null;
    if (failures > 0) return backoff(failures - 1, this.#around.chance(), asked);
    return this.#isLive ? idleLiveMilliseconds : idlePollingMilliseconds;
  }

  async #stayLive(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      this.#liveBell.clear();
      // What fails here is met and told by the next turn; listening goes on.
      const token = await this.#token().catch(() => null);
      const end =
        token &&
        (await this.#listen(token, signal, () => {
          failures = 0;
        }).catch((): StreamEnd => "broken"));
      this.#isLive = false;
      const isRenewed = token !== null && end === "session_stale" && (await this.#renew(token));
      if (!isRenewed) failures += 1;
      const ring = await this.#liveBell.wait(backoff(failures, this.#around.chance(), null), false);
      if (ring === "hard") failures = 0;
    }
  }

  /** Who to listen as; nobody until somebody signs in. */
  async #token(): Promise<Bytes | null> {
    return (await this.#around.storage.get("session", only))?.token ?? null;
  }

  #listen(token: Bytes, signal: AbortSignal, onOpen: () => void): Promise<StreamEnd> {
    return this.#around.listen({
      token,
      signal,
      onOpen: () => {
        this.#isLive = true;
        onOpen();
      },
      onPoke: (poke) => this.#hear(poke),
    });
  }

  #hear(poke: Poke): void {
    const known = this.#leading?.state?.sequence ?? -1;
    if (poke.event === "poke" && poke.sequence <= known) return;
    this.#bell.ring("hard");
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

function isFailing({ end }: TurnEnd): boolean {
  return end !== "done" && end !== "recovery_first" && end !== "stopped";
}
