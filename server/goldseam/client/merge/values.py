"""JSON values, compared and merged as sets (docs/merging.md, M8 and M9)."""

from collections.abc import Sequence
from enum import Enum
from typing import Final, TypeAlias

from goldseam.crypto.canonical import Json, utf16


class Absence(Enum):
    """What stands for a field that an object does not have; it is not null."""

    ABSENT = 0


ABSENT: Final = Absence.ABSENT
Field: TypeAlias = "Json | Absence"


def is_same(left: Field, right: Field) -> bool:
    """Whether two values are equal: 1 = 1.0, true ≠ 1, absent ≠ null; objects whatever their order."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(is_same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(
            is_same(left[name], right[name]) for name in left
        )
    return left == right


def is_in(value: Json, values: Sequence[Json]) -> bool:
    """Whether the list holds a value that is the same."""
    return any(is_same(value, other) for other in values)


def merge_values(base: Sequence[Json], mine: Sequence[Json], theirs: Sequence[Json]) -> list[Json]:
    """The set union less what either side took out of the base: mine's in their order, then what only theirs has."""
    result: list[Json] = []
    kept = [value for value in mine if is_in(value, theirs) or not is_in(value, base)]
    new = [value for value in theirs if not is_in(value, mine) and not is_in(value, base)]
    for value in kept + new:
        if not is_in(value, result):
            result.append(value)
    return result


def merge_set(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """The same for strings, sorted."""
    x, y, z = set(base), set(mine), set(theirs)
    return sorted((x | y | z) - (x - z) - (x - y), key=utf16)
