"""Bytes as text, text as JSON, and the fields of foreign JSON (docs/imports.md, Members)."""

import codecs
import json
import math
import re
from collections.abc import Sequence
from typing import Final

from goldseam.crypto.canonical import Json, JsonObject, canonical_json, clean_text
from goldseam.imports.limits import MAX_JSON_DEPTH
from goldseam.imports.refusal import NotJson, NotText

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LINE_END = re.compile("\r\n?")
EMPTY_LINES = re.compile(r"\A(?:[ \t]*\n)+")
DIGITS_OF_A_SAFE_INTEGER: Final = 16
MAX_INTEGER: Final = 2**53


def decoded(data: bytes) -> str:
    """The text of a member, its line ends plain, NFC. Raises `NotText`."""
    mark, name = next((m for m in MARKS if data.startswith(m[0])), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(name)
    except UnicodeDecodeError as error:
        raise NotText from error
    return clean_text(LINE_END.sub("\n", text))


def parsed(text: str) -> Json:
    """A JSON value of at most 100 levels. Raises `NotJson`."""
    try:
        value: Json = json.loads(text, parse_constant=_refuse, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        raise NotJson from error
    level = [value]
    for _ in range(MAX_JSON_DEPTH + 1):
        level = [part for one in level for part in _parts(one)]
        if not level:
            return value
    raise NotJson


def text_of(value: Json) -> str:
    """A field that is text, clean and with plain line ends; another one is empty."""
    return clean_text(LINE_END.sub("\n", value)) if isinstance(value, str) else ""


def object_of(value: Json) -> JsonObject:
    """A field that is an object; another one is empty."""
    return value if isinstance(value, dict) else {}


def list_of(value: Json) -> list[Json]:
    """A field that is a list; another one is empty."""
    return value if isinstance(value, list) else []


def texts_of(value: Json) -> list[str]:
    """The texts in a field that is a list."""
    return [text_of(one) for one in list_of(value) if isinstance(one, str)]


def number_of(value: Json) -> int | float | None:
    """A field that is a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # What canonical JSON does not write stands for no number.
    is_written = math.isfinite(value) and (value % 1 != 0 or abs(value) < MAX_INTEGER)
    return value if is_written else None


def one_line(text: str) -> str:
    """A title, tag or name: line ends become spaces, none at its ends."""
    return text.replace("\n", " ").strip(" \t")


def trimmed(body: str) -> str:
    """A body without empty lines at its start and space at its end."""
    return EMPTY_LINES.sub("", body).rstrip(" \t\n")


def joined(parts: Sequence[str]) -> str:
    """The parts of what is dropped, as a line; empty ones are absent."""
    return ", ".join(part for part in parts if part)


def written(number: float, unit: str = "") -> str:
    """A number as canonical JSON writes it."""
    return canonical_json(number).decode() + unit


def degrees(value: Json) -> str:
    """A temperature in degrees Celsius; sentinels are absent."""
    number = number_of(value)
    return written(number, " °C") if number is not None and -100 < number < 100 else ""


def coordinates(latitude: Json, longitude: Json) -> list[str]:
    """Latitude and longitude, or nothing where they stand for none."""
    north, east = number_of(latitude), number_of(longitude)
    if north is None or east is None or not (-90 <= north <= 90 and -180 <= east <= 180):
        return []
    return [] if north == 0 and east == 0 else [written(north), written(east)]


def _integer(digits: str) -> int | float:
    # A longer one is no integer of JSON's either, and Python refuses some of them.
    return int(digits) if len(digits) <= DIGITS_OF_A_SAFE_INTEGER else float(digits)


def _refuse(constant: str) -> Json:
    raise ValueError(constant)


def _parts(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return [*value.values(), None]
    return [*value, None] if isinstance(value, list) else []
