"""The types of fields: how each is read from JSON, and merged when both sides changed it (docs/merging.md, M8, M9)."""

from collections.abc import Callable, Mapping
from typing import TypeAlias, TypeVar

from goldseam.client.merge.values import ABSENT, Field, merge_set, merge_values
from goldseam.crypto.canonical import Json, JsonObject

# A field in the base, in mine and in theirs.
Three: TypeAlias = tuple[Field, Field, Field]
# The objects of a list by their ids, in the order of the list.
Things: TypeAlias = dict[str, JsonObject]
T = TypeVar("T")


def read_texts(three: Three) -> tuple[str, str, str] | None:
    """The three as texts, absent ones empty; None where mine or theirs is no text."""
    return _read(_as_text, "", three)


def read_things(three: Three) -> tuple[Things, Things, Things] | None:
    """The three as lists of objects, each with a string of its own as `id`; None where mine or theirs is not."""
    return _read(_as_things, Things(), three)


def read_objects(three: Three) -> tuple[JsonObject, JsonObject, JsonObject] | None:
    """The three as objects, absent ones empty; None where mine or theirs is no object."""
    return _read(_as_object, JsonObject(), three)


def merge_plain(kind: str, three: Three) -> Field:
    """A field that both sides changed, or ABSENT where its type has no answer for these values."""
    merge = _PLAIN.get(kind)
    return merge(three) if merge else ABSENT


def _merge_set(three: Three) -> Field:
    strings = _read(_as_strings, list[str](), three)
    return list(merge_set(*strings)) if strings else ABSENT


def _merge_values(three: Three) -> Field:
    lists = _read(_as_list, list[Json](), three)
    return merge_values(*lists) if lists else ABSENT


def _merge_latest(three: Three) -> Field:
    numbers = _read(_as_number, float("-inf"), three)
    return max(numbers[1:]) if numbers else ABSENT


def _merge_mark(three: Three) -> Field:
    marks = _read(_as_mark, False, three)
    return any(marks[1:]) if marks else ABSENT


_PLAIN: Mapping[str, Callable[[Three], Field]] = {
    "set": _merge_set,
    "values": _merge_values,
    "latest": _merge_latest,
    "mark": _merge_mark,
}


def _read(as_type: Callable[[Field], T | None], empty: T, three: Three) -> tuple[T, T, T] | None:
    """Absent values are empty, and so is a base of another type."""
    base, mine, theirs = (empty if value is ABSENT else as_type(value) for value in three)
    if mine is None or theirs is None:
        return None
    return empty if base is None else base, mine, theirs


def _as_text(value: Field) -> str | None:
    return value if isinstance(value, str) else None


def _as_number(value: Field) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _as_mark(value: Field) -> bool | None:
    return value if isinstance(value, bool) else None


def _as_list(value: Field) -> list[Json] | None:
    return value if isinstance(value, list) else None


def _as_object(value: Field) -> JsonObject | None:
    return value if isinstance(value, dict) else None


def _as_strings(value: Field) -> list[str] | None:
    if not isinstance(value, list):
        return None
    strings = [member for member in value if isinstance(member, str)]
    return strings if len(strings) == len(value) else None


def _as_things(value: Field) -> Things | None:
    if not isinstance(value, list):
        return None
    things = Things()
    for thing in value:
        name = thing.get("id") if isinstance(thing, dict) else None
        if not isinstance(thing, dict) or not isinstance(name, str) or name in things:
            return None
        things[name] = thing
    return things
