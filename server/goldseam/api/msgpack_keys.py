"""Refusing a msgpack map that has a key twice: decoders keep the last one and say nothing.

A body in the shortest form is proven by encoding it again, which costs next to nothing; only another body is walked.
Extension types never come here: no field of the protocol has one, so the decoder refused them.
"""

import msgspec

from goldseam.errors import BadRequest

_FIXED = {0xCA: 4, 0xCB: 8, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xD0: 1, 0xD1: 2, 0xD2: 4, 0xD3: 8}
_SIZED = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}
_ARRAYS = {0xDC: 2, 0xDD: 4}
_MAPS = {0xDE: 2, 0xDF: 4}


def refuse_repeated_keys(raw: bytes) -> None:
    """Raises `BadRequest` if any map of a body that decodes has a key twice."""
    if msgspec.msgpack.encode(msgspec.msgpack.decode(raw)) != raw:
        _past(raw, 0)


def _past(raw: bytes, at: int) -> int:
    """The place after the value that begins at `at`."""
    kind, at = raw[at], at + 1
    if kind <= 0x7F or kind >= 0xE0:
        return at
    if kind <= 0x8F:
        return _past_map(raw, at, kind & 0x0F)
    if kind <= 0x9F:
        return _past_array(raw, at, kind & 0x0F)
    if kind <= 0xBF:
        return at + (kind & 0x1F)
    return _past_long(raw, at, kind)


def _past_long(raw: bytes, at: int, kind: int) -> int:
    if kind in _SIZED:
        size, at = _number(raw, at, _SIZED[kind])
        return at + size
    if kind in _ARRAYS:
        size, at = _number(raw, at, _ARRAYS[kind])
        return _past_array(raw, at, size)
    if kind in _MAPS:
        size, at = _number(raw, at, _MAPS[kind])
        return _past_map(raw, at, size)
    return at + _FIXED.get(kind, 0)


def _past_array(raw: bytes, at: int, size: int) -> int:
    for _ in range(size):
        at = _past(raw, at)
    return at


def _past_map(raw: bytes, at: int, size: int) -> int:
    keys = set()
    for _ in range(size):
        end = _past(raw, at)
        keys.add(msgspec.msgpack.decode(raw[at:end], type=str))
        at = _past(raw, end)
    if len(keys) != size:
        raise BadRequest("A key stands twice.")
    return at


def _number(raw: bytes, at: int, width: int) -> tuple[int, int]:
    return int.from_bytes(raw[at : at + width], "big"), at + width
