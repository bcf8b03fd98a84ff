"""The schedule of the history gives up neither too much nor too little, in whatever steps it is applied."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from goldseam.storage.history import DAY_SECONDS, PastRow, Sweep, given_up, sweep, utc_date

HOUR = 3600
START = 1_700_000_000
SPAN_HOURS = 24 * 500
LATEST = 253_402_300_799  # 9999-12-31T23:59:59Z, the last moment that has a date

any_time = st.integers(0, LATEST)
moments = st.lists(st.integers(0, SPAN_HOURS), min_size=1, max_size=40, unique=True)


def rows_of(hours: list[int], record: bytes = b"r" * 16) -> list[PastRow]:
    """The history of a record that was written at these hours, and replaced by the next writing each time."""
    times = [START + hour * HOUR for hour in sorted(hours)]
    replaced = [*times[1:], START + SPAN_HOURS * HOUR]
    return [
        PastRow(record, number, stored_at, replaced_at)
        for number, (stored_at, replaced_at) in enumerate(zip(times, replaced, strict=True), 1)
    ]


@settings(deadline=None)
@given(moments, st.integers(0, 900))
def test_the_last_day_is_kept_whole(hours: list[int], days: int) -> None:
    """Nothing that was replaced within a day goes."""
    now = START + days * DAY_SECONDS
    gone = given_up(rows_of(hours), now)
    assert all(now - row.replaced_at > DAY_SECONDS for row in gone)


@settings(deadline=None)
@given(moments, st.integers(0, 900))
def test_every_month_of_a_year_keeps_its_newest(hours: list[int], days: int) -> None:
    """The last revision of each month stays for a year after it was replaced, that of each day for 30 days."""
    now = START + days * DAY_SECONDS
    rows = rows_of(hours)
    kept = set(rows) - set(given_up(rows, now))
    for length, lasting_days in ((len("2026-11-22"), 30), (len("2026-11"), 365)):
        newest = {utc_date(row.stored_at)[:length]: row for row in rows}
        due = {r for r in newest.values() if now - r.replaced_at <= lasting_days * DAY_SECONDS}
        assert due <= kept


@settings(deadline=None)
@given(moments)
def test_nothing_outlives_the_year(hours: list[int]) -> None:
    """A year and a day after everything was replaced nothing is left."""
    rows = rows_of(hours)
    assert given_up(rows, START + SPAN_HOURS * HOUR + 366 * DAY_SECONDS) == rows


@settings(deadline=None)
@given(moments, st.lists(st.integers(0, 900), max_size=12))
def test_many_sweeps_end_where_one_does(hours: list[int], sweeps: list[int]) -> None:
    """Sweeping often or once leaves the same revisions."""
    rows = rows_of(hours)
    last = START + 900 * DAY_SECONDS // 2
    left = rows
    for day in sorted(sweeps):
        now = min(START + day * DAY_SECONDS, last)
        left = [row for row in left if row not in set(given_up(left, now))]
    left = [row for row in left if row not in set(given_up(left, last))]
    assert left == [row for row in rows if row not in set(given_up(rows, last))]


@settings(deadline=None)
@given(moments, moments)
def test_records_do_not_mix(first: list[int], second: list[int]) -> None:
    """What goes of one record does not depend on another."""
    one, other = rows_of(first, b"1" * 16), rows_of(second, b"2" * 16)
    now = START + SPAN_HOURS * HOUR
    assert given_up([*one, *other], now) == given_up(one, now) + given_up(other, now)


@settings(deadline=None)
@given(moments, st.integers(0, 900))
def test_times_that_can_be_are_left_as_they_are(hours: list[int], days: int) -> None:
    """A sweep dates nothing anew where the clock never jumped, and gives up what the schedule does."""
    rows = rows_of(hours)
    now = rows[-1].replaced_at + days * DAY_SECONDS
    assert sweep(rows, now) == Sweep([], given_up(rows, now))


@settings(deadline=None)
@given(st.lists(any_time, min_size=2, max_size=30), any_time)
def test_no_jump_of_the_clock_ages_a_revision(times: list[int], now: int) -> None:
    """Whatever the clock did: what cannot be is kept and dated once, and with a time to come nothing happens."""
    rows = [
        PastRow(b"r" * 16, number, stored_at, replaced_at)
        for number, (stored_at, replaced_at) in enumerate(pairwise(times), 1)
    ]
    swept = sweep(rows, now)
    if max(times) > now:
        assert swept == Sweep([], [])
        return
    assert all(row.replaced_at == now for row in swept.anew)
    assert not set(swept.anew) & set(swept.gone)
    anew = {row.number: row for row in swept.anew}
    assert sweep([anew.get(row.number, row) for row in rows], now).anew == []


def test_the_edges_of_the_schedule_belong_to_it() -> None:
    """To the second: a day keeps all, 30 days the newest of the day, 365 days that of the month, then nothing."""
    noon = 1_709_208_000  # 2024-02-29T12:00:00Z
    rows = [PastRow(b"r" * 16, number, noon + number, noon + number) for number in (1, 2)]
    for days, left in ((1, [1, 2]), (30, [2]), (365, [2])):
        for late, still in ((0, left), (1, {1: [2], 30: [2], 365: []}[days])):
            now = noon + 1 + days * DAY_SECONDS + late
            given = [row.number for row in given_up(rows, now if days < 365 else now + 1)]
            assert [row.number for row in rows if row.number not in given] == still
