"""The chain of commits and the checkpoint over all vaults (docs/protocol.md, Commits)."""

import hashlib
import itertools
from dataclasses import dataclass

from goldseam.errors import Damaged
from goldseam.protocol.commits import chain_next, chain_over, chain_start
from goldseam.protocol.encoding import HASH_BYTES, ID_BYTES, u64
from goldseam.protocol.limits import MAX_INTEGER

__all__ = [
    "Checkpoint",
    "VaultMark",
    "chain_next",
    "chain_over",
    "chain_start",
    "checkpoint_bytes",
    "checkpoint_hash",
    "parse_checkpoint",
    "split_digests",
]

KEYRING_PART = 8 + HASH_BYTES
VAULT_PART = ID_BYTES + 8 + HASH_BYTES


@dataclass(frozen=True, slots=True)
class VaultMark:
    """A place in the history of one vault."""

    vault: bytes
    sequence: int
    chain: bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a fresh device can be held to: a keyring and a place in every vault's history."""

    keyring_version: int
    keyring_digest: bytes
    vaults: tuple[VaultMark, ...]


def checkpoint_bytes(checkpoint: Checkpoint) -> bytes:
    """40 bytes and 56 for each vault, vaults in the order of their ids."""
    marks = sorted(checkpoint.vaults, key=lambda mark: mark.vault)
    parts = [u64(checkpoint.keyring_version), checkpoint.keyring_digest]
    for mark in marks:
        parts += [mark.vault, u64(mark.sequence), mark.chain]
    return b"".join(parts)


def checkpoint_hash(checkpoint: Checkpoint) -> bytes:
    """The hash of which a checkpoint's words are made."""
    return hashlib.sha256(checkpoint_bytes(checkpoint)).digest()


def parse_checkpoint(data: bytes) -> Checkpoint:
    """The checkpoint in `data`. Raises `Damaged` for another length, order, repetition or a number above 2^53 - 1."""
    if len(data) < KEYRING_PART or (len(data) - KEYRING_PART) % VAULT_PART:
        raise Damaged
    starts = range(KEYRING_PART, len(data), VAULT_PART)
    marks = tuple(_parse_mark(data[start : start + VAULT_PART]) for start in starts)
    if any(left.vault >= right.vault for left, right in itertools.pairwise(marks)):
        raise Damaged
    return Checkpoint(_parse_u64(data[:8]), data[8:KEYRING_PART], marks)


def split_digests(commits: bytes) -> list[bytes]:
    """Concatenated digests, one by one; the length is a multiple of 32."""
    return [commits[at : at + HASH_BYTES] for at in range(0, len(commits), HASH_BYTES)]


def _parse_mark(data: bytes) -> VaultMark:
    return VaultMark(data[:ID_BYTES], _parse_u64(data[ID_BYTES : ID_BYTES + 8]), data[-HASH_BYTES:])


def _parse_u64(data: bytes) -> int:
    value = int.from_bytes(data, "big")
    if value > MAX_INTEGER:
        raise Damaged
    return value
