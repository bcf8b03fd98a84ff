"""Merging texts: lines first, words where both changed the same lines (docs/merging.md, M1-M7)."""

from typing import NamedTuple

from goldseam.client.merge.matching import NOWHERE, Region, places, regions, shared_ends
from goldseam.client.merge.tokens import contains, is_blank, joined, keys, lines, tokens
from goldseam.crypto.canonical import clean_text


class MergedText(NamedTuple):
    """A text, and whether both sides changed one region of its lines differently."""

    text: str
    is_merged: bool


def merge_text(base: str, mine: str, theirs: str) -> MergedText:
    """The text with both sides' changes; no base is an empty one."""
    base, mine, theirs = clean_text(base), clean_text(mine), clean_text(theirs)
    if theirs in (mine, base):
        return MergedText(mine, is_merged=False)
    if mine == base:
        return MergedText(theirs, is_merged=False)
    merged, is_merged = _merge_lines(lines(base), lines(mine), lines(theirs))
    return MergedText(clean_text("\n".join(merged)), is_merged)


def merge_line(base: str, mine: str, theirs: str) -> MergedText:
    """The same for a text of one line: where `merge_text` would break the line stands a space."""
    text, is_merged = merge_text(base, mine, theirs)
    return MergedText(text.replace("\n", " ") if is_merged else text, is_merged)


def _merge_lines(base: list[str], mine: list[str], theirs: list[str]) -> tuple[list[str], bool]:
    result: list[str] = []
    is_merged = False
    for region in _Matched.of(base, mine, theirs).regions():
        x, y, z = base[region.base], mine[region.mine], theirs[region.theirs]
        clear = _clear(region, x, y, z)
        is_merged = is_merged or clear is None
        result += _merge_words(x, y, z) if clear is None else clear
    return result, is_merged


def _merge_words(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """The lines of a region that both sides changed."""
    if all(is_blank(line) for line in base):
        return _both_lines(mine, theirs)
    x, y, z = (tokens("\n".join(part)) for part in (base, mine, theirs))
    matched = _Matched.of(x, y, z)
    result: list[str] = []
    is_disputed = False
    for region in matched.regions():
        a, b, c = x[region.base], y[region.mine], z[region.theirs]
        clear = _clear(region, a, b, c)
        if clear is None:
            clear = _enough(a, b, c)
        is_disputed = is_disputed or clear is None
        result += _both(b, c) if clear is None else clear
    if is_disputed and matched.is_rewritten():
        return _both_lines(mine, theirs)
    return joined(result, y, z).split("\n")


class _Matched(NamedTuple):
    """Where the parts of a base are found in both sides, and how long the sides are."""

    of_mine: list[int]
    of_theirs: list[int]
    mine: int
    theirs: int

    @classmethod
    def of(cls, base: list[str], mine: list[str], theirs: list[str]) -> "_Matched":
        x, y, z = keys(base), keys(mine), keys(theirs)
        return cls(places(x, y), places(x, z), len(y), len(z))

    def regions(self) -> list[Region]:
        return regions(self.of_mine, self.of_theirs, self.mine, self.theirs)

    def is_rewritten(self) -> bool:
        """Whether a side kept less than half of the base."""
        return any(
            2 * found.count(NOWHERE) > len(found) for found in (self.of_mine, self.of_theirs)
        )


def _clear(region: Region, base: list[str], mine: list[str], theirs: list[str]) -> list[str] | None:
    """What a region becomes when at most one side changed it, or both alike; else None."""
    if region.is_stable:
        # The same words: only the spaces after them can differ.
        parts = zip(base, mine, theirs, strict=True)
        return [c if b == a else b for a, b, c in parts]
    x, y, z = keys(base), keys(mine), keys(theirs)
    if z in (x, y):
        return mine
    return theirs if y == x else None


def _enough(base: list[str], mine: list[str], theirs: list[str]) -> list[str] | None:
    """The side that alone holds every token that was inserted; None where neither does."""
    if contains(theirs, mine):
        return theirs
    if contains(mine, theirs) or contains(base, theirs):
        return mine
    return theirs if contains(base, mine) else None


def _both_lines(mine: list[str], theirs: list[str]) -> list[str]:
    y, z = tokens("\n".join(mine)), tokens("\n".join(theirs))
    if contains(z, y):
        return theirs
    return mine if contains(y, z) else _both(mine, theirs)


def _both(mine: list[str], theirs: list[str]) -> list[str]:
    """What both share at the ends once, between them theirs, then mine."""
    head, tail = shared_ends(keys(mine), keys(theirs))
    # Blank parts stay with what they set apart, else two paragraphs would become one.
    while head and is_blank(mine[head - 1]):
        head -= 1
    while tail and is_blank(mine[-tail]):
        tail -= 1
    return mine[:head] + theirs[head : len(theirs) - tail] + mine[head:]
