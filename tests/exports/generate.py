"""Write what both implementations export: `python -m tests.exports.generate`, into tests/exports/readable.json.

`records` by id, and for each of `choices` the files by path; ASCII only, so that what looks alike is told apart.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from goldseam.client.readable import Choice, full_files, readable_files
from goldseam.crypto.canonical import Json, JsonObject

FILE = Path(__file__).resolve().parent / "readable.json"
SAMPLES = Path(__file__).resolve().parents[1] / "fixtures" / "records.json"
NOON = 1_795_348_800_000
DAY = 86_400_000
ANNA, BEN, NAMELESS, GONE = "a" * 32, "b" * 32, "c" * 31 + "a", "c" * 31 + "b"


def _entry(number: int, **fields: Json) -> tuple[str, JsonObject]:
    at = NOON + number * DAY
    base: JsonObject = {"kind": "entry", "v": 2, "created_at": at, "updated_at": at, "tz": "UTC"}
    return f"{number:032x}", base | fields


def records() -> dict[str, JsonObject]:
    """By id: one of every kind, and pages that are hard to write down."""
    samples = json.loads(SAMPLES.read_text("utf-8"))
    made = {f"{200 + place:032x}": value for place, value in enumerate(samples.values())}
    person = {"kind": "person", "v": 2, "created_at": NOON, "updated_at": NOON, "tz": "UTC"}
    made |= {
        ANNA: {**person, "name_shown": "Anna, \u201cA.\u201d"},
        BEN: {**person, "name_shown": "Ben", "cover": True},
    }
    made |= dict(
        (
            _entry(
                1, title='Gr\u00f6\u00dfe: "a"\u2028b', body="One.\n\nTwo.\n", tags=["a b", "#c"]
            ),
            _entry(
                2, title="People", body="With them.", people=[ANNA, BEN, "c" * 32, 5], cover=True
            ),
            _entry(3, title="Twins", body="one"),
            _entry(4, body=""),
            _entry(5, title="No body"),
            _entry(
                6, title="Fields", line="short", hear="two\nlines", odd="x" * 501, n=7, yes=True
            ),
            _entry(
                7, title="Lists", signs=["a", "b"], mixed=["a", 1], none=[], Upper="no", id="no"
            ),
            _entry(8, body="\n  kept as it is  \n\n", answers=[5, {"text": "Only words."}]),
            _entry(9, title="Trash", body="gone soon", trashed_at=NOON),
            _entry(10, title="Answers", body="First.", answers=_answers()),
            _entry(11, title="No day", created_at="never", updated_at=-(10**15)),
            _entry(12, title="Trash of a later version", trashed_at=True, body="gone"),
            _entry(
                14, title="At the edge", odd="\u00e4" * 250, even="\u00e4" * 250 + "x", cr="a\rb"
            ),
            _entry(15, title="Ends", body="ends\n\n\n", hear="o\u0308"),
            _entry(
                16,
                title="Odd answers",
                answers=[_odd_answer(), "no", {"chosen": []}],
                n=-1,
                tags=["u\u0308", 7],
            ),
            _entry(17, title="Nobody", people=[NAMELESS, GONE, "M.", ANNA, ANNA], tags="no list"),
            (NAMELESS, {**person, "name_shown": ""}),
            (GONE, {"deleted": True, "erase": True, "name_shown": "Gone"}),
            ("d" * 32, {"deleted": True, "erase": False}),
            ("e" * 32, {"kind": "of later", "v": 9, "created_at": NOON, "title": "Unknown"}),
        )
    )
    # Twins: the same day, title and first digits.
    made["0" * 31 + "3"] |= {"created_at": NOON}
    for digits, title in (("13", "TWINS"), ("23", "twins")):
        made["0" * 30 + digits] = made["0" * 31 + "3"] | {"title": title, "body": title}
    return made


def _odd_answer() -> Json:
    return {"prompt_text": 5, "text": "On\r\ntwo.\n", "chosen": ["e\u0301", "a\nb"]}


def _answers() -> list[Json]:
    return [
        {"prompt_text": "What\nwas it?", "text": "This.\n"},
        {"prompt_text": "Which?", "chosen": ["silence", 3, "delay"]},
        {"prompt_text": "Nothing said"},
        {"text": "Both.", "chosen": ["too"]},
    ]


CHOICES: dict[str, JsonObject] = {
    "all": {},
    "covered": {"with_covered": True},
    "days": {"first": "2026-11-23", "last": "2026-11-24"},
    "kinds": {"kinds": ["glimmer", "person"]},
    "person": {"people": [ANNA], "with_covered": True},
    "person itself": {"people": [BEN], "with_covered": True},
    "covered person": {"people": [ANNA, BEN]},
    "since": {"first": "2026-11-30"},
    "until": {"last": "2026-11-23"},
    "tags": {"tags": ["#c"]},
    "any tag": {"tags": ["none", "a b", "u\u0308"]},
    "all of it": {
        "first": "2026-11-22",
        "kinds": ["entry"],
        "people": [ANNA],
        "with_covered": True,
    },
}


def choice_of(given: JsonObject) -> Choice:
    """A choice as the file has it."""
    sets = {name: frozenset(_texts(given.get(name))) for name in ("kinds", "people", "tags")}
    return Choice(
        str(given.get("first", "")),
        str(given.get("last", "")),
        **sets,
        with_covered=given.get("with_covered") is True,
    )


def _texts(value: Json) -> list[str]:
    return [str(text) for text in value] if isinstance(value, list) else []


def document() -> dict[str, object]:
    """The whole file."""
    made = records()
    by_id = {bytes.fromhex(record): value for record, value in made.items()}
    cases = {
        name: {
            "choice": choice,
            "readable": _texts_of(readable_files(by_id, choice_of(choice))),
            "full": sorted(path for path, _ in full_files(by_id, choice_of(choice))),
        }
        for name, choice in CHOICES.items()
    }
    return {"records": made, "cases": cases}


def _texts_of(files: Iterator[tuple[str, bytes]]) -> dict[str, str]:
    return {path: data.decode() for path, data in files}


def file_bytes() -> bytes:
    """What stands in the file."""
    return (json.dumps(document(), indent=1, sort_keys=True) + "\n").encode()


if __name__ == "__main__":
    FILE.write_bytes(file_bytes())
