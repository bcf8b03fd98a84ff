"""The operations of the area "encoding"."""

from goldseam.crypto.canonical import canonical_json, parse_object
from goldseam.protocol.encoding import canonical_name, len16, padded, padme, u8, u32, u64
from tests.server.vector_runs.inputs import Inputs, Outputs

INTEGERS = {8: u8, 32: u32, 64: u64}


def _integer(given: Inputs) -> Outputs:
    return {"bytes": INTEGERS[given.number("bits")](given.number("value"))}


def _len16(given: Inputs) -> Outputs:
    return {"bytes": len16(given.text("text").encode())}


def _padme(given: Inputs) -> Outputs:
    return {"padded": [padme(length) for length in given.numbers("lengths")]}


def _padded(given: Inputs) -> Outputs:
    least = given.number("least")
    return {"padded": [padded(length, least) for length in given.numbers("lengths")]}


def _name(given: Inputs) -> Outputs:
    return {"name": canonical_name(given.text("typed"))}


def _json(given: Inputs) -> Outputs:
    return {"canonical": canonical_json(parse_object(given.text("text").encode())).decode()}


RUNS = {
    "integer": _integer,
    "len16": _len16,
    "padme": _padme,
    "padded": _padded,
    "name": _name,
    "json": _json,
}
