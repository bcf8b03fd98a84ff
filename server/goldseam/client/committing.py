"""Committing: build, keep, send, settle (docs/protocol.md, The device's side of a commit)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import msgspec

from goldseam.client.calls import Silence, is_definite
from goldseam.client.desk import Desk
from goldseam.client.effects import Change, Procedure, sealed, wait, write
from goldseam.client.held import (
    Attempt,
    Outgoing,
    Pending,
    fetched,
    fetched_all,
    held_state,
    load_alarm,
    load_aside,
    load_state,
    load_tried,
    row_change,
    stored,
    tried_change,
)
from goldseam.client.lineage import mark_changes
from goldseam.client.pulling import Pulled, pull
from goldseam.client.session import call, refresh_keyring
from goldseam.crypto.canonical import JsonObject, parse_object
from goldseam.crypto.commit import BuiltCommit, build_commit
from goldseam.crypto.keys import VaultKeys
from goldseam.crypto.page import is_removed
from goldseam.crypto.seal import open_revision, seal_revision
from goldseam.crypto.state import HeldRow, VaultState
from goldseam.errors import Behind, EpochStale, Revoked, SealError, TooLarge, WireError
from goldseam.protocol.commits import CommitAnswer
from goldseam.protocol.limits import MAX_COMMIT_BYTES, MAX_COMMIT_REVISIONS, MAX_REVISION_BYTES
from goldseam.protocol.revisions import Revision, sealed_hash

# What a revision adds to a body besides its sealed bytes (id, number, field names, place in `erase`), rounded up.
REVISION_OVERHEAD_BYTES = 96
COMMIT_OVERHEAD_BYTES = 512
MAX_ROUNDS = 64
LONGEST_PAUSE_SECONDS = 2.0

Outcome: TypeAlias = Literal["nothing", "accepted", "behind", "smaller"]
"""`smaller`: a record was set aside, or the next batch is to be halved."""


@dataclass(frozen=True, slots=True)
class Synced:
    """Where a device stands: the verified head, what was pulled, and records still waiting or kept here only."""

    sequence: int
    changed: frozenset[bytes]
    merged: frozenset[bytes]
    waiting: frozenset[bytes]
    device_only: frozenset[bytes]


def synchronise(desk: Desk) -> Procedure[Synced]:
    """Pull, then commit until nothing waits. Raises an `Alarm`, `Silence`, or a refusal of the server."""
    news = [(yield from pull(desk))]
    batch = MAX_COMMIT_REVISIONS
    for _ in range(MAX_ROUNDS):
        outcome = yield from commit(desk, batch)
        if outcome == "nothing":
            break
        batch = min(2 * batch, MAX_COMMIT_REVISIONS) if outcome == "accepted" else (batch + 1) // 2
        if outcome == "behind":
            yield from wait(_jitter(desk))
            news.append((yield from pull(desk)))
    return (yield from _standing(desk, news))


def commit(desk: Desk, batch: int) -> Procedure[Outcome]:
    """Send the pending commit, or build one of at most `batch` revisions and send it. Raises `Revoked`."""
    alarm = yield from load_alarm()
    if alarm is not None:
        raise alarm
    if desk.is_removed:
        raise Revoked
    pending = yield from fetched("pending", desk.vault, Pending)
    if pending is None:
        pending = yield from _prepare(desk, batch)
    if pending is None:
        return "nothing"
    path = f"/v1/vaults/{desk.vault.hex()}/commits/{pending.base}/{pending.digest.hex()}"
    try:
        answer = yield from call(desk, "PUT", path, CommitAnswer, pending.body)
    except WireError as error:
        return (yield from _refused(desk, pending, error))
    if answer.sequence != pending.base + 1:
        raise Silence  # That is no answer to this commit: the next pull decides.
    yield from _settle(desk, pending)
    return "accepted"


def _standing(desk: Desk, news: Iterable[Pulled]) -> Procedure[Synced]:
    state = yield from load_state(desk.vault)
    outbox = yield from fetched_all("outbox", Outgoing)
    waiting = frozenset(record for record, out in outbox.items() if out.work == "sync")
    return Synced(
        sequence=state.sequence,
        changed=frozenset().union(*(pulled.changed for pulled in news)),
        merged=frozenset().union(*(pulled.merged for pulled in news)),
        waiting=waiting,
        device_only=frozenset(outbox) - waiting,
    )


def _jitter(desk: Desk) -> float:
    """Seconds, so that devices that were refused together do not come back together."""
    return LONGEST_PAUSE_SECONDS * int.from_bytes(desk.random(2), "big") / 0x10000


def _prepare(desk: Desk, batch: int) -> Procedure[Pending | None]:
    """Build a commit from the outbox, and keep it with its attempts before its first byte is sent."""
    outbox = yield from fetched_all("outbox", Outgoing)
    state = yield from load_state(desk.vault)
    revisions, unfit = yield from _fitting(desk, state, outbox, batch)
    for record in unfit:
        yield from write([(yield from _device_only(record, outbox[record]))])
    if not revisions and not _is_of_old_keys(desk, state):
        return None
    built = build_commit(
        desk.keys,
        state,
        epoch=desk.epoch,
        keyring_version=desk.keyring.version,
        device=desk.enrolled.device,
        device_key=desk.device_key,
        revisions=revisions,
        erase=[r.record for r in revisions if _is_removal(outbox[r.record])],
    )
    pending = _pending(built)
    changes = [(yield from stored("pending", desk.vault, pending))]
    for revision in revisions:
        said = outbox[revision.record].record
        attempt = _attempt(built, revision, said)
        changes.append((yield from stored("attempts", built.digest + revision.record, attempt)))
        changes.append(tried_change(revision.record, revision.number))
    yield from write(changes)
    return pending


def _is_of_old_keys(desk: Desk, state: VaultState) -> bool:
    """Whether the head is of an epoch before the vault's: then a commit without revisions puts a newer one over it."""
    return state.sequence > 0 and state.epoch < desk.epoch


def _fitting(
    desk: Desk, state: VaultState, outbox: Mapping[bytes, Outgoing], batch: int
) -> Procedure[tuple[list[Revision], list[bytes]]]:
    """The revisions that go into one commit, and the records that fit none."""
    tried = yield from load_tried()
    aside = yield from load_aside()
    revisions: list[Revision] = []
    unfit: list[bytes] = []
    room = MAX_COMMIT_BYTES - COMMIT_OVERHEAD_BYTES
    for record, outgoing in outbox.items():
        # Nothing is written over what cannot be read here: an edit over it waits.
        if outgoing.work != "sync" or record in aside:
            continue
        revision = _sealed(desk, state, tried, record, outgoing)
        if revision is None or len(revision.sealed) > MAX_REVISION_BYTES:
            unfit.append(record)
            continue
        room -= len(revision.sealed) + REVISION_OVERHEAD_BYTES
        if room < 0 or len(revisions) == batch:
            break
        revisions.append(revision)
    return revisions, unfit


def _sealed(
    desk: Desk, state: VaultState, tried: Mapping[bytes, int], record: bytes, outgoing: Outgoing
) -> Revision | None:
    """The next revision, or None where what was sealed does not open: such a one would reach every device.

    Its number is one more than the greatest that this device has seen or tried.
    """
    row = state.rows.get(record)
    number = max(row.number if row else 0, tried.get(record, 0)) + 1
    value, keys = parse_object(outgoing.record), desk.keys[desk.epoch]
    revision = Revision(record, number, seal_revision(keys, record, number, value, desk.random))
    return revision if _opens(keys, revision, value) else None


def _opens(keys: VaultKeys, revision: Revision, value: JsonObject) -> bool:
    try:
        return open_revision(keys, revision.record, revision.number, revision.sealed) == value
    except SealError:
        return False


def _is_removal(outgoing: Outgoing) -> bool:
    # Whatever its own `erase` says, which decides merging alone: what is removed leaves no history behind.
    return is_removed(parse_object(outgoing.record))


def _attempt(built: BuiltCommit, revision: Revision, said: bytes) -> Attempt:
    row_hash = sealed_hash(revision.sealed)
    return Attempt(revision.record, revision.number, row_hash, built.base, built.digest, said)


def _pending(built: BuiltCommit) -> Pending:
    return Pending(
        built.base,
        built.digest,
        built.body.epoch,
        msgspec.msgpack.encode(built.body),
        held_state(built.state),
        [revision.record for revision in built.body.revisions],
    )


def _settle(desk: Desk, pending: Pending) -> Procedure[None]:
    """The commit stands: the head that this device computed is the verified one, and what was sent is the base."""
    changes = [
        (yield from stored("vault", desk.vault, pending.after)),
        Change("pending", desk.vault, None),
    ]
    rows: dict[bytes, HeldRow] = {}
    for record in pending.records:
        attempt = yield from fetched("attempts", pending.digest + record, Attempt)
        if attempt is not None:
            rows[record] = HeldRow(attempt.number, pending.epoch, attempt.hash)
            changes += yield from _acknowledge(pending, attempt)
    changes += [row_change(record, row) for record, row in rows.items()]
    place = pending.after.sequence, pending.after.chain
    yield from write([*changes, *(yield from mark_changes(rows, *place))])


def _acknowledge(pending: Pending, attempt: Attempt) -> Procedure[list[Change]]:
    record = attempt.record
    changes = [
        Change("attempts", pending.digest + record, None),
        (yield from sealed("bases", record, attempt.state)),
    ]
    outgoing = yield from fetched("outbox", record, Outgoing)
    if outgoing is not None and outgoing.record == attempt.state:
        changes.append(Change("outbox", record, None))
    return changes


def _refused(desk: Desk, pending: Pending, error: WireError) -> Procedure[Outcome]:
    """Dissolve a commit that will never be accepted; what is no definite refusal keeps it. Raises what remains."""
    if not is_definite(error):
        raise error
    # The outbox still has every word; the attempts stay until a verified head has passed them.
    changes = [Change("pending", desk.vault, None)]
    if isinstance(error, TooLarge):
        changes += yield from _set_aside(pending, error)
    yield from write(changes)
    # Of the keys of before: the next one is built with the new ones.
    if isinstance(error, Behind) or (isinstance(error, EpochStale) and pending.epoch < desk.epoch):
        return "behind"
    if isinstance(error, TooLarge):
        return "smaller"
    if isinstance(error, EpochStale):
        yield from refresh_keyring(
            desk
        )  # Where there are new keys, this device has to sign in again.
    raise error


def _set_aside(pending: Pending, error: TooLarge) -> Procedure[list[Change]]:
    """The record that is too large: the one named, or the only one of the commit."""
    alone = pending.records[0] if len(pending.records) == 1 else None
    record = error.record if error.record in pending.records else alone
    if record is None:
        return []
    outgoing = yield from fetched("outbox", record, Outgoing)
    return [] if outgoing is None else [(yield from _device_only(record, outgoing))]


def _device_only(record: bytes, outgoing: Outgoing) -> Procedure[Change]:
    """Too large for any commit: kept on this device only until it is edited, and the rest goes on."""
    return (yield from stored("outbox", record, Outgoing(outgoing.record, "device_only")))
