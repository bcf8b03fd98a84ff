"""Journals for tests and measurements: empty, two weeks, ten years. Each is the same every time.

A journal is its records by id. They are made of what the made-up person wrote (goldseam.client.demo).
"""

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Final, TypeAlias

from msgspec.structs import replace

from goldseam.client.demo import DemoRecord, Ending, demo_id, demo_records, demo_value, load_demo
from goldseam.client.demo_verbs import NO_HISTORY
from goldseam.crypto.backup import Contents, backup_files, zip_chunks
from goldseam.crypto.canonical import Json, JsonObject

Journal: TypeAlias = Mapping[bytes, JsonObject]

LAST_DAY: Final = date(2026, 11, 22)
ZONE: Final = "UTC"
TWO_WEEKS: Final = 14
TEN_YEARS: Final = 3_653
MANY: Final = 10_000
PEOPLE: Final = 40
KEPT_WHOLE: Final = ("person", "safety_card")
MIX: Final = {
    "entry": 40,
    "checkin": 20,
    "reflection": 13,
    "glimmer": 13,
    "line": 8,
    "repair": 6,
}
"""Of a hundred records of ten years so many are of each kind; people and the one safety card come besides."""
SHUFFLED: Final = {"reflection": ("set_off", "did", "need", "state_words"), "glimmer": ("kinds",)}
"""Fields that take one to three words of all that any record has there, so that no view sees the same few."""
LOOSE: Final = ("links", "from", "look_again", "bring")
"""What a record of long ago does not have: it would point to one that is not there, or wait since then."""


def empty() -> Journal:
    """Nothing yet."""
    return {}


def whole(language: str = "en", last: date = LAST_DAY) -> Journal:
    """The made-up journal, all of its eight months."""
    return demo_records(load_demo(language), _ending(last))


def two_weeks(language: str = "en", last: date = LAST_DAY) -> Journal:
    """Its last two weeks, with everybody whom they name, and the safety card."""
    journal = whole(language, last)
    demo = load_demo(language)
    late = [one for one in demo.records if one.kind in KEPT_WHOLE or one.day >= -TWO_WEEKS]
    return {demo_id(one.name): journal[demo_id(one.name)] for one in late}


def ten_years(count: int = MANY, language: str = "en", last: date = LAST_DAY) -> Journal:
    """So many records over ten years, oldest first."""
    return dict(_Writer(count, language, last).records())


def backup_of(journal: Journal, to: Path, last: date = LAST_DAY) -> Path:
    """A backup of the journal without a lock: `/restore` asks for no passphrase."""
    made_at = _ending(last).at(0, "23:00")
    with to.open("wb") as file:
        for chunk in zip_chunks(backup_files(Contents(journal, NO_HISTORY, made_at))):
            file.write(chunk)
    return to


def _ending(last: date) -> Ending:
    return Ending(last, ZONE, UTC)


class _Writer:
    """Writes many records after the few of the made-up journal."""

    def __init__(self, count: int, language: str, last: date) -> None:
        self._demo = load_demo(language)
        self._count, self._last = count, last
        self._random = random.Random(count)
        self._templates: dict[str, list[DemoRecord]] = defaultdict(list)
        for one in self._demo.records:
            self._templates[one.kind].append(one)
        self._people: list[bytes] = []
        self._bodies = [str(value["body"]) for value in self._values("entry") if "body" in value]
        self._pools = {
            name: sorted({word for value in self._values(kind) for word in _words(value, name)})
            for kind, names in SHUFFLED.items()
            for name in names
        }

    def records(self) -> Iterator[tuple[bytes, JsonObject]]:
        """Who is in it first, then all the rest by its day."""
        yield from self._everybody()
        rest = self._count - PEOPLE - len(self._templates["safety_card"])
        days = sorted(self._random.randrange(-TEN_YEARS, 0) for _ in range(rest))
        kinds = self._random.choices(list(MIX), list(MIX.values()), k=rest)
        for number, (kind, day) in enumerate(zip(kinds, days, strict=True)):
            yield _id(number), self._written(kind, day)

    def _everybody(self) -> Iterator[tuple[bytes, JsonObject]]:
        known = self._templates["person"]
        for number in range(PEOPLE):
            one = known[number % len(known)]
            value = self._moved(one, -TEN_YEARS + number)
            record = demo_id(one.name) if number < len(known) else _id(self._count + number)
            if number >= len(known):
                value["name_shown"] = f"{chr(65 + number % 26)}. {number}"
            self._people.append(record)
            yield record, value
        for card in self._templates["safety_card"]:
            yield demo_id(card.name), self._moved(card, -TEN_YEARS)

    def _written(self, kind: str, day: int) -> JsonObject:
        value = self._moved(self._random.choice(self._templates[kind]), day)
        for name in LOOSE:
            value.pop(name, None)
        if "people" in value and value.get("status") != "not_safe":
            value["people"] = [self._random.choice(self._people).hex()]
        for name in SHUFFLED.get(kind, ()):
            value[name] = list(self._random.sample(self._pools[name], self._random.randint(1, 3)))
        if kind == "entry":
            value["body"] = self._body()
        return value

    def _body(self) -> str:
        """One to four paragraphs that somebody wrote before."""
        return "\n\n".join(self._random.choices(self._bodies, k=self._random.randint(1, 4)))

    def _values(self, kind: str) -> Sequence[JsonObject]:
        return [self._moved(one, one.day) for one in self._templates[kind]]

    def _moved(self, one: DemoRecord, day: int) -> JsonObject:
        """The record as if it had been written on that day, its own days with it."""
        clock = f"{self._random.randrange(6, 24):02}:{self._random.randrange(60):02}"
        ending = _ending(self._last + timedelta(days=day - one.day))
        return demo_value(replace(one, clock=clock), ending)


def _words(value: JsonObject, name: str) -> list[str]:
    words: Json = value.get(name, [])
    return [word for word in words if isinstance(word, str)] if isinstance(words, list) else []


def _id(number: int) -> bytes:
    return hashlib.sha256(f"goldseam journal {number}".encode()).digest()[:16]
