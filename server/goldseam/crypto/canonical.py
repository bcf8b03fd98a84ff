"""Canonical JSON, written and read (docs/protocol.md, Conventions; RFC 8785)."""

import json
import math
import unicodedata
from typing import TypeAlias

import rfc8785

from goldseam.errors import Damaged
from goldseam.protocol.limits import MAX_INTEGER

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
JsonObject: TypeAlias = dict[str, Json]

MAX_DEPTH = 64


def canonical_json(value: Json) -> bytes:
    """The canonical bytes of a value, its strings made NFC and free of lone surrogates.

    Raises `ValueError` for numbers that are not safe, for two keys that become one, and beyond 64 levels.
    """
    return rfc8785.dumps(clean(value))


def parse_object(data: bytes) -> JsonObject:
    """The JSON object in `data`; it need not be canonical. Raises `Damaged` for anything else."""
    try:
        value: Json = json.loads(data.decode("utf-8"), parse_constant=_refuse)
        _check(value, MAX_DEPTH)
    except (ValueError, RecursionError) as error:
        raise Damaged from error
    if not isinstance(value, dict):
        raise Damaged
    return value


def clean(value: Json, depth: int = MAX_DEPTH) -> Json:
    """The value as it is written: what `canonical_json` refuses is refused here."""
    if depth == 0:
        raise ValueError("more than 64 levels of JSON")
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [clean(item, depth - 1) for item in value]
    if isinstance(value, dict):
        return _clean_object(value, depth)
    return _safe(value)


def clean_text(text: str) -> str:
    """NFC, every lone surrogate replaced by U+FFFD."""
    # Through UTF-16 a surrogate pair becomes the one character it stands for; only lone ones are left to replace.
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return unicodedata.normalize("NFC", joined)


def utf16(text: str) -> bytes:
    """What texts are sorted by: their UTF-16 code units (RFC 8785, 3.2.3)."""
    return text.encode("utf-16-be", "surrogatepass")


def _clean_object(value: JsonObject, depth: int) -> JsonObject:
    cleaned = {clean_text(key): clean(item, depth - 1) for key, item in value.items()}
    if len(cleaned) != len(value):
        raise ValueError("two keys of a JSON object become one in NFC")
    return cleaned


def _safe(value: int | float | bool | None) -> int | float | bool | None:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("not a number of JSON")
    # JavaScript does not tell 1e300 from an integer, so an integral float has the limits of an integer.
    if isinstance(value, int | float) and value == int(value) and abs(value) > MAX_INTEGER:
        raise ValueError("an integer beyond 2^53 - 1")
    return value


def _check(value: Json, depth: int) -> None:
    if depth == 0:
        raise ValueError("more than 64 levels of JSON")
    if isinstance(value, list):
        for item in value:
            _check(item, depth - 1)
    elif isinstance(value, dict):
        for item in value.values():
            _check(item, depth - 1)
    elif not isinstance(value, str):
        _safe(value)


def _refuse(constant: str) -> Json:
    raise ValueError(f"{constant} is not JSON")
