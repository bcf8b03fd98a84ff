/** An encrypted backup of everything, read again before it is given (docs/protocol.md, Backup). */

import type { BackupLock } from "../core/backup/age.ts";
import type { BackupRecord, Unopened } from "../core/backup/write.ts";
import { checkpointToBytes } from "../core/crypto/checkpoint.ts";
import type { Id } from "../core/protocol/encoding.ts";
import type { Storage } from "../core/store/contract.ts";
import { checkpointHere } from "../core/sync/checkpoint.ts";
import { type Perform, run } from "../core/sync/effects.ts";
import { isDamaged } from "../core/sync/header.ts";
import { type Newest, newestOf } from "../core/sync/keep.ts";
import { heldIds } from "./held.ts";

/** `leftOut` counts the records whose newest state could not be opened here, so that it is not in the file. */
export type Backup = {
  readonly file: Blob;
  readonly name: string;
  readonly pages: number;
  readonly leftOut: number;
};

export type Export = {
  readonly storage: Storage;
  readonly perform: Perform;
  readonly lockWith: BackupLock;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
};

/**
 * Rejects with the signal's reason when it is cancelled, with `backup_damaged` when it does not read again, and with
 * `wrong_secret` when it cannot be locked to that recipient.
 */
export async function exportBackup(work: Export): Promise<Backup> {
  const { writeBackup, backupName } = await import("../core/backup/write.ts");
  const { verifyBackup } = await import("../core/backup/verify.ts");
  const { gathered } = await import("../core/backup/gathered.ts");
  const { storage, perform, lockWith, signal, onProgress } = work;
  const ids = await heldIds(storage);
  const madeAt = Date.now();
  const contents = {
    records: recordsOf(ids, perform),
    checkpoint: checkpointToBytes(await run(checkpointHere(), perform)),
    madeAt,
  };
  const onRecords = ({ records }: { records: number }) => onProgress(records, ids.length);
  const watch = { signal, onProgress: onRecords };
  const { stream, key } = await writeBackup(contents, lockWith, watch);
  const file = await gathered(stream);
  signal.throwIfAborted();
  const { pages, left_out } = await verifyBackup(file, key);
  signal.throwIfAborted();
  onProgress(ids.length, ids.length);
  return { file, name: backupName(madeAt), pages, leftOut: left_out.length };
}

/** One at a time, so that the journal is never whole in memory in clear. */
async function* recordsOf(ids: readonly Id[], perform: Perform): AsyncGenerator<BackupRecord> {
  for (const id of ids) {
    const newest = await run(newestOf(id), perform);
    yield { id, record: newest.value, unopened: unopenedOf(newest) };
  }
}

function unopenedOf({ aside, number }: Newest): Unopened | null {
  return aside && { number, reason: isDamaged(aside) ? "unreadable" : "newer" };
}
