/** Reading a backup again, whole (docs/protocol.md, Backup). Loaded when asked for. */

import { sha256 } from "../crypto/suite.ts";
import { GoldseamError, SealError } from "../errors.ts";
import { toHex } from "../protocol/encoding.ts";
import { type BackupKey, type ByteStream, unlock } from "./age.ts";
import {
  type FileEntry,
  type Manifest,
  manifestPath,
  pagesFolder,
  parseManifest,
  recordsFolder,
} from "./manifest.ts";
import { gather, type Pieces, readEntry, type ZipEntry, zipEntries } from "./zip.ts";

export const maxBackupBytes = 1 << 30;
const maxManifestBytes = 1 << 26;

/**
 * The manifest of a backup of which every byte was read and is as listed. `wrong_secret`,
 * `unknown_version`, else `backup_damaged`. The plaintext is held in memory, never written.
 */
export async function verifyBackup(file: ByteStream, key: BackupKey): Promise<Manifest> {
  const plaintext = await unlock(file, key);
  return whole(async () => verifyZip(await gather(plaintext, maxBackupBytes)));
}

/** What reads a backup to its end; `backup_damaged` for whatever went wrong but our own errors. */
export async function whole<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SealError && error.code === "damaged") {
      throw new SealError("backup_damaged");
    }
    // The stream of an age file that was changed or cut fails with the library's own error.
    throw error instanceof GoldseamError ? error : new SealError("backup_damaged");
  }
}

/** The manifest of an unlocked backup; `unknown_version` or `backup_damaged`. */
export async function verifyZip(zip: Pieces): Promise<Manifest> {
  const entries = new Map<string, ZipEntry>();
  for (const entry of zipEntries(zip)) {
    demand(isSafePath(entry.path) && !entries.has(entry.path));
    entries.set(entry.path, entry);
  }
  const manifest = await manifestOf(zip, entries.get(manifestPath));
  const files = Object.entries(manifest.files);
  demand(entries.size === files.length + 1 && !Object.hasOwn(manifest.files, manifestPath));
  demand(files.reduce((sum, [, { size }]) => sum + size, 0) <= maxBackupBytes);
  demand(manifest.records === countIn(manifest, recordsFolder));
  demand(manifest.pages === countIn(manifest, pagesFolder));
  for (const [path, listed] of files) demand(await isAsListed(zip, entries.get(path), listed));
  return manifest;
}

/** Whether a path stays within the folder it is extracted to, on any system. */
function isSafePath(path: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  const hasOddCharacter = /[\u0000-\u001f\\:]/.test(path);
  const isPlain = path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
  return isPlain && !hasOddCharacter;
}

async function manifestOf(zip: Pieces, entry: ZipEntry | undefined): Promise<Manifest> {
  if (entry === undefined || entry.size > maxManifestBytes) throw new SealError("backup_damaged");
  return parseManifest(await readEntry(zip, entry));
}

async function isAsListed(
  zip: Pieces,
  entry: ZipEntry | undefined,
  listed: FileEntry,
): Promise<boolean> {
  if (entry === undefined || entry.size !== listed.size) return false;
  return toHex(await sha256(await readEntry(zip, entry))) === listed.sha256;
}

function countIn(manifest: Manifest, folder: string): number {
  return Object.keys(manifest.files).filter((path) => path.startsWith(folder)).length;
}

function demand(holds: boolean): void {
  if (!holds) throw new SealError("backup_damaged");
}
