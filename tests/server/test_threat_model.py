"""docs/threat-model.md: every requirement and attack has a test or says why not, and every named test is there."""

import re

import pytest

from tests.faults.threats import CLIENTS, OPEN, ROOT, TEXT, named_in, table

FAULTS = ROOT / "tests/faults"
ROWS = dict(re.findall(r"^\| ([RN]-\d\d) \| (.+) \|$", TEXT, re.MULTILINE))
ATTACKS = table()
CELLS = [(number, cell) for number, row in ATTACKS.items() for cell in row.values()]
NUMBERS = [f"T-{number:02}" for number in range(1, 34)]
REASON_LETTERS = 20


def test_every_requirement_stands_in_the_table() -> None:
    """A promise without a test is a wish, and a limit without one a guess."""
    stated = re.findall(r"^- ([RN]-\d\d) ", TEXT, re.MULTILINE)
    assert {number[0] for number in stated} == {"R", "N"}
    assert sorted(stated) == sorted(ROWS)


@pytest.mark.parametrize("number", sorted(ROWS))
def test_every_number_is_cited_by_a_test_of_its_row(number: str) -> None:
    """A file that is named and never says which number it is for could be any file."""
    files = [path for name in named_in(ROWS[number]) if (path := ROOT / name).is_file()]
    assert [path.name for path in files if re.search(rf"{number}\b", path.read_text())]


def test_every_named_test_exists() -> None:
    """A renamed test would leave a promise unkept."""
    cells = [*ROWS.values(), *(cell for _, cell in CELLS)]
    named = [name for cell in cells for name in named_in(cell)]
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_attack_stands_in_the_table() -> None:
    """A number that is left out would be forgotten."""
    assert list(ATTACKS) == NUMBERS


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("number", NUMBERS)
def test_every_attack_has_a_test_or_says_why_not(number: str, client: str) -> None:
    """For each client apart; a reason is more than a word."""
    cell = ATTACKS[number][client]
    _, is_open, reason = cell.partition(OPEN)
    assert len(reason) >= REASON_LETTERS if is_open else named_in(cell)


def test_every_marked_number_is_answered_by_its_file() -> None:
    """A test that says which attack it answers is named in that attack's row, and a row names none that does not."""
    marked = {name: marked_in(name) for name in fault_tests()}
    said = {(number, name) for name, numbers in marked.items() for number in numbers}
    named = {
        (number, name) for number, cell in CELLS if OPEN not in cell for name in named_in(cell)
    }
    assert said == {(number, name) for number, name in named if marked.get(name)}


def test_crash_points_are_named_once_they_are_there() -> None:
    """Killing at every effect is open only while nobody wrote it."""
    written = {f"tests/faults/{path.name}" for path in FAULTS.glob("test_crash_points*.py")}
    assert written <= {name for cell in ATTACKS["T-32"].values() for name in named_in(cell)}


def fault_tests() -> list[str]:
    """The files of tests that run against faults."""
    return sorted(f"tests/faults/{path.name}" for path in FAULTS.glob("test_*.py"))


def marked_in(name: str) -> set[str]:
    """The numbers that a file of tests marks, and those of the attacks that it takes from its module."""
    text = (ROOT / name).read_text()
    modules = re.findall(r"^from tests\.faults\.attacks import (\w+)$", text, re.MULTILINE)
    sources = [text, *((FAULTS / f"attacks/{module}.py").read_text() for module in modules)]
    return {number for source in sources for number in re.findall(r'"(T-\d\d)"', source)}
