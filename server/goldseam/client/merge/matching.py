"""Which parts of two sequences are the same, and where three differ (docs/merging.md, M3)."""

from array import array
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

MAX_CELLS = 4_000_000

# The place of a part of the base that the side does not have.
NOWHERE = -1

# An index in the base, in mine and in theirs.
Place: TypeAlias = tuple[int, int, int]


class Region(NamedTuple):
    """Three slices that belong together; in a stable one each part matches in all three."""

    base: slice
    mine: slice
    theirs: slice
    is_stable: bool


def shared_ends(left: Sequence[str], right: Sequence[str]) -> tuple[int, int]:
    """How many keys both share at the beginning, and of the rest at the end."""
    shortest = min(len(left), len(right))
    head = 0
    while head < shortest and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < shortest - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    return head, tail


def places(base: Sequence[str], side: Sequence[str]) -> list[int]:
    """For each key of the base its index in the side, ascending, or NOWHERE."""
    head, tail = shared_ends(base, side)
    base_end, side_end = len(base) - tail, len(side) - tail
    middle = _middle_places(base[head:base_end], side[head:side_end])
    found = [place + head if place != NOWHERE else NOWHERE for place in middle]
    return [*range(head), *found, *range(side_end, len(side))]


def regions(
    of_mine: Sequence[int], of_theirs: Sequence[int], mine: int, theirs: int
) -> list[Region]:
    """The three sequences cut at what matches in all; takes places and the lengths of the sides."""
    result: list[Region] = []
    start = at = (0, 0, 0)
    for place in _stable_places(of_mine, of_theirs):
        if place != at:
            result += [_region(start, at, is_stable=True), _region(at, place, is_stable=False)]
            start = place
        at = (place[0] + 1, place[1] + 1, place[2] + 1)
    end = (len(of_mine), mine, theirs)
    result += [_region(start, at, is_stable=True), _region(at, end, is_stable=False)]
    return [region for region in result if not _is_empty(region)]


def _stable_places(of_mine: Sequence[int], of_theirs: Sequence[int]) -> Iterator[Place]:
    for index, (i, j) in enumerate(zip(of_mine, of_theirs, strict=True)):
        if NOWHERE not in (i, j):
            yield index, i, j


def _region(start: Place, end: Place, *, is_stable: bool) -> Region:
    base, mine, theirs = (slice(a, b) for a, b in zip(start, end, strict=True))
    return Region(base, mine, theirs, is_stable)


def _is_empty(region: Region) -> bool:
    return all(part.start == part.stop for part in region[:3])


def _middle_places(base: Sequence[str], side: Sequence[str]) -> list[int]:
    result = [NOWHERE] * len(base)
    if not side or len(base) * len(side) > MAX_CELLS:
        return result
    lengths = _suffix_lengths(base, side)
    i = j = 0
    while i < len(base) and j < len(side):
        if base[i] == side[j]:
            result[i] = j
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return result


def _suffix_lengths(base: Sequence[str], side: Sequence[str]) -> Sequence[Sequence[int]]:
    """Row i, column j: the length of the longest common subsequence of base[i:] and side[j:]."""
    # Within MAX_CELLS the shorter side has at most 2,000 parts, so 16 bits hold every length.
    below = [0] * (len(side) + 1)
    rows = [array("H", below)]
    for part in reversed(base):
        row = [0] * (len(side) + 1)
        best = 0
        for j in range(len(side) - 1, -1, -1):
            if part == side[j]:
                best = below[j + 1] + 1
            elif below[j] > best:
                best = below[j]
            row[j] = best
        rows.append(array("H", row))
        below = row
    rows.reverse()
    return rows
