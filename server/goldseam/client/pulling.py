"""Pulling: fetch, verify, merge, store; nothing is merged or shown before all fits (docs/protocol.md, Pulling and verifying)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from goldseam.client.desk import Desk
from goldseam.client.effects import Change, Procedure, write
from goldseam.client.held import (
    ALARM_KEY,
    Attempt,
    Outgoing,
    Pending,
    aside_change,
    base_change,
    base_of,
    fetched,
    fetched_all,
    load_alarm,
    load_state,
    row_change,
    state_change,
    stored,
)
from goldseam.client.merge.record import merge_record
from goldseam.client.session import call, refresh_keyring
from goldseam.crypto.canonical import JsonObject, canonical_json, parse_object
from goldseam.crypto.chain import split_digests
from goldseam.crypto.seal import open_revision
from goldseam.crypto.state import VaultState
from goldseam.crypto.verify import Pull, Trust, Verified, gather, needs_keyring, verify_pull
from goldseam.errors import Alarm, NotFound, RolledBack, SealError
from goldseam.protocol.revisions import Page


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull brought: records that changed here, and those in which two places were merged."""

    sequence: int
    changed: frozenset[bytes]
    merged: frozenset[bytes]


def pull(desk: Desk) -> Procedure[Pulled]:
    """Bring this device to the vault's newest state. Raises the `Alarm`, once it is stored with all it allows."""
    yield from require_calm()
    state = yield from load_state(desk.vault)
    staged: Pull | None = None
    try:
        staged = yield from _stage(desk, state)
        if needs_keyring(staged, desk.keyring):
            yield from refresh_keyring(desk)
        verified = verify_pull(Trust(desk.keys, desk.keyring), state, staged)
    except Alarm as alarm:
        removals = yield from _removal_changes(desk, state, staged)
        yield from write([Change("device", ALARM_KEY, alarm.code.encode()), *removals])
        raise
    return (yield from _take(desk, staged, state, verified))


def require_calm() -> Procedure[None]:
    """Raise the alarm that stands, if one does."""
    code = yield from load_alarm()
    kinds = {kind.code: kind for kind in Alarm.__subclasses__()}
    if code is not None:
        raise kinds.get(code, Alarm)


def _stage(desk: Desk, state: VaultState) -> Procedure[Pull]:
    try:
        pages = yield from _pages(desk, state.sequence)
    except NotFound as error:
        # The vault is ours by the keyring: a server that no longer knows it shows an older state, or lies.
        raise RolledBack from error
    return gather(pages)


def _pages(desk: Desk, since: int) -> Procedure[list[Page]]:
    path = f"/v1/vaults/{desk.vault.hex()}/revisions?since={since}"
    pages = [(yield from call(desk, "GET", path, Page))]
    while (cursor := pages[-1].next) is not None:
        place = f"&sequence={cursor.sequence}&record={cursor.record.hex()}"
        pages.append((yield from call(desk, "GET", path + place, Page)))
    return pages


def _take(desk: Desk, staged: Pull, state: VaultState, verified: Verified) -> Procedure[Pulled]:
    """Merge with what waits here, and store everything in one transaction."""
    attempts = yield from fetched_all("attempts", Attempt)
    accepted = _accepted(attempts, split_digests(staged.commits), verified.state)
    outbox = yield from fetched_all("outbox", Outgoing)
    changes = [(yield from state_change(verified.state))]
    changes += _settled(attempts, verified.state.sequence)
    changes += yield from _unpend(desk, verified.state.sequence)
    changes += [
        row_change(record, row)
        for record, row in verified.state.rows.items()
        if state.rows.get(record) != row
    ]
    changes += [aside_change(revision) for revision in verified.aside.values()]
    merged: set[bytes] = set()
    committer = staged.head.device.hex() if staged.head else ""
    for record, theirs in verified.records.items():
        changes += [(yield from base_change(record, theirs)), Change("aside", record, None)]
        if record in outbox:
            base = accepted.get(record) or (yield from base_of(record))
            mine = outbox[record]
            both = yield from _merge(record, base, mine, theirs, committer)
            changes += both
            merged.add(record)
    yield from write(changes)
    return Pulled(verified.state.sequence, frozenset(verified.records), frozenset(merged))


def _merge(
    record: bytes, base: JsonObject | None, mine: Outgoing, theirs: JsonObject, device: str
) -> Procedure[list[Change]]:
    result = merge_record(base, parse_object(mine.record), theirs, device)
    changes: list[Change] = []
    if result.draft is not None:
        draft = Outgoing(canonical_json(result.draft))
        changes.append((yield from stored("drafts", record, draft)))
    state = canonical_json(result.record)
    if state == canonical_json(theirs):
        return [*changes, Change("outbox", record, None)]
    return [*changes, (yield from stored("outbox", record, Outgoing(state)))]


def _accepted(
    attempts: Mapping[bytes, Attempt], digests: list[bytes], state: VaultState
) -> dict[bytes, JsonObject]:
    """What this device wrote itself and the log now has: the base of everything written since."""
    known = set(digests)
    return {
        attempt.record: parse_object(attempt.state)
        for attempt in attempts.values()
        if attempt.digest in known or _is_own_row(attempt, state)
    }


def _is_own_row(attempt: Attempt, state: VaultState) -> bool:
    row = state.rows.get(attempt.record)
    return row is not None and row.number == attempt.number and row.hash == attempt.hash


def _settled(attempts: Mapping[bytes, Attempt], sequence: int) -> list[Change]:
    """Attempts whose base a verified head has passed are of no more use."""
    return [
        Change("attempts", key, None)
        for key, attempt in attempts.items()
        if attempt.base < sequence
    ]


def _unpend(desk: Desk, sequence: int) -> Procedure[list[Change]]:
    pending = yield from fetched("pending", desk.vault, Pending)
    if pending is None or pending.base >= sequence:
        return []
    return [Change("pending", desk.vault, None)]


def _removal_changes(desk: Desk, state: VaultState, staged: Pull | None) -> Procedure[list[Change]]:
    """The one change that an alarm lets through: a removal that opens cannot be forged without the key."""
    changes: list[Change] = []
    for record, tombstone in _removals(desk, state, staged) if staged else ():
        changes.append((yield from base_change(record, tombstone)))
        outgoing = yield from fetched("outbox", record, Outgoing)
        if outgoing is not None:
            base = yield from base_of(record)
            changes += yield from _merge(record, base, outgoing, tombstone, "")
    return changes


def _removals(desk: Desk, state: VaultState, staged: Pull) -> Iterator[tuple[bytes, JsonObject]]:
    for revision in staged.revisions:
        row = state.rows.get(revision.record)
        keys = desk.keys.get(revision.epoch)
        if keys is None or (row is not None and revision.number <= row.number):
            continue
        try:
            opened = open_revision(keys, revision.record, revision.number, revision.sealed)
        except SealError:
            continue
        if opened.get("deleted") is True:
            yield revision.record, opened
