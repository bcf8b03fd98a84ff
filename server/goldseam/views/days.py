"""Days of the person's own calendar, as `2026-11-22` (docs/views.md, Words used here)."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from goldseam.crypto.canonical import Json
from goldseam.views.reading import integer

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
NINE_THOUSAND: Final = (datetime(9999, 1, 1, tzinfo=UTC) - EPOCH) // timedelta(milliseconds=1)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*")


def is_day(said: str) -> bool:
    """Whether the calendar has this day."""
    if not DAY.fullmatch(said):
        return False
    try:
        date.fromisoformat(said)
    except ValueError:
        return False
    return True


def moment(said: Json) -> int:
    """UTC milliseconds that have a day, else 0."""
    at = integer(said)
    return at if at is not None and 1 <= at < NINE_THOUSAND else 0


def local_day(at: int, zone: str) -> str:
    """The day of a moment where the person was; empty for no moment."""
    if at == 0:
        return ""
    return (EPOCH + timedelta(milliseconds=at)).astimezone(_clock(zone)).date().isoformat()


def days_between(first: str, last: str) -> int:
    """How many days lie from one day to the other."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


@lru_cache(maxsize=1000)
def _clock(zone: str) -> tzinfo:
    name = _zones().get(zone.lower()) if ZONE.fullmatch(zone) else None
    return UTC if name is None else ZoneInfo(name)


@cache
def _zones() -> dict[str, str]:
    # Two files of the database on disk are no zones that anybody lives in.
    return {name.lower(): name for name in available_timezones() - {"Factory", "localtime"}}
