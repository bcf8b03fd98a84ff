/** Making a backup: every record, and a page of each readable one (docs/protocol.md, Backup). Loaded when asked for. */

import { type Bytes, utf8 } from "../bytes.ts";
import { sha256 } from "../crypto/suite.ts";
import { isRemoved } from "../model/record.ts";
import { canonicalJson, type JsonObject } from "../protocol/canonical.ts";
import { type Id, toHex } from "../protocol/encoding.ts";
import { type ZippedFile, zipOf } from "../zipping.ts";
import { type BackupLock, type ByteStream, type Locked, lock } from "./age.ts";
import {
  type FileEntry,
  type LeftOut,
  manifestPath,
  manifestToBytes,
  pagesFolder,
  recordsFolder,
} from "./manifest.ts";
import { freePath, isReadable, pageName, pageText, timeText } from "./page.ts";

/** The newest revision of a record whose newest state is not read here (0: none), and why. */
export type Unopened = { readonly number: number; readonly reason: "newer" | "unreadable" };

/**
 * A record of the vault, opened, null for none that is read here; removed ones are passed over. `unopened` is null
 * where `record` is the newest state.
 */
export type BackupRecord = {
  readonly id: Id;
  readonly record: JsonObject | null;
  readonly unopened: Unopened | null;
};

/** How far it is: records put in so far, and the bytes of their files before they are locked. */
export type BackupProgress = { readonly records: number; readonly bytes: number };

/** What goes into a backup: records in the order of their ids; `checkpoint` as bytes, `madeAt` in UTC milliseconds. */
export type BackupContents = {
  readonly records: AsyncIterable<BackupRecord>;
  readonly checkpoint: Bytes;
  readonly madeAt: number;
};

export type BackupWatch = {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BackupProgress) => void;
};

const readme = `This is a backup of a Goldseam journal.

pages/    one Markdown file for each page: any editor opens them.
records/  everything, one JSON file for each record: Goldseam reads these when you restore.
manifest.json  the list of all files, with sizes and SHA-256, to check that nothing is missing.
               Its left_out names what could not be opened when this was made; an older state may be here.

Whoever can read this folder can read the journal. Keep it where you would keep a diary.
`;

/** The name under which a backup is kept: `goldseam-YYYY-MM-DD.age`, the UTC date. */
export function backupName(madeAt: number): string {
  return `goldseam-${timeText(madeAt).slice(0, 10)}.age`;
}

/**
 * The age file as a stream, and what reads it again; one record at a time is in memory. `wrong_secret` for what is no
 * recipient. The stream fails with the signal's reason when cancelled.
 */
export function writeBackup(
  contents: BackupContents,
  lockWith: BackupLock,
  watch: BackupWatch,
): Promise<Locked> {
  return lock(backupZip(contents, watch), lockWith);
}

/** The zip within a backup, as a stream. */
export function backupZip(contents: BackupContents, watch: BackupWatch): ByteStream {
  return zipOf(backupFiles(contents, watch), contents.madeAt);
}

/** Every file of a backup in order, the manifest last. */
export async function* backupFiles(
  contents: BackupContents,
  { signal, onProgress }: BackupWatch,
): AsyncGenerator<ZippedFile> {
  const files: Record<string, FileEntry> = {};
  const leftOut: LeftOut[] = [];
  const count = { records: 0, pages: 0, bytes: 0 };
  for await (const file of contentFiles(notingLeftOut(contents.records, leftOut), signal)) {
    files[file.path] = { size: file.bytes.length, sha256: toHex(await sha256(file.bytes)) };
    count.records += file.path.startsWith(recordsFolder) ? 1 : 0;
    count.pages += file.path.startsWith(pagesFolder) ? 1 : 0;
    count.bytes += file.bytes.length;
    yield file;
    onProgress({ records: count.records, bytes: count.bytes });
  }
  const manifest = {
    format: "goldseam-backup" as const,
    version: 1 as const,
    made: timeText(contents.madeAt),
    records: count.records,
    pages: count.pages,
    checkpoint: toHex(contents.checkpoint),
    files,
    left_out: leftOut,
  };
  yield { path: manifestPath, bytes: manifestToBytes(manifest) };
}

/** The records as they come; those that are not read in their newest state are noted on the way. */
async function* notingLeftOut(
  records: AsyncIterable<BackupRecord>,
  leftOut: LeftOut[],
): AsyncGenerator<BackupRecord> {
  for await (const one of records) {
    if (one.unopened !== null) leftOut.push({ record: one.id, ...one.unopened });
    yield one;
  }
}

async function* contentFiles(
  records: AsyncIterable<BackupRecord>,
  signal: AbortSignal,
): AsyncGenerator<ZippedFile> {
  yield { path: "README.txt", bytes: utf8(readme) };
  const taken = new Set<string>();
  for await (const { id, record } of records) {
    signal.throwIfAborted();
    if (record === null || isRemoved(record)) continue;
    if (isReadable(record)) {
      const path = freePath((digits) => pageName(id, record, digits), taken);
      yield { path, bytes: utf8(pageText(id, record)) };
    }
    yield { path: `${recordsFolder}${id}.json`, bytes: canonicalJson(record) };
  }
}
