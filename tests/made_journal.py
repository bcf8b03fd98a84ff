"""A journal of all kinds of records, made of docs/records.md: every field of every kind, in long and odd words.

The same seed makes the same journal but for its days: what lies in the trash was put there lately, or it would go.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from goldseam.client.kinds import VERSIONS
from goldseam.crypto.canonical import Json, JsonObject
from tests.specified_records import TABLES

DAY = 86_400_000
MINUTE = 60_000
ONCE: Final = ("safety_card", "settings", "pack_override")
"""Kinds of which an account has one record, under an id of its own."""
SHARES: Final = {
    "entry": 900,
    "reflection": 250,
    "repair": 200,
    "checkin": 250,
    "glimmer": 200,
    "line": 90,
    "person": 60,
    "of a later version": 20,
}
"""How often a kind is drawn."""
ZONES = ("Europe/Vienna", "Asia/Tokyo", "America/St_Johns", "Pacific/Kiritimati", "UTC")
ODD = (
    "It broke, and it holds.",
    "金継ぎ、ひびに金を。",
    "👩🏽‍❤️‍👨🏿 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🫂",
    "קצת שקט, ואז „בית“ (סוף).",
    "\u202bالعربية\u202c and back",
    "Z\u0351\u032ba\u0310l\u0334g\u0321o\u0341, e\u0301 ǆ ﬁ \u1100\u1161\u11a8",
    "one\r\ntwo\rthree\n\n\tfour  ",
    "a\u2028b\u2029c\ufeffd\u00a0e\u200bf\u0085g",
    '"quoted": [\\n] {{x}} <b>no tag</b> & ---',
    "---\ntitle: not front matter\n---\n# Not a title",
    "\x01\x1f\x7f\ufffe\U0010ffff\ud83d",
    "- [ ] a\n- [x] b\n\n![[picture.png]] [[a page|words]] #tag",
)
LONG_SIGNS = 40_000
"""Signs of a very long text, in which some take several bytes."""

Draw = random.Random
FIXED: Final[dict[str, JsonObject]] = {
    "settings": {
        "language": "en",
        "lock_idle_minutes": 720,
        "lock_hidden_minutes": 720,
        "text_size": "",
        "cover_target": "",
        "reminders": False,
    },
}
"""What would lock the screen, or give it other words, while a test is at it."""


def made_journal(count: int, seed: int, now: int) -> dict[bytes, JsonObject]:
    """So many records by id; `now` in UTC milliseconds. Every kind that a person writes is among them."""
    draw = Draw(seed)
    kinds = [*ONCE, *SHARES, *draw.choices([*SHARES], [*SHARES.values()], k=count)][:count]
    ids = [draw.randbytes(16) for _ in kinds]
    people = [one.hex() for one, kind in zip(ids, kinds, strict=True) if kind == "person"]
    maker = _Maker(draw, now, [one.hex() for one in ids], people)
    return {one: maker.record(kind) for one, kind in zip(ids, kinds, strict=True)}


class _Maker:
    def __init__(self, draw: Draw, now: int, ids: list[str], people: list[str]) -> None:
        self._draw, self._now, self._ids, self._people = draw, now, ids, people
        self._named = 0
        self._values: dict[str, Callable[[], Json]] = {
            "text": self._text,
            "line": lambda: self._text().translate({10: " ", 13: " "}),
            "choice": self._choice,
            "choices": lambda: [*dict.fromkeys(self._choice() for _ in range(draw.randint(1, 4)))],
            "flag": lambda: True,
            "count": lambda: draw.choice([0, 1, 2**53 - 1]),
            "moment": lambda: now - draw.randrange(30_000) * DAY,
            "day": self._day,
            "level": lambda: draw.choice([0, 1, 2, 3, 4, "not_sure", "not_today"]),
        }

    def record(self, kind: str) -> JsonObject:
        created = self._now - self._draw.randrange(25_000 * DAY)
        updated = min(self._now, created + self._draw.randrange(1_000 * DAY))
        times: JsonObject = {"created_at": created, "updated_at": updated}
        base: JsonObject = {"kind": kind, "v": VERSIONS.get(kind, 9), **times}
        fields = self._fields(TABLES[""], 0.2) | self._fields(
            TABLES.get(kind, []), 1 if kind in ONCE else 0.5
        )
        return base | {"tz": self._draw.choice(ZONES)} | fields | self._exact(kind)

    def _exact(self, kind: str) -> JsonObject:
        """What is not left to chance: who is named, what is covered, what lies in the trash and since when."""
        draw = self._draw
        lately = self._now - draw.randrange(20 * DAY)
        people: list[Json] = [*draw.sample(self._people, min(2, len(self._people)))]
        exact: JsonObject = {"trashed_at": lately} if draw.random() < 0.05 else {}
        if kind in ONCE or kind not in VERSIONS:
            return FIXED.get(kind, {"odd": {"list": [None, 0.5, -1, "x"]}})
        exact |= {"cover": True} if draw.random() < 0.1 else {}
        exact |= {"people": people} if draw.random() < 0.5 else {}
        return exact | ({"name_shown": self._name()} if kind == "person" else {})

    def _name(self) -> str:
        self._named += 1
        return f"{self._draw.choice(ODD[:4])} {self._named}"

    def _fields(self, rows: list[list[str]], share: float, prefix: str = "") -> JsonObject:
        """Some of the fields of a table whose path begins so, and what is within them."""
        found: JsonObject = {}
        for path, kind, _ in rows:
            name = path.removeprefix(prefix)
            is_own = path.startswith(prefix) and "." not in name and name != "trashed_at"
            if is_own and self._draw.random() < share:
                found[name] = self._value(rows, path, kind)
        return found

    def _value(self, rows: list[list[str]], path: str, kind: str) -> Json:
        if kind in {"object", "whole"}:
            return self._fields(rows, 0.7, f"{path}.")
        if kind != "things":
            return self._values[kind]()
        things: list[Json] = []
        for _ in range(self._draw.randint(1, 3)):
            own: JsonObject = {"id": self._draw.randbytes(16).hex()}
            things.append(own | self._fields(rows, 0.7, f"{path}[]."))
        return things

    def _text(self) -> str:
        draw = self._draw
        if draw.random() < 0.001:
            return "".join(draw.choices("abc é 金 👣\n", k=LONG_SIGNS))
        return " ".join(draw.choices(ODD, k=draw.choice([1, 1, 2, 5])))

    def _choice(self) -> str:
        return self._draw.choice([*ODD[:4], "not_sure", "lonely", *self._draw.sample(self._ids, 1)])

    def _day(self) -> str:
        return str(date(1990, 1, 1) + timedelta(self._draw.randrange(20_000)))
