"""Pulling: fetch, verify, merge, store (docs/protocol.md, Pulling and verifying).

Nothing is merged or shown before everything fits. Where it does not, the alarm is stored, and from then on a
removal that a key holder sealed is the one change still applied: in a home with a controlling person, a page
that stays is the dangerous case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goldseam.client.calls import Silence
from goldseam.client.desk import Desk
from goldseam.client.effects import Change, Procedure, write
from goldseam.client.held import (
    CHECKPOINT_KEY,
    Attempt,
    Outgoing,
    Pending,
    alarm_change,
    aside_change,
    base_change,
    base_of,
    fetched,
    fetched_all,
    heard_changes,
    load_alarm,
    load_mark,
    load_state,
    row_change,
    state_change,
    stored,
)
from goldseam.client.lineage import mark_changes
from goldseam.client.merge.record import merge_record
from goldseam.client.reconcile import Arrival, draft_change, left_to_send, reconcile
from goldseam.client.session import call, refresh_keyring
from goldseam.crypto.canonical import JsonObject, canonical_json, parse_object
from goldseam.crypto.chain import split_digests
from goldseam.crypto.page import is_erased, is_removed
from goldseam.crypto.seal import open_revision
from goldseam.crypto.state import VaultState
from goldseam.crypto.verify import (
    Judged,
    Pull,
    Trust,
    gather,
    judge_pull,
    needs_keyring,
    open_or_none,
)
from goldseam.errors import Alarm, SealError, WireError
from goldseam.protocol.revisions import Cursor, Page, StoredRevision


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull brought: records that changed here, and those in which two places were merged."""

    sequence: int
    changed: frozenset[bytes]
    merged: frozenset[bytes]


def pull(desk: Desk) -> Procedure[Pulled]:
    """Bring this device to the vault's newest state.

    Raises the `Alarm`, stored together with what it still allows; `Silence`, or the refusal of the server.
    """
    yield from _heed_standing_alarm(desk)
    state = yield from load_state(desk.vault)
    pages = yield from pages_since(desk, state.sequence)
    mark = (yield from load_mark(desk.vault)) if state.sequence == 0 else None
    try:
        staged = gather(pages)
        while needs_keyring(staged, desk.keyring) and (yield from has_newer_keyring(desk)):
            pages = yield from pages_since(desk, state.sequence)
            staged = gather(pages)
        judged = judge_pull(Trust(desk.keys, desk.keyring, mark), state, staged)
    except Alarm as alarm:
        yield from write([alarm_change(alarm), *(yield from _removals(desk, state, pages))])
        raise
    return (yield from _take(desk, state, staged, judged))


def _heed_standing_alarm(desk: Desk) -> Procedure[None]:
    alarm = yield from load_alarm()
    if alarm is None:
        return
    state = yield from load_state(desk.vault)
    try:
        pages = yield from pages_since(desk, state.sequence)
    except (Silence, WireError):
        raise alarm from None
    yield from write((yield from _removals(desk, state, pages)))
    raise alarm


def pages_since(desk: Desk, since: int) -> Procedure[list[Page]]:
    """All pages of a pull, unverified."""
    path = f"/v1/vaults/{desk.vault.hex()}/revisions?since={since}"
    pages = [(yield from call(desk, "GET", path, Page))]
    while (cursor := pages[-1].next) is not None:
        place = f"&sequence={cursor.sequence}&record={cursor.record.hex()}&commits={cursor.commits}"
        pages.append((yield from call(desk, "GET", path + place, Page)))
        _require_beyond(pages[-1].next, cursor)
    return pages


def has_newer_keyring(desk: Desk) -> Procedure[bool]:
    """Whether there was a newer keyring to accept: what it says of the vault may be younger than pages held by now."""
    version = desk.keyring.version
    yield from refresh_keyring(desk)
    return desk.keyring.version > version


def _require_beyond(cursor: Cursor | None, before: Cursor) -> None:
    """A cursor that goes back or does not move would ask for ever: such an answer says nothing."""
    if cursor is None:
        return
    place, place_before = (cursor.sequence, cursor.record), (before.sequence, before.record)
    if place < place_before or cursor.commits < before.commits or cursor == before:
        raise Silence


def _take(desk: Desk, state: VaultState, staged: Pull, judged: Judged) -> Procedure[Pulled]:
    """Merge with what waits here, and store everything in one transaction. One record at a time is open."""
    after = judged.state
    attempts = yield from fetched_all("attempts", Attempt)
    written = _accepted(attempts, split_digests(staged.commits), after)
    moved = {r: row for r, row in after.rows.items() if state.rows.get(r) != row}
    changes = [(yield from state_change(after)), Change("device", CHECKPOINT_KEY, None)]
    changes += [row_change(record, row) for record, row in moved.items()]
    changes += yield from mark_changes(moved, after.sequence, after.chain)
    changes += yield from _decided(desk, attempts, after.sequence)
    maker = staged.head.device if staged.head else None
    is_later = after.sequence > state.sequence
    changes += yield from heard_changes(desk.enrolled.device, maker, is_later=is_later)
    committer = staged.head.device.hex() if staged.head else ""
    changed: set[bytes] = set()
    merged: set[bytes] = set()
    for record, revision in judged.newest.items():
        theirs = open_or_none(desk.keys, revision)
        if theirs is None:
            changes.append(aside_change(revision))
            continue
        changed.add(record)
        arrival = Arrival(record, theirs, written.get(record))
        try:
            reconciled = yield from reconcile(arrival, committer, desk.random)
        except ValueError:
            # It opens, but could not be written again: read-only, so that one bad record blocks nothing.
            changes.append(aside_change(revision))
            continue
        changes += reconciled.changes
        merged |= {record} if reconciled.is_merged else set()
    for record in written.keys() - changed:
        changes.append((yield from base_change(record, written[record])))
    yield from write(changes)
    return Pulled(after.sequence, frozenset(changed), frozenset(merged))


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


def _decided(
    desk: Desk, attempts: Mapping[bytes, Attempt], sequence: int
) -> Procedure[list[Change]]:
    """Commits whose base the verified head has passed are in its chain, or never will be."""
    passed = [key for key, attempt in attempts.items() if attempt.base < sequence]
    changes = [Change("attempts", key, None) for key in passed]
    pending = yield from fetched("pending", desk.vault, Pending)
    if pending is not None and pending.base < sequence:
        changes.append(Change("pending", desk.vault, None))
    return changes


def _removals(desk: Desk, state: VaultState, pages: Iterable[Page]) -> Procedure[list[Change]]:
    """The removals of a pull that is not believed otherwise wait, as if they had been made here.

    Rows and bases stay those of the verified head: so rejoining does not undo a removal.
    """
    found: dict[bytes, tuple[int, JsonObject]] = {}
    for revision in (revision for page in pages for revision in page.revisions):
        row = state.rows.get(revision.record)
        seen, _ = found.get(revision.record, (row.number if row else 0, None))
        tombstone = _tombstone_in(desk, revision) if revision.number > seen else None
        if tombstone is not None:
            found[revision.record] = revision.number, tombstone
    changes: list[Change] = []
    for record, (_, tombstone) in found.items():
        changes += yield from _heeded(desk, record, tombstone)
    return changes


def _heeded(desk: Desk, record: bytes, tombstone: JsonObject) -> Procedure[list[Change]]:
    outgoing = yield from fetched("outbox", record, Outgoing)
    base = yield from base_of(record)
    ours = parse_object(outgoing.record) if outgoing else base
    # What is gone here stays gone as it is: a removal over which an edit would win takes no erasure's place.
    if ours is not None and is_removed(ours) and not is_erased(tombstone):
        return []
    # What was removed for good leaves no words here; a plain removal needs its base to win over what was not edited.
    changes = [Change("bases", record, None)] if is_erased(tombstone) else []
    if outgoing is None:
        waiting = Outgoing(canonical_json(tombstone))
        return [*changes, (yield from stored("outbox", record, waiting))]
    merged, _, draft = merge_record(base, parse_object(outgoing.record), tombstone, "")
    changes.append((yield from left_to_send(record, outgoing, merged, None)))
    if draft is not None:
        changes.append((yield from draft_change(draft, desk.random)))
    return changes


def _tombstone_in(desk: Desk, revision: StoredRevision) -> JsonObject | None:
    keys = desk.keys.get(revision.epoch)
    if keys is None:
        return None
    try:
        opened = open_revision(keys, revision.record, revision.number, revision.sealed)
    except SealError:
        return None  # What does not open removes nothing.
    # Made anew: one that opens and could not be written again must not hold up itself and the removals beside it.
    return {"deleted": True, "erase": is_erased(opened)} if is_removed(opened) else None
