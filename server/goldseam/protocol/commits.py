"""Commits on the wire: body, digest, chain, and what a device signs (docs/protocol.md, Commits)."""

import hashlib
from collections.abc import Sequence
from typing import Final

import msgspec

from goldseam.protocol.encoding import (
    HASH_BYTES,
    Count,
    Epoch,
    Hash,
    Id,
    Signature,
    label,
    u32,
    u64,
)
from goldseam.protocol.revisions import Revision, row_bytes, sealed_hash

NO_COMMIT: Final = bytes(HASH_BYTES)
"""Stands where the digest of a vault's newest commit would, while there is none."""


class CommitBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of a commit; every list sorted by its bytes and without repetition.

    `after` is the digest of the commit that this one follows, `NO_COMMIT` for the first.
    """

    epoch: Epoch
    keyring_version: Count
    after: Hash
    revisions: list[Revision]
    erase: list[Id]
    blobs: list[Id]
    drop: list[Id]
    tag: Hash
    signature: Signature


class CommitAnswer(msgspec.Struct, frozen=True):
    """The sequence at which the commit stands."""

    sequence: Count


def commit_digest(vault: bytes, base: int, device: bytes, body: CommitBody) -> bytes:
    """The 32-byte digest, and id, of a commit of `device` upon sequence `base`."""
    rows = [
        row_bytes(r.record, r.number, body.epoch, sealed_hash(r.sealed)) for r in body.revisions
    ]
    parts = [label("goldseam/1/commit"), vault, u64(base), u32(body.epoch), device]
    for members in (sorted(rows), sorted(body.erase), sorted(body.blobs), sorted(body.drop)):
        parts += [u32(len(members)), *members]
    return hashlib.sha256(b"".join(parts)).digest()


def chain_start(vault: bytes) -> bytes:
    """chain_0 of a vault."""
    return hashlib.sha256(label("goldseam/1/genesis") + vault).digest()


def chain_next(chain: bytes, commit: bytes) -> bytes:
    """chain_{n+1} from chain_n and the digest of commit n+1."""
    return hashlib.sha256(label("goldseam/1/chain") + chain + commit).digest()


def chain_over(chain: bytes, commits: Sequence[bytes]) -> bytes:
    """The chain continued by several digests in order."""
    for commit in commits:
        chain = chain_next(chain, commit)
    return chain


def signed_commit(commit: bytes, tag: bytes) -> bytes:
    """The bytes that the committing device signs."""
    return label("goldseam/1/commit-sig") + commit + tag
