"""Every vector, run in Python; and that the vectors are what scripts/vectors.py writes."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from goldseam.errors import GoldseamError
from scripts import vectors
from scripts.vectors_case import plain
from tests.server.vector_runs import (
    backup,
    commits,
    encoding,
    keyring,
    login,
    pull,
    recovery,
    rejoin,
    revisions,
    slots,
    suite,
)
from tests.server.vector_runs.inputs import Inputs, Outputs

RUNS: Mapping[str, Mapping[str, Callable[[Inputs], Outputs]]] = {
    "encoding": encoding.RUNS,
    "suite": suite.RUNS,
    "slots": slots.RUNS,
    "keyring": keyring.RUNS,
    "login": login.RUNS,
    "revisions": revisions.RUNS,
    "recovery": recovery.RUNS,
    "commits": commits.RUNS,
    "pull": pull.RUNS,
    "rejoin": rejoin.RUNS,
    "backup": backup.RUNS,
}
FILES = sorted(path for area in RUNS for path in (vectors.FOLDER / area).glob("*.json"))


def outcome(area: str, inputs: Mapping[str, object]) -> tuple[str, object]:
    """The code of the error, or "ok" and the outputs."""
    operation = inputs["operation"]
    assert isinstance(operation, str)
    try:
        return "ok", plain(RUNS[area][operation](Inputs(inputs)))
    except GoldseamError as error:
        return error.code, {}
    except (ValueError, OverflowError):
        return "refused", {}


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
    assert {area: failing[area] >= 10 for area in RUNS} == dict.fromkeys(RUNS, True)
