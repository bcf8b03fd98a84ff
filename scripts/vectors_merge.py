"""Write the vectors of merging: chosen cases with the answers expected of them, and a seeded random set.

The rules are in docs/merging.md; scripts/vectors.py writes all areas.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from goldseam.client.merge.record import Outcome, merge_record
from goldseam.crypto.canonical import Json, JsonObject, canonical_json

AREA = "merge"
LAPTOP = "6c" * 16
PHONE = "70" * 16
CHOSEN = Path(__file__).parent / "vectors_merge_cases.json"
RANDOM_CASES = 40
SEED = 20


class Case(NamedTuple):
    """One vector; `name` is that of its file."""

    name: str
    rule: str
    reason: str
    base: JsonObject | None
    mine: JsonObject
    theirs: JsonObject
    merged: JsonObject
    outcome: Outcome = "merged"
    draft: JsonObject | None = None


def write(folder: Path) -> None:
    """Replace the area's vectors in `folder`, where each area has its own folder.

    Raises `ValueError` when a chosen case has another answer than expected.
    """
    area = folder / AREA
    shutil.rmtree(area, ignore_errors=True)
    area.mkdir(parents=True)
    random = Random(SEED)  # noqa: S311 - test data, the same every time
    for case in [*chosen_cases(), *random_cases(random, RANDOM_CASES)]:
        _require_answer(case)
        path = area / f"{case.rule.lower()}-{case.name}.json"
        path.write_text(json.dumps(_vector(case), indent=1) + "\n", encoding="utf-8")


def _vector(case: Case) -> dict[str, object]:
    return {
        "area": AREA,
        "reason": case.reason,
        "rule": case.rule,
        "base": case.base,
        "mine": case.mine,
        "theirs": case.theirs,
        "device": LAPTOP,
        "merged": case.merged,
        "outcome": case.outcome,
        "draft": case.draft,
    }


def _require_answer(case: Case) -> None:
    found = merge_record(case.base, case.mine, case.theirs, LAPTOP)
    expected = {"merged": case.merged, "outcome": case.outcome, "draft": case.draft}
    answer = {"merged": found.record, "outcome": found.outcome, "draft": found.draft}
    if canonical_json(dict[str, Json](**answer)) != canonical_json(dict[str, Json](**expected)):
        raise ValueError(f"{case.rule} {case.name}: expected {expected}, found {answer}")


def chosen_cases() -> Iterator[Case]:
    """Every chosen case; in the data file a bare text stands for an entry with that body."""
    for entry in json.loads(CHOSEN.read_text(encoding="utf-8")):
        flag: JsonObject = {"merged": True} if entry.pop("is_merged", False) else {}
        base, mine, theirs = (_record(entry.pop(side)) for side in ("base", "mine", "theirs"))
        merged = _record(entry.pop("merged")) | flag
        yield Case(base=base, mine=mine, theirs=theirs, merged=merged, **entry)
    yield from long_cases()


def _record(value: Any) -> Any:
    return _page(value) if isinstance(value, str) else value


def _page(body: str) -> JsonObject:
    return {"kind": "entry", "v": 1, "body": body}


def long_cases() -> Iterator[Case]:
    """The limit of the table, from both sides."""
    for count, reason in (
        (2000, "4,000,000 cells are matched"),
        (2001, "above them the middle is not"),
    ):
        base = [f"w{i}" for i in range(count)]
        mine = ["first", *base[1:-1], "last"]
        theirs = [*base[:-1], "end"]
        merged = f"{' '.join(theirs)}\n{' '.join(mine)}"
        if count == 2000:
            merged = " ".join(["first", *base[1:-1], "end", "last"])
        x, y, z = (_page(" ".join(words)) for words in (base, mine, theirs))
        yield Case(f"table-{count}", "M3", reason, x, y, z, {**_page(merged), "merged": True})


def random_cases(random: Random, count: int) -> Iterator[Case]:
    """Cases nobody chose; the answer is that of the Python implementation."""
    for number in range(count):
        base = random_record(random)
        mine, theirs = (changed_record(random, base) for _ in range(2))
        known = None if random.random() < 0.1 else base
        merged = merge_record(known, mine, theirs, LAPTOP)
        yield Case(
            f"random-{number:02}",
            "M1-M10",
            f"random case {number} of seed {SEED}",
            known,
            mine,
            theirs,
            *merged,
        )


WORDS = [
    "a",
    "b",
    "c",
    "so",
    "é",
    "e\u0301",
    "x.",
    "日",
    "本",
    "か",
    "\u3099",
    "가",
    "\u11a8",
    "😀",
    "-",
]
GAPS = [" ", " ", " ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u3000", ""]
NAMES = [
    "title",
    "body",
    "tags",
    "links",
    "answers",
    "also",
    "merged",
    "updated_at",
    "v",
    "mood",
    "x",
    "__proto__",
]

SCALARS: list[Json] = [
    None,
    True,
    False,
    0,
    1,
    1.0,
    2.5,
    -3,
    "a",
    "a b",
    [],
    [1, "a"],
    {},
    {"a": 1},
    {"b": [None]},
]
REMOVED: JsonObject = {"deleted": True, "erase": False}
REMOVED_NOW: JsonObject = {"deleted": True, "erase": True}


def random_text(random: Random, most: int) -> str:
    """Up to so many words."""
    return "".join(
        random.choice(WORDS) + random.choice(GAPS) for _ in range(random.randint(0, most))
    )


def changed_text(random: Random, text: str) -> str:
    """The text after up to four small edits: cut out, put in, move."""
    for _ in range(random.randint(0, 4)):
        start, end = sorted(random.randint(0, len(text)) for _ in range(2))
        end = min(end, start + 8)
        put_in = random.choice([random_text(random, 3), text[start:end], ""])
        rest = text[:start] + (text[start:end] if random.random() < 0.6 else "") + text[end:]
        at = random.randint(0, len(rest))
        text = rest[:at] + put_in + rest[at:]
    return text


def random_scalar(random: Random) -> Json:
    """Any small value."""
    scalar: Json = random.choice(SCALARS)
    return scalar


def random_thing(random: Random, name: str) -> JsonObject:
    """An object with this id."""
    thing: JsonObject = {"id": name, "text": random_text(random, 4), "n": random.randint(0, 2)}
    return thing if random.random() < 0.8 else {"id": name}


def random_field(random: Random, name: str) -> Json:
    """A value for the field, now and then one of another type."""
    if random.random() < 0.06:
        return random_scalar(random)
    if name in {"title", "body"}:
        return random_text(random, 3 if name == "title" else 20)
    if name == "tags":
        return [random.choice("abcdeé") for _ in range(random.randint(0, 4))]
    if name in {"links", "answers"}:
        return [random_thing(random, key) for key in random.sample("pqrstu", random.randint(0, 5))]
    if name == "also":
        return [
            {"path": ["x"], "device": PHONE, "value": random_scalar(random)}
            for _ in range(random.randint(0, 2))
        ]
    return (
        random_scalar(random)
        if name in {"mood", "x", "__proto__", "merged"}
        else random.randint(0, 9)
    )


def random_record(random: Random) -> JsonObject:
    """A record, mostly an entry."""
    if random.random() < 0.03:
        return random.choice([REMOVED, REMOVED_NOW])
    kind = random.choice(["entry"] * 9 + ["letter"])
    return {
        "kind": kind,
        **{name: random_field(random, name) for name in NAMES if random.random() < 0.6},
    }


def changed_things(random: Random, things: list[Json]) -> list[Json]:
    """The list after an edit, a removal, an addition or a new order."""
    result = [
        changed_field(random, "thing", thing) if random.random() < 0.4 else thing
        for thing in things
    ]
    if result and random.random() < 0.4:
        result.pop(random.randrange(len(result)))
    if result and random.random() < 0.4:
        result.insert(random.randint(0, len(result)), result.pop(random.randrange(len(result))))
    if random.random() < 0.4:
        result.insert(
            random.randint(0, len(result)), random_thing(random, random.choice("pqrstuvwxyz"))
        )
    return result


def changed_field(random: Random, name: str, value: Json) -> Json:
    """The value as a person might change it."""
    if name in {"title", "body", "text"} and isinstance(value, str):
        return changed_text(random, value)
    if name in {"links", "answers"} and isinstance(value, list):
        return changed_things(random, value)
    if name == "thing" and isinstance(value, dict):
        return {
            key: part if key == "id" else changed_field(random, key, part)
            for key, part in value.items()
        }
    return random_field(random, name)


def changed_record(random: Random, record: JsonObject) -> JsonObject:
    """The record after changes of some fields, rarely a removal."""
    if record.get("deleted") or random.random() < 0.05:
        return random.choice([REMOVED, REMOVED_NOW, random_record(random)])
    result = dict(record)
    for name in NAMES:
        if name in result and random.random() < 0.5:
            result[name] = changed_field(random, name, result[name])
        elif random.random() < 0.15:
            result[name] = random_field(random, name)
        if random.random() < 0.08:
            result.pop(name, None)
    return result
