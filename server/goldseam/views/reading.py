"""Fields of a record, read leniently: what is missing or of another type is empty (docs/records.md, Rules)."""

import re
from collections.abc import Iterable
from typing import Final

from goldseam.crypto.canonical import Json, JsonObject, utf16
from goldseam.protocol.limits import MAX_INTEGER

WHITE_SPACE: Final = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
RUN = re.compile(f"[{WHITE_SPACE}]+")
NOT_SAID: Final = frozenset({"", "not_sure", "not_today"})
LEVELS: Final = range(5)


def text(value: JsonObject, field: str) -> str:
    """The text of a field, or an empty one."""
    said = value.get(field)
    return said if isinstance(said, str) else ""


def has_words(said: str) -> bool:
    """Whether a text has anything but white space."""
    return said.strip(WHITE_SPACE) != ""


def texts(value: JsonObject, field: str) -> list[str]:
    """The texts of a list, each once, as they stand."""
    said = value.get(field)
    members = said if isinstance(said, list) else []
    return list(dict.fromkeys(member for member in members if isinstance(member, str)))


def words(value: JsonObject, field: str) -> list[str]:
    """What was chosen from a list, without what says nothing."""
    return said_of(texts(value, field))


def said_of(chosen: Iterable[str]) -> list[str]:
    """Without empty ones, *not sure* and *not today*."""
    return [word for word in chosen if word not in NOT_SAID]


def part(value: JsonObject, field: str) -> JsonObject:
    """The object of a field, or an empty one."""
    said = value.get(field)
    return said if isinstance(said, dict) else {}


def things(value: JsonObject, field: str) -> dict[str, JsonObject]:
    """The objects of a list by their ids, the first of each."""
    said = value.get(field)
    found: dict[str, JsonObject] = {}
    for thing in said if isinstance(said, list) else []:
        if isinstance(thing, dict) and isinstance(name := thing.get("id"), str):
            found.setdefault(name, thing)
    return found


def integer(said: Json) -> int | None:
    """A safe integer, or None."""
    if isinstance(said, bool) or not isinstance(said, int):
        return None
    return said if abs(said) <= MAX_INTEGER else None


def level(value: JsonObject, field: str) -> int | None:
    """0 to 4, or None."""
    number = integer(value.get(field))
    return number if number in LEVELS else None


def is_set(value: JsonObject, field: str) -> bool:
    """Whether a flag is set."""
    return value.get(field) is True


def by_name(names: Iterable[str]) -> list[Json]:
    """Each once, in order."""
    return [*sorted(set(names), key=utf16)]
