"""What a benchmark says: a line for each figure, as text for people and as JSON for programs."""

import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True)
class Budget:
    """What a ratio, or our own figure, is bounded by."""

    of: Literal["ratio", "ours"]
    sign: Literal["≥", "≤"]
    bound: float

    def __str__(self) -> str:
        return f"{self.of} {self.sign} {self.bound:g}"

    def holds(self, figure: float) -> bool:
        """Whether a figure is within it."""
        return figure >= self.bound if self.sign == "≥" else figure <= self.bound


@dataclass(frozen=True)
class How:
    """How a figure came about: `least`, `median` and `most` of so many runs, in `unit`; `measured` says what ran."""

    unit: str
    runs: int
    median: float
    least: float
    most: float
    measured: str


@dataclass(frozen=True)
class Line:
    """A figure of ours beside the limit, or the peer, that was measured in the same run; None where there is none."""

    name: str
    ours: float
    limit: float | None
    ratio: float | None
    budget: str | None
    met: bool | None
    how: How


def at_least(ratio: float) -> Budget:
    """Our figure is at least this part of the limit."""
    return Budget("ratio", "≥", ratio)


def at_most(figure: float) -> Budget:
    """Our figure is at most this."""
    return Budget("ours", "≤", figure)


def reaching(figure: float) -> Budget:
    """Our figure is at least this."""
    return Budget("ours", "≥", figure)


def compared(
    name: str,
    unit: str,
    runs: Sequence[tuple[float, float]],
    measured: str,
    budget: Budget | None = None,
) -> Line:
    """The line of runs that each gave our figure and the limit: the ratio is the median of theirs."""
    ours = [run[0] for run in runs]
    ratio = statistics.median(own / limit for own, limit in runs)
    limit = statistics.median(run[1] for run in runs)
    return _line(name, unit, ours, measured, budget, limit, ratio)


def alone(
    name: str, unit: str, runs: Sequence[float], measured: str, budget: Budget | None = None
) -> Line:
    """The line of a figure that stands by itself."""
    return _line(name, unit, runs, measured, budget, None, None)


def p(part: float, figures: Sequence[float]) -> float:
    """The figure below which this part (0 to 1) of them lies."""
    return sorted(figures)[min(int(part * len(figures)), len(figures) - 1)]


def tell(line: Line) -> None:
    """Print a line."""
    beside = "" if line.limit is None else f" beside {_short(line.limit)}, ratio {line.ratio:.2f}"
    met = {None: "", True: " (met)", False: " (NOT MET)"}[line.met]
    bound = "" if line.budget is None else f"; {line.budget}{met}"
    how = line.how
    spread = f"{how.runs} runs, {_short(how.least)} to {_short(how.most)}"
    sys.stdout.write(f"{line.name}: {_short(line.ours)} {how.unit}{beside}{bound}\n")
    sys.stdout.write(f"    {spread}: {how.measured}\n")
    sys.stdout.flush()


def write_json(lines: Sequence[Line], file: Path) -> None:
    """Write all lines as a list of objects."""
    rounded = [_rounded(asdict(line)) for line in lines]
    file.write_text(json.dumps(rounded, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _line(
    name: str,
    unit: str,
    ours: Sequence[float],
    measured: str,
    budget: Budget | None,
    limit: float | None,
    ratio: float | None,
) -> Line:
    median = statistics.median(ours)
    how = How(unit, len(ours), median, min(ours), max(ours), measured)
    bounded = ratio if budget is not None and budget.of == "ratio" else median
    met = None if budget is None or bounded is None else budget.holds(bounded)
    return Line(name, median, limit, ratio, None if budget is None else str(budget), met, how)


def _short(figure: float) -> str:
    """Three digits that matter, and thousands apart."""
    if abs(figure) >= 100:
        return f"{figure:,.0f}"
    return f"{figure:.3g}"


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return float(f"{value:.5g}") if isinstance(value, float) else value
