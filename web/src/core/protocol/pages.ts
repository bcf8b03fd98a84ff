/** Pages of a pull and the history of a record (docs/protocol.md, Pulling and verifying). */

import * as v from "valibot";
import type { Bytes } from "../bytes.ts";
import type { Id } from "./encoding.ts";
import { limits } from "./limits.ts";
import type { PastRevision, StoredRevision } from "./revisions.ts";
import { hashBytes } from "./sizes.ts";
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

/** The place beyond which the next page begins; `commits` is the sequence of the last digest given. */
export type Cursor = { readonly sequence: number; readonly record: Id; readonly commits: number };

/** What a page brings: revisions, and the digests of the next commits, concatenated. */
type Part = { readonly revisions: readonly StoredRevision[]; readonly commits: Bytes };

/** One page; `sequence` and `head` mean something only where `next` is null. */
export type Page = Part & { readonly next: Cursor | null } & PullEnd;

/**
 * What the last page of a pull gives: the vault's sequence, its head (null for a vault without commits). What a
 * server left out is null, and is for `verifyPull` to refuse.
 */
export type PullEnd = { readonly sequence: number | null; readonly head: Head | null };

/** One page of a record's earlier revisions, newest first; the next one holds those below `next`. */
export type History = {
  readonly revisions: readonly PastRevision[];
  readonly next: number | null;
};

/** A whole pull: the revisions and digests of all its pages and what the last one gave. */
export type Pull = Part & PullEnd;

const maxCommitsBytes = hashBytes * limits.max_page_commits;

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
  next: absent(v.object({ sequence: number, record: id, commits: number })),
  sequence: absent(number),
  head: absent(headShape),
  commits: bytesUpTo(maxCommitsBytes),
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
    limits.max_page_revisions,
  ),
  next: absent(positive),
});

/** The answer of `GET /v1/vaults/{vault}/revisions`. */
export function decodePage(bytes: Uint8Array): Page {
  return decode(pageShape, bytes);
}

/** One page of a record's kept earlier revisions. */
export function decodeHistory(bytes: Uint8Array): History {
  return decode(historyShape, bytes);
}
