/** A backup that is restored: verified whole, then its records one after the other (docs/protocol.md, Backup). Loaded when asked for. */

import { SealError } from "../errors.ts";
import { isRemoved } from "../model/record.ts";
import { type JsonObject, parseObject } from "../protocol/canonical.ts";
import { type Id, parseId } from "../protocol/encoding.ts";
import { type BackupKey, unlock } from "./age.ts";
import { isLocked } from "./locked.ts";
import { type Manifest, recordsFolder } from "./manifest.ts";
import { maxBackupBytes, verifyZip, whole } from "./verify.ts";
import { gather, type Pieces, readEntry, type ZipEntry, zipEntries } from "./zip.ts";

/** A record as the backup has it; `sha256` of its file in hexadecimal. */
export type Backed = { readonly record: Id; readonly value: JsonObject; readonly sha256: string };

/** A backup of which every byte was read and is as listed. The plaintext stays in memory. */
export type OpenBackup = {
  readonly manifest: Manifest;
  readonly records: readonly Id[];
  readonly read: (record: Id) => Promise<Backed>;
};

const recordPath = /^records\/([0-9a-f]{32})\.json$/;

/**
 * Opens an age file with a passphrase or an identity, or the zip itself with no key. `wrong_secret`, `unknown_version`, else
 * `backup_damaged`; of those nothing was taken.
 */
export async function openBackup(file: Blob, key: BackupKey | null): Promise<OpenBackup> {
  const isAge = await isLocked(file);
  if (isAge && key === null) throw new SealError("wrong_secret");
  const stream = isAge && key !== null ? await unlock(file.stream(), key) : file.stream();
  return whole(async () => {
    const zip = await gather(stream, maxBackupBytes);
    const manifest = await verifyZip(zip);
    return contentsOf(zip, manifest);
  });
}

/** Every record is an object with a kind, under its own id. */
async function contentsOf(zip: Pieces, manifest: Manifest): Promise<OpenBackup> {
  const entries = new Map<Id, ZipEntry>();
  for (const entry of zipEntries(zip)) {
    if (!entry.path.startsWith(recordsFolder)) continue;
    const digits = recordPath.exec(entry.path)?.[1];
    if (digits === undefined) throw new SealError("backup_damaged");
    entries.set(parseId(digits), entry);
  }
  const read = async (record: Id): Promise<Backed> => {
    const entry = entries.get(record);
    const sha256 = manifest.files[entry?.path ?? ""]?.sha256;
    if (entry === undefined || sha256 === undefined) throw new SealError("backup_damaged");
    return { record, value: recordIn(await readEntry(zip, entry)), sha256 };
  };
  for (const record of entries.keys()) await read(record);
  return { manifest, records: [...entries.keys()].sort(), read };
}

function recordIn(bytes: Uint8Array): JsonObject {
  const value = parseObject(bytes);
  if (typeof value.kind !== "string" || isRemoved(value)) throw new SealError("backup_damaged");
  return value;
}
