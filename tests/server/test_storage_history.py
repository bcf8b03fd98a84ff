"""Every store keeps earlier revisions by the published schedule, and gives them page by page."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from goldseam.errors import WireError
from goldseam.protocol.limits import MAX_PAGE_BYTES, MAX_PAGE_REVISIONS
from goldseam.storage.contract import Storage
from tests.server.people import (
    DAY,
    NOW,
    STORES,
    Person,
    a_revision,
    a_store,
    earlier,
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
    history = await earlier(storage, person.vault, sent[0].record)
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
    assert await earlier(storage, person.vault, removed.record) == []
    assert await earlier(storage, person.vault, kept.record) == []
    assert len(await earlier(storage, person.vault, other.record)) == 2
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
    assert len(await earlier(storage, person.vault, first.record)) == 1


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
    before = await earlier(storage, person.vault, record)
    gone = await storage.thin_history(now)
    after = await earlier(storage, person.vault, record)
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
    assert [r.sealed for r in await earlier(storage, person.vault, old.record)] == [old.sealed]


@pytest.mark.parametrize("late", [-1, 30 * DAY + 1])
async def test_no_sweep_by_a_clock_that_is_not_believable(storage: Storage, late: int) -> None:
    """Before, or more than 30 days after, the newest commit nothing is thinned."""
    person = await join(storage)
    record = os.urandom(16)
    for base, age in enumerate((400, 399, 0)):
        revision = a_revision(record, base + 1)
        await storage.commit(person.commit(base, [revision], at=NOW - age * DAY))
    assert await storage.thin_history(NOW + late) == 0
    assert len(await earlier(storage, person.vault, record)) == 2
    assert await storage.thin_history(NOW) == 1


async def test_an_empty_store_has_nothing_to_thin(storage: Storage) -> None:
    """Without a commit there is no clock to believe."""
    await join(storage)
    assert await storage.thin_history(NOW) == 0


async def written(
    storage: Storage, person: Person, record: bytes, moments: Sequence[int], size: int = 40
) -> None:
    """Commit a revision of the record at each moment, in UTC seconds."""
    base = await storage.sequence(person.account, person.vault)
    for number, at in enumerate(moments, base + 1):
        revision = a_revision(record, number, size)
        await storage.commit(person.commit(number - 1, [revision], at=at))


async def test_a_page_of_the_history_has_a_bounded_number(storage: Storage) -> None:
    """Pages end at the limit of a pull, newest first, and the next begins right below."""
    person, record = await join(storage), os.urandom(16)
    count = MAX_PAGE_REVISIONS + 3
    await written(storage, person, record, [NOW + second for second in range(count + 1)])
    first = await storage.history(person.vault, record, None)
    assert [r.number for r in first.revisions] == list(range(count, count - 512, -1))
    assert first.next == first.revisions[-1].number
    rest = await storage.history(person.vault, record, first.next)
    assert ([r.number for r in rest.revisions], rest.next) == ([3, 2, 1], None)


async def test_a_page_of_the_history_has_a_bounded_size(storage: Storage) -> None:
    """Large revisions end a page before the count does; exactly a page has no next."""
    person, record = await join(storage), os.urandom(16)
    size = MAX_PAGE_BYTES // 20
    await written(storage, person, record, [NOW] * 23, size)
    first = await storage.history(person.vault, record, None)
    assert len(first.revisions) == 20
    assert [r.number for r in await earlier(storage, person.vault, record)] == [*range(22, 0, -1)]
    assert (await storage.history(person.vault, record, 21)).next is None


async def test_erasing_between_two_pages_ends_them(storage: Storage) -> None:
    """A cursor into a history that is gone finds nothing, and no error."""
    person, record = await join(storage), os.urandom(16)
    await written(storage, person, record, [NOW] * (MAX_PAGE_REVISIONS + 3))
    first = await storage.history(person.vault, record, None)
    base = await storage.sequence(person.account, person.vault)
    await storage.commit(person.commit(base, [a_revision(record, base + 1, 93)], erase=[record]))
    rest = await storage.history(person.vault, record, first.next)
    assert (rest.revisions, rest.next) == ([], None)


@pytest.mark.parametrize("back", [46 * 365 * DAY, 400 * DAY, 2 * DAY])
async def test_a_clock_that_fell_back_costs_no_history(storage: Storage, back: int) -> None:
    """What was replaced while the clock stood years back counts from the first sweep that knows better."""
    person, record = await join(storage), os.urandom(16)
    wrong = NOW - back
    await written(storage, person, record, [NOW - 300 * DAY, NOW, wrong, wrong + 60, wrong + 120])
    assert await storage.thin_history(wrong + 180) == 0
    await written(storage, person, record, [NOW + 600])
    assert await storage.thin_history(NOW + 3600) == 0
    assert await storage.thin_history(NOW + 3600 + DAY) == 0
    assert len(await earlier(storage, person.vault, record)) == 5


async def test_a_clock_that_came_back_from_the_future_gives_up_nothing_there(
    storage: Storage,
) -> None:
    """A vault with a time to come is left alone; the others are swept."""
    (person, other), record = [await join(storage) for _ in range(2)], os.urandom(16)
    future = NOW + 40 * 365 * DAY
    await written(storage, person, record, [NOW, future, future + 60, NOW + 120, NOW + 180])
    await written(storage, other, record, [NOW - 400 * DAY, NOW - 399 * DAY, NOW])
    assert await storage.thin_history(NOW + 3600) == 1
    assert await storage.thin_history(NOW + 29 * DAY) == 0
    assert len(await earlier(storage, person.vault, record)) == 4


async def test_a_clock_ahead_alone_thins_nothing(storage: Storage) -> None:
    """Years ahead of every commit, and back again, a sweep refuses, then goes on."""
    person, record = await join(storage), os.urandom(16)
    await written(storage, person, record, [NOW - 400 * DAY, NOW - 399 * DAY, NOW])
    assert await storage.thin_history(NOW + 10 * 365 * DAY) == 0
    assert await storage.thin_history(NOW - 10 * 365 * DAY) == 0
    assert await storage.thin_history(NOW) == 1


async def test_the_leap_day_has_a_newest_of_its_own(storage: Storage) -> None:
    """29 February keeps its last revision beside those of the 28th and the 1st, and its month the last of all."""
    person, record = await join(storage), os.urandom(16)
    midnight = 1_835_308_800  # 2028-02-28T00:00:00Z
    moments = [midnight + day * DAY + hour * 3600 for day in range(3) for hour in (8, 20, 23)]
    await written(storage, person, record, [*moments, midnight + 40 * DAY])
    await storage.thin_history(midnight + 40 * DAY + DAY)
    days = [past.stored_on for past in await earlier(storage, person.vault, record)]
    # The last of March was replaced a day ago only and is the newest of its month; of February one is left.
    assert days == ["2028-03-01", "2028-02-29"]
    await storage.thin_history(midnight + 3 * DAY)
    assert days == [past.stored_on for past in await earlier(storage, person.vault, record)]


async def test_two_sweeps_at_once_give_up_everything_once(storage: Storage) -> None:
    """Together they count each revision that went a single time, and leave what one would."""
    people = [await join(storage) for _ in range(4)]
    record = os.urandom(16)
    for person in people:
        await written(storage, person, record, [NOW - 3 * DAY + hour * 60 for hour in range(9)])
        await written(storage, person, record, [NOW])
    gone = await asyncio.gather(storage.thin_history(NOW), storage.thin_history(NOW))
    assert sum(gone) == 8 * 4
    for person in people:
        assert [r.number for r in await earlier(storage, person.vault, record)] == [9]


async def test_an_empty_purge_does_nothing_twice(storage: Storage) -> None:
    """Where nothing was erased since the last purge, the next has nothing to do."""
    await join(storage)
    await storage.purge()
    assert await storage.purge() is False
