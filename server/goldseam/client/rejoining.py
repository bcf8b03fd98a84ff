"""Leaving a branch of the history for the server's, with every word (docs/protocol.md, Alarm and rejoin)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from goldseam.client.desk import Desk
from goldseam.client.effects import Change, Procedure, opened_all, scan, write
from goldseam.client.held import (
    ALARM_KEY,
    CHECKPOINT_KEY,
    Attempt,
    Outgoing,
    aside_change,
    base_change,
    fetched_all,
    heard_changes,
    load_alarm,
    load_aside,
    load_state,
    load_tried,
    row_change,
    state_change,
    stored,
    tried_change,
)
from goldseam.client.lineage import Mark, mark_changes, marks_of
from goldseam.client.merge.record import merge_record
from goldseam.client.pages import Now
from goldseam.client.pulling import has_newer_keyring, pages_since
from goldseam.client.reconcile import Arrival, draft_change, left_to_send, reconcile
from goldseam.client.session import call
from goldseam.client.verdict import Kind, Known, Verdict, chains_of, judge
from goldseam.crypto.canonical import JsonObject, canonical_json, parse_object
from goldseam.crypto.chain import VaultMark, split_digests
from goldseam.crypto.seal import open_revision
from goldseam.crypto.state import VaultState, fresh_state
from goldseam.crypto.verify import Trust, Verified, gather, needs_keyring, verify_pull
from goldseam.errors import NotFound, SealError
from goldseam.protocol.encoding import ID_BYTES
from goldseam.protocol.revisions import History, StoredRevision, sealed_hash


@dataclass(frozen=True, slots=True)
class Finding:
    """What would become of a record; `value` is what a person knows it by, None where it is not read here."""

    record: bytes
    kind: Kind
    value: JsonObject | None


@dataclass(frozen=True, slots=True)
class Look:
    """What rejoining would do. `at` is what the consent is for; `is_continuation`: the server has our history."""

    at: VaultMark
    findings: Sequence[Finding]
    is_continuation: bool


@dataclass(frozen=True, slots=True)
class _Here:
    """All that this device holds, opened."""

    state: VaultState
    bases: Mapping[bytes, JsonObject]
    outbox: Mapping[bytes, Outgoing]
    attempts: Sequence[Attempt]
    aside: Collection[bytes]

    @property
    def records(self) -> frozenset[bytes]:
        """All that sync knows of; what is kept on this device only stays out of it."""
        waiting = {record for record, out in self.outbox.items() if out.work == "sync"}
        return frozenset({*self.state.rows, *waiting})

    def ours(self, record: bytes) -> JsonObject | None:
        """The newest words: those that wait, else the verified ones."""
        waiting = self.outbox.get(record)
        return parse_object(waiting.record) if waiting else self.bases.get(record)


@dataclass(frozen=True, slots=True)
class _There:
    """The server's whole history, verified."""

    verified: Verified
    revisions: Mapping[bytes, StoredRevision]
    committer: str
    chains: Sequence[bytes]

    @property
    def state(self) -> VaultState:
        return self.verified.state


def look(desk: Desk) -> Procedure[Look]:
    """What rejoining would do; nothing changes. Raises an `Alarm` where the server's history does not verify."""
    here, there = (yield from _load(desk)), (yield from _stage(desk, None))
    verdicts = yield from _verdicts(here, there)
    findings = [
        Finding(record, verdict.kind, _known_as(here, there, record, verdict))
        for record, verdict in verdicts.items()
        if verdict.kind != "same"
    ]
    state = there.state
    is_continuation = here.state.sequence < len(there.chains) and (
        there.chains[here.state.sequence] == here.state.chain
    )
    return Look(VaultMark(desk.vault, state.sequence, state.chain), findings, is_continuation)


def rejoin(desk: Desk, consent: VaultMark, now: Now) -> Procedure[None]:
    """Take the history that the person consented to, or one that continues it, in one transaction.

    Raises an `Alarm` where the server shows another one by now: nothing has changed then.
    """
    alarm = yield from load_alarm()
    here, there = (yield from _load(desk)), (yield from _stage(desk, consent))
    verdicts = yield from _verdicts(here, there)
    changes = yield from _moved(here, there)
    maker = bytes.fromhex(there.committer) if there.committer else None
    is_later = there.state.sequence != here.state.sequence
    changes += yield from heard_changes(desk.enrolled.device, maker, is_later=is_later)
    for record, verdict in verdicts.items():
        changes += yield from _settled(desk, here, there, record, verdict)
    told = _told(desk, [verdict.kind for verdict in verdicts.values()], alarm, now)
    changes.append((yield from stored("outbox", desk.random(ID_BYTES), told)))
    left = [Change("device", ALARM_KEY, None), Change("device", CHECKPOINT_KEY, None)]
    yield from write([*changes, *left])


# what is here and there


def _load(desk: Desk) -> Procedure[_Here]:
    state = yield from load_state(desk.vault)
    bases = {r: parse_object(data) for r, data in (yield from opened_all("bases")).items()}
    outbox = yield from fetched_all("outbox", Outgoing)
    attempts = yield from fetched_all("attempts", Attempt)
    return _Here(state, bases, outbox, [*attempts.values()], (yield from load_aside()))


def _stage(desk: Desk, consent: VaultMark | None) -> Procedure[_There]:
    staged = gather((yield from pages_since(desk, 0)))
    while needs_keyring(staged, desk.keyring) and (yield from has_newer_keyring(desk)):
        staged = gather((yield from pages_since(desk, 0)))
    trust = Trust(desk.keys, desk.keyring, consent)
    verified = verify_pull(trust, fresh_state(desk.vault), staged)
    return _There(
        verified,
        {revision.record: revision for revision in staged.revisions},
        staged.head.device.hex() if staged.head else "",
        chains_of(desk.vault, split_digests(staged.commits)),
    )


def _verdicts(here: _Here, there: _There) -> Procedure[dict[bytes, Verdict]]:
    verdicts: dict[bytes, Verdict] = {}
    for record in sorted(here.records | there.state.rows.keys()):
        marks = yield from _marks(here.state, record)
        verdict = judge(_known(here, record, marks), there.state.rows.get(record), there.chains)
        verdicts[record] = _told_apart(here, there, record, verdict)
    return verdicts


def _marks(state: VaultState, record: bytes) -> Procedure[list[Mark]]:
    """The marks of a record. A folder from before there were any knows that the held row stands at the held head."""
    marks = yield from marks_of(record)
    row = state.rows.get(record)
    if marks or row is None:
        return marks
    return [Mark(row.number, row.hash, state.sequence, state.chain)]


def _known(here: _Here, record: bytes, marks: Sequence[Mark]) -> Known:
    attempts = frozenset(a.hash for a in here.attempts if a.record == record)
    is_here = record in here.state.rows or record in here.outbox
    return Known(here.state.rows.get(record), marks, attempts, is_here)


def _told_apart(here: _Here, there: _There, record: bytes, verdict: Verdict) -> Verdict:
    """The verdict, but where both say the same words nothing is sent or merged."""
    theirs = there.verified.records.get(record)
    is_equal = theirs is not None and here.ours(record) == theirs and record not in here.aside
    return Verdict("take") if verdict.kind != "same" and is_equal else verdict


def _known_as(here: _Here, there: _There, record: bytes, verdict: Verdict) -> JsonObject | None:
    theirs, ours = there.verified.records.get(record), here.ours(record)
    return theirs if verdict.kind == "take" else (ours or theirs)


# what is written


def _moved(here: _Here, there: _There) -> Procedure[list[Change]]:
    """The server's head and rows as the verified ones; numbers of both branches are never given again."""
    rows, before = there.state.rows, here.state.rows
    tried = yield from load_tried()
    changes = [(yield from state_change(there.state))]
    changes += [row_change(record, row) for record, row in rows.items()]
    changes += [Change("rows", record, None) for record in before.keys() - rows.keys()]
    for record in {*rows, *before}:
        numbers = [held[record].number for held in (rows, before) if record in held]
        changes.append(tried_change(record, max(*numbers, tried.get(record, 0))))
    changes += yield from mark_changes(rows, there.state.sequence, there.state.chain)
    # What they were to say is still in the outbox.
    for table in ("pending", "attempts"):
        changes += [Change(table, key, None) for key, _ in (yield from scan(table))]
    return changes


def _settled(
    desk: Desk, here: _Here, there: _There, record: bytes, verdict: Verdict
) -> Procedure[list[Change]]:
    theirs, ours = there.verified.records.get(record), here.ours(record)
    if verdict.kind == "same":
        return []
    if theirs is not None and verdict.kind == "take":
        reconciled = yield from reconcile(Arrival(record, theirs), there.committer, desk.random)
        return reconciled.changes
    if record in here.aside:
        # Its bytes stay, read-only: they may be the only copy of words that another version can read.
        return [] if theirs is None else [(yield from base_change(record, theirs))]
    changes = yield from _arrived(there, record, theirs)
    if ours is None:
        return changes
    if theirs is not None and verdict.kind == "merge":
        base = yield from _base(desk, here, record, verdict.base)
        ours, _, draft = merge_record(base, ours, theirs, there.committer)
        changes += [] if draft is None else [(yield from draft_change(draft, desk.random))]
    outgoing = here.outbox.get(record) or Outgoing(canonical_json(ours))
    changes.append((yield from left_to_send(record, outgoing, ours, theirs)))
    return changes


def _arrived(there: _There, record: bytes, theirs: JsonObject | None) -> Procedure[list[Change]]:
    """Theirs as the base; what does not open is kept aside, and what is not there has no base."""
    if theirs is not None:
        return [(yield from base_change(record, theirs))]
    unread = there.verified.aside.get(record)
    return [Change("bases", record, None)] if unread is None else [aside_change(unread)]


def _base(
    desk: Desk, here: _Here, record: bytes, mark: Mark | None
) -> Procedure[JsonObject | None]:
    """What a common mark said: in an own attempt, else in the server's history; None where it cannot be had."""
    if mark is None:
        return None
    for attempt in here.attempts:
        if (attempt.record, attempt.hash) == (record, mark.hash):
            return parse_object(attempt.state)
    path = (
        f"/v1/vaults/{desk.vault.hex()}/records/{record.hex()}/revisions?before={mark.number + 1}"
    )
    try:
        history: History = yield from call(desk, "GET", path, History)
    except NotFound:
        return None  # A lost base costs repeated words; one that silence withholds is waited for.
    for past in history.revisions:
        if past.number == mark.number and sealed_hash(past.sealed) == mark.hash:
            return _opened(desk, record, past.epoch, past.number, past.sealed)
    return None


def _opened(desk: Desk, record: bytes, epoch: int, number: int, sealed: bytes) -> JsonObject | None:
    try:
        return open_revision(desk.keys[epoch], record, number, sealed)
    except (SealError, KeyError):
        return None


def _told(desk: Desk, kinds: Sequence[Kind], alarm: Exception | None, now: Now) -> Outgoing:
    """What the other devices are told (docs/records.md, rejoined)."""
    code = getattr(alarm, "code", "")
    value: JsonObject = {
        "kind": "rejoined",
        "v": 1,
        "created_at": now.at,
        "updated_at": now.at,
        "tz": now.zone,
        "device": desk.enrolled.device.hex(),
        "alarm": code,
        "sent": kinds.count("send"),
        "taken": kinds.count("take"),
        "both": kinds.count("merge"),
    }
    return Outgoing(canonical_json(value))
