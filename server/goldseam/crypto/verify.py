"""Whether a pull is a real later state of what a device holds (docs/protocol.md, Pulling and verifying).

The checks stand in the order of the specification; the first that fails is the alarm.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goldseam.crypto import suite
from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.chain import VaultMark, chain_over, split_digests
from goldseam.crypto.keyring import PinnedKeyring
from goldseam.crypto.keys import VaultKeys
from goldseam.crypto.seal import open_revision
from goldseam.crypto.state import HeldRow, VaultState, advance, keys_of, tag_of
from goldseam.crypto.tag import is_commit_signed
from goldseam.errors import (
    ChainMismatch,
    Damaged,
    KeyringMismatch,
    NumberReversed,
    RolledBack,
    SignatureMismatch,
    TagMismatch,
    UnknownVersion,
)
from goldseam.protocol.encoding import HASH_BYTES
from goldseam.protocol.revisions import Head, Page, StoredRevision, sealed_hash


@dataclass(frozen=True, slots=True)
class Pull:
    """All pages of a pull, staged: revisions and digests in the order they came; the rest stands on the last page."""

    revisions: tuple[StoredRevision, ...]
    sequence: int
    head: Head | None
    commits: bytes


@dataclass(frozen=True, slots=True)
class Trust:
    """By what a pull is judged: keys by epoch, the keyring, and for a fresh device a mark that it must pass."""

    keys: Mapping[int, VaultKeys]
    keyring: PinnedKeyring
    mark: VaultMark | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The state after the pull, and by record the newest revisions that were not held before, still sealed."""

    state: VaultState
    newest: Mapping[bytes, StoredRevision]


@dataclass(frozen=True, slots=True)
class Verified:
    """The state after the pull. `records` opened; `aside`, read-only, did not, or are of an unknown version."""

    state: VaultState
    records: Mapping[bytes, JsonObject]
    aside: Mapping[bytes, StoredRevision]


def gather(pages: Iterable[Page]) -> Pull:
    """The pull that pages make, the last one without a cursor. Raises `ChainMismatch` when that one says no head."""
    revisions: list[StoredRevision] = []
    digests: list[bytes] = []
    last: Page | None = None
    for last in pages:
        revisions += last.revisions
        digests.append(last.commits)
    if last is None or last.next is not None or last.sequence is None:
        raise ChainMismatch
    return Pull(tuple(revisions), last.sequence, last.head, b"".join(digests))


def needs_keyring(pull: Pull, keyring: PinnedKeyring) -> bool:
    """Whether newer keyrings are to be fetched and accepted before the pull can be verified."""
    return pull.head is not None and pull.head.keyring_version > keyring.version


def verify_pull(trust: Trust, state: VaultState, pull: Pull) -> Verified:
    """As `judge_pull`, with everything opened."""
    judged = judge_pull(trust, state, pull)
    opened = {
        record: open_or_none(trust.keys, revision) for record, revision in judged.newest.items()
    }
    records = {record: value for record, value in opened.items() if value is not None}
    aside = {record: judged.newest[record] for record in opened.keys() - records.keys()}
    return Verified(judged.state, records, aside)


def judge_pull(trust: Trust, state: VaultState, pull: Pull) -> Judged:
    """The state that follows from a pull upon `state`. Raises the `Alarm` named by the check that fails."""
    after = _after(trust, state.vault)
    _require_later(state, pull, trust.mark)
    head = _require_whole_chain(state, pull)
    if head is None:
        _require_reached(after, pull)
        return Judged(state, {})
    _require_keyring(trust, state, head)
    _require_reached(after, pull)
    _require_newest_epoch(trust, after, head)
    newest = _newest_revisions(state, pull.revisions, head.epoch)
    digests = split_digests(pull.commits)
    _require_mark(trust.mark, state, digests)
    _require_mark(after, state, digests)
    moved = advance(
        trust.keys,
        state,
        commits=digests,
        rows={record: _held_row(revision) for record, revision in newest.items()},
        keyring_version=head.keyring_version,
        epoch=head.epoch,
    )
    _require_tag(keys_of(trust.keys, head.epoch), moved, head)
    _require_signature(trust.keyring, head)
    return Judged(moved, newest)


def open_or_none(keys: Mapping[int, VaultKeys], revision: StoredRevision) -> JsonObject | None:
    """The record of a revision that was judged, None for one to be kept aside."""
    of_epoch = keys_of(keys, revision.epoch)
    try:
        return open_revision(of_epoch, revision.record, revision.number, revision.sealed)
    except (UnknownVersion, Damaged):
        # A key holder tagged it, so it is no lie of the server; and one bad record must not block the others.
        return None


def _require_later(state: VaultState, pull: Pull, mark: VaultMark | None) -> None:
    if pull.sequence < state.sequence or (mark is not None and pull.sequence < mark.sequence):
        raise RolledBack
    if pull.sequence == state.sequence and pull.revisions:
        raise RolledBack


def _require_whole_chain(state: VaultState, pull: Pull) -> Head | None:
    if len(pull.commits) != HASH_BYTES * (pull.sequence - state.sequence):
        raise ChainMismatch
    if pull.head is None:
        if pull.sequence > 0:
            raise ChainMismatch
        return None
    last = pull.commits[-HASH_BYTES:] or state.commit
    if pull.head.sequence != pull.sequence or not suite.equal(last, pull.head.commit):
        raise ChainMismatch
    return pull.head


def _require_keyring(trust: Trust, state: VaultState, head: Head) -> None:
    if not state.keyring_version <= head.keyring_version <= trust.keyring.version:
        raise KeyringMismatch
    keys_of(trust.keys, head.epoch)


def _after(trust: Trust, vault: bytes) -> VaultMark | None:
    """Where the vault stood when its newest keys were made; None where it still has its first ones."""
    entry = trust.keyring.document.vaults.get(vault)
    if entry is None or entry.after is None:
        return None
    return VaultMark(vault, entry.after.sequence, bytes.fromhex(entry.after.chain))


def _require_reached(after: VaultMark | None, pull: Pull) -> None:
    if after is not None and pull.sequence < after.sequence:
        raise RolledBack


def _require_newest_epoch(trust: Trust, after: VaultMark | None, head: Head) -> None:
    """Whoever had the earlier keys can make heads of their epoch for ever: none beyond `after` is taken."""
    if after is None or head.sequence <= after.sequence:
        return
    if head.epoch != trust.keyring.document.vaults[after.vault].epoch:
        raise KeyringMismatch


def _newest_revisions(
    state: VaultState, revisions: Iterable[StoredRevision], head_epoch: int
) -> dict[bytes, StoredRevision]:
    newest: dict[bytes, StoredRevision] = {}
    held = dict[bytes, HeldRow]()
    for revision in revisions:
        row = _held_row(revision)
        before = held.get(revision.record) or state.rows.get(revision.record)
        if row.epoch > head_epoch or (before and row != before and row.number <= before.number):
            raise NumberReversed
        if row != before:
            newest[revision.record], held[revision.record] = revision, row
    return newest


def _require_mark(mark: VaultMark | None, state: VaultState, digests: list[bytes]) -> None:
    if mark is None or state.sequence > mark.sequence:
        return
    chain = chain_over(state.chain, digests[: mark.sequence - state.sequence])
    if not suite.equal(chain, mark.chain):
        raise ChainMismatch


def _require_tag(keys: VaultKeys, after: VaultState, head: Head) -> None:
    if not suite.equal(tag_of(keys, after), head.tag):
        raise TagMismatch


def _require_signature(keyring: PinnedKeyring, head: Head) -> None:
    device = keyring.document.devices.get(head.device)
    # A revoked device may have made this head while it was trusted: then under a version before the present one.
    if device is None or (device.revoked and head.keyring_version >= keyring.version):
        raise SignatureMismatch
    if not is_commit_signed(bytes.fromhex(device.key), head.signature, head.commit, head.tag):
        raise SignatureMismatch


def _held_row(revision: StoredRevision) -> HeldRow:
    return HeldRow(revision.number, revision.epoch, sealed_hash(revision.sealed))
