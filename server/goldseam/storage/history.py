"""Which earlier revisions the published schedule gives up (docs/protocol.md, History).

[Note: Ages in the history]
A revision's age counts from when a later one replaced it, not from when it was stored: a page written last year and
overwritten by mistake today must still be there tomorrow. "The newest of each day" and "of each month" go by the UTC
day on which a revision was stored.

A revision was replaced after it and every earlier one of its record was stored. Times that say otherwise come of a
clock that jumped back, and say nothing about the age; so it begins at the sweep that finds them. Without this a server
that wakes up in 1970 and takes a commit would give up, with its next true sweep, what was replaced a minute ago. And a
time later than the clock of the sweep means that one of the two is wrong: nothing is given up on such a word.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

DAY_SECONDS = 86_400
ALL_SECONDS = DAY_SECONDS
DAILY_SECONDS = 30 * DAY_SECONDS
MONTHLY_SECONDS = 365 * DAY_SECONDS
BELIEVABLE_SECONDS = 30 * DAY_SECONDS


@dataclass(frozen=True)
class PastRow:
    """An earlier revision without its body; times in UTC seconds."""

    record: bytes
    number: int
    stored_at: int
    replaced_at: int


def is_believable(now: int, newest_commit_at: int) -> bool:
    """Whether a sweep may trust the clock: not before the newest commit, nor 30 days after it."""
    return newest_commit_at <= now <= newest_commit_at + BELIEVABLE_SECONDS


def given_up(rows: Iterable[PastRow], now: int) -> list[PastRow]:
    """The rows, of the whole history of some records, that the schedule no longer keeps."""
    rows = list(rows)
    of_day = _newest(rows, len("2026-11-22"))
    of_month = _newest(rows, len("2026-11"))
    return [row for row in rows if not _is_kept(row, now, of_day, of_month)]


@dataclass(frozen=True)
class Sweep:
    """What a sweep does to the history of one vault: rows with another `replaced_at`, and rows that go."""

    anew: list[PastRow]
    gone: list[PastRow]


def sweep(rows: Iterable[PastRow], now: int) -> Sweep:
    """What the schedule asks of the whole history of a vault; nothing where it holds a time later than `now`."""
    rows = list(rows)
    if any(max(row.stored_at, row.replaced_at) > now for row in rows):
        return Sweep([], [])
    anew = {(row.record, row.number): row for row in _dated_anew(rows, now)}
    dated = [anew.get((row.record, row.number), row) for row in rows]
    return Sweep(list(anew.values()), given_up(dated, now))


def utc_date(seconds: int) -> str:
    """The UTC date of a moment, YYYY-MM-DD."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")


def _dated_anew(rows: list[PastRow], now: int) -> Iterator[PastRow]:
    latest: dict[bytes, int] = {}
    for row in sorted(rows, key=lambda row: row.number):
        latest[row.record] = max(latest.get(row.record, 0), row.stored_at)
        if row.replaced_at < latest[row.record]:
            yield replace(row, replaced_at=now)


def _is_kept(row: PastRow, now: int, of_day: set[PastRow], of_month: set[PastRow]) -> bool:
    age = now - row.replaced_at
    if age <= ALL_SECONDS:
        return True
    if age <= DAILY_SECONDS:
        return row in of_day
    return age <= MONTHLY_SECONDS and row in of_month


def _newest(rows: list[PastRow], date_characters: int) -> set[PastRow]:
    newest: dict[tuple[bytes, str], PastRow] = {}
    for row in rows:
        period = (row.record, utc_date(row.stored_at)[:date_characters])
        if period not in newest or newest[period].number < row.number:
            newest[period] = row
    return set(newest.values())
