"""Every case and vector of importing, run in Python; and that they are what the generators write.

Those of cases/archive are hostile (docs/threat-model.md, R-31 and T-33).
"""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from goldseam.imports.front_matter import front_matter
from goldseam.imports.html_markdown import markdown_of_html
from goldseam.imports.times import Day, Moment, when_of_text
from tests.imports import generate
from tests.imports.running import Case, outcome

CASES = sorted((generate.FOLDER / "cases").rglob("*.json"))
PARTS = ("cases", "files", "vectors")


def _vectors(part: str) -> list[Case]:
    rows: list[Case] = json.loads((generate.FOLDER / "vectors" / f"{part}.json").read_bytes())
    return rows


def _name(row: Case) -> str:
    return str(row["name"])


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path) -> None:
    """A source comes in, or is refused, as its case says and for its one reason."""
    case = json.loads(path.read_bytes())
    assert outcome(case) == case["expect"], case["reason"]


@pytest.mark.parametrize("row", _vectors("html"), ids=_name)
def test_html_becomes_markdown(row: Case) -> None:
    """A document becomes the Markdown that its vector says."""
    made = markdown_of_html(row["html"])
    assert (made.text, made.is_lost) == (row["markdown"], row["is_lost"])


@pytest.mark.parametrize("row", _vectors("front_matter"), ids=_name)
def test_front_matter_is_read(row: Case) -> None:
    """The keys of a page and its body are those that its vector says."""
    found = front_matter(row["text"])
    keys = None if found is None else dict(found.keys)
    assert (keys, row["text"] if found is None else found.body) == (row["keys"], row["body"])


@pytest.mark.parametrize("row", _vectors("times"), ids=_name)
def test_times_are_read(row: Case) -> None:
    """A text is the moment, the day or nothing that its vector says."""
    assert _told(row["text"], row["zone"]) == row["is"]


def test_cases_are_written_again(tmp_path: Path) -> None:
    """What is in the tree is what the generators write, none more, none less."""
    generate.write(tmp_path)
    written = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    committed = {
        path.relative_to(generate.FOLDER)
        for part in PARTS
        for path in (generate.FOLDER / part).rglob("*")
        if path.is_file()
    }
    assert written == committed
    for path in written - _deflated():
        assert (tmp_path / path).read_bytes() == (generate.FOLDER / path).read_bytes(), path


def test_every_format_has_three_cases_in_which_something_is_wrong() -> None:
    """A format of which nothing is left out or refused would prove nothing."""
    wrong: dict[str, int] = {}
    for path in CASES:
        expect = json.loads(path.read_bytes())["expect"]
        reasons = {row["reason"] for row in expect.get("report", ())} - {"media_waits"}
        wrong[path.parent.name] = wrong.get(path.parent.name, 0) + bool(
            "refused" in expect or reasons
        )
    assert all(count >= 3 for count in wrong.values()), wrong


def _deflated() -> set[Path]:
    """The archives whose bytes depend on the machine's zlib."""
    paths = (path.relative_to(generate.FOLDER) for path in generate.FOLDER.rglob("*.zip"))
    names = {"deflated", "ratio", "size-lie"}
    return {p for p in paths if p.parent.name in names or p.parts[1:3] == ("markdown", "broken")}


def _told(text: str, zone: str) -> dict[str, object] | None:
    when = when_of_text(text, ZoneInfo(zone))
    if isinstance(when, Moment):
        return {"at": when.at}
    return {"day": when.date.isoformat()} if isinstance(when, Day) else None
