/**
 * Whether a pull is a real later state of what a device holds (docs/protocol.md, Pulling and verifying).
 * The checks stand in the order of the specification; the first that fails is the alarm.
 */

import { inBatches } from "../batches.ts";
import { type Bytes, isEqual } from "../bytes.ts";
import { Alarm, SealError } from "../errors.ts";
import type { JsonObject } from "../protocol/canonical.ts";
import { fromHex, type Id } from "../protocol/encoding.ts";
import type { Head, Pull } from "../protocol/pages.ts";
import type { Row, StoredRevision } from "../protocol/revisions.ts";
import { hashBytes } from "../protocol/sizes.ts";
import { chainOver, isCommitSigned, splitDigests } from "./chain.ts";
import type { VaultMark } from "./checkpoint.ts";
import type { PinnedKeyring } from "./keyring.ts";
import type { VaultKeyring } from "./keys.ts";
import { openRevision } from "./seal.ts";
import { advance, keysOf, rowOf, tagOf, type VaultState } from "./state.ts";

/** By what a pull is judged: keys by epoch, the keyring, and for a fresh device a mark that it must pass. */
export type Trust = {
  readonly keys: VaultKeyring;
  readonly keyring: PinnedKeyring;
  readonly mark: VaultMark | null;
};

/** The state after a pull, and every newest revision that was not held before with its row, still sealed. */
export type Judged = { readonly state: VaultState; readonly newest: readonly Newest[] };

/** The same with all of them opened. */
export type Verified = {
  readonly state: VaultState;
  readonly revisions: readonly VerifiedRevision[];
};

export type Newest = { readonly row: Row; readonly revision: StoredRevision };

/** `record` is null for one of an unknown version or that does not open, which is kept aside, read-only. */
export type VerifiedRevision = Newest & { readonly record: JsonObject | null };

/** Whether newer keyrings are to be fetched and accepted before the pull can be verified. */
export function needsKeyring(pull: Pull, keyring: PinnedKeyring): boolean {
  return pull.head !== null && pull.head.keyring_version > keyring.version;
}

/** A pull of which no part was left out. */
type WholePull = Pull & { readonly sequence: number };

/** As `judgePull`, with everything opened. */
export async function verifyPull(trust: Trust, state: VaultState, staged: Pull): Promise<Verified> {
  const { state: after, newest } = await judgePull(trust, state, staged);
  return { state: after, revisions: await openNewest(trust.keys, newest) };
}

/** The state that follows from a pull upon `state`; the `Alarm` named by the check that fails. */
export async function judgePull(trust: Trust, state: VaultState, staged: Pull): Promise<Judged> {
  const pull = requireWhole(staged);
  requireLater(state, pull, trust.mark);
  const head = requireWholeChain(state, pull);
  if (head !== null) requireKeyring(trust, state, head);
  const after = afterOf(trust.keyring, state.vault);
  requireBeyond(trust, pull, head, after);
  if (head === null) return { state, newest: [] };
  const newest = await newestRevisions(state, pull.revisions, head.epoch);
  const commits = splitDigests(pull.commits);
  for (const mark of [trust.mark, after]) await requireMark(mark, state, commits);
  const rows = newest.map(({ row }) => row);
  const { keyring_version: keyringVersion, epoch } = head;
  const reached = await advance(trust.keys, state, { commits, rows, keyringVersion, epoch });
  const tag = await tagOf(keysOf(trust.keys, head.epoch), reached);
  demand(isEqual(tag, head.tag), "tag_mismatch");
  await requireSignature(trust.keyring, head);
  return { state: reached, newest };
}

function requireWhole(pull: Pull): WholePull {
  const { sequence } = pull;
  if (sequence === null) throw new Alarm("chain_mismatch");
  return { ...pull, sequence };
}

function requireLater(state: VaultState, pull: WholePull, mark: VaultMark | null): void {
  const least = Math.max(state.sequence, mark?.sequence ?? 0);
  demand(pull.sequence >= least, "rolled_back");
  demand(pull.sequence > state.sequence || pull.revisions.length === 0, "rolled_back");
}

/** The head of a chain without gaps; null for a vault without commits. */
function requireWholeChain(state: VaultState, pull: WholePull): Head | null {
  const { head, commits, sequence } = pull;
  demand(commits.length === hashBytes * (sequence - state.sequence), "chain_mismatch");
  if (head === null) {
    demand(sequence === 0, "chain_mismatch");
    return null;
  }
  const last = commits.length === 0 ? state.commit : commits.subarray(-hashBytes);
  const fits = head.sequence === sequence && isEqual(last, head.commit);
  demand(fits, "chain_mismatch");
  return head;
}

/** The place beyond which a keyring wants heads of the newest epoch; null before there were new keys. */
function afterOf({ document }: PinnedKeyring, vault: Id): VaultMark | null {
  const after = document.vaults[vault]?.after ?? null;
  return after && { vault, sequence: after.sequence, chain: fromHex(after.chain) };
}

function requireBeyond(
  { keyring }: Trust,
  { sequence }: WholePull,
  head: Head | null,
  after: VaultMark | null,
): void {
  if (after === null) return;
  demand(sequence >= after.sequence, "rolled_back");
  const epoch = keyring.document.vaults[after.vault]?.epoch;
  demand(sequence === after.sequence || head?.epoch === epoch, "keyring_mismatch");
}

function requireKeyring(trust: Trust, state: VaultState, head: Head): void {
  demand(head.keyring_version >= state.keyringVersion, "keyring_mismatch");
  demand(head.keyring_version <= trust.keyring.version, "keyring_mismatch");
  keysOf(trust.keys, head.epoch);
}

/** The newest revision of every record that the pull moves on. */
async function newestRevisions(
  state: VaultState,
  revisions: readonly StoredRevision[],
  headEpoch: number,
): Promise<Newest[]> {
  const rows = await inBatches(revisions, (revision) => rowOf(revision, revision.epoch));
  const newest = new Map<Id, Newest>();
  revisions.forEach((revision, i) => {
    const row = rows[i];
    if (row === undefined) return; // there is a row for every revision
    const before = newest.get(row.record)?.row ?? state.rows.get(row.record);
    if (before !== undefined && isSameRow(row, before)) return;
    demand(row.epoch <= headEpoch, "number_reversed");
    demand(before === undefined || row.number > before.number, "number_reversed");
    newest.set(row.record, { row, revision });
  });
  return [...newest.values()];
}

function isSameRow(left: Row, right: Row): boolean {
  const isSame = left.number === right.number && left.epoch === right.epoch;
  return isSame && isEqual(left.hash, right.hash);
}

async function requireMark(
  mark: VaultMark | null,
  state: VaultState,
  commits: readonly Bytes[],
): Promise<void> {
  if (mark === null || state.sequence > mark.sequence) return;
  const chain = await chainOver(state.chain, commits.slice(0, mark.sequence - state.sequence));
  demand(isEqual(chain, mark.chain), "chain_mismatch");
}

async function requireSignature(keyring: PinnedKeyring, head: Head): Promise<void> {
  const device = keyring.document.devices[head.device];
  if (device === undefined) throw new Alarm("signature_mismatch");
  // A revoked device may have made this head while it was trusted: then under a version before the present one.
  const trusted = device.revoked === null || head.keyring_version < keyring.version;
  demand(trusted, "signature_mismatch");
  const isFine = await isCommitSigned(fromHex(device.key), head.signature, head.commit, head.tag);
  demand(isFine, "signature_mismatch");
}

/** What was judged, opened. */
export function openNewest(
  keys: VaultKeyring,
  newest: readonly Newest[],
): Promise<VerifiedRevision[]> {
  return inBatches(newest, async ({ row, revision }) => {
    return { row, revision, record: await openOrAside(keys, revision) };
  });
}

async function openOrAside(
  keys: VaultKeyring,
  revision: StoredRevision,
): Promise<JsonObject | null> {
  try {
    return await openRevision(keysOf(keys, revision.epoch), revision, revision.sealed);
  } catch (error) {
    // A key holder tagged it, so it is no lie of the server; and one bad record must not block the others.
    if (error instanceof SealError) return null;
    throw error;
  }
}

function demand(holds: boolean, otherwise: Alarm["code"]): void {
  if (!holds) throw new Alarm(otherwise);
}
