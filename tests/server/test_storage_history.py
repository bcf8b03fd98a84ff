"""Every store keeps earlier revisions by the published schedule."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from goldseam.errors import (
    WireError,
)
from goldseam.storage.contract import (
    Storage,
)
from tests.server.people import (
    DAY,
    NOW,
    STORES,
    a_revision,
    a_store,
    join,
    pull,
)


@pytest.fixture(params=STORES)
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    """An empty store of each kind."""
    async with a_store(request.param, tmp_path) as store:
        yield store


async def test_earlier_revisions_move_to_the_history(storage: Storage) -> None:
    """A record's earlier revisions are kept, newest first, without the newest itself."""
    person = await join(storage)
    sent = [a_revision()]
    sent += [a_revision(sent[0].record, number) for number in (2, 5)]
    for base, revision in enumerate(sent):
        await storage.commit(person.commit(base, [revision, a_revision()], at=NOW + base * DAY))
    history = await storage.history(person.vault, sent[0].record)
    assert [(r.number, r.sequence, r.sealed) for r in history] == [
        (2, 2, sent[1].sealed),
        (1, 1, sent[0].sealed),
    ]
    assert [r.stored_on for r in history] == ["2026-11-19", "2026-11-18"]


async def test_erasing_takes_all_earlier_revisions(storage: Storage) -> None:
    """`erase` leaves only the newest revision of a record, and touches no other record."""
    person = await join(storage)
    removed, kept, other = a_revision(), a_revision(), a_revision()
    numbered = [(removed, kept, other), *(
        tuple(a_revision(r.record, n) for r in (removed, kept, other)) for n in (2, 3)
    )]  # fmt: skip
    for base, revisions in enumerate(numbered):
        await storage.commit(person.commit(base, revisions))
    tombstone = a_revision(removed.record, 4, 93)
    await storage.commit(person.commit(3, [tombstone], erase=[removed.record, kept.record]))
    assert await storage.history(person.vault, removed.record) == []
    assert await storage.history(person.vault, kept.record) == []
    assert len(await storage.history(person.vault, other.record)) == 2
    newest = {r.record: r.number for r in (await pull(storage, person.vault))[0]}
    assert newest == {removed.record: 4, kept.record: 3, other.record: 3}


async def test_a_refused_commit_erases_nothing(storage: Storage) -> None:
    """Erasure belongs to the commit: refused with it."""
    person = await join(storage)
    first = a_revision()
    await storage.commit(person.commit(0, [first]))
    await storage.commit(person.commit(1, [a_revision(first.record, 2)]))
    with pytest.raises(WireError):
        await storage.commit(person.commit(0, erase=[first.record]))
    assert len(await storage.history(person.vault, first.record)) == 1


async def test_thinning_keeps_what_the_schedule_names(storage: Storage) -> None:
    """Forty days of five revisions a day thin to the days, then the months, of the schedule."""
    person = await join(storage)
    record = os.urandom(16)
    base = 0
    for day in range(40):
        for hour in range(5):
            moment = NOW + day * DAY + hour * 3600
            revision = a_revision(record, base + 1, 40)
            base = await storage.commit(person.commit(base, [revision], at=moment))
    now = NOW + 39 * DAY + 5 * 3600
    before = await storage.history(person.vault, record)
    gone = await storage.thin_history(now)
    after = await storage.history(person.vault, record)
    assert len(before) - len(after) == gone > 0
    days = [revision.stored_on for revision in after]
    assert days.count("2026-12-27") == 4
    assert all(days.count(day) == 1 for day in days if "2026-12-01" <= day <= "2026-12-25")
    assert sum(day < "2026-11-27" for day in days) == 0
    assert await storage.thin_history(now) == 0


async def test_an_old_page_overwritten_by_mistake_is_kept(storage: Storage) -> None:
    """What was stored long ago and replaced today is as safe as what was stored today."""
    person = await join(storage)
    old = a_revision()
    await storage.commit(person.commit(0, [old], at=NOW - 500 * DAY))
    await storage.commit(person.commit(1, [a_revision(old.record, 2)], at=NOW))
    for days in (0, 2, 29):
        assert await storage.thin_history(NOW + days * DAY) == 0
    assert [r.sealed for r in await storage.history(person.vault, old.record)] == [old.sealed]


@pytest.mark.parametrize("late", [-1, 30 * DAY + 1])
async def test_no_sweep_by_a_clock_that_is_not_believable(storage: Storage, late: int) -> None:
    """Before, or more than 30 days after, the newest commit nothing is thinned."""
    person = await join(storage)
    record = os.urandom(16)
    for base, age in enumerate((400, 399, 0)):
        revision = a_revision(record, base + 1)
        await storage.commit(person.commit(base, [revision], at=NOW - age * DAY))
    assert await storage.thin_history(NOW + late) == 0
    assert len(await storage.history(person.vault, record)) == 2
    assert await storage.thin_history(NOW) == 1


async def test_an_empty_store_has_nothing_to_thin(storage: Storage) -> None:
    """Without a commit there is no clock to believe."""
    await join(storage)
    assert await storage.thin_history(NOW) == 0
