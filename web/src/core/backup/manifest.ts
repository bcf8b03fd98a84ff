/** The list by which a backup is verified (docs/protocol.md, Backup). */

import * as v from "valibot";
import type { Bytes } from "../bytes.ts";
import { GoldseamError, SealError } from "../errors.ts";
import { canonicalJson, type JsonObject, parseObject } from "../protocol/canonical.ts";

export const manifestPath = "manifest.json";
export const recordsFolder = "records/";
export const pagesFolder = "pages/";

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const fileShape = v.object({
  size: count,
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});
const leftOutShape = v.object({
  record: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  number: count,
  reason: v.string(),
});
const manifestShape = v.object({
  format: v.literal("goldseam-backup"),
  version: v.literal(1),
  made: v.string(),
  records: count,
  pages: count,
  checkpoint: v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{2})*$/)),
  files: v.record(v.string(), fileShape),
  left_out: v.optional(v.array(leftOutShape), []),
});

export type FileEntry = Readonly<v.InferOutput<typeof fileShape>>;

/** A record that the backup has in an older state or not at all. Later versions may give other reasons. */
export type LeftOut = Readonly<v.InferOutput<typeof leftOutShape>>;

/** `made` is UTC, `2026-11-22T18:00:00Z`; `checkpoint` hexadecimal; `files` by path, itself not among them. */
export type Manifest = Readonly<v.InferOutput<typeof manifestShape>>;

export function manifestToBytes(manifest: Manifest): Bytes {
  return canonicalJson(manifest);
}

/** The manifest in bytes; `backup_damaged`, or `unknown_version` for a later version. */
export function parseManifest(bytes: Uint8Array): Manifest {
  const raw = objectOf(bytes);
  if (Number.isInteger(raw.version) && Number(raw.version) > 1) {
    throw new SealError("unknown_version");
  }
  const result = v.safeParse(manifestShape, raw, { abortEarly: true });
  if (!result.success) throw new SealError("backup_damaged");
  return result.output;
}

function objectOf(bytes: Uint8Array): JsonObject {
  try {
    return parseObject(bytes);
  } catch (error) {
    throw error instanceof GoldseamError ? new SealError("backup_damaged") : error;
  }
}
