"""Bodies in and out: msgpack, and the same values as JSON (docs/protocol.md, Encoding)."""

import json
from collections.abc import Mapping
from typing import TypeVar

import msgspec
from litestar import Response
from litestar.status_codes import HTTP_204_NO_CONTENT

from goldseam.api.deps import Call
from goldseam.api.msgpack_keys import refuse_repeated_keys
from goldseam.errors import BadRequest, TooLarge, Unavailable, UnsupportedMedia
from goldseam.protocol.accounts import ProvenRequest
from goldseam.protocol.limits import MAX_KEYRING_BYTES

MSGPACK = "application/vnd.msgpack"
JSON = "application/json"
SMALL_BODY_BYTES = 4096
"""Bounds the body of a request that carries no sealed thing."""
PROVEN_BODY_BYTES = 2 * MAX_KEYRING_BYTES
"""Bounds a proven request with a keyring, its slots and wraps, in base64 too."""
ANSWER_BODY_BYTES = 4 * MAX_KEYRING_BYTES
"""Bounds the answer in a pairing, proven too."""

Value = TypeVar("Value", bound=msgspec.Struct)


async def read_body(request: Call, kind: type[Value], limit_bytes: int) -> Value:
    """The body as a `kind`; raises `UnsupportedMedia`, `TooLarge` before more than the limit is held, `BadRequest`."""
    media = _media_type(request.headers.get("content-type", ""))
    if media not in {MSGPACK, JSON}:
        raise UnsupportedMedia
    raw = await _read_bytes(request, limit_bytes)
    return decode_json(raw, kind) if media == JSON else decode_msgpack(raw, kind)


async def read_proven(
    request: Call, kind: type[Value], limit_bytes: int
) -> tuple[ProvenRequest, Value]:
    """A proven request and what it asks for; raises as `read_body` does."""
    proven = await read_body(request, ProvenRequest, limit_bytes)
    return proven, decode_msgpack(proven.body, kind)


def decode_msgpack(raw: bytes, kind: type[Value]) -> Value:
    """A value without unknown fields or repeated keys; else `BadRequest`."""
    try:
        value = msgspec.msgpack.decode(raw, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest(_told(error)) from error
    refuse_repeated_keys(raw)
    return value


def decode_json(raw: bytes, kind: type[Value]) -> Value:
    """The same for JSON; bytes are base64 with padding."""
    try:
        value = msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest(_told(error)) from error
    json.loads(raw, object_pairs_hook=_refuse_repeated_pairs)
    return value


def answer(request: Call, value: msgspec.Struct, status: int = 200) -> Response[bytes]:
    """A value in the encoding that the request accepts: msgpack unless JSON is asked for."""
    if wants_json(request.headers):
        return Response(msgspec.json.encode(value), status_code=status, media_type=JSON)
    return Response(msgspec.msgpack.encode(value), status_code=status, media_type=MSGPACK)


def done(request: Call) -> Response[None]:
    """Nothing to say. Its media type tells it from the 204 of a network that answers in the server's place."""
    media = JSON if wants_json(request.headers) else MSGPACK
    # As a header: a media type would have the framework encode the nothing.
    return Response(None, status_code=HTTP_204_NO_CONTENT, headers={"content-type": media})


def wants_json(headers: Mapping[str, str]) -> bool:
    """`Accept` decides; where it names neither encoding, the request's own `Content-Type` does."""
    accepted = {_media_type(part) for part in headers.get("accept", "").split(",")}
    if MSGPACK in accepted or JSON in accepted:
        return MSGPACK not in accepted
    return _media_type(headers.get("content-type", "")) == JSON


async def _read_bytes(request: Call, limit_bytes: int) -> bytes:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit_bytes:
        raise TooLarge
    chunks, size = [], 0
    is_more = True
    while is_more:
        message = await request.receive()
        if message["type"] != "http.request":
            raise Unavailable("The client went away.")
        size += len(message["body"])
        if size > limit_bytes:
            raise TooLarge
        chunks.append(message["body"])
        is_more = message["more_body"]
    return b"".join(chunks)


def _media_type(header: str) -> str:
    return header.partition(";")[0].strip().lower()


def _told(error: Exception) -> str:
    """What a decoder says names places and types, not values."""
    return f"{BadRequest.sentence} {error}"[:300]


def _refuse_repeated_pairs(pairs: list[tuple[str, object]]) -> None:
    if len({key for key, _ in pairs}) != len(pairs):
        raise BadRequest("A key stands twice.")
