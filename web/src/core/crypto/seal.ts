/** Seals of records, on the wire and at rest on a device (docs/protocol.md, Revisions, Keys and slots). */

import { type Bytes, concat, type Random } from "../bytes.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import { type Id, idToBytes, label, len16, u32, u64 } from "../protocol/encoding.ts";
import { leastRevisionBytes, leastTombstoneBytes } from "../protocol/sizes.ts";
import { openDocument, openEnvelope, sealDocument, sealEnvelope, version1 } from "./envelope.ts";
import type { VaultKeys } from "./keys.ts";

/** Which revision of a vault: its record and its number. The epoch is that of the keys. */
export type RevisionPlace = { readonly record: Id; readonly number: number };

/** One state of a record, sealed for the wire; `RangeError` for what canonical JSON refuses. */
export function sealRevision(
  keys: VaultKeys,
  place: RevisionPlace,
  record: JsonObject,
  random: Random,
): Promise<Bytes> {
  return sealDocument(keys.seal, record, leastBytes(record), revisionAad(keys, place), random);
}

/** The record within a revision; `unknown_version` (keep it, read-only), else `damaged` from one path. */
export function openRevision(
  keys: VaultKeys,
  place: RevisionPlace,
  sealed: Bytes,
): Promise<JsonObject> {
  return openDocument(keys.seal, sealed, revisionAad(keys, place), leastBytes);
}

/** The least padded length of a record in bytes: a removal is allowed to be small. */
function leastBytes(record: JsonObject): number {
  return record.deleted === true ? leastTombstoneBytes : leastRevisionBytes;
}

function revisionAad(keys: VaultKeys, place: RevisionPlace): Bytes {
  return concat(
    label("goldseam/1/revision"),
    version1,
    idToBytes(keys.vault),
    idToBytes(place.record),
    u64(place.number),
    u32(keys.epoch),
  );
}

/** Where something rests on a device: the store's name and the key within it. */
export type LocalPlace = { readonly store: string; readonly key: string };

/** What rests on a device, sealed under LK (`deriveLocalKey`) and bound to its place. */
export function sealLocal(
  localKey: CryptoKey,
  place: LocalPlace,
  plaintext: Bytes,
  random: Random,
): Promise<Bytes> {
  return sealEnvelope(localKey, plaintext, localAad(place), random);
}

/** The plaintext of `sealLocal`; `unknown_version` or `damaged`. */
export function openLocal(localKey: CryptoKey, place: LocalPlace, sealed: Bytes): Promise<Bytes> {
  return openEnvelope(localKey, sealed, localAad(place));
}

function localAad(place: LocalPlace): Bytes {
  return concat(label("goldseam/1/local"), len16(place.store), len16(place.key));
}
