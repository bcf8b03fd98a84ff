"""What authenticates the whole state of a vault at a head (docs/protocol.md, Commits)."""

from collections.abc import Iterable

from goldseam.crypto import suite
from goldseam.crypto.keys import VaultKeys
from goldseam.crypto.suite import SigningKey
from goldseam.protocol.commits import signed_commit
from goldseam.protocol.encoding import label, u32, u64

SUM_BYTES = 32
EMPTY_SUM = 0
MODULUS = 1 << (8 * SUM_BYTES)


def item(keys: VaultKeys, row: bytes) -> int:
    """The number that a row adds to D. `keys` are those of the row's own epoch."""
    return int.from_bytes(suite.hmac_sha256(keys.item, label("goldseam/1/item") + row), "big")


def fold(total: int, added: Iterable[int], removed: Iterable[int] = ()) -> int:
    """D with items added and removed, mod 2^256."""
    return (total + sum(added) - sum(removed)) % MODULUS


def head_tag(
    keys: VaultKeys, *, sequence: int, keyring_version: int, records: int, chain: bytes, total: int
) -> bytes:
    """The tag of the state at `sequence`: 32 bytes. `keys` are those of the head's epoch, `total` is D."""
    return suite.hmac_sha256(
        keys.head,
        b"".join(
            (
                label("goldseam/1/head"),
                keys.vault,
                u64(sequence),
                u32(keys.epoch),
                u64(keyring_version),
                u64(records),
                chain,
                total.to_bytes(SUM_BYTES, "big"),
            )
        ),
    )


def sign_commit(key: SigningKey, commit: bytes, tag: bytes) -> bytes:
    """The committing device's signature over the digest of its commit and the tag."""
    return suite.sign(key, signed_commit(commit, tag))


def is_commit_signed(public: bytes, signature: bytes, commit: bytes, tag: bytes) -> bool:
    """Whether the device with this public key signed the commit and the tag."""
    return suite.is_signed(public, signature, signed_commit(commit, tag))
