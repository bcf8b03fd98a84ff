"""The verified state of a vault on a device, and how commits move it (docs/protocol.md, Pulling and verifying)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from goldseam.crypto.chain import chain_over, chain_start
from goldseam.crypto.keys import VaultKeys
from goldseam.crypto.tag import EMPTY_SUM, fold, head_tag, item
from goldseam.errors import KeyringMismatch
from goldseam.protocol.commits import NO_COMMIT
from goldseam.protocol.revisions import row_bytes


@dataclass(frozen=True, slots=True)
class HeldRow:
    """What is known of the newest revision of a record: `hash` is SHA-256 of its seal."""

    number: int
    epoch: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class VaultState:
    """A head that this device verified, or made. `total` is D; `commit` is the digest at `sequence`.

    `epoch` is that of the head; 1 before there is one.
    """

    vault: bytes
    sequence: int
    chain: bytes
    commit: bytes
    keyring_version: int
    total: int
    rows: Mapping[bytes, HeldRow]
    epoch: int = 1


def fresh_state(vault: bytes) -> VaultState:
    """Where a device begins that knows nothing of a vault."""
    return VaultState(vault, 0, chain_start(vault), NO_COMMIT, 0, EMPTY_SUM, {})


def advance(
    keys: Mapping[int, VaultKeys],
    state: VaultState,
    *,
    commits: Iterable[bytes],
    rows: Mapping[bytes, HeldRow],
    keyring_version: int,
    epoch: int,
) -> VaultState:
    """The state after `commits` (digests in order), in which `rows` replaced those of their records.

    `epoch` is that of the new head. `keys` holds the vault's keys by epoch; raises `KeyringMismatch` when
    one is not among them.
    """
    digests = tuple(commits)
    replaced = {record: state.rows[record] for record in rows if record in state.rows}
    return replace(
        state,
        sequence=state.sequence + len(digests),
        chain=chain_over(state.chain, digests),
        commit=digests[-1] if digests else state.commit,
        keyring_version=keyring_version,
        total=fold(state.total, _items(keys, rows), _items(keys, replaced)),
        rows={**state.rows, **rows},
        epoch=epoch,
    )


def tag_of(keys: VaultKeys, state: VaultState) -> bytes:
    """The tag of a state under the keys of its head's epoch."""
    return head_tag(
        keys,
        sequence=state.sequence,
        keyring_version=state.keyring_version,
        records=len(state.rows),
        chain=state.chain,
        total=state.total,
    )


def keys_of(keys: Mapping[int, VaultKeys], epoch: int) -> VaultKeys:
    """The keys of an epoch. Raises `KeyringMismatch` when the keyring gave none."""
    if epoch not in keys:
        raise KeyringMismatch
    return keys[epoch]


def _items(keys: Mapping[int, VaultKeys], rows: Mapping[bytes, HeldRow]) -> Iterable[int]:
    for record, row in rows.items():
        held = row_bytes(record, row.number, row.epoch, row.hash)
        yield item(keys_of(keys, row.epoch), held)
