/** What an import and a restore share: batches, told as they go, stopped between two of them. */

import type { Notice } from "../core/contract.ts";
import { Refusal } from "../core/errors.ts";
import type { Id } from "../core/protocol/encoding.ts";
import type { Storage } from "../core/store/contract.ts";
import type { Perform } from "../core/sync/effects.ts";
import { mostAtOnce } from "../core/sync/keep-many.ts";

export type ArrivingGround = {
  readonly storage: Storage;
  readonly perform: Perform;
  readonly notify: (notice: Notice) => void;
  /** Lists, other tabs and sync hear of what was kept. */
  readonly onKept: (records: readonly Id[]) => Promise<void>;
};

/** Whoever shows lists reads them anew when told, which takes longer the longer they are: so not after every batch. */
const tellEveryMilliseconds = 1000;

type Work = Extract<Notice, { readonly type: "progress" }>["work"];

/** What was kept is told now and then; and at the end, however that came. */
export class Kept {
  readonly #ground: ArrivingGround;
  #untold: Id[] = [];
  #toldAt = performance.now();

  constructor(ground: ArrivingGround) {
    this.#ground = ground;
  }

  async add(records: readonly Id[]): Promise<void> {
    this.#untold.push(...records);
    if (performance.now() - this.#toldAt >= tellEveryMilliseconds) await this.tell();
  }

  async tell(): Promise<void> {
    const records = this.#untold;
    this.#untold = [];
    if (records.length > 0) await this.#ground.onKept(records);
    this.#toldAt = performance.now();
  }
}

/** Batch by batch, told after each; false where it was stopped before its end. */
export async function inTurns<Item>(
  items: readonly Item[],
  turn: (batch: readonly Item[]) => Promise<void>,
  signal: AbortSignal,
  tell: (done: number) => void,
): Promise<boolean> {
  for (let at = 0; at < items.length; at += mostAtOnce) {
    if (signal.aborted) return false;
    const batch = items.slice(at, at + mostAtOnce);
    await turn(batch);
    tell(at + batch.length);
  }
  return true;
}

export function teller(ground: ArrivingGround, work: Work, total: number): (done: number) => void {
  return (done) => ground.notify({ type: "progress", work, done, total });
}

/** How many of each. */
export function counted<Name extends string>(
  names: readonly Name[],
): Readonly<Partial<Record<Name, number>>> {
  const counts: Partial<Record<Name, number>> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** A text of lines. */
export function textBlob(lines: readonly string[]): Blob {
  return new Blob(
    lines.map((line) => `${line}\n`),
    { type: "text/plain;charset=utf-8" },
  );
}

export function opened<T>(one: T | null): T {
  if (one === null) throw new Refusal("not_found");
  return one;
}
