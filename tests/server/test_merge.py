"""Merging keeps every word that no person removed (docs/merging.md)."""

import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldseam.client.merge import matching
from goldseam.client.merge.record import merge_record
from goldseam.client.merge.schemas import schema_of
from goldseam.client.merge.text import merge_line, merge_text
from goldseam.client.merge.tokens import keys, tokens
from goldseam.client.merge.values import ABSENT, is_in, is_same
from goldseam.crypto.canonical import Json, JsonObject, canonical_json, clean_text
from scripts import vectors_merge

ROOT = Path(__file__).parents[2]
VECTORS = sorted((ROOT / "tests" / "vectors" / "merge").glob("*.json"))
SPECIFICATION = ROOT / "docs" / "merging.md"
DEVICE = "6c" * 16

# No deadline: the machine that runs this may be busy, and no time decides here.
patient = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])

words = st.sampled_from(["a", "b", "c", "so", "é", "x.", "日", "本", "か", "가", "😀", "-"])
gaps = st.sampled_from([" ", " ", " ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u3000"])
texts = st.lists(st.tuples(words, gaps), max_size=24).map(
    lambda pairs: "".join(map("".join, pairs))
)
edits = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 4), texts.map(lambda text: text[:12])), max_size=4
)


def edited(text: str, changes: list[tuple[int, int, str]]) -> str:
    """The text after each (place, tokens to cut, words to put in)."""
    parts = tokens(text)
    for place, cut, put_in in changes:
        parts[place : place + cut] = tokens(put_in)
    return "".join(parts)


@st.composite
def three_texts(draw: st.DrawFn) -> tuple[str, str, str]:
    """A base and two versions of it."""
    base = draw(texts)
    return base, edited(base, draw(edits)), edited(base, draw(edits))


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from([0.5, 1.0])
    | st.text(max_size=4)
)
json_values: st.SearchStrategy[Json] = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3)
    ),
)
things = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from("pqrstu")}, optional={"text": texts, "n": st.integers(0, 2)}
    ),
    max_size=5,
    unique_by=lambda thing: str(thing["id"]),
)
checkins = st.fixed_dictionaries(
    {},
    optional={
        "inside": st.integers(0, 4),
        "one_word": texts.map(lambda text: text[:6]),
        "helped_by": st.lists(st.sampled_from("abcde"), max_size=3),
    },
)
pages = st.fixed_dictionaries(
    {"kind": st.just("entry")},
    optional={
        "before": checkins,
        "title": texts.map(lambda text: text[:6]),
        "body": texts,
        "tags": st.lists(st.sampled_from("abcde"), max_size=4),
        "answers": things,
        "mood": scalars,
        "updated_at": st.integers(0, 9),
        "merged": st.booleans(),
    },
)
field_names = st.sampled_from([*schema_of("entry"), "kind", "deleted", "erase", "x", "__proto__"])
any_records = st.dictionaries(field_names, json_values | texts | things | checkins, max_size=8)


def counts(text: str) -> Counter[str]:
    """How often each word stands in the text."""
    return Counter(key for key in keys(tokens(clean_text(text))) if key.strip())


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_vector(path: Path) -> None:
    """A vector of the specification has the bytes that it says."""
    case: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    found = merge_record(case["base"], case["mine"], case["theirs"], case["device"])
    assert canonical_json(found.record) == canonical_json(case["merged"])
    assert found.outcome == case["outcome"]
    assert canonical_json(found.draft) == canonical_json(case["draft"])


def json_blocks() -> list[str]:
    """The JSON blocks of the specification: the schemas, then the worked examples."""
    return re.findall(r"```json\n(.*?)```", SPECIFICATION.read_text(encoding="utf-8"), re.DOTALL)


def test_schemas_are_those_of_the_specification() -> None:
    """The table of schemas in the code is the one in docs/merging.md."""
    schemas = json.loads(json_blocks()[0])
    every_kind = schemas.pop("every kind")
    assert schema_of("a kind of a later version") == every_kind
    for kind, fields in schemas.items():
        assert schema_of(kind) == every_kind | fields


@pytest.mark.parametrize("line", json_blocks()[1].splitlines())
def test_worked_example(line: str) -> None:
    """A worked example of the specification is what the code does."""
    example = json.loads(line)
    found = merge_text(example["base"] or "", example["mine"], example["theirs"])
    assert found.text == example["merged"]


def test_limits_are_those_of_the_specification() -> None:
    """The limit in docs/merging.md is the one in the code."""
    assert f"| max_cells | {matching.MAX_CELLS} |" in SPECIFICATION.read_text(encoding="utf-8")


def test_vectors_cover_the_rules() -> None:
    """There are at least sixty vectors, and some for every rule."""
    rules = Counter(json.loads(path.read_text(encoding="utf-8"))["rule"] for path in VECTORS)
    assert rules.total() >= 60
    assert rules.keys() >= {f"M{number}" for number in range(1, 11)}


def test_vectors_are_written_again_to_the_byte(tmp_path: Path) -> None:
    """The vectors in the tree are exactly what the script writes, none more, none less."""
    vectors_merge.write(tmp_path)
    written = {path.name: path.read_bytes() for path in (tmp_path / "merge").iterdir()}
    assert written == {path.name: path.read_bytes() for path in VECTORS}


@patient
@given(three_texts())
def test_no_inserted_word_is_lost(three: tuple[str, str, str]) -> None:
    """The law: a word stands in the result as often as in a side, less those of the base."""
    base, mine, theirs = map(counts, three)
    merged = counts(merge_text(*three).text)
    for word in mine | theirs:
        assert merged[word] >= max(mine[word], theirs[word]) - base[word]


@patient
@given(texts, texts)
def test_without_base_every_word_stays(mine: str, theirs: str) -> None:
    """Two texts without a base keep every word of both as often as in either."""
    assert counts(merge_text("", mine, theirs).text) >= counts(mine) | counts(theirs)


@patient
@given(three_texts())
def test_no_word_is_made_up(three: tuple[str, str, str]) -> None:
    """No word stands in the result more often than in both sides together."""
    _, mine, theirs = map(counts, three)
    assert counts(merge_text(*three).text) <= mine + theirs


@patient
@given(three_texts())
def test_a_title_has_the_same_words_in_one_line(three: tuple[str, str, str]) -> None:
    """A line that was merged in one place holds no line break and every word."""
    text, merged = merge_text(*three), merge_line(*three)
    assert counts(merged.text) == counts(text.text)
    assert not (merged.is_merged and "\n" in merged.text)


@patient
@given(pages, pages, pages)
def test_unchanged_side_is_identity(base: JsonObject, mine: JsonObject, theirs: JsonObject) -> None:
    """A side that changed nothing leaves the other as it is, and so do two that changed alike."""
    assert merge_record(base, base, theirs, DEVICE).record == theirs
    assert merge_record(base, mine, base, DEVICE).record == mine
    assert merge_record(base, mine, mine, DEVICE).record == mine


@patient
@given(pages, pages, pages)
def test_third_device_takes_the_result(
    base: JsonObject, mine: JsonObject, theirs: JsonObject
) -> None:
    """A device that still has the base, or what the log had, ends with the same result."""
    result = merge_record(base, mine, theirs, DEVICE).record
    assert merge_record(base, base, result, DEVICE).record == result
    assert merge_record(theirs, theirs, result, DEVICE).record == result


@patient
@given(st.none() | any_records, any_records, any_records)
def test_total_and_deterministic(
    base: JsonObject | None, mine: JsonObject, theirs: JsonObject
) -> None:
    """Merging raises for no JSON objects, changes no argument, and has one answer."""
    before = repr((base, mine, theirs))
    first = merge_record(base, mine, theirs, DEVICE)
    assert repr(first) == repr(merge_record(base, mine, theirs, DEVICE))
    assert repr((base, mine, theirs)) == before


@patient
@given(*[st.lists(st.sampled_from("abcdefg"), unique=True)] * 3)
def test_sets(base: list[str], mine: list[str], theirs: list[str]) -> None:
    """A set has what both kept and what either added, and nothing else."""
    kind: JsonObject = {"kind": "entry"}
    x, y, z = ({**kind, "tags": list[Json](side)} for side in (base, mine, theirs))
    expected = {
        tag for tag in {*mine, *theirs} if tag not in base or (tag in mine and tag in theirs)
    }
    assert set(tags_of(merge_record(x, y, z, DEVICE).record)) == expected


def tags_of(record: JsonObject) -> list[str]:
    """The tags of a record."""
    tags = record["tags"]
    assert isinstance(tags, list)
    return [str(tag) for tag in tags]


def things_of(record: JsonObject) -> dict[str, JsonObject]:
    """The answers of a record by their ids, which are distinct."""
    answers = record.get("answers", [])
    assert isinstance(answers, list)
    found = {str(thing["id"]): thing for thing in answers if isinstance(thing, dict)}
    assert len(found) == len(answers)
    return found


@patient
@given(things, things, things)
def test_things(base: list[Json], mine: list[Json], theirs: list[Json]) -> None:
    """A thing is in the result once iff neither removed it, or one removed it unaware of a change, or it is new."""
    kind: JsonObject = {"kind": "entry"}
    sides: list[JsonObject] = [{**kind, "answers": side} for side in (base, mine, theirs)]
    x, y, z = map(things_of, sides)
    merged = things_of(merge_record(sides[0], sides[1], sides[2], DEVICE).record)
    for thing, value in {**z, **y}.items():
        is_in_both = thing in y and thing in z
        assert (thing in merged) == (is_in_both or not is_same(value, x.get(thing, ABSENT)))
    assert merged.keys() <= y.keys() | z.keys()


@patient
@given(pages, pages, pages)
def test_no_value_is_lost(base: JsonObject, mine: JsonObject, theirs: JsonObject) -> None:
    """A scalar that theirs changed is in the result or in `also`."""
    result = merge_record(base, mine, theirs, DEVICE).record
    mood = theirs.get("mood", ABSENT)
    if mood is ABSENT or is_same(mood, base.get("mood", ABSENT)):
        return
    also = result.get("also", [])
    assert isinstance(also, list)
    entry: JsonObject = {"path": ["mood"], "device": DEVICE, "value": mood}
    assert is_same(result.get("mood", ABSENT), mood) or is_in(entry, also)


def test_removed_now_leaves_no_word_here() -> None:
    """What another device wrote stays nowhere on the device that removed the page now."""
    removed: JsonObject = {"deleted": True, "erase": True}
    found = merge_record({"body": "a"}, removed, {"body": "a secret"}, DEVICE)
    assert "secret" not in repr(found)


@pytest.mark.parametrize("separator", [" ", "\n"])
def test_long_text_is_matched_without_a_table(
    separator: str, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    """20,000 words with one edit a side need a table of a few cells only."""
    base = [f"w{number % 977}" for number in range(20_000)]
    mine = [*base[:5_000], "mine", *base[5_000:]]
    theirs = [*base[:15_000], "theirs", *base[15_001:]]
    cells: list[int] = []
    fill = matching._suffix_lengths

    def counted(base: list[str], side: list[str]) -> object:
        cells.append(len(base) * len(side))
        return fill(base, side)

    monkeypatch.setattr(matching, "_suffix_lengths", counted)
    start = time.perf_counter()
    merged = merge_text(*(separator.join(side) for side in (base, mine, theirs)))
    record_property("milliseconds", round(1000 * (time.perf_counter() - start)))
    assert (
        merged.text.split(separator).count("mine")
        == merged.text.split(separator).count("theirs")
        == 1
    )
    assert sum(cells) <= 4
