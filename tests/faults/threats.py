"""The attacks of docs/threat-model.md: its table, and how a test says which of them it answers."""

import re
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[2]
TEXT: Final = (ROOT / "docs/threat-model.md").read_text()
CLIENTS: Final = ("python", "web")
"""The clients in the order of the table's last columns."""
OPEN: Final = "open: "


def table() -> dict[str, dict[str, str]]:
    """By number and client, what the table says: the tests, or why there is none."""
    rows = re.findall(r"^\| (T-\d\d) \| (.+) \|$", TEXT, re.MULTILINE)
    return {
        number: dict(zip(CLIENTS, cells.split(" | ")[-2:], strict=True)) for number, cells in rows
    }


def named_in(cell: str) -> list[str]:
    """The tests that a cell of the table names; a name with `*` stands for every file that is there."""
    named: list[str] = re.findall(r"`(tests/[^`]+)`", cell)
    there = {
        name: sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(name)) for name in named
    }
    return [one for name in named for one in there[name] or [name]]


def answers(number: str, *values: Any, id: str) -> Any:  # noqa: A002 - pytest's own name for it
    """Parameters of a test that answers this attack, named so that the run tells them apart."""
    return pytest.param(*values, id=f"{number} {id}", marks=pytest.mark.threat(number))
