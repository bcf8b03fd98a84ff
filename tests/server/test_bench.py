"""The benchmark: what it says of its figures, and what it weighs. Sizes are held here, times nowhere."""

import json
import re
from pathlib import Path

import pytest

from benchmarks.__main__ import NAMES, OPTIONAL
from benchmarks.growth import exponent
from benchmarks.lines import alone, at_least, at_most, compared, p, reaching, write_json
from benchmarks.serving import served
from benchmarks.size import bytes_on_disk

MOST_BYTES_ON_DISK = 1_500
MOST_IDLE_MB = 100
PERFORMANCE = Path(__file__).parents[2] / "docs" / "performance.md"


def test_a_ratio_is_the_median_of_the_runs_own() -> None:
    """Each run has its figure beside its limit, so that a machine that is busy for one run changes neither."""
    line = compared("a", "MB/s", [(1.0, 2.0), (90.0, 100.0), (8.0, 10.0)], "so", at_least(0.8))
    assert (line.ours, line.limit, line.ratio, line.met) == (8.0, 10.0, 0.8, True)
    assert (line.how.runs, line.how.least, line.how.most) == (3, 1.0, 90.0)


@pytest.mark.parametrize(("bound", "is_met"), [(3.0, True), (2.9, False)])
def test_a_figure_is_held_to_its_bound(bound: float, is_met: bool) -> None:
    """The median decides; what has no budget is neither met nor missed."""
    assert alone("a", "ms", [1.0, 3.0, 9.0], "so", at_most(bound)).met is is_met
    assert alone("a", "ms", [1.0], "so").met is None


@pytest.mark.parametrize(("bound", "is_met"), [(0.97, True), (0.98, False)])
def test_a_score_reaches_its_bound(bound: float, is_met: bool) -> None:
    """Where more is better, the median is at least the bound."""
    assert alone("a", "of 1", [0.96, 0.97, 1.0], "so", reaching(bound)).met is is_met


def test_lines_are_written_as_json(tmp_path: Path) -> None:
    """Each is an object with the seven fields that programs read."""
    file = tmp_path / "out.json"
    write_json([alone("a", "ms", [1.23456789], "so", at_most(2))], file)
    (line,) = json.loads(file.read_text())
    assert set(line) == {"name", "ours", "limit", "ratio", "budget", "met", "how"}
    assert (line["ours"], line["budget"]) == (1.2346, "ours ≤ 2")


def test_a_percentile_is_one_of_the_figures() -> None:
    """The figure below which the part lies, also of a few."""
    assert [p(part, [4.0, 1.0, 3.0, 2.0]) for part in (0.0, 0.5, 0.99)] == [1.0, 3.0, 4.0]


def test_the_exponent_tells_growth() -> None:
    """0 for what stays, 1 for what grows as the size does."""
    assert exponent({10: 5.0, 100: 5.0, 1_000: 5.0}) == pytest.approx(0)
    assert exponent({10: 5.0, 100: 50.0, 1_000: 500.0}) == pytest.approx(1)


@pytest.mark.parametrize("per_commit", [1, 100])
def test_a_revision_takes_its_room_on_disk(per_commit: int) -> None:
    """Fails when 1 KiB sealed takes more than 1,500 bytes of the database, alone in its commit or not."""
    assert bytes_on_disk(per_commit) <= MOST_BYTES_ON_DISK


def test_an_idle_server_is_small(tmp_path: Path) -> None:
    """Fails when a server that nobody asked anything takes more than 100 MB."""
    with served("sqlite", tmp_path) as server:
        assert server.memory <= MOST_IDLE_MB


def test_every_benchmark_is_described() -> None:
    """docs/performance.md has a section for each name, and for no other."""
    described = re.findall(
        r"^### `([a-z-]+)`", PERFORMANCE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert described == [*NAMES, *OPTIONAL]
