"""Bringing a verified revision together with what was written here meanwhile (docs/merging.md).

What then differs from theirs waits again, with theirs as its base.
"""

from dataclasses import dataclass

from goldseam.client.effects import Change, Procedure
from goldseam.client.held import Outgoing, base_change, base_of, fetched, stored
from goldseam.client.merge.record import merge_record
from goldseam.crypto.canonical import JsonObject, canonical_json, parse_object
from goldseam.crypto.suite import Random
from goldseam.protocol.encoding import ID_BYTES


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the log has of a record. `written`: the newest state of ours that theirs is or was made over, or None."""

    record: bytes
    theirs: JsonObject
    written: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Everything to write; `is_merged` where two places had to be brought together."""

    changes: list[Change]
    is_merged: bool


def reconcile(arrival: Arrival, committer: str, random: Random) -> Procedure[Reconciled]:
    """Make theirs the base, and merge it with what waits here. `committer` is the device's id in hexadecimal."""
    record, theirs = arrival.record, arrival.theirs
    changes = [(yield from base_change(record, theirs)), Change("aside", record, None)]
    outgoing = yield from fetched("outbox", record, Outgoing)
    if outgoing is None:
        return Reconciled(changes, is_merged=False)
    base = arrival.written
    if base is None:
        base = yield from base_of(record)
    mine = parse_object(outgoing.record)
    merged, _, draft = merge_record(base, mine, theirs, committer)
    if draft is not None:
        changes.append((yield from draft_change(draft, random)))
    changes.append((yield from left_to_send(record, outgoing, merged, theirs)))
    return Reconciled(changes, is_merged=theirs not in (base, mine))


def draft_change(draft: JsonObject, random: Random) -> Procedure[Change]:
    """Words over which a removal won: a page of their own, here only until somebody writes on."""
    page = Outgoing(canonical_json(draft), "device_only")
    return (yield from stored("outbox", random(ID_BYTES), page))


def left_to_send(
    record: bytes, outgoing: Outgoing, merged: JsonObject, theirs: JsonObject | None
) -> Procedure[Change]:
    """What is left to send: nothing where theirs says it all."""
    state = canonical_json(merged)
    if theirs is not None and state == canonical_json(theirs):
        return Change("outbox", record, None)
    # What is too large stays too large, unless the merge made something else of it.
    work = outgoing.work if state == outgoing.record else "sync"
    return (yield from stored("outbox", record, Outgoing(state, work)))
