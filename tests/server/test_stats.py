"""The views: both implementations show the same of generated journals, and never what must not be (docs/views.md)."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest

from goldseam.crypto.canonical import Json, canonical_json
from goldseam.views.journal import Journal
from tests.server.looked import ROOT, Look, in_node, looked

RENDER: Final = """
import { readFileSync } from 'node:fs';
import { views as de } from './src/ui/copy/views.de.ts';
import { views as en } from './src/ui/copy/views.en.ts';
const said = JSON.parse(readFileSync(0, 'utf8'));
const say = ({ sentences }) => said.map(({ key, word, numbers }) => sentences[key](numbers, word));
console.log(JSON.stringify({ keys: Object.keys(en.sentences), en: say(en), de: say(de) }));
"""

NAMED: Final = frozenset({"record", "kind", "day", "title", "opening", "covered"})
SENTENCE: Final = frozenset({"key", "word", "numbers"})
MOMENT: Final = frozenset({"record", "day", "text", "carry"})
DIFFERENCE: Final = frozenset({"record", "day", "expected", "happened"})
KEYS: Final[Mapping[str, frozenset[str]]] = {
    "mending_lines": SENTENCE
    | {"lines", "left", "sentence", "record", "from", "to", "ending", "title", "opening", "steps"}
    | {"day", "by", "what", "closed", "within"},
    "with_person": SENTENCE
    | MOMENT
    | DIFFERENCE
    | {"hidden", "sentence", "helped", "moments", "differences", "outcomes"}
    | {"gaps", "mended", "partly", "line", "down", "open", "alone"},
    "pattern_map": frozenset({"pulls", "cells", "singles", "months", "set_off", "did", "records"})
    | {"record", "month", "states", "state"},
    "expected": DIFFERENCE | {"rows", "next", "people", "compared"},
    "before_after": SENTENCE
    | {"slopes", "next", "sentences", "heavier", "record", "day", "before", "after", "helped"}
    | {"times", "same"},
    "inside_around": frozenset({"points", "inside", "around", "records"}),
    "small_shifts": frozenset({"strips", "sign", "marks", "record", "day"}),
    "shelf": MOMENT | {"cards", "next", "kind"},
    "needs": frozenset({"needs", "need", "ways", "records"}),
    "calendar": NAMED | {"month", "days", "earlier", "later", "records"},
    "on_this_day": frozenset({"card", "record", "kind", "day", "ask"}),
    "session_sheet": NAMED | {"rows"},
    "timeline": NAMED | {"rows", "next", "months", "month", "offset"},
    "my_words": frozenset({"cards", "next", "record", "day", "text", "voice"}),
    "named": NAMED | {"rows"},
    "server": frozenset({"pieces", "sizes", "bytes", "synced", "devices"}),
}
"""All that a view may be made of: a key that is not here has to be thought about first."""

NUMBERS: Final = frozenset(
    (
        *("closed", "within", "gaps", "mended", "partly", "line", "down", "open", "alone"),
        *("times", "same", "before", "after", "inside", "around", "next", "offset"),
        *("pieces", "bytes", "synced", "devices"),
    )
)
"""Keys that may have a number: parts of sentences, levels that were chosen, places in a list, sealed bytes."""

NEVER: Final = re.compile(
    r"streak|gap_|days?_since|missed|average|mean|percent|percentage|ratio|rate|rank|score|level_up|goal"
    r"|total|count|trend|predict|type|risk|place|location|latitude|longitude|colou?r|best|worst|badge|badly"
)
OWN_TEXT: Final = frozenset({"title", "opening", "text", "carry", "expected", "happened"})
OURS: Final = frozenset(
    (
        *("knot", "half_knot", "gate", "stone", "open", "alone", ""),
        *("closed_within_week", "with_person", "after_practice"),
        *("managed_less", "stayed_present", "trusted_cue", "less_shame_need", "more_flexible"),
    )
)
DAY_OR_MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


@pytest.fixture(scope="module")
def looks() -> list[Look]:
    """All journals, looked at by both; the TypeScript in one process."""
    return looked()


def members(value: Json) -> Iterator[tuple[str, Json]]:
    """Every key of the data with each value that is no object or list."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from ((key, one) for one in _leaves(inner))
            yield from members(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from members(inner)


def _leaves(value: Json) -> Iterator[Json]:
    if isinstance(value, list):
        yield from (one for one in value if not isinstance(one, dict | list))
    elif not isinstance(value, dict):
        yield value


def keys_in(value: Json) -> set[str]:
    """Every key, at any depth."""
    if isinstance(value, list):
        return {key for one in value for key in keys_in(one)}
    if not isinstance(value, dict):
        return set()
    return {*value, *(key for one in value.values() for key in keys_in(one))}


def sentences_in(looks: list[Look]) -> list[dict[str, Any]]:
    """Every sentence that is shown to somebody, each once."""
    found: dict[bytes, dict[str, Any]] = {}
    for shown in (shown for look in looks for shown in look.seen):
        one, many = shown.python.get("sentence"), shown.python.get("sentences")
        for said in [one, *(many if isinstance(many, list) else [])]:
            if isinstance(said, dict):
                found[canonical_json(said)] = said
    return [*found.values()]


def test_both_implementations_show_the_same(looks: list[Look]) -> None:
    """Every view of 200 journals, byte for byte as canonical JSON."""
    for seed, look in enumerate(looks):
        for shown in look.seen:
            ours, theirs = canonical_json(shown.python), canonical_json(shown.typescript)
            assert ours == theirs, (seed, shown.view, shown.options)


def test_the_journals_show_something_of_everything(looks: list[Look]) -> None:
    """A comparison of empty views would prove nothing: each key of each view is there, and each sentence."""
    for view, keys in KEYS.items():
        there = [shown.python for look in looks for shown in look.seen if shown.view == view]
        assert {key for data in there for key in keys_in(data)} == keys, view
    assert {said["key"] for said in sentences_in(looks)} == {
        "closed_within_week",
        "with_person",
        "after_practice",
    }
    flags = ((key, one) for look in looks for s in look.seen for key, one in members(s.python))
    assert {(key, True) for key in ("left", "hidden", "heavier", "ask", "covered")} <= {
        (key, one) for key, one in flags if one is True
    }


def test_a_view_has_no_other_part_than_these(looks: list[Look]) -> None:
    """No streak, gap, mean, share, rank, score or place: by an allow-list, which has no such name itself."""
    assert {key for keys in KEYS.values() for key in keys if NEVER.search(key)} == set()
    for shown in (shown for look in looks for shown in look.seen):
        assert keys_in(shown.typescript) <= KEYS[shown.view]


def test_the_page_names_every_view_and_part() -> None:
    """docs/views.md has a section for each view, with each of its keys."""
    page = (ROOT / "docs" / "views.md").read_text(encoding="utf-8")
    sections = re.findall(r"^### `(\w+)`", page, re.MULTILINE)
    assert sorted(sections) == sorted(KEYS)
    words = {*re.findall(r"\w+", page)}
    assert {key for keys in KEYS.values() for key in keys} <= words


def test_numbers_are_whole_and_stand_where_they_may(looks: list[Look]) -> None:
    """No mean and no share: whole numbers only, in sentences, levels, places of a list, and sealed bytes."""
    for shown in (shown for look in looks for shown in look.seen):
        for key, value in members(shown.typescript):
            if isinstance(value, int | float) and not isinstance(value, bool):
                assert isinstance(value, int), (shown.view, key)
                assert key in NUMBERS, (shown.view, key)


def test_no_word_is_the_apps_own(looks: list[Look]) -> None:
    """What is not the person's text is an id, a day, or a word that they chose: nobody is judged in data."""
    for look in looks:
        chosen = {word for value in look.made.records.values() for word in words_in(value)}
        known = chosen | OURS | look.made.records.keys()
        for shown in look.seen:
            for key, value in members(shown.typescript):
                if isinstance(value, str) and key not in OWN_TEXT:
                    assert value in known or DAY_OR_MONTH.fullmatch(value), (shown.view, key, value)


def words_in(value: Json) -> Iterator[str]:
    """Every text in a record."""
    if isinstance(value, str):
        yield value
    for one in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from words_in(one)


def test_nothing_of_what_is_covered_or_gone_is_shown(looks: list[Look]) -> None:
    """Not a word of a covered page, not even the id of one that is in the trash or was removed."""
    for look in looks:
        for shown in look.seen:
            text = json.dumps(shown.typescript, ensure_ascii=False)
            assert not [word for word in look.made.hidden_words if word in text], shown.view
            assert not [record for record in look.made.gone if record in text], shown.view


def test_harsh_lines_are_not_played(looks: list[Look]) -> None:
    """What a line stands in for is in no view."""
    for seed, look in enumerate(looks):
        for shown in look.seen:
            assert f"harsh{seed}" not in json.dumps(shown.typescript), shown.view


def test_nothing_is_shown_with_somebody_who_is_not_safe(looks: list[Look]) -> None:
    """No rate, no number, nothing at all; nor with somebody who is kept apart."""
    found = 0
    for look in looks:
        for shown in (shown for shown in look.seen if shown.view == "with_person"):
            person = look.made.records.get(shown.options["person"], {})
            if person.get("feels_now") == "not_safe" or person.get("kept_apart") is True:
                found += 1
                assert shown.typescript["hidden"] is True
                assert [*filter(None, shown.typescript.values())] == [True]
    assert found > 20


def test_people_do_not_stand_side_by_side(looks: list[Look]) -> None:
    """The id of a person is in a choice of whose pages to see, and nowhere else; never of one who is held back."""
    for look in looks:
        for shown in look.seen:
            places = {key for key, value in members(shown.typescript) if value in look.made.people}
            assert places <= {"people"}, shown.view
        offered = {p for s in look.seen if s.view == "expected" for p in s.typescript["people"]}
        people = [look.made.records[person] for person in offered]
        assert not [value for value in people if value.get("feels_now") == "not_safe"]
        assert not [value for value in people if value.get("kept_apart") is True]


def test_nothing_comes_up_that_was_not_wished(looks: list[Look]) -> None:
    """Shelf and on this day: only where the person said so, and never what names somebody held back."""
    cards = 0
    for look in looks:
        held_back = Journal(look.made.records).held_back
        for shown in look.seen:
            if shown.view not in {"shelf", "on_this_day"}:
                continue
            some = shown.typescript.get("cards", [shown.typescript.get("card")])
            for card in filter(None, some):
                value: Any = look.made.records[card["record"]]
                people = value.get("people")
                assert not held_back & {*(people if isinstance(people, list) else [])}
                assert shown.view == "shelf" or value["resurface"] in {"yes", "ask_me"}
                cards += 1
    assert cards > 100


def test_the_smallest_numbers_are_not_said(looks: list[Look]) -> None:
    """No sentence of fewer than three, none that says nothing went well, no dot for what was once."""
    for said in sentences_in(looks):
        numbers = said["numbers"]
        assert numbers.get("gaps", 3) >= 3
        assert numbers.get("closed", 3) >= 3
        assert numbers.get("times", 3) >= 3
        assert numbers.get("within", 1) >= 1
        assert numbers.get("same", 1) * 2 > numbers.get("times", 1)
        parts = [value for key, value in numbers.items() if key != "gaps"]
        assert "gaps" not in numbers or sum(parts) == numbers["gaps"]
    for shown in (s for look in looks for s in look.seen if s.view == "pattern_map"):
        assert all(len(cell["records"]) > 1 for cell in shown.typescript["cells"])


def test_a_sentence_says_its_numbers_and_no_other(looks: list[Look]) -> None:
    """In each language: every number that is not 0 once, and nothing else that is a number."""
    said = [*sentences_in(looks), *extreme_sentences()]
    rendered = json.loads(in_node(RENDER, json.dumps(said)))
    assert {one["key"] for one in said} == {*rendered["keys"]}
    for language in ("en", "de"):
        for one, text in zip(said, rendered[language], strict=True):
            numbers = [int(re.sub("[.,]", "", n)) for n in re.findall(r"\d[\d.,]*\b", text)]
            assert sorted(numbers) == sorted(n for n in one["numbers"].values() if n), text
            assert "%" not in text
            assert one["word"] in text
            assert text.endswith(".")


def extreme_sentences() -> list[dict[str, Any]]:
    """One of everything, and thousands."""
    parts = ("mended", "partly", "line", "down", "open", "alone")
    alone = [dict.fromkeys(parts, 0) | {part: n, "gaps": n} for part in parts for n in (3, 1, 4321)]
    return [
        *({"key": "with_person", "word": "", "numbers": numbers} for numbers in alone),
        {"key": "closed_within_week", "word": "", "numbers": {"closed": 3, "within": 1}},
        {"key": "closed_within_week", "word": "", "numbers": {"closed": 4321, "within": 4320}},
        {"key": "after_practice", "word": "look_around", "numbers": {"times": 1234, "same": 1233}},
    ]
