"""A commit as a device builds it: body, digest, tag and signature (docs/protocol.md, Commits)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from goldseam.crypto.keys import VaultKeys
from goldseam.crypto.state import HeldRow, VaultState, advance, keys_of, tag_of
from goldseam.crypto.suite import SigningKey
from goldseam.crypto.tag import sign_commit
from goldseam.protocol.commits import CommitBody, commit_digest
from goldseam.protocol.revisions import Revision, sealed_hash


@dataclass(frozen=True, slots=True)
class BuiltCommit:
    """A commit ready to send, and the state that it makes once it is accepted."""

    base: int
    digest: bytes
    body: CommitBody
    state: VaultState


def build_commit(
    keys: Mapping[int, VaultKeys],
    state: VaultState,
    *,
    epoch: int,
    keyring_version: int,
    device: bytes,
    device_key: SigningKey,
    revisions: Iterable[Revision],
    erase: Iterable[bytes] = (),
) -> BuiltCommit:
    """A commit upon `state`. The revisions are sealed under the keys of `epoch`, at most one for each record.

    Raises `ValueError` for what every other device would take for an alarm: a keyring version that goes
    back, or a number that does not grow.
    """
    if keyring_version < state.keyring_version:
        raise ValueError("a commit cannot go back to an older keyring")
    unsigned = CommitBody(
        epoch=epoch,
        keyring_version=keyring_version,
        after=state.commit,
        revisions=sorted(revisions, key=lambda revision: revision.record),
        erase=sorted(set(erase)),
        blobs=[],
        drop=[],
        tag=b"",
        signature=b"",
    )
    _require_growth(state, unsigned.revisions)
    digest = commit_digest(state.vault, state.sequence, device, unsigned)
    after = advance(
        keys,
        state,
        commits=[digest],
        rows={r.record: _held_row(r, epoch) for r in unsigned.revisions},
        keyring_version=keyring_version,
        epoch=epoch,
    )
    tag = tag_of(keys_of(keys, epoch), after)
    signature = sign_commit(device_key, digest, tag)
    body = msgspec.structs.replace(unsigned, tag=tag, signature=signature)
    return BuiltCommit(state.sequence, digest, body, after)


def _require_growth(state: VaultState, revisions: Iterable[Revision]) -> None:
    for revision in revisions:
        held = state.rows.get(revision.record)
        if held is not None and revision.number <= held.number:
            raise ValueError("the number of a revision grows")


def _held_row(revision: Revision, epoch: int) -> HeldRow:
    return HeldRow(revision.number, epoch, sealed_hash(revision.sealed))
