"""docs/concepts.md: every idea leads to something that is there, or to the reason why it must not."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/concepts.md").read_text()
CONTENT = ROOT / "web/src/content"
IDEAS = {"S0": 22, "S1": 26, "S2": 33, "S3": 12}
"""How many ideas are named of each text."""

NAME = re.compile(r"`(screen|field|pack|prompt|start|list|word|ground|rule) ([^`]+)`")


def content(name: str) -> dict[str, Any]:
    """A file of the English content."""
    read: dict[str, Any] = json.loads((CONTENT / f"{name}.en.json").read_text())
    return read


def screens() -> set[str]:
    """The addresses of the router."""
    router = (ROOT / "web/src/ui/router.ts").read_text()
    return set(re.findall(r'^\s+"(/[a-z-]*)":', router, re.MULTILINE))


def fields() -> set[str]:
    """The fields of records.md as `kind.field`; those of every kind once for each kind."""
    text = (ROOT / "docs/records.md").read_text()
    parts = re.findall(r"\n## (.+?)\n(.*?)(?=\n## |\Z)", text, re.DOTALL)
    of = {heading: re.findall(r"^\| `([^`]+)` \|", body, re.MULTILINE) for heading, body in parts}
    own = {kind[1]: names for head, names in of.items() if (kind := re.match(r"`(\w+)`", head))}
    return {f"{kind}.{name}" for kind, names in own.items() for name in [*names, *of["Every kind"]]}


def names() -> Mapping[str, set[str]]:
    """Everything that can be named, by its sort."""
    packs, lists = content("packs"), content("vocabularies")["lists"]
    return {
        "screen": screens(),
        "field": fields(),
        "pack": {pack["id"] for pack in packs["packs"]},
        "prompt": {f"{pack['id']}/{p['id']}" for pack in packs["packs"] for p in pack["prompts"]},
        "start": {start["id"] for start in packs["starts"]},
        "list": set(lists),
        "word": {f"{name}/{word['id']}" for name in lists for word in lists[name]["words"]},
        "ground": {script["id"] for script in content("grounding")["scripts"]},
        "rule": set(
            re.findall(r"^\| ([A-G]\d+) \|", (ROOT / "docs/care.md").read_text(), re.MULTILINE)
        ),
    }


KNOWN = names()
ROWS = [
    (idea.strip(), served.strip())
    for idea, served in re.findall(r"^\| (.+?) \| (.+) \|$", TEXT, re.MULTILINE)
    if idea != "idea"
]


@pytest.mark.parametrize(("idea", "served"), ROWS, ids=[idea[:40] for idea, _ in ROWS])
def test_what_serves_an_idea_is_there(idea: str, served: str) -> None:
    """Fails when a row names a screen, field, pack, prompt, word or rule that there is not."""
    assert [name for sort, name in NAME.findall(served) if name not in KNOWN[sort]] == [], idea


@pytest.mark.parametrize(("idea", "served"), ROWS, ids=[idea[:40] for idea, _ in ROWS])
def test_every_idea_is_served_or_refused(idea: str, served: str) -> None:
    """Fails when a row names nothing and gives no reason, or names something in a form that is not looked at."""
    assert NAME.search(served) or served.startswith("Not: "), idea
    assert re.findall(r"`[^`]+`", served) == [match[0] for match in NAME.finditer(served)]


def test_every_idea_of_the_texts_stands_there_once() -> None:
    """Fails when an idea is missing or is there twice."""
    expected = [f"{text}.{number}" for text, last in IDEAS.items() for number in range(1, last + 1)]
    assert [idea.split()[0] for idea, _ in ROWS if re.match(r"S\d\.", idea)] == expected


def test_every_pack_serves_an_idea() -> None:
    """Fails when a pack stands on the shelf for no idea, or an idea forgot its pack."""
    named = {name.split("/")[0] for sort, name in NAME.findall(TEXT) if sort in {"pack", "prompt"}}
    assert KNOWN["pack"] - named == set()


def test_every_sort_of_name_is_known() -> None:
    """Fails when the look at one sort of name finds nothing to compare with."""
    assert {sort: len(known) > 3 for sort, known in KNOWN.items()} == dict.fromkeys(KNOWN, True)
