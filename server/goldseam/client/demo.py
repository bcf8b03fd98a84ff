"""The journal of somebody who does not exist, as records (docs/records.md, Content)."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from importlib.resources import files
from typing import Final

import msgspec

from goldseam.client.kinds import VERSIONS
from goldseam.crypto.canonical import Json, JsonObject, parse_object
from goldseam.protocol.encoding import ID_BYTES

LANGUAGES: Final = ("en", "de")


class DemoRecord(msgspec.Struct, frozen=True):
    """A record of the journal. `day`: 0 is its last one; `clock`: as the person's clock shows it, 21:05.

    A text in `says` may stand for a place: `id:name`, `day:-3` or `at:-3 21:05`.
    """

    name: str
    kind: str
    day: int
    says: msgspec.Raw
    clock: str = msgspec.field(name="time")


class Demo(msgspec.Struct, frozen=True):
    """The journal in one language, oldest record first."""

    version: int
    language: str
    records: list[DemoRecord]


@dataclass(frozen=True, slots=True)
class Ending:
    """The journal's last day; the IANA name of its time zone or an empty text; that zone, by default this machine's."""

    last: date
    zone: str
    clock: tzinfo | None = None

    def day(self, day: int) -> str:
        """The date, YYYY-MM-DD."""
        return (self.last + timedelta(days=day)).isoformat()

    def at(self, day: int, clock: str) -> int:
        """The moment in UTC milliseconds."""
        on = self.last + timedelta(days=day)
        return int(datetime.combine(on, time.fromisoformat(clock), self.clock).timestamp()) * 1_000


def load_demo(language: str) -> Demo:
    """The journal in one of `LANGUAGES`."""
    data = files("goldseam").joinpath("content", f"demo.{language}.json").read_bytes()
    return msgspec.json.decode(data, type=Demo)


def demo_records(demo: Demo, ending: Ending) -> dict[bytes, JsonObject]:
    """All its records by id; the ids are the same each time."""
    return {demo_id(one.name): demo_value(one, ending) for one in demo.records}


def demo_id(name: str) -> bytes:
    """The id of what has this name in the journal."""
    return hashlib.sha256(f"goldseam demo {name}".encode()).digest()[:ID_BYTES]


def demo_value(one: DemoRecord, ending: Ending) -> JsonObject:
    """What a record says in a journal that ends so."""
    at = ending.at(one.day, one.clock)
    placed = {name: _placed(said, ending) for name, said in parse_object(bytes(one.says)).items()}
    times: JsonObject = {"created_at": at, "updated_at": at, "tz": ending.zone}
    return {"kind": one.kind, "v": VERSIONS[one.kind], **times, **placed}


def _placed(said: Json, ending: Ending) -> Json:
    if isinstance(said, dict):
        return {name: _placed(part, ending) for name, part in said.items()}
    if isinstance(said, list):
        return [_placed(part, ending) for part in said]
    return _placed_text(said, ending) if isinstance(said, str) else said


def _placed_text(said: str, ending: Ending) -> str | int:
    what, colon, which = said.partition(":")
    match what + colon:
        case "id:":
            return demo_id(which).hex()
        case "day:":
            return ending.day(int(which))
        case "at:":
            day, clock = which.split(" ")
            return ending.at(int(day), clock)
    return said
