/** Pages of a pull and the history of a record (docs/protocol.md, Pulling and verifying). */

import * as v from "valibot";
import type { Bytes } from "../bytes.ts";
import type { Id } from "./encoding.ts";
import { limits } from "./limits.ts";
import type { PastRevision, StoredRevision } from "./revisions.ts";
import {
  absent,
  bytesUpTo,
  decode,
  epoch,
  hash,
  id,
  listUpTo,
  number,
  positive,
  signature,
} from "./wire.ts";

/** What the newest commit of a vault claims about its whole state. */
export type Head = {
  readonly sequence: number;
  readonly epoch: number;
  readonly keyring_version: number;
  readonly device: Id;
  readonly commit: Bytes;
  readonly tag: Bytes;
  readonly signature: Bytes;
};

/** The place beyond which the next page begins. */
export type Cursor = { readonly sequence: number; readonly record: Id };

/** One page; `sequence`, `head` and `commits` mean something only where `next` is null. */
export type Page = {
  readonly revisions: readonly StoredRevision[];
  readonly next: Cursor | null;
} & PullEnd;

/**
 * What the last page of a pull gives: the vault's sequence, its head (null for a vault without commits), the
 * digests k+1…m concatenated. What a server left out is null, and is for `verifyPull` to refuse.
 */
export type PullEnd = {
  readonly sequence: number | null;
  readonly head: Head | null;
  readonly commits: Bytes | null;
};

/** A whole pull: the revisions of all its pages and what the last one gave. */
export type Pull = PullEnd & { readonly revisions: readonly StoredRevision[] };

/** A head's commit list of a vault with a million commits is 32 MB; nothing honest is longer. */
const maxCommitsBytes = 32 * 1_048_576;
const maxHistoryRevisions = 4096;

const sealedBytes = bytesUpTo(limits.max_revision_bytes);
const storedShape = v.object({
  record: id,
  number: positive,
  epoch,
  sequence: positive,
  sealed: sealedBytes,
});
const headShape = v.object({
  sequence: positive,
  epoch,
  keyring_version: number,
  device: id,
  commit: hash,
  tag: hash,
  signature,
});
const revisionsShape = listUpTo(storedShape, limits.max_page_revisions);
const pageShape = v.object({
  revisions: revisionsShape,
  next: absent(v.object({ sequence: number, record: id })),
  sequence: absent(number),
  head: absent(headShape),
  commits: absent(bytesUpTo(maxCommitsBytes)),
});
const historyShape = v.object({
  revisions: listUpTo(
    v.object({
      number: positive,
      epoch,
      sequence: positive,
      stored_on: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/)),
      sealed: sealedBytes,
    }),
    maxHistoryRevisions,
  ),
});

/** The answer of `GET /v1/vaults/{vault}/revisions`. */
export function decodePage(bytes: Uint8Array): Page {
  return decode(pageShape, bytes);
}

/** The kept earlier revisions of one record. */
export function decodeHistory(bytes: Uint8Array): readonly PastRevision[] {
  return decode(historyShape, bytes).revisions;
}
