/** A commit as a device builds it: body, digest, tag and signature (docs/protocol.md, Commits). */

import type { Bytes } from "../bytes.ts";
import type { CommitBody } from "../protocol/commits.ts";
import type { Id } from "../protocol/encoding.ts";
import type { Revision } from "../protocol/revisions.ts";
import { commitDigest, signCommit } from "./chain.ts";
import type { VaultKeyring } from "./keys.ts";
import { advance, keysOf, rowOf, tagOf, type VaultState } from "./state.ts";
import type { SigningKey } from "./suite.ts";

/** What a device wants to commit. Revisions are sealed under the keys of `epoch`, at most one a record. */
export type CommitDraft = {
  readonly epoch: number;
  readonly keyringVersion: number;
  readonly revisions: readonly Revision[];
  readonly erase: readonly Id[];
};

/** The device that commits. */
export type Committer = { readonly device: Id; readonly key: SigningKey };

/** A commit ready to send, its lists sorted, and the state that it makes once it is accepted. */
export type BuiltCommit = {
  readonly base: number;
  readonly digest: Bytes;
  readonly body: CommitBody;
  readonly state: VaultState;
};

/** A commit upon a state that this device verified or made. */
export async function buildCommit(
  keys: VaultKeyring,
  state: VaultState,
  draft: CommitDraft,
  committer: Committer,
): Promise<BuiltCommit> {
  const { epoch, keyringVersion } = draft;
  const revisions = draft.revisions.toSorted((a, b) => compareText(a.record, b.record));
  const erase = [...new Set(draft.erase)].sort(compareText);
  const rows = await Promise.all(revisions.map((revision) => rowOf(revision, epoch)));
  const { vault, sequence: base } = state;
  const lists = { erase, blobs: [], drop: [] };
  const digest = await commitDigest({
    vault,
    base,
    epoch,
    device: committer.device,
    rows,
    ...lists,
  });
  const after = await advance(keys, state, { commits: [digest], rows, keyringVersion, epoch });
  const tag = await tagOf(keysOf(keys, epoch), after);
  const signature = await signCommit(committer.key, digest, tag);
  const body = {
    epoch,
    keyring_version: keyringVersion,
    after: state.commit,
    revisions,
    ...lists,
    tag,
    signature,
  };
  return { base, digest, body, state: after };
}

/** The order of ids: lower-case hexadecimal sorts as its bytes do. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
