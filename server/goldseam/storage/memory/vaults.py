"""A vault in memory: its newest revisions, its history, its head."""

from dataclasses import dataclass, field, replace

from goldseam.protocol.commits import NO_COMMIT
from goldseam.protocol.limits import MAX_PAGE_COMMITS
from goldseam.protocol.revisions import Cursor, Head, History, Page, PastRevision, StoredRevision
from goldseam.storage.commits import Place, admit, head_of
from goldseam.storage.contract import HeldVault, NewCommit
from goldseam.storage.history import PastRow, sweep, utc_date
from goldseam.storage.pages import beyond, fill_page, history_page, page_of, start_of


@dataclass(frozen=True)
class _Held:
    revision: StoredRevision
    stored_at: int


@dataclass(frozen=True)
class _Past:
    row: PastRow
    revision: StoredRevision


@dataclass
class Vault:
    """What an account holds under one vault id; times in UTC seconds."""

    account: bytes
    minimum_epoch: int = 1
    head: Head | None = None
    committed_at: int = 0
    digests: dict[bytes, int] = field(default_factory=dict)
    revisions: dict[bytes, _Held] = field(default_factory=dict)
    history: list[_Past] = field(default_factory=list)

    @property
    def sequence(self) -> int:
        return self.head.sequence if self.head else 0


def take_commit(vault: Vault, commit: NewCommit) -> int:
    """As `Storage.commit`."""
    place = Place(
        account=vault.account,
        sequence=vault.sequence,
        minimum_epoch=vault.minimum_epoch,
        newest=vault.head.commit if vault.head else NO_COMMIT,
        answered=vault.digests.get(commit.digest),
    )
    held = {record: held.revision.number for record, held in vault.revisions.items()}
    answered = admit(commit, place, held)
    if answered is not None:
        return answered
    _store_revisions(vault, commit)
    vault.head = head_of(commit)
    vault.committed_at = commit.received_at
    vault.digests[commit.digest] = vault.head.sequence
    return vault.head.sequence


def read_page(vault: Vault, since: int, cursor: Cursor | None) -> Page:
    """As `Storage.page`."""
    start = start_of(since, cursor)
    place = beyond(since, start)
    held = (held.revision for held in vault.revisions.values())
    later = sorted(
        (r for r in held if (r.sequence, r.record) > place),
        key=lambda r: (r.sequence, r.record),
    )
    revisions, has_more = fill_page(later)
    digests = [digest for digest, at in vault.digests.items() if at > start.commits]
    next_digests = digests[:MAX_PAGE_COMMITS]
    return page_of(start, revisions, next_digests, vault.head, has_more=has_more)


def read_history(vault: Vault, record: bytes, before: int | None) -> History:
    """As `Storage.history`."""
    past = [_past_revision(past) for past in vault.history if past.row.record == record]
    below = [one for one in past if before is None or one.number < before]
    newest_first = sorted(below, key=lambda one: -one.number)
    return history_page(*fill_page(newest_first))


def thin(vault: Vault, now: int) -> int:
    """Give up what the schedule does; how many revisions went."""
    before = len(vault.history)
    swept = sweep((past.row for past in vault.history), now)
    anew = {(row.record, row.number): row for row in swept.anew}
    dated = [
        replace(past, row=anew.get((past.row.record, past.row.number), past.row))
        for past in vault.history
    ]
    vault.history = [past for past in dated if past.row not in swept.gone]
    return before - len(vault.history)


def held_vault(id_: bytes, vault: Vault) -> HeldVault:
    """How much is held of it."""
    return HeldVault(
        vault=id_,
        sequence=vault.sequence,
        minimum_epoch=vault.minimum_epoch,
        records=len(vault.revisions),
        record_bytes=sum(len(held.revision.sealed) for held in vault.revisions.values()),
        earlier=len(vault.history),
        earlier_bytes=sum(len(past.revision.sealed) for past in vault.history),
    )


def _store_revisions(vault: Vault, commit: NewCommit) -> None:
    for sent in commit.body.revisions:
        held = vault.revisions.get(sent.record)
        if held is not None:
            row = PastRow(sent.record, held.revision.number, held.stored_at, commit.received_at)
            vault.history.append(_Past(row, held.revision))
        stored = StoredRevision(
            sent.record, sent.number, commit.body.epoch, commit.base + 1, sent.sealed
        )
        vault.revisions[sent.record] = _Held(stored, commit.received_at)
    vault.history = [past for past in vault.history if past.row.record not in commit.body.erase]


def _past_revision(past: _Past) -> PastRevision:
    return PastRevision(
        number=past.row.number,
        epoch=past.revision.epoch,
        sequence=past.revision.sequence,
        stored_on=utc_date(past.row.stored_at),
        sealed=past.revision.sealed,
    )
