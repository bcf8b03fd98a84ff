/** Pages on their way out: counted, as a zip of ordinary files, or whole to be printed (docs/exports.md). Loaded when asked for. */

import { gathered } from "../core/backup/gathered.ts";
import type { Notice, RecordView } from "../core/contract.ts";
import {
  type Choice,
  type Facts,
  type Form,
  factsOf,
  isChosen,
  isMeant,
} from "../core/exports/choice.ts";
import { chosenOf, exportName, fullFiles, readableFiles } from "../core/exports/files.ts";
import type { ExportPreview } from "../core/exports-commands.ts";
import type { JsonObject } from "../core/protocol/canonical.ts";
import { isId, parseId } from "../core/protocol/encoding.ts";
import type { Storage } from "../core/store/contract.ts";
import { type Perform, type Procedure, run } from "../core/sync/effects.ts";
import type { Newest } from "../core/sync/keep.ts";
import { newestOfMany } from "../core/sync/keep-many.ts";
import { type ZippedFile, zipOf } from "../core/zipping.ts";
import { heldIds } from "./held.ts";
import { Stoppable } from "./stoppable.ts";
import { recordView } from "./views.ts";

export type ExportGround = {
  readonly storage: Storage;
  readonly perform: Perform;
  readonly notify: (notice: Notice) => void;
};

type Wanted = { readonly form: Form; readonly choice: Choice };
type Work = "reading" | "export";
type Exported = { readonly file: Blob; readonly name: string; readonly files: number };

/** So many records are in memory at once. */
const atOnce = 50;

export class Exporting {
  readonly #ground: ExportGround;
  readonly #work = new Stoppable();
  #facts: readonly Facts[] | null = null;
  #leftOut = 0;

  constructor(ground: ExportGround) {
    this.#ground = ground;
  }

  async preview({ form, choice }: Wanted): Promise<ExportPreview> {
    this.#facts ??= await this.#look(this.#work.begin());
    const meant = this.#facts.filter((facts) => isMeant(facts, form, choice));
    const files = meant.filter((facts) => isChosen(facts, form, choice)).length;
    const shown = this.#facts.filter(
      ({ isPage, isCovered }) => isPage && (choice.withCovered || !isCovered),
    );
    return {
      files,
      coveredOut: meant.length - files,
      leftOut: this.#leftOut,
      kinds: [...new Set(shown.map(({ kind }) => kind))],
      tags: [...new Set(shown.flatMap(({ tags }) => tags))],
    };
  }

  async export({ form, choice }: Wanted): Promise<Exported> {
    const signal = this.#work.begin();
    const madeAt = Date.now();
    const records = this.#records("export", signal);
    const count = { files: 0 };
    const files = form === "full" ? fullFiles(records, choice) : this.#pages(records, choice);
    const file = await gathered(zipOf(counting(files, count), madeAt));
    return { file, name: exportName(form, madeAt), files: count.files };
  }

  async read(choice: Choice): Promise<RecordView[]> {
    const views: RecordView[] = [];
    const records = this.#records("export", this.#work.begin());
    for await (const newest of chosenOf(records, "readable", choice)) {
      const view = recordView(newest);
      if (view !== null) views.push(view);
    }
    return views.sort((left, right) => left.createdAt - right.createdAt);
  }

  cancel(): void {
    this.#work.stop();
  }

  close(): void {
    this.cancel();
    this.#facts = null;
  }

  async #look(signal: AbortSignal): Promise<Facts[]> {
    const found: Facts[] = [];
    let leftOut = 0;
    for await (const { record, value, aside } of this.#records("reading", signal)) {
      if (aside !== null) leftOut++;
      const facts = value && factsOf(record, value);
      if (facts !== null) found.push(facts);
    }
    this.#leftOut = leftOut;
    return found;
  }

  #pages(records: AsyncIterable<Newest>, choice: Choice): AsyncIterable<ZippedFile> {
    return readableFiles(records, choice, (record) => this.#lookup(record));
  }

  async #lookup(record: string): Promise<JsonObject | null> {
    if (!isId(record)) return null;
    const [newest] = await this.#run(newestOfMany([parseId(record)]));
    return newest?.value ?? null;
  }

  /** The newest state of every record, in the order of the ids; told as they come. Fails with the signal's reason. */
  async *#records(work: Work, signal: AbortSignal): AsyncGenerator<Newest> {
    const ids = await heldIds(this.#ground.storage);
    for (let at = 0; at < ids.length; at += atOnce) {
      signal.throwIfAborted();
      const batch = await this.#run(newestOfMany(ids.slice(at, at + atOnce)));
      yield* batch;
      const done = at + batch.length;
      this.#ground.notify({ type: "progress", work, done, total: ids.length });
    }
    signal.throwIfAborted();
  }

  #run<T>(procedure: Procedure<T>): Promise<T> {
    return run(procedure, this.#ground.perform);
  }
}

async function* counting(files: AsyncIterable<ZippedFile>, count: { files: number }) {
  for await (const file of files) {
    count.files++;
    yield file;
  }
}
