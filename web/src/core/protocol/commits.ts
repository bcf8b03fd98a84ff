/** Commits on the wire, and the bytes whose SHA-256 is a commit (docs/protocol.md, Commits). */

import * as v from "valibot";
import { type Bytes, compareBytes, concat } from "../bytes.ts";
import { type Id, idToBytes, label, u32, u64 } from "./encoding.ts";
import { type Revision, type Row, rowToBytes } from "./revisions.ts";
import { decode, encode, positive } from "./wire.ts";

/** What a commit's digest covers, apart from the sealed bytes themselves. */
export type CommitFacts = {
  readonly vault: Id;
  readonly base: number;
  readonly epoch: number;
  readonly device: Id;
  readonly rows: readonly Row[];
  readonly erase: readonly Id[];
  readonly blobs: readonly Id[];
  readonly drop: readonly Id[];
};

/**
 * The body of a commit; every list sorted by its bytes and without repetition. `after` is the digest of the commit
 * that this one follows, zeros for the first.
 */
export type CommitBody = {
  readonly epoch: number;
  readonly keyring_version: number;
  readonly after: Bytes;
  readonly revisions: readonly Revision[];
  readonly erase: readonly Id[];
  readonly blobs: readonly Id[];
  readonly drop: readonly Id[];
  readonly tag: Bytes;
  readonly signature: Bytes;
};

const acceptedShape = v.object({ sequence: positive });

/** The bytes of a commit before they are hashed; all lists sorted by their bytes. */
export function commitToBytes(facts: CommitFacts): Bytes {
  return concat(
    label("goldseam/1/commit"),
    idToBytes(facts.vault),
    u64(facts.base),
    u32(facts.epoch),
    idToBytes(facts.device),
    ...counted(facts.rows.map(rowToBytes)),
    ...counted(facts.erase.map(idToBytes)),
    ...counted(facts.blobs.map(idToBytes)),
    ...counted(facts.drop.map(idToBytes)),
  );
}

function counted(members: readonly Bytes[]): Bytes[] {
  return [u32(members.length), ...members.toSorted(compareBytes)];
}

/** The body as it is sent; its lists are sorted already (`buildCommit`). */
export function encodeCommit(body: CommitBody): Bytes {
  return encode({
    epoch: body.epoch,
    keyring_version: body.keyring_version,
    after: body.after,
    revisions: body.revisions.map(revisionToWire),
    erase: body.erase.map(idToBytes),
    blobs: body.blobs.map(idToBytes),
    drop: body.drop.map(idToBytes),
    tag: body.tag,
    signature: body.signature,
  });
}

/** The sequence at which an accepted commit stands. */
export function decodeAccepted(bytes: Uint8Array): number {
  return decode(acceptedShape, bytes).sequence;
}

function revisionToWire({ record, number, sealed }: Revision) {
  return { record: idToBytes(record), number, sealed };
}
