"""Journals made from a seed, for what the views show: every kind, edges of time, empties, people who are not safe."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from goldseam.crypto.canonical import Json, JsonObject

NOON: Final = 1_795_348_800_000
DAY: Final = 86_400_000
ZONES: Final = (
    *("Europe/Vienna", "America/St_Johns", "Pacific/Kiritimati", "Asia/Kathmandu", "UTC"),
    *("Pacific/Pago_Pago", "america/new_york", "Africa/Monrovia", "EST5EDT"),
    *("", "Nowhere/None", "+01:00", "../UTC", "Europe/", "Factory", "Türkei"),
)
MOMENTS: Final[tuple[Json, ...]] = (
    *(0, 1, -5, 951_782_399_999, 951_782_400_000, 253_370_764_799_999, 253_370_764_800_000),
    *(2**53 - 1, "yesterday", None, True, 1.5),
)
DAYS: Final[tuple[Json, ...]] = (
    *("2024-02-29", "2025-02-29", "2026-02-30", "0000-01-01", "0001-01-01", "9999-12-31"),
    *("2026-11-22\n", "26-11-22", "", 5, "２０２６-11-22"),
)
STRANGE: Final[tuple[Json, ...]] = (None, 5, ["text"], {"text": "text"}, True)
SPACES: Final = ("", " ", "\n\t", "\u3000\ufeff", "\u2029", "\u00a0\v\f\r")
NO_SPACES: Final = ("\u0085", "\u200b", "\x1c", "\u180e")
"""What one language or the other takes for white space, and ECMAScript does not."""
SAID: Final = (
    "a",
    "A late reply.",
    "wir  gingen\n\nheim",
    "é",
    "e\u0301",
    "安全",
    "أمان",
    "🫖 tea",
)
STATES: Final = (
    "settled",
    "numb",
    "on_alert",
    "own-words",
    "𝒮elf",
    "\uff5eown",
    "Ünruhe",
    "not_sure",
    "not_today",
    "",
)
PRACTICES: Final = ("look_around", "writing", "something_solid", "nothing", "not_sure")
STATUS: Final = (
    *("open", "in_progress", "partly_mended", "mended", "mended_with_self", "boundary_kept"),
    *("not_repairable", "set_down", "not_safe", "", "own words"),
)


@dataclass
class Made:
    """A journal: records by id, a day to look at it, and what words stand in what must not be seen."""

    records: dict[str, JsonObject]
    today: str
    people: list[str]
    hidden_words: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def journal(seed: int) -> Made:
    """The journal of a seed, always the same."""
    return _Maker(seed).journal()


class _Maker:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.seed = seed
        self.made = Made({}, "", [])
        # Some journals are of one year, some of many; some turn around one person, some around a word.
        self.span = self.chance.choice([40, 400, 4000])
        self.is_plain = self.chance.random() < 0.5

    def journal(self) -> Made:
        chance = self.chance
        today = date(2026, 11, 22) + timedelta(days=chance.randrange(-900, 200))
        self.made.today = chance.choice([today.isoformat(), "2028-02-29", "2026-11-22"])
        for _ in range(chance.randrange(5)):
            self.made.people.append(self._keep(self._person()))
        if chance.random() < 0.9:
            self._keep(self._settings())
        for _ in range(chance.choice([0, 1, 6, 40, 40, 90])):
            self._keep(self._page())
        self._keep({"kind": "safety_card", "v": 2, "my_signs": self._text(), "tags": ["x"]})
        ids = list(self.made.records)
        chance.shuffle(ids)
        self.made.records = {record: self.made.records[record] for record in ids}
        return self.made

    # what is made

    def _keep(self, value: JsonObject) -> str:
        record = f"{self.chance.getrandbits(128):032x}"
        fate = self.chance.random()
        if fate < 0.04:
            value = {"deleted": True, "erase": self.chance.random() < 0.5}
            self.made.gone.append(record)
        elif fate < 0.1 and value["kind"] != "settings":
            value |= {"trashed_at": self.chance.choice([0, NOON, NOON + DAY])}
            self.made.gone.append(record)
        elif fate < 0.12:
            value |= {"trashed_at": self.chance.choice([-1, "no", None, True])}
        elif fate < 0.22 and value["kind"] not in {"person", "settings"}:
            self._cover(value)
        self.made.records[record] = value
        return record

    def _cover(self, value: JsonObject) -> None:
        word = f"hidden{self.seed}x{len(self.made.hidden_words)}"
        self.made.hidden_words.append(word)
        names = [*("title", "body", "what", "text", "expected", "happened_instead", "camera")]
        value |= {name: f"{word} {name}" for name in [*names, "outcome", "carry_inward", "line"]}
        value |= {"cover": True, "signs": [word], "need": [word], "state_words": [word]}

    def _envelope(self, kind: Json) -> JsonObject:
        at: Json = NOON - self.chance.randrange(self.span) * DAY + self.chance.randrange(DAY)
        if self._rarely():
            at = self.chance.choice(MOMENTS)
        zone: Json = self.chance.choice(ZONES[:3] if self.is_plain else ZONES)
        return {"kind": kind, "v": 2, "created_at": at, "updated_at": at, "tz": zone}

    def _settings(self) -> JsonObject:
        put_away: list[Json] = self.chance.choice([[], ["before_after/heavier"], ["needs", 5]])
        return self._envelope("settings") | {
            "resurfacing": self.chance.choice([True, True, True, False, "yes"]),
            "views_hidden": put_away,
        }

    def _person(self) -> JsonObject:
        feels = ["safe_enough", "mixed", "not_safe", "unknown", "", "own words"]
        return self._envelope("person") | {
            "name_shown": self._text(),
            "feels_now": self.chance.choice(feels),
            "kept_apart": self.chance.random() < 0.15,
            "hide_counts": self.chance.random() < 0.1,
            "cover": self.chance.random() < 0.1,
        }

    def _page(self) -> JsonObject:
        makers: dict[str, Callable[[], JsonObject]] = {
            "entry": lambda: {"line": self._text()},
            "reflection": self._reflection,
            "repair": self._repair,
            "glimmer": lambda: {
                "what": self._text(),
                "carry_inward": self._text(),
                "doubt": self._text(),
            },
            "checkin": lambda: self._checkin() | {"one_word": self._text()},
            "line": self._line,
        }
        kind = self.chance.choice([*makers, "reflection", "repair", "repair"])
        value = self._envelope(kind) | self._common() | makers[kind]()
        if kind == "repair" and self.chance.random() < 0.6:
            value |= self._short_repair()
        strange: list[Json] = ["letter", "", None, 7, "rejoined", "person"]
        return value | {"kind": self.chance.choice(strange)} if self._rarely() else value

    def _common(self) -> JsonObject:
        chance, value = self.chance, JsonObject()
        some: dict[str, Json] = {
            "title": self._text(),
            "body": self._text(),
            "people": [*self._some([*self.made.people, "f" * 32])],
            "happened": self._happened(),
            "before": self._checkin(),
            "after": self._checkin()
            | {"shift": chance.choice(["lighter", "same", "heavier", "not_sure"])},
            "signs": self._words(["managed_less", "trusted_cue", "more_flexible", *STATES]),
            "resurface": chance.choice(["yes", "ask_me", "never", ""]),
            "state": chance.choice(["", "open", "archived"]),
            "bring": chance.choice([True, False, "yes"]),
            "answers": self._answers(),
        }
        for name, said in some.items():
            if chance.random() < 0.7:
                value[name] = said
            elif self._rarely():
                value[name] = chance.choice(STRANGE)
        return value

    def _reflection(self) -> JsonObject:
        chance = self.chance
        return {
            "pull": [
                {"id": word, "strength": "some"}
                for word in self._some(["reaching", "steady", "not_sure", "𝒫ull"])
            ],
            "set_off": self._words(["silence_or_delay", "criticism", "cannot_tell", *STATES]),
            "did": self._words(["went_quiet", "checked", *STATES]),
            "state_words": self._words(STATES),
            "expected": self._text(),
            "happened_instead": self._text(),
            "compared": chance.choice(["same", "better", "worse", "different", "", "do_not_know"]),
            "set_off_text": self._text(),
            "need": self._words(["safety", "rest", "own need", "not_today"]),
            "need_met": chance.choice(
                ["by_me", "by_them", "partly", "not_yet", "not_safe_to_ask", "own", "", "not_sure"]
            ),
        }

    def _repair(self) -> JsonObject:
        chance = self.chance
        return {
            "direction": chance.choice(["they_hurt_me", "with_self", "", "both"]),
            "safe_to_bring": chance.choice(
                ["yes", "mostly", "yes", "no", "not_sure", "not_now", ""]
            ),
            "gap": self._words(
                [
                    "silence",
                    "distance",
                    "misunderstanding",
                    "distance",
                    *["harm_or_control"] * (chance.random() < 0.2),
                ]
            ),
            "status": chance.choice(STATUS),
            "closed_at": self._a_day(),
            "camera": self._text(),
            "outcome": self._text(),
            "need": self._words(["safety", "repair"]),
            "steps": [self._step(place) for place in range(chance.randrange(4))],
        }

    def _short_repair(self) -> JsonObject:
        """One of the year of the day that is looked from, ended soon."""
        begun = date.fromisoformat(f"{self.made.today[:4]}-01-02")
        begun += timedelta(days=self.chance.randrange(300))
        ended = begun + timedelta(days=self.chance.randrange(-1, 16))
        return {"happened": {"date": begun.isoformat()}, "closed_at": ended.isoformat()}

    def _step(self, place: int) -> JsonObject:
        chance = self.chance
        return {
            "id": chance.choice(["a", "b", f"𝒮{place}", "", "Ü"]),
            "at": NOON - chance.randrange(self.span) * DAY
            if chance.random() < 0.8
            else chance.choice(MOMENTS),
            "by": chance.choice(["me", "them", "", 5]),
            "what": self._words(["named_it", "listened", "said_sorry", "own step"]),
            "received": chance.choice(["well", "partly", "badly", ""]),
        }

    def _line(self) -> JsonObject:
        origin = self.chance.choice([*self.made.people, "", "e" * 32])
        return {
            "text": self._text(),
            "from": origin,
            "instead_of": f"harsh{self.seed}",
            "voice": self.chance.choice(["mine", "theirs", ""]),
        }

    def _checkin(self) -> JsonObject:
        levels: list[Json] = [0, 1, 2, 3, 4, 2, 3, 5, -1, "not_sure", "2", None, True, 1.5]
        return {
            "inside": self.chance.choice(levels[: 7 if self.is_plain else None]),
            "around": self.chance.choice(levels),
            "state_words": self._words(STATES),
            "helped_by": self._words([*PRACTICES, *PRACTICES, *self.made.people]),
        }

    def _answers(self) -> Json:
        prompts = self._some(["impact", "my_part", "want", "reached", "safe", "other"])
        return [
            {
                "id": f"x/{prompt}",
                "pack": self.chance.choice(["repair", "own"]),
                "prompt_id": prompt,
                "text": self._text(),
            }
            for prompt in prompts
        ]

    # words and days

    def _happened(self) -> JsonObject:
        precision = self.chance.choice(["exact", "day", "", "about_then", "long_ago", "not_set"])
        return {"date": self._a_day(), "precision": precision}

    def _a_day(self) -> Json:
        if self._rarely():
            return self.chance.choice(DAYS)
        if self.chance.random() < 0.2:  # the same day of another year
            return f"{self.chance.randrange(2019, 2029)}{self.made.today[4:]}"
        return (date(2026, 11, 22) - timedelta(days=self.chance.randrange(self.span))).isoformat()

    def _text(self) -> Json:
        chance = self.chance
        kind = chance.random()
        if kind < 0.25:
            return chance.choice(SPACES)
        if kind < 0.3:
            return chance.choice(STRANGE[:3])
        if kind < 0.4:
            return chance.choice([*SPACES, *NO_SPACES]).join(
                chance.choices([*SAID, *NO_SPACES], k=6)
            )
        if kind < 0.45:
            return (
                " " * chance.randrange(3) + "🫖" * chance.randrange(130, 300) + "\n\n" * 300 + "end"
            )
        if kind < 0.47:
            return "a" + " " * chance.randrange(555, 562) + "b"
        if kind < 0.5:
            return "x" * chance.randrange(135, 145) + " " + "y" * 600
        return chance.choice(SAID)

    def _words(self, words: Sequence[str]) -> list[Json]:
        chosen: list[Json] = [*self._some(words)]
        return [*chosen, None, chosen[0]] if chosen and self._rarely() else chosen

    def _some(self, words: Sequence[str]) -> list[str]:
        most = min(len(words), 2 if self.is_plain else 4)
        return self.chance.sample(words, self.chance.randrange(most + 1))

    def _rarely(self) -> bool:
        return self.chance.random() < (0.01 if self.is_plain else 0.08)
