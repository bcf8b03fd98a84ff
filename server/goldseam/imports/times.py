"""Moments and days as other programs write them (docs/imports.md, YAML subset and Items)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from goldseam.crypto.canonical import Json
from goldseam.imports.text import number_of

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND: Final = timedelta(milliseconds=1)
FIRST_AT: Final = (datetime(1000, 1, 1, tzinfo=UTC) - EPOCH) // MILLISECOND
LAST_AT: Final = (datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC) - EPOCH) // MILLISECOND
NOON: Final = time(12)
DAY_PARTS: Final = r"(?P<year>[0-9]{4})", r"(?P<month>[0-9]{2})", r"(?P<day>[0-9]{2})"
DAY_TEXT: Final = "-".join(DAY_PARTS)
DAY_PATH: Final = "(?:.*/)?" + "/".join(DAY_PARTS)
TEXT = re.compile(
    DAY_TEXT + r"(?:[ T](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]+))?)?"
    r"(?: ?(?P<zulu>Z)|(?P<sign>[+-])(?P<hours>[0-9]{2})(?::?(?P<minutes>[0-9]{2}))?)?)?"
)
ZONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*")


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, UTC milliseconds."""

    at: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day of which no time is known."""

    date: date


When: TypeAlias = Moment | Day | None


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo | None:
    """The time zone of this name, or None where the platform does not know it."""
    if not ZONE_NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def when_of_text(text: str, local: ZoneInfo) -> When:
    """What a text says; without a zone it is local time. None for no time."""
    found = TEXT.fullmatch(text.strip(" \t\n"))
    if found is None:
        return None
    day = day_of(found["year"], found["month"], found["day"])
    if day is None or found["hour"] is None:
        return None if day is None else Day(day)
    at, offset = _time(found), _offset(found)
    if at is None or offset == INVALID:
        return Day(day)
    naive = datetime.combine(day, at)
    return moment(at_offset(naive, offset) if isinstance(offset, tzinfo) else at_zone(naive, local))


def when_of_number(milliseconds: Json) -> When:
    """What a field of UTC milliseconds says."""
    number = number_of(milliseconds)
    if number is None or not FIRST_AT <= number <= LAST_AT or number != int(number):
        return None
    return moment(int(number))


def moment(at: int) -> Moment | None:
    """A moment, unless these milliseconds are no time."""
    return Moment(at) if FIRST_AT <= at <= LAST_AT and at != 0 else None


def day_of(year: str, month: str, day: str) -> date | None:
    """The day of these digits, from the year 1000 on, where there is such a day."""
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year >= 1000 else None


def noon(day: date, local: ZoneInfo) -> int:
    """12:00 of a day, UTC milliseconds."""
    return at_zone(datetime.combine(day, NOON), local)


def local_at(at: int, local: tzinfo) -> datetime:
    """The clock of a zone at a moment. Before the first and after the last day there is, that day."""
    try:
        return (EPOCH + at * MILLISECOND).astimezone(local)
    except OverflowError:
        return EPOCH + at * MILLISECOND


def at_zone(naive: datetime, local: ZoneInfo) -> int:
    """A local time, UTC milliseconds: one that does not exist with the offset after, one twice the first time."""
    first = at_offset(naive, local)
    does_exist = local_at(first, local).replace(tzinfo=None) == naive
    return first if does_exist else at_offset(naive.replace(fold=1), local)


def at_offset(naive: datetime, offset: tzinfo) -> int:
    """A local time at an offset, UTC milliseconds; it may lie outside of the years there are."""
    shift = naive.replace(tzinfo=offset).utcoffset() or timedelta()
    return (naive.replace(tzinfo=UTC) - EPOCH - shift) // MILLISECOND


INVALID: Final = "invalid"


def _time(found: re.Match[str]) -> time | None:
    fraction = (found["fraction"] or "").ljust(3, "0")[:3]
    try:
        second = int(found["second"] or 0)
        return time(int(found["hour"]), int(found["minute"]), second, int(fraction) * 1000)
    except ValueError:
        return None


def _offset(found: re.Match[str]) -> tzinfo | str | None:
    """The offset, None where it is local, `INVALID` for one that cannot be."""
    if found["zulu"]:
        return UTC
    if not found["sign"]:
        return None
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if hours > 23 or minutes > 59:
        return INVALID
    shift = timedelta(hours=hours, minutes=minutes)
    return timezone(-shift if found["sign"] == "-" else shift)
