"""Whatever bytes come in, a decoder answers with a value or with one error of the tree, soon and in little memory.

The bytes are those of the vectors and of true requests, changed: so they come far before they are found wrong.
"""

import json
import random
import time
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

import msgspec
import pytest

from goldseam.errors import GoldseamError, wire_errors
from goldseam.protocol.accounts import (
    PURPOSE_KEYRING,
    PURPOSE_LOGIN,
    PURPOSE_REGISTER,
    DeviceBody,
    KeyringWrite,
)
from goldseam.protocol.problems import Problem
from scripts import vectors
from tests.memory import forget_peak, peak_bytes, resident_bytes
from tests.server.callers import Caller, a_revision
from tests.server.fuzzing import Fuzzer
from tests.server.vector_runs.running import outcome

READING: Final = (
    *("verify", "open", "open-slot", "open-wrap", "open-local", "aead-open", "zip", "manifest"),
    *("accept", "accept-newest", "listed", "json", "name", "code", "parse-checkpoint"),
    *("check-digest", "check-tag", "check-signature", "read-offer", "open-answer"),
)
"""The operations of vectors that take in what others made."""
CASES: Final = [
    case
    for path in sorted(vectors.FOLDER.glob("*/*.json"))
    if path.parent.name != "merge"
    and (case := json.loads(path.read_bytes()))["inputs"]["operation"] in READING
]
RUNS: Final = 4_000
REQUESTS: Final = 300
MOST_SECONDS: Final = 20.0  # of one run, on a machine that others use too; a hang would take hours
MOST_GROWTH: Final = 400 * 1024 * 1024  # bytes, of the whole process over all runs


def codes_of(kind: type[GoldseamError]) -> set[str]:
    """The codes of an error and of all below it."""
    return {kind.code}.union(*(codes_of(below) for below in kind.__subclasses__()))


CODES: Final = {"ok", "refused", *codes_of(GoldseamError)}


def changed(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few things done to them that a network, a disk or a liar might do."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(out) + 1)
        match chance.randrange(7):
            case 0 if out:
                out[at % len(out)] ^= 1 << chance.randrange(8)
            case 1 if out:
                out[at % len(out)] = chance.choice([0, 1, 0x7F, 0x80, 0xC1, 0xDF, 0xFF])
            case 2:
                del out[at:]
            case 3:
                del out[at : at + chance.randint(1, 16)]
            case 4:
                out[at:at] = chance.randbytes(chance.randint(1, 40))
            case 5:
                out[at:at] = out[: chance.randint(0, 64)]
            case _:
                out[at : at + 4] = b"\xff\xff\xff\xff"
    return bytes(out)


def with_changes(value: Any, chance: random.Random) -> Any:
    """A vector's inputs, some of the bytes in them changed."""
    if isinstance(value, Mapping):
        return {name: with_changes(member, chance) for name, member in value.items()}
    if isinstance(value, list):
        return [with_changes(member, chance) for member in value]
    if isinstance(value, str) and chance.random() < 0.3 and is_hexadecimal(value):
        return changed(bytes.fromhex(value), chance).hex()
    return value


def is_hexadecimal(text: str) -> bool:
    """Whether a text of a vector stands for bytes."""
    return len(text) % 2 == 0 and len(text) >= 2 and set(text) <= set("0123456789abcdef")


def test_no_changed_bytes_leave_the_error_tree() -> None:
    """Every operation that opens, verifies or parses, over the bytes of its vectors with changes."""
    forget_peak()
    before = resident_bytes()
    fuzzer = Fuzzer("decoders (Python)")
    for seed in fuzzer.seeds(RUNS):
        fuzzer.operations += 1
        chance = random.Random(seed)
        case = chance.choice(CASES)
        kept = {"operation": case["inputs"]["operation"]}
        begun = time.monotonic()
        told, _ = outcome(case["area"], with_changes(case["inputs"], chance) | kept)
        assert told in CODES, fuzzer.found(seed, f"{case['name']} ends as {told}")
        took = time.monotonic() - begun
        assert took < MOST_SECONDS, fuzzer.found(seed, f"{case['name']} hangs")
    assert peak_bytes() - before < MOST_GROWTH


@pytest.mark.parametrize("store", ["memory"], indirect=True)
async def test_no_changed_request_is_answered_with_a_fault(anna: Caller) -> None:
    """True requests of every route with a body, changed in transit: refused by a code, never a 5xx."""
    fuzzer = Fuzzer("requests (Python)")
    for seed in fuzzer.seeds(REQUESTS):
        fuzzer.operations += 1
        chance = random.Random(seed)
        method, path, body = await a_request(anna, chance)
        if chance.random() < 0.2:
            path = "/" + quote(changed(path.encode(), chance)).lstrip("/")
        answer = await anna.http.request(
            method, path, content=changed(body, chance), headers=anna.headers
        )
        assert answer.status_code < 500, fuzzer.found(seed, f"{method} {path}")
        if answer.status_code >= 400 and path.startswith("/v1/"):
            told = msgspec.msgpack.decode(answer.content, type=Problem)
            assert told.code in wire_errors(), fuzzer.found(seed, told.code)


async def a_request(anna: Caller, chance: random.Random) -> tuple[str, str, bytes]:
    """A true request, not yet sent."""
    match chance.randrange(5):
        case 0:
            path, commit = anna.commit_body(0, [a_revision(size=chance.choice([93, 541]))])
            return "PUT", path, msgspec.msgpack.encode(commit)
        case 1:
            return "POST", "/v1/challenges", msgspec.msgpack.encode({"name": "anna", "purpose": 1})
        case 2:
            proven = anna.prove(PURPOSE_REGISTER, chance.randbytes(32), anna.registration())
            return "POST", "/v1/accounts", msgspec.msgpack.encode(proven)
        case 3:
            challenge = (await anna.challenge(PURPOSE_LOGIN)).challenge
            proven = anna.prove(PURPOSE_LOGIN, challenge, DeviceBody(anna.device))
            return "POST", "/v1/sessions", msgspec.msgpack.encode(proven)
        case _:
            body = KeyringWrite(anna.next_keyring(), None, None, None)
            challenge = (await anna.challenge(PURPOSE_KEYRING)).challenge
            proven = anna.prove(PURPOSE_KEYRING, challenge, body)
            return "PUT", "/v1/keyrings", msgspec.msgpack.encode(proven)
