"""A record's earlier versions: read from the server, opened here, brought back (docs/protocol.md, History)."""

from dataclasses import dataclass

from goldseam.client.calls import Silence
from goldseam.client.desk import Desk
from goldseam.client.effects import Procedure, write
from goldseam.client.held import Outgoing, fetched, stored
from goldseam.client.pages import NoSuchPage, Now, changeable
from goldseam.client.session import call
from goldseam.crypto.canonical import JsonObject, canonical_json, parse_object
from goldseam.crypto.page import is_removed
from goldseam.crypto.seal import open_revision
from goldseam.errors import GoldseamError, SealError
from goldseam.protocol.revisions import History, PastRevision

OF_TODAY = frozenset({"created_at", "tz", "cover", "trashed_at"})
"""Fields that stay as they are now: where a record belongs, and what the person put between it and other eyes."""


class NoSuchVersion(GoldseamError):
    """The server has no earlier version of this number that opens."""

    code = "no_such_version"
    sentence = "There is no earlier version with this number. `goldseam history` lists those that there are."


class NotSentYet(GoldseamError):
    """The newest words are on this device only, so they would not become an earlier version."""

    code = "not_sent_yet"
    sentence = (
        "What this page says now is on this device only, and would be gone. "
        "Once it is on the server, this version can be brought back."
    )


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier state of a record that opened at its place; `stored_on` is the server's word.

    `before_new_keys` is the day on which the vault got new keys after it: whoever had the old ones could have made it.
    """

    number: int
    stored_on: str
    value: JsonObject
    before_new_keys: str | None = None


@dataclass(frozen=True, slots=True)
class Versions:
    """What the server keeps of a record's earlier states, newest first; `is_partial` where some did not open."""

    all: list[Version]
    is_partial: bool


def versions(desk: Desk, record: bytes) -> Procedure[Versions]:
    """Every earlier version that opens, and is no removal. Raises as `call`; `Silence` for pages that do not go on."""
    found: list[Version] = []
    is_partial = False
    for revision in (yield from _revisions(desk, record)):
        value = _opened(desk, record, revision)
        if value is None:
            is_partial = True
        elif not is_removed(value):
            on = _new_keys_since(desk, revision)
            found.append(Version(revision.number, revision.stored_on, value, on))
    return Versions(found, is_partial)


def version(desk: Desk, record: bytes, number: int) -> Procedure[Version]:
    """The earlier version of this number. Raises `NoSuchVersion`."""
    known = yield from versions(desk, record)
    for one in known.all:
        if one.number == number:
            return one
    raise NoSuchVersion


def bring_back(record: bytes, earlier: JsonObject, now: Now) -> Procedure[None]:
    """Make an earlier state the newest one, as an edit like any other.

    What the record says now becomes an earlier version: raises `NotSentYet` where it is not on the server, and
    `NoSuchPage`, `SetAside`.
    """
    before = yield from changeable(record)
    if (yield from fetched("outbox", record, Outgoing)) is not None:
        raise NotSentYet
    if "trashed_at" in before:
        raise NoSuchPage("This page lies in the trash.")
    kept = {name: value for name, value in before.items() if name in OF_TODAY}
    said = {name: value for name, value in earlier.items() if name not in OF_TODAY}
    value = parse_object(canonical_json(said | kept | {"updated_at": now.at}))
    yield from write([(yield from stored("outbox", record, Outgoing(canonical_json(value))))])


def _revisions(desk: Desk, record: bytes) -> Procedure[list[PastRevision]]:
    path = f"/v1/vaults/{desk.vault.hex()}/records/{record.hex()}/revisions"
    found: list[PastRevision] = []
    page: History = yield from call(desk, "GET", path, History)
    while True:
        numbers = [past.number for past in (*found[-1:], *page.revisions)]
        if numbers != sorted(set(numbers), reverse=True):
            raise Silence
        found += page.revisions
        if page.next is None:
            return found
        if not page.revisions or page.next != page.revisions[-1].number:
            raise Silence
        page = yield from call(desk, "GET", f"{path}?before={page.next}", History)


def _new_keys_since(desk: Desk, revision: PastRevision) -> str | None:
    after = desk.keyring.document.vaults[desk.vault].after
    return after.on if after is not None and revision.epoch < desk.epoch else None


def _opened(desk: Desk, record: bytes, revision: PastRevision) -> JsonObject | None:
    keys = desk.keys.get(revision.epoch)
    if keys is None:
        return None
    try:
        return open_revision(keys, record, revision.number, revision.sealed)
    except SealError:
        return None
