/** Digests of commits, the chain over them, and what a device signs (docs/protocol.md, Commits). */

import { type Bytes, concat, copyOf } from "../bytes.ts";
import { type CommitFacts, commitToBytes } from "../protocol/commits.ts";
import { type Id, idToBytes, label } from "../protocol/encoding.ts";
import { hashBytes } from "../protocol/sizes.ts";
import { isSigned, type SigningKey, sha256, sign } from "./suite.ts";

/** The 32 bytes that name a commit. */
export function commitDigest(facts: CommitFacts): Promise<Bytes> {
  return sha256(commitToBytes(facts));
}

/** chain_0 of a vault. */
export function chainStart(vault: Id): Promise<Bytes> {
  return sha256(concat(label("goldseam/1/genesis"), idToBytes(vault)));
}

/** chain_n+1 of chain_n and the digest of commit n+1. */
function chainNext(chain: Bytes, commit: Bytes): Promise<Bytes> {
  return sha256(concat(label("goldseam/1/chain"), chain, commit));
}

/** The chain continued by several digests in order. */
export async function chainOver(chain: Bytes, commits: readonly Bytes[]): Promise<Bytes> {
  let continued = chain;
  for (const commit of commits) continued = await chainNext(continued, commit);
  return continued;
}

/** The chain at every sequence: the one given, then after each digest. */
export async function chainsOver(chain: Bytes, commits: readonly Bytes[]): Promise<Bytes[]> {
  const chains = [chain];
  for (const commit of commits) chains.push(await chainNext(chains.at(-1) ?? chain, commit));
  return chains;
}

/** Concatenated digests, one by one; the length is a multiple of 32. */
export function splitDigests(commits: Bytes): Bytes[] {
  const digests: Bytes[] = [];
  for (let at = 0; at < commits.length; at += hashBytes) {
    digests.push(copyOf(commits.subarray(at, at + hashBytes)));
  }
  return digests;
}

/** The device's signature under a commit and the tag of the state after it. */
export function signCommit(device: SigningKey, commit: Bytes, tag: Bytes): Promise<Bytes> {
  return sign(device, signedCommit(commit, tag));
}

/** Whether the device with this public key signed the commit and the tag. */
export function isCommitSigned(
  publicKey: Bytes,
  signature: Bytes,
  commit: Bytes,
  tag: Bytes,
): Promise<boolean> {
  return isSigned(publicKey, signature, signedCommit(commit, tag));
}

function signedCommit(commit: Bytes, tag: Bytes): Bytes {
  return concat(label("goldseam/1/commit-sig"), commit, tag);
}
