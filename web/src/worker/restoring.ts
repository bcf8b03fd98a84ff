/** A backup comes back: verified, compared, brought in batches (docs/protocol.md, Backup). Loaded when asked for. */

import { type Backed, type OpenBackup, openBackup } from "../core/backup/restore.ts";
import type { RestoreDone, RestoreKey, RestorePreview, Verdict } from "../core/imports-commands.ts";
import type { Id } from "../core/protocol/encoding.ts";
import { type Procedure, run } from "../core/sync/effects.ts";
import { type Judged, judgeBacked, restoreBacked } from "../core/sync/restoring.ts";
import {
  type ArrivingGround,
  counted,
  inTurns,
  Kept,
  opened,
  teller,
  textBlob,
} from "./arriving.ts";
import { Stoppable } from "./stoppable.ts";

export class Restoring {
  readonly #ground: ArrivingGround;
  readonly #work = new Stoppable();
  #backup: OpenBackup | null = null;
  #judged: Judged[] = [];

  constructor(ground: ArrivingGround) {
    this.#ground = ground;
  }

  async open(file: Blob, key: RestoreKey): Promise<RestorePreview> {
    this.close();
    const signal = this.#work.begin();
    const backup = await openBackup(file, key);
    signal.throwIfAborted();
    this.#backup = backup;
    const { manifest } = backup;
    const judge = (backed: readonly Backed[]) => this.#run(judgeBacked(backed));
    if (!(await this.#each("reading", signal, judge))) signal.throwIfAborted();
    return {
      day: manifest.made.slice(0, 10),
      records: manifest.records,
      pages: manifest.pages,
      leftOut: manifest.left_out.length,
      verdicts: this.#verdicts(),
    };
  }

  async run(withCopies: boolean): Promise<RestoreDone> {
    const { manifest } = opened(this.#backup);
    const signal = this.#work.begin();
    const choice = { day: manifest.made.slice(0, 10), withCopies, at: Date.now() };
    const lists = new Kept(this.#ground);
    const bring = async (backed: readonly Backed[]) => {
      const judged = await this.#run(restoreBacked(backed, choice));
      const kept = judged.flatMap(({ written }) => (written === null ? [] : [written]));
      await lists.add(kept);
      return judged;
    };
    const isWhole = await this.#each("restore", signal, bring).finally(() => lists.tell());
    return { verdicts: this.#verdicts(), isWhole };
  }

  cancel(): void {
    this.#work.stop();
  }

  close(): void {
    this.cancel();
    this.#backup = null;
    this.#judged = [];
  }

  report(heading: string, words: Readonly<Record<Verdict, string>>): Blob {
    const told = this.#judged.filter(({ verdict }) => verdict !== "same" && verdict !== "new");
    const lines = told.map(({ record, kind, verdict }) => `${kind} ${record}: ${words[verdict]}`);
    return textBlob([heading, "", ...lines]);
  }

  /** Whether every record was looked at. */
  #each(
    work: "reading" | "restore",
    signal: AbortSignal,
    turn: (backed: readonly Backed[]) => Promise<readonly Judged[]>,
  ): Promise<boolean> {
    const { records, read } = opened(this.#backup);
    this.#judged = [];
    const all = async (batch: readonly Id[]) => {
      for (const one of await turn(await Promise.all(batch.map(read)))) this.#judged.push(one);
    };
    return inTurns(records, all, signal, teller(this.#ground, work, records.length));
  }

  #verdicts(): RestorePreview["verdicts"] {
    return counted(this.#judged.map(({ verdict }) => verdict));
  }

  #run<T>(procedure: Procedure<T>): Promise<T> {
    return run(procedure, this.#ground.perform);
  }
}
