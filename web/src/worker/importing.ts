/** Pages from elsewhere: read, shown, kept in batches (docs/imports.md). Loaded when asked for. */

import { Refusal } from "../core/errors.ts";
import {
  type Import,
  makeImport,
  type Opened,
  openImport,
  readAs,
} from "../core/imports/import.ts";
import { type ReportRow, rowOf } from "../core/imports/item.ts";
import type { Watch } from "../core/imports/library.ts";
import { sortedReport } from "../core/imports/preview.ts";
import type { Choices, Journal, Made } from "../core/imports/records.ts";
import type {
  App,
  ChosenFile,
  DroppedKind,
  ImportDone,
  ImportPreview,
  Reason,
} from "../core/imports-commands.ts";
import { isOf, read } from "../core/model/kind.ts";
import { person } from "../core/model/person.ts";
import type { Id } from "../core/protocol/encoding.ts";
import { type Procedure, run } from "../core/sync/effects.ts";
import { keepAbsent, newestOfMany, originId } from "../core/sync/keep-many.ts";
import { openAllHeaders } from "../core/sync/segments.ts";
import {
  type ArrivingGround,
  counted,
  inTurns,
  Kept,
  opened,
  teller,
  textBlob,
} from "./arriving.ts";
import { heldIds } from "./held.ts";
import { Stoppable } from "./stoppable.ts";

type Chosen = {
  readonly cover: boolean;
  readonly keep: readonly DroppedKind[];
  readonly withTrashed: boolean;
};

const nothingChosen: Chosen = { cover: false, keep: [], withTrashed: false };

export class Importing {
  readonly #ground: ArrivingGround;
  readonly #work = new Stoppable();
  #chosen: ChosenFile[] = [];
  #source: Opened | null = null;
  /** By what they are made of: a look and a run ask for the same ones. */
  readonly #ids = new Map<string, Id>();
  #zone = "";
  #report: readonly ReportRow[] = [];

  constructor(ground: ArrivingGround) {
    this.#ground = ground;
  }

  /** What an earlier choice left behind after the first `at` goes. */
  choose(files: readonly ChosenFile[], at: number): null {
    this.#chosen.length = Math.min(at, this.#chosen.length);
    this.#chosen.push(...files);
    return null;
  }

  async open(files: readonly ChosenFile[], isFolder: boolean, at = 0): Promise<ImportPreview> {
    // Rather nothing than a part of what was chosen.
    if (this.#chosen.length < at) throw new Refusal("not_found");
    const all = [...this.#chosen.slice(0, at), ...files];
    this.close();
    const signal = this.#work.begin();
    this.#zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const chosen = all.map(({ path, file }) => ({
      path: isFolder ? path.slice(path.indexOf("/") + 1) : path,
      modifiedAt: file.lastModified,
      blob: file,
    }));
    this.#source = await openImport(chosen, isFolder, this.#watch(signal));
    return this.#preview(signal);
  }

  async change(zone: string, app: App | null): Promise<ImportPreview> {
    const source = opened(this.#source);
    const signal = this.#work.begin();
    this.#zone = zone;
    if (app !== source.app) this.#source = await readAs(source.contents, app, this.#watch(signal));
    return this.#preview(signal);
  }

  async run(chosen: Chosen): Promise<ImportDone> {
    const signal = this.#work.begin();
    const { records, report } = await this.#make(chosen);
    const rows: ReportRow[] = [...report];
    const done = { kept: 0, alreadyHere: 0, removedHere: 0 };
    const lists = new Kept(this.#ground);
    const keep = async (batch: readonly Made[]) => {
      const outcomes = await this.#run(keepAbsent(batch));
      const kept = batch.filter((_, i) => outcomes[i] === "kept").map(({ record }) => record);
      for (const [i, { member, originalId }] of batch.entries()) {
        if (outcomes[i] === "here") rows.push(rowOf("already_here", member, originalId));
        if (outcomes[i] === "removed") rows.push(rowOf("removed_here", member, originalId));
      }
      const counts = counted(outcomes);
      done.kept += counts.kept ?? 0;
      done.alreadyHere += counts.here ?? 0;
      done.removedHere += counts.removed ?? 0;
      await lists.add(kept);
    };
    const tell = teller(this.#ground, "import", records.length);
    const isWhole = await inTurns(records, keep, signal, tell).finally(() => lists.tell());
    this.#report = sortedReport(rows);
    return { ...done, isWhole };
  }

  cancel(): void {
    this.#work.stop();
  }

  close(): void {
    this.cancel();
    this.#chosen = [];
    this.#source = null;
    this.#ids.clear();
    this.#report = [];
  }

  report(heading: string, words: Readonly<Record<Reason, string>>): Blob {
    const lines = this.#report.map(({ member, original_id: id, reason }) => {
      return `${member}${id === "" || id === member ? "" : ` (${id})`}: ${words[reason]}`;
    });
    return textBlob([heading, "", ...lines]);
  }

  async #preview(signal: AbortSignal): Promise<ImportPreview> {
    const { app, preview, records, report } = await this.#make(nothingChosen);
    signal.throwIfAborted();
    this.#report = report;
    const held = await this.#held();
    return {
      ...preview,
      app,
      zone: this.#zone,
      leftOut: counted(report.map(({ reason }) => reason)),
      alreadyHere: records.filter(({ record }) => held.has(record)).length,
    };
  }

  async #make(chosen: Chosen): Promise<Import> {
    const choices: Choices = { ...chosen, zone: this.#zone, now: Date.now() };
    return makeImport(opened(this.#source), choices, await this.#journal());
  }

  async #journal(): Promise<Journal> {
    const held = await this.#held();
    return {
      idOf: (...origin) => this.#idOf(...origin),
      people: await this.#run(peopleHere()),
      has: (record) => held.has(record),
    };
  }

  async #idOf(...origin: Parameters<Journal["idOf"]>): Promise<Id> {
    const name = origin.join("\0");
    const id = this.#ids.get(name) ?? (await this.#run(originId(...origin)));
    this.#ids.set(name, id);
    return id;
  }

  async #held(): Promise<ReadonlySet<string>> {
    return new Set(await heldIds(this.#ground.storage));
  }

  #watch(signal: AbortSignal): Watch {
    const onProgress = (done: number, total: number) =>
      this.#ground.notify({ type: "progress", work: "reading", done, total });
    return { signal, onProgress };
  }

  #run<T>(procedure: Procedure<T>): Promise<T> {
    return run(procedure, this.#ground.perform);
  }
}

/** The people of the journal by their names; of two of one name the first. */
function* peopleHere(): Procedure<ReadonlyMap<string, Id>> {
  const { listed } = yield* openAllHeaders();
  const ids = listed
    .filter(({ kind, trashedAt }) => kind === person.name && trashedAt === null)
    .map(({ record }) => record)
    .sort();
  const found = new Map<string, Id>();
  for (const { record, value } of yield* newestOfMany(ids)) {
    if (value === null || !isOf(person, value)) continue;
    const name = read(person, value).nameShown.normalize("NFC").trim();
    if (name !== "" && !found.has(name)) found.set(name, record);
  }
  return found;
}
