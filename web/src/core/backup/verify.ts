/** Reading a backup again, whole (docs/protocol.md, Backup). Loaded when asked for. */

import type { Bytes } from "../bytes.ts";
import { sha256 } from "../crypto/suite.ts";
import { GoldseamError, SealError } from "../errors.ts";
import { toHex } from "../protocol/encoding.ts";
import { type BackupKey, unlock } from "./age.ts";
import {
  type FileEntry,
  type Manifest,
  manifestPath,
  pagesFolder,
  parseManifest,
  recordsFolder,
} from "./manifest.ts";
import { maxReadBytes, type Source, sourceOf } from "./source.ts";
import { readEntry, type ZipEntry, zipEntries } from "./zip.ts";

const maxBackupBytes = 1 << 30;
const stepBytes = 1 << 20;

/** A backup of which every byte was read and is as listed; `entries` by path, in the order in which they lie there. */
export type Verified = {
  readonly zip: Source;
  readonly manifest: Manifest;
  readonly entries: ReadonlyMap<string, ZipEntry>;
};

/** What else is demanded of each listed file while it is in memory; it throws where that does not hold. */
export type Look = (entry: ZipEntry, bytes: Bytes) => void;

/**
 * The manifest of a backup of which every byte was read and is as listed. `wrong_secret`,
 * `unknown_version`, else `backup_damaged`. One file of it is in memory at a time, none is written.
 */
export async function verifyBackup(file: Blob, key: BackupKey): Promise<Manifest> {
  return (await verifyLocked(file, key)).manifest;
}

/** The same, for whoever reads on in it. */
export async function verifyLocked(file: Blob, key: BackupKey, look?: Look): Promise<Verified> {
  const zip = await whole(() => unlock(sourceOf(file), key));
  return verifyZip(zip, look);
}

/** An unlocked backup, verified; `unknown_version` or `backup_damaged`. */
export function verifyZip(zip: Source, look: Look = () => undefined): Promise<Verified> {
  return whole(async () => {
    demand(zip.size <= maxBackupBytes);
    await readToEnd(zip);
    const entries = await entriesOf(zip);
    const manifest = await manifestOf(zip, entries.get(manifestPath));
    demandListed(manifest, entries);
    for (const [path, entry] of entries) {
      const listed = manifest.files[path];
      if (listed !== undefined) look(entry, await readListed(zip, entry, listed));
    }
    return { zip, manifest, entries };
  });
}

/** One listed file, read again: it is still what was verified. */
export async function readListed(zip: Source, entry: ZipEntry, listed: FileEntry): Promise<Bytes> {
  demand(entry.size === listed.size);
  const bytes = await readEntry(zip, entry);
  demand(toHex(await sha256(bytes)) === listed.sha256);
  return bytes;
}

/** What reads a backup; `backup_damaged` for whatever went wrong but our own errors. */
export async function whole<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SealError && error.code === "damaged") {
      throw new SealError("backup_damaged");
    }
    // A file that the platform does not give any more fails with an error of its own.
    throw error instanceof GoldseamError ? error : new SealError("backup_damaged");
  }
}

/** Also what lies between the files of the zip was not changed or cut. */
async function readToEnd(zip: Source): Promise<void> {
  for (let at = 0; at < zip.size; at += stepBytes) {
    await zip.read(at, Math.min(stepBytes, zip.size - at));
  }
}

/** In the order of their places, so that each part of the file is opened about once. */
async function entriesOf(zip: Source): Promise<Map<string, ZipEntry>> {
  const entries = new Map<string, ZipEntry>();
  for (const entry of (await zipEntries(zip)).sort((a, b) => a.at - b.at)) {
    demand(isSafePath(entry.path) && !entries.has(entry.path));
    entries.set(entry.path, entry);
  }
  return entries;
}

function demandListed(manifest: Manifest, entries: ReadonlyMap<string, ZipEntry>): void {
  const files = Object.entries(manifest.files);
  demand(entries.size === files.length + 1 && !Object.hasOwn(manifest.files, manifestPath));
  demand(files.every(([path]) => entries.has(path)));
  demand(files.reduce((sum, [, { size }]) => sum + size, 0) <= maxBackupBytes);
  demand(manifest.records === countIn(manifest, recordsFolder));
  demand(manifest.pages === countIn(manifest, pagesFolder));
}

/** Whether a path stays within the folder it is extracted to, on any system. */
function isSafePath(path: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  const hasOddCharacter = /[\u0000-\u001f\\:]/.test(path);
  const isPlain = path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
  return isPlain && !hasOddCharacter;
}

async function manifestOf(zip: Source, entry: ZipEntry | undefined): Promise<Manifest> {
  if (entry === undefined || entry.size > maxReadBytes) throw new SealError("backup_damaged");
  return parseManifest(await readEntry(zip, entry));
}

function countIn(manifest: Manifest, folder: string): number {
  return Object.keys(manifest.files).filter((path) => path.startsWith(folder)).length;
}

function demand(holds: boolean): void {
  if (!holds) throw new SealError("backup_damaged");
}
