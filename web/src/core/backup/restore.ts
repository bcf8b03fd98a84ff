/** A backup that is restored: verified whole, then its records one after the other (docs/protocol.md, Backup). Loaded when asked for. */

import type { Bytes } from "../bytes.ts";
import { SealError } from "../errors.ts";
import { isRemoved } from "../model/record.ts";
import { type JsonObject, parseObject } from "../protocol/canonical.ts";
import { type Id, parseId } from "../protocol/encoding.ts";
import type { BackupKey } from "./age.ts";
import { isLocked } from "./locked.ts";
import { type Manifest, recordsFolder } from "./manifest.ts";
import { readAhead, sourceOf } from "./source.ts";
import { type Look, readListed, type Verified, verifyLocked, verifyZip, whole } from "./verify.ts";

/** A record as the backup has it; `sha256` of its file in hexadecimal. */
export type Backed = { readonly record: Id; readonly value: JsonObject; readonly sha256: string };

/** A backup of which every byte was read and is as listed. `read` opens one record of the file again. */
export type OpenBackup = {
  readonly manifest: Manifest;
  readonly records: readonly Id[];
  readonly read: (record: Id) => Promise<Backed>;
};

const recordPath = /^records\/([0-9a-f]{32})\.json$/;

/**
 * Opens an age file with a passphrase or an identity, or the zip itself with no key. `wrong_secret`, `unknown_version`, else
 * `backup_damaged`; of those nothing was taken. One file of it is in memory at a time.
 */
export async function openBackup(file: Blob, key: BackupKey | null): Promise<OpenBackup> {
  const isAge = await isLocked(file);
  if (isAge && key === null) throw new SealError("wrong_secret");
  const records: Id[] = [];
  const look: Look = ({ path }, bytes) => {
    if (path.startsWith(recordsFolder)) records.push(checked(path, bytes));
  };
  const isOpen = !isAge || key === null;
  const verified = isOpen
    ? await verifyZip(readAhead(sourceOf(file)), look)
    : await verifyLocked(file, key, look);
  const { manifest } = verified;
  return { manifest, records: records.sort(), read: (record) => readRecord(verified, record) };
}

/** Every record is an object with a kind, under its own id. */
function checked(path: string, bytes: Bytes): Id {
  const digits = recordPath.exec(path)?.[1];
  if (digits === undefined) throw new SealError("backup_damaged");
  recordIn(bytes);
  return parseId(digits);
}

function readRecord({ zip, manifest, entries }: Verified, record: Id): Promise<Backed> {
  const path = `${recordsFolder}${record}.json`;
  const [entry, listed] = [entries.get(path), manifest.files[path]];
  return whole(async () => {
    if (entry === undefined || listed === undefined) throw new SealError("backup_damaged");
    const value = recordIn(await readListed(zip, entry, listed));
    return { record, value, sha256: listed.sha256 };
  });
}

function recordIn(bytes: Bytes): JsonObject {
  const value = parseObject(bytes);
  if (typeof value.kind !== "string" || isRemoved(value)) throw new SealError("backup_damaged");
  return value;
}
