"""Vectors of rejoining: what becomes of a record, by what this device held of it."""

from collections.abc import Iterator, Sequence

from goldseam.client.lineage import Mark
from goldseam.client.verdict import Known, chains_of, judge
from goldseam.crypto.state import HeldRow
from scripts.vectors_case import Case, a_hash, an_id, case

AREA = "rejoin"
VAULT = an_id("vault")
OURS = [a_hash(f"commit {n}") for n in range(1, 6)]
THEIRS = [*OURS[:3], a_hash("their commit 4"), a_hash("their commit 5"), a_hash("their commit 6")]
"""Both branches have the first three commits."""


def row(number: int, name: str, epoch: int = 1) -> HeldRow:
    """A row whose hash has a name."""
    return HeldRow(number, epoch, a_hash(f"row {name}"))


def mark(held: HeldRow, sequence: int) -> Mark:
    """That this device held a row from a sequence of its own branch on."""
    return Mark(held.number, held.hash, sequence, chains_of(VAULT, OURS)[sequence])


FIRST, SECOND, THIRD = row(1, "first"), row(2, "second"), row(3, "third")
FORK_3, FORK_4 = row(3, "of the other branch"), row(4, "later of the other branch")
OLD = [mark(FIRST, 1), mark(SECOND, 3)]


def cases() -> Iterator[Case]:
    """All vectors of this area."""
    known = Known(THIRD, [*OLD, mark(THIRD, 5)], (), is_here=True)
    common = Known(SECOND, OLD, (), is_here=True)
    nothing = Known(None, (), (), is_here=False)
    waiting = Known(None, (), (), is_here=True)
    marks_only_here = Known(THIRD, [mark(SECOND, 4), mark(THIRD, 5)], (), is_here=True)
    yield from (
        _case("absent", "the server has nothing of it", known, None),
        _case("new-there", "nothing of it is here", nothing, FIRST),
        _case("same", "the same row", common, SECOND),
        _case("same-forked", "the same row, also where its mark is of our branch", known, THIRD),
        _case("older", "theirs is a state that this device had", known, SECOND),
        _case("oldest", "theirs is an early state that this device had", known, FIRST),
        _case(
            "own-attempt",
            "theirs is an attempt whose answer was lost",
            Known(SECOND, OLD, (FORK_3.hash,), is_here=True),
            FORK_3,
        ),
        _case("made-over", "theirs was made over a row of both histories", common, FORK_3),
        _case("later-made-over", "and two steps later", common, FORK_4),
        _case(
            "not-greater",
            "a number that is not greater was not made over it",
            common,
            row(2, "of the other branch, as second"),
        ),
        _case("fork", "both went on from the second", known, FORK_3),
        _case("fork-later", "both went on, theirs with a greater number", known, FORK_4),
        _case("fork-without-base", "no mark is common", marks_only_here, FORK_4),
        _case("no-marks", "a profile from before there were marks", Known(SECOND, (), (), True), FORK_3),
        _case("waiting-only", "begun on both sides, never verified here", waiting, FIRST),
        _case(
            "beyond",
            "a mark beyond the server's head is not common",
            Known(THIRD, [*OLD, mark(THIRD, 5)], (), is_here=True),
            FORK_4,
            commits=THEIRS[:4],
        ),
        _case(
            "rolled-back",
            "the server is shorter, and ours goes on from it",
            known,
            SECOND,
            commits=OURS[:3],
        ),
        _case(
            "held-again",
            "the older mark of the held row is common, the newer is not",
            Known(SECOND, [*OLD, mark(SECOND, 5)], (), is_here=True),
            FORK_3,
        ),
        _case("other-epoch", "the same hash in another epoch is not the same row", common, row(2, "second", 2)),
    )  # fmt: skip


def _case(
    name: str,
    reason: str,
    known: Known,
    theirs: HeldRow | None,
    *,
    commits: Sequence[bytes] = THEIRS,
) -> Case:
    inputs = {
        "vault": VAULT,
        "commits": commits,
        "marks": known.marks,
        "held": known.held,
        "is_here": known.is_here,
        "attempts": list(known.attempts),
        "theirs": theirs,
    }
    verdict = judge(known, theirs, chains_of(VAULT, commits))
    outputs = {"verdict": verdict.kind, "base": verdict.base and verdict.base.hash}
    return case(AREA, "verdict", name, reason, inputs, outputs)
