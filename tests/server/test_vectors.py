"""Every vector, run in Python; and that the vectors are what scripts/vectors.py writes."""

import json
from collections import Counter
from pathlib import Path

import pytest

from scripts import vectors
from tests.server.vector_runs.running import RUNS, outcome

CANNOT_FAIL = frozenset({"rejoin"})
FILES = sorted(path for area in RUNS for path in (vectors.FOLDER / area).glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_vector(path: Path) -> None:
    """A vector ends as it says, for the reason that it says."""
    case = json.loads(path.read_bytes())
    expected = (case["expect"], case["outputs"])
    assert outcome(case["area"], case["inputs"]) == expected, case["reason"]


def test_vectors_are_written_again_to_the_byte(tmp_path: Path) -> None:
    """The vectors in the tree are exactly what the script writes, none more, none less."""
    vectors.write(tmp_path)
    areas = {"merge", *(area.AREA for area in vectors.AREAS)}
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.json")}
    committed = {
        path.relative_to(vectors.FOLDER): path.read_bytes()
        for area in areas
        for path in (vectors.FOLDER / area).rglob("*.json")
    }
    assert written == committed


def test_every_area_that_can_fail_has_ten_failing_vectors() -> None:
    """An area of which nothing is refused would prove nothing."""
    failing = Counter(
        path.parent.name for path in FILES if json.loads(path.read_bytes())["expect"] != "ok"
    )
    assert {area for area in RUNS if failing[area] < 10} == CANNOT_FAIL
