"""The order of a list of things that both sides changed (docs/merging.md, M8)."""

from collections.abc import Iterator, Sequence, Set

from goldseam.client.merge.matching import places, regions


def merge_order(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str], kept: Set[str]
) -> list[str]:
    """The ids that are kept, each once; the ids within each sequence are distinct."""
    placed = [pair for pair in _placed(base, mine, theirs) if pair[0] in kept]
    by_mine = {thing for thing, is_mine in placed if is_mine}
    result = [thing for thing, is_mine in placed if is_mine or thing not in by_mine]
    for side in (theirs, mine):
        _insert_missing(result, [thing for thing in side if thing in kept])
    return result


def _placed(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[str, bool]]:
    """Each id where a side has put it, and whether that side is mine; one that moved may come twice."""
    for region in regions(places(base, mine), places(base, theirs), len(mine), len(theirs)):
        x, y, z = base[region.base], mine[region.mine], theirs[region.theirs]
        if y == x and z != x:
            yield from ((thing, False) for thing in z)
        elif z in (x, y):
            yield from ((thing, True) for thing in y)
        else:
            yield from ((thing, False) for thing in z)
            yield from ((thing, True) for thing in y)


def _insert_missing(result: list[str], side: Sequence[str]) -> None:
    """Put each id of the side that is missing behind the one before it there, or first."""
    at = 0
    for thing in side:
        if thing not in result:
            result.insert(at, thing)
        at = result.index(thing) + 1
