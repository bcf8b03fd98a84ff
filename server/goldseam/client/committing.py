"""Committing: build, keep, send, settle (docs/protocol.md, The device's side of a commit)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import msgspec

from goldseam.client.calls import is_definite
from goldseam.client.desk import Desk
from goldseam.client.effects import Change, Procedure, sealed, write
from goldseam.client.held import (
    Attempt,
    HeldState,
    Outgoing,
    Pending,
    fetched,
    fetched_all,
    load_state,
    row_change,
    stored,
)
from goldseam.client.pulling import Pulled, pull, require_calm
from goldseam.client.session import call
from goldseam.crypto.canonical import parse_object
from goldseam.crypto.commit import BuiltCommit, build_commit
from goldseam.crypto.seal import seal_revision
from goldseam.crypto.state import HeldRow, VaultState
from goldseam.errors import Behind, ChainMismatch, TooLarge, WireError
from goldseam.protocol.commits import CommitAnswer
from goldseam.protocol.encoding import HASH_BYTES
from goldseam.protocol.limits import MAX_COMMIT_BYTES, MAX_COMMIT_REVISIONS, MAX_REVISION_BYTES
from goldseam.protocol.revisions import Revision, sealed_hash

COMMIT_OVERHEAD_BYTES = 1024
REVISION_OVERHEAD_BYTES = 64
MAX_ROUNDS = 64

Outcome: TypeAlias = Literal["nothing", "accepted", "behind", "dissolved"]


@dataclass(frozen=True, slots=True)
class Synced:
    """Where a device stands after a round: records still waiting, and those kept on this device only."""

    pulled: Pulled
    waiting: frozenset[bytes]
    device_only: frozenset[bytes]


def synchronise(desk: Desk) -> Procedure[Synced]:
    """Pull, then commit until nothing waits. Raises an `Alarm`, `Silence`, or a refusal that the person has to answer."""
    pulled = yield from pull(desk)
    batch = MAX_COMMIT_REVISIONS
    for _ in range(MAX_ROUNDS):
        outcome = yield from commit(desk, batch)
        if outcome == "nothing":
            break
        if outcome == "behind":
            batch = max(batch // 2, 1)
            pulled = yield from pull(desk)
    outbox = yield from fetched_all("outbox", Outgoing)
    waiting = frozenset(record for record, out in outbox.items() if out.work == "sync")
    return Synced(pulled, waiting, frozenset(outbox) - waiting)


def commit(desk: Desk, batch: int) -> Procedure[Outcome]:
    """Send the pending commit, or build one of at most `batch` revisions and send it."""
    yield from require_calm()
    pending = yield from fetched("pending", desk.vault, Pending)
    if pending is None:
        pending = yield from _prepare(desk, batch)
    if pending is None:
        return "nothing"
    path = f"/v1/vaults/{desk.vault.hex()}/commits/{pending.base}/{pending.digest.hex()}"
    try:
        answer = yield from call(desk, "PUT", path, CommitAnswer, pending.body)
    except WireError as error:
        if not is_definite(error):
            raise
        yield from _dissolve(desk, error)
        if isinstance(error, Behind):
            return "behind"
        if isinstance(error, TooLarge):
            return "dissolved"
        raise
    if answer.sequence != pending.base + 1:
        raise ChainMismatch
    yield from _settle(desk, pending)
    return "accepted"


def _prepare(desk: Desk, batch: int) -> Procedure[Pending | None]:
    """Build a commit from the outbox, and keep it with its attempts before its first byte is sent."""
    state = yield from load_state(desk.vault)
    attempts = yield from fetched_all("attempts", Attempt)
    outbox = yield from fetched_all("outbox", Outgoing)
    revisions, too_large = _fitting(desk, state, attempts, outbox, batch)
    for record in too_large:
        yield from write([(yield from _device_only(record, outbox[record]))])
    if not revisions:
        return None
    built = build_commit(
        desk.keys,
        state,
        epoch=desk.epoch,
        keyring_version=desk.keyring.version,
        device=desk.enrolled.device,
        device_key=desk.device_key,
        revisions=revisions,
        erase=_erased(revisions, outbox),
    )
    pending = _pending(built)
    changes = [(yield from stored("pending", desk.vault, pending))]
    for revision in revisions:
        attempt = Attempt(
            revision.record,
            revision.number,
            sealed_hash(revision.sealed),
            built.base,
            built.digest,
            outbox[revision.record].record,
        )
        key = built.digest + revision.record
        changes.append((yield from stored("attempts", key, attempt)))
    yield from write(changes)
    return pending


def _fitting(
    desk: Desk,
    state: VaultState,
    attempts: Mapping[bytes, Attempt],
    outbox: Mapping[bytes, Outgoing],
    batch: int,
) -> tuple[list[Revision], list[bytes]]:
    """The revisions that fit one commit, and the records that fit none."""
    revisions: list[Revision] = []
    too_large: list[bytes] = []
    room = MAX_COMMIT_BYTES - COMMIT_OVERHEAD_BYTES
    for record, outgoing in outbox.items():
        if outgoing.work != "sync":
            continue
        number = _next_number(record, state, attempts)
        value = parse_object(outgoing.record)
        sealed = seal_revision(desk.keys[desk.epoch], record, number, value, desk.random)
        size = len(sealed) + REVISION_OVERHEAD_BYTES
        if len(sealed) > MAX_REVISION_BYTES:
            too_large.append(record)
        elif size > room or len(revisions) == batch:
            break
        else:
            revisions.append(Revision(record, number, sealed))
            room -= size
    return revisions, too_large


def _next_number(record: bytes, state: VaultState, attempts: Mapping[bytes, Attempt]) -> int:
    """One more than the greatest that this device has seen or tried."""
    tried = [attempt.number for attempt in attempts.values() if attempt.record == record]
    row = state.rows.get(record)
    return max([row.number if row else 0, *tried]) + 1


def _erased(revisions: list[Revision], outbox: Mapping[bytes, Outgoing]) -> list[bytes]:
    states = {r.record: parse_object(outbox[r.record].record) for r in revisions}
    return [
        record
        for record, value in states.items()
        if value.get("deleted") is True and value.get("erase") is True
    ]


def _pending(built: BuiltCommit) -> Pending:
    rows = [(r.record, r.number, sealed_hash(r.sealed)) for r in built.body.revisions]
    return Pending(
        built.base,
        built.digest,
        msgspec.msgpack.encode(built.body),
        built.body.epoch,
        built.state.keyring_version,
        built.state.total.to_bytes(HASH_BYTES, "big"),
        built.state.chain,
        rows,
    )


def _settle(desk: Desk, pending: Pending) -> Procedure[None]:
    """The commit stands: this device's own computed head is the verified one, and what was sent is the base."""
    head = HeldState(
        pending.base + 1,
        pending.chain,
        pending.digest,
        pending.keyring_version,
        pending.total,
    )
    changes = [(yield from stored("vault", desk.vault, head)), Change("pending", desk.vault, None)]
    for record, number, row_hash in pending.hashes:
        changes.append(row_change(record, HeldRow(number, pending.epoch, row_hash)))
        changes += yield from _acknowledge(pending.digest + record)
    yield from write(changes)


def _acknowledge(key: bytes) -> Procedure[list[Change]]:
    attempt = yield from fetched("attempts", key, Attempt)
    if attempt is None:
        return []
    changes = [
        Change("attempts", key, None),
        (yield from sealed("bases", attempt.record, attempt.state)),
    ]
    outgoing = yield from fetched("outbox", attempt.record, Outgoing)
    if outgoing is not None and outgoing.record == attempt.state:
        changes.append(Change("outbox", attempt.record, None))
    return changes


def _dissolve(desk: Desk, error: WireError) -> Procedure[None]:
    """A definite refusal: the outbox still has every word; the attempts stay until a verified head has passed them."""
    changes = [Change("pending", desk.vault, None)]
    if isinstance(error, TooLarge) and error.record is not None:
        outgoing = yield from fetched("outbox", error.record, Outgoing)
        if outgoing is not None:
            changes.append((yield from _device_only(error.record, outgoing)))
    yield from write(changes)


def _device_only(record: bytes, outgoing: Outgoing) -> Procedure[Change]:
    """Too large for any commit: kept on this device only until it is edited, and the rest goes on."""
    return (yield from stored("outbox", record, Outgoing(outgoing.record, "device_only")))
