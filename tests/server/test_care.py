"""docs/care.md: every rule once, every test that it names in the tree, and no feature behind an open row."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/care.md").read_text()
RULES = {"A": 15, "B": 8, "C": 8, "D": 10, "E": 5, "F": 5, "G": 9}
"""How many rules each letter has."""

SIGNS = {
    "D8": r"createImageBitmap|accept=\"image|kind: \"attachment\"",
}
"""By rule, what stands in the code once an open rule has its feature: a call, an address, a name."""

EXAMPLES = {
    "D8": '<input type="file" accept="image/*" />',
}
"""A line that each sign finds, for rules that stay open for long."""

RISK = re.compile(
    r"sentiment|risk_?(words|level|score)|crisis_?words|self_?harm|suicid|classif(y|ier)",
    re.IGNORECASE,
)
"""What stands in code that reads words for signs of risk (A11)."""


def rows() -> Iterator[tuple[str, str, str]]:
    """The rows of the tables: rule, kinds of check, where."""
    for line in TEXT.splitlines():
        if match := re.match(r"\| ([A-G]\d+) \|[^|]+\|([^|]+)\|(.+)\|$", line):
            rule, check, where = match.groups()
            yield rule, check.strip(), where.strip()


ROWS = list(rows())
NAMED = [(rule, test) for rule, _, where in ROWS for test in re.findall(r"`([^`]+::[^`]+)`", where)]
OPEN = [rule for rule, _, where in ROWS if where.startswith("open")]


@cache
def names_in(path: str) -> set[str]:
    """The names of the tests of a file, by its syntax (Python) or by its quoted words (TypeScript)."""
    text = (ROOT / path).read_text()
    if path.endswith(".py"):
        nodes = ast.walk(ast.parse(text))
        functions = (n for n in nodes if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
        return {function.name for function in functions if function.name.startswith("test_")}
    return set(re.findall(r'"((?:[^"\\\n]|\\.)+)"', text))


@cache
def code() -> list[tuple[str, str]]:
    """Path and text of every file that runs: the client's, and the server's."""
    folders = {"web/src": (".ts", ".svelte"), "server/goldseam": (".py", ".sql")}
    return [
        (str(path.relative_to(ROOT)), path.read_text())
        for folder, endings in folders.items()
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in endings and "web_dist" not in path.parts
    ]


def test_every_rule_stands_there_once() -> None:
    """Fails when a rule is missing, is there twice, or has another number."""
    expected = [
        f"{letter}{number}" for letter, last in RULES.items() for number in range(1, last + 1)
    ]
    assert [rule for rule, _, _ in ROWS] == expected


@pytest.mark.parametrize(("rule", "named"), NAMED)
def test_every_named_test_is_there(rule: str, named: str) -> None:
    """Fails when a test that holds a rule was renamed or taken away."""
    path, name = named.split("::", 1)
    assert (ROOT / path).is_file(), rule
    assert name in names_in(path), rule


def test_every_row_is_held_by_something() -> None:
    """Fails when a row names neither a test, nor that it is open, nor the review."""
    tested = {rule for rule, _ in NAMED}
    reviewed = {rule for rule, check, where in ROWS if where == "review" and "R" in check.split()}
    assert {rule for rule, _, _ in ROWS} - tested - reviewed - set(OPEN) == set()


def test_every_rule_for_people_is_in_the_review() -> None:
    """Fails when a rule is checked by people and the list for them does not name it."""
    listed = set(re.findall(r"\b[A-G]\d+\b", TEXT.partition("## Review")[2]))
    by_people = {rule for rule, check, _ in ROWS if "R" in check.split()}
    assert listed >= by_people


def test_every_open_row_has_a_sign_and_no_other_row_has_one() -> None:
    """Fails when an open rule could get its feature unseen, or a sign is kept for a rule that is held."""
    assert set(SIGNS) == set(OPEN)


@pytest.mark.parametrize("rule", OPEN)
def test_an_open_rule_has_no_feature(rule: str) -> None:
    """Fails once the feature of an open rule is there: then the row needs its test."""
    sign = re.compile(SIGNS[rule])
    assert [path for path, text in code() if sign.search(text)] == []


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_feature_would_be_seen(rule: str) -> None:
    """Fails when the sign of an open rule would not find its feature."""
    assert re.search(SIGNS[rule], EXAMPLES[rule])


def test_no_code_reads_text_for_risk() -> None:
    """A11. Fails when the server, the command line or the client has code that looks for signs of risk."""
    assert RISK.search("if risk_score(text) > 3:")
    languages = ("content/", "copy/")
    own = [(path, text) for path, text in code() if not any(part in path for part in languages)]
    assert len(own) > 150
    assert [path for path, text in own if RISK.search(text)] == []
