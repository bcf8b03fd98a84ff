"""Commits and pulls through the public door: what is taken, what is refused, in which order (docs/protocol.md)."""

import os
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from goldseam.api.front import Front
from goldseam.protocol.limits import (
    MAX_COMMIT_BYTES,
    MAX_COMMIT_REVISIONS,
    MAX_REVISION_BYTES,
)
from tests.server.callers import Caller, a_revision, code_of


async def sequence_of(caller: Caller) -> int:
    """Where the caller's vault stands."""
    page = await caller.get(f"/v1/vaults/{caller.vault.hex()}/revisions?since=0")
    sequence: int = msgspec.msgpack.decode(page.content)["sequence"]
    return sequence


async def test_what_one_device_commits_is_pulled(anna: Caller) -> None:
    """A committed revision comes back whole, with the head that was signed."""
    revision = a_revision()
    path, body = anna.commit_body(0, [revision])
    assert msgspec.msgpack.decode((await anna.send("PUT", path, body)).content) == {"sequence": 1}
    answer = await anna.get(f"/v1/vaults/{anna.vault.hex()}/revisions?since=0")
    page = msgspec.msgpack.decode(answer.content)
    pulled = page["revisions"][0]
    assert (pulled["record"], pulled["number"], pulled["sealed"]) == (
        revision.record,
        1,
        revision.sealed,
    )
    assert (page["next"], page["sequence"]) == (None, 1)
    assert page["commits"].hex() == path.rpartition("/")[2]
    assert (page["head"]["tag"], page["head"]["signature"]) == (body.tag, body.signature)


async def test_a_repeated_commit_is_answered_as_the_first_time(anna: Caller) -> None:
    """A commit whose answer was lost is sent again, later too, and stands once."""
    path, body = anna.commit_body(0, [a_revision()])
    await anna.send("PUT", path, body)
    await anna.commit(1, [a_revision()])
    assert msgspec.msgpack.decode((await anna.send("PUT", path, body)).content) == {"sequence": 1}
    assert await sequence_of(anna) == 2


async def test_a_commit_upon_another_base_is_behind(anna: Caller) -> None:
    """The refusal says where the vault stands."""
    await anna.commit(0, [a_revision()])
    answer = await anna.commit(0, [a_revision()])
    problem = msgspec.msgpack.decode(answer.content)
    assert (answer.status_code, problem["code"], problem["sequence"]) == (409, "behind", 1)


async def test_history_gives_the_earlier_revisions(anna: Caller) -> None:
    """A revision that was replaced is in its record's history."""
    first = a_revision(1)
    await anna.commit(0, [first])
    await anna.commit(1, [a_revision(2, first.record)])
    path = f"/v1/vaults/{anna.vault.hex()}/records/{first.record.hex()}/revisions"
    revisions = msgspec.msgpack.decode((await anna.get(path)).content)["revisions"]
    assert first.sealed in [revision["sealed"] for revision in revisions]


async def call_raw(
    front: Front,
    method: str,
    path: str,
    headers: dict[str, str],
    messages: Sequence[bytes | None] | None,
) -> tuple[int, dict[bytes, bytes], bytes, int]:
    """Status, headers and body of an answer, and how often the body was asked for; without `messages` never."""
    asked = 0
    sent: list[Any] = []

    async def receive() -> dict[str, object]:
        nonlocal asked
        asked += 1
        if messages is None or asked > len(messages):
            raise AssertionError("the body was read")
        if messages[asked - 1] is None:
            return {"type": "http.disconnect"}
        more = asked < len(messages)
        return {"type": "http.request", "body": messages[asked - 1], "more_body": more}

    async def send(message: Any) -> None:
        sent.append(message)

    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    route, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": route, "raw_path": route.encode(), "query_string": query.encode(), "root_path": "",
        "headers": encoded, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8787),
    }  # fmt: skip
    await front(scope, receive, send)  # type: ignore[arg-type]  # A hand-made server's side.
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body, asked


async def test_a_known_digest_is_answered_before_base_and_body(front: Front, anna: Caller) -> None:
    """A repetition costs no upload, whatever the base has become."""
    path, body = anna.commit_body(0, [a_revision()])
    await anna.send("PUT", path, body)
    await anna.commit(1, [a_revision()])
    status, _, answer, asked = await call_raw(front, "PUT", path, anna.headers, None)
    assert (status, msgspec.msgpack.decode(answer), asked) == (200, {"sequence": 1}, 0)


async def test_a_base_is_tested_before_the_body(front: Front, anna: Caller) -> None:
    """A device that is behind does not upload what cannot be taken."""
    path, _ = anna.commit_body(7, [a_revision()])
    status, _, _, asked = await call_raw(front, "PUT", path, anna.headers, None)
    assert (status, asked) == (409, 0)


async def test_a_body_announced_too_large_is_not_read(front: Front, anna: Caller) -> None:
    """The length that a request announces is enough to refuse it."""
    path, _ = anna.commit_body(0, [a_revision()])
    headers = anna.headers | {"content-length": str(MAX_COMMIT_BYTES + 1)}
    status, _, answer, asked = await call_raw(front, "PUT", path, headers, None)
    assert (status, msgspec.msgpack.decode(answer)["code"], asked) == (413, "too_large", 0)


async def test_a_body_that_grows_too_large_is_not_read_to_its_end(
    front: Front, anna: Caller
) -> None:
    """A request that announces nothing is stopped at the limit."""
    path, _ = anna.commit_body(0, [a_revision()])
    chunks = [bytes(MAX_COMMIT_BYTES // 2)] * 9
    status, _, _, asked = await call_raw(front, "PUT", path, anna.headers, chunks)
    assert (status, asked) == (413, 3)


async def test_a_client_that_goes_away_is_no_fault(
    front: Front, anna: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """A phone that loses its network in the middle of a body changes nothing and is not logged as a failure."""
    path, body = anna.commit_body(0, [a_revision()])
    half = msgspec.msgpack.encode(body)[:200]
    status, _, _, _ = await call_raw(front, "PUT", path, anna.headers, [half, None])
    assert status == 503
    assert "failed" not in caplog.messages
    assert await sequence_of(anna) == 0


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/vaults/{vault}/revisions?since=0"),
        ("GET", "/v1/vaults/{vault}/records/" + "0" * 32 + "/revisions"),
        ("PUT", "/v1/vaults/{vault}/commits/0/" + "0" * 64),
    ],
)
async def test_a_foreign_vault_is_like_a_missing_one(
    front: Front, anna: Caller, ben: Caller, method: str, path: str
) -> None:
    """Status, headers and body tell nothing of whether another person has that vault."""
    await ben.commit(0, [a_revision()])
    answers = [
        await call_raw(front, method, path.format(vault=vault.hex()), anna.headers, None)
        for vault in (ben.vault, os.urandom(16))
    ]
    assert answers[0] == answers[1]
    assert (answers[0][0], msgspec.msgpack.decode(answers[0][2])["code"]) == (404, "not_found")


# bad input: a distinct code, and nothing changes


BIG = a_revision(size=MAX_REVISION_BYTES + 1)
SAME = os.urandom(16)


@pytest.mark.parametrize(
    ("revisions", "changes", "status", "code"),
    [
        ([BIG], {}, 413, "too_large"),
        ([a_revision(size=60) for _ in range(MAX_COMMIT_REVISIONS + 1)], {}, 413, "too_large"),
        ([a_revision(1, SAME), a_revision(2, SAME)], {}, 400, "bad_request"),
        ([a_revision(1, b"\x02" * 16), a_revision(1, b"\x01" * 16)], {}, 400, "bad_request"),
        ([], {"erase": [b"\x02" * 16, b"\x01" * 16]}, 400, "bad_request"),
        ([], {"blobs": [bytes(16)]}, 409, "blob_missing"),
        ([], {"epoch": 0}, 400, "bad_request"),
        ([], {"tag": bytes(31)}, 400, "bad_request"),
        ([a_revision(0)], {}, 400, "bad_request"),
        ([a_revision(2**53)], {}, 400, "bad_request"),
        ([a_revision(1, bytes(15))], {}, 400, "bad_request"),
    ],
)
async def test_a_wrong_commit_is_refused_and_changes_nothing(
    anna: Caller, revisions: list[Any], changes: dict[str, object], status: int, code: str
) -> None:
    """Each wrong commit has its own answer, and the vault stays where it was."""
    try:
        path, body = anna.commit_body(0, revisions, **changes)
    except OverflowError:
        path, body = anna.commit_body(0, [], **changes)
        body = msgspec.structs.replace(body, revisions=revisions)
    answer = await anna.send("PUT", path, body)
    assert (answer.status_code, code_of(answer)) == (status, code)
    assert await sequence_of(anna) == 0


async def test_a_revision_too_large_is_named(anna: Caller) -> None:
    """The client learns which record to set aside."""
    small = a_revision(record=b"\xff" * 16)
    revisions = sorted([small, BIG], key=lambda revision: revision.record)
    answer = await anna.commit(0, revisions)
    assert msgspec.msgpack.decode(answer.content)["record"] == BIG.record


async def test_a_number_that_does_not_grow_is_refused(anna: Caller) -> None:
    """A revision is newer than the one held, or the whole commit is refused, naming the record."""
    first = a_revision(3)
    await anna.commit(0, [first])
    answer = await anna.commit(1, [a_revision(3, first.record)])
    problem = msgspec.msgpack.decode(answer.content)
    assert (answer.status_code, problem["code"], problem["record"]) == (
        409,
        "number_stale",
        first.record,
    )
    assert await sequence_of(anna) == 1


async def test_a_signature_of_another_device_is_refused(anna: Caller, ben: Caller) -> None:
    """A commit is signed by the device whose session brings it."""
    anna.device_key = ben.device_key
    answer = await anna.commit(0, [a_revision()])
    assert (answer.status_code, code_of(answer)) == (400, "bad_signature")


async def test_a_digest_of_another_body_is_refused(anna: Caller) -> None:
    """The address names exactly this body."""
    path, _ = anna.commit_body(0, [a_revision()])
    _, body = anna.commit_body(0, [a_revision()])
    assert code_of(await anna.send("PUT", path, body)) == "bad_request"
    assert await sequence_of(anna) == 0


def with_field(raw: bytes, name: str, value: object) -> bytes:
    """A msgpack map of fewer than 16 fields with one more at its end."""
    grown = bytes([raw[0] + 1]) + raw[1:]
    return grown + msgspec.msgpack.encode(name) + msgspec.msgpack.encode(value)


def in_long_form(raw: bytes) -> bytes:
    """The same msgpack map with its head in the longest form."""
    return b"\xdf" + (raw[0] & 0x0F).to_bytes(4, "big") + raw[1:]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: with_field(raw, "kind", "entry"),
        lambda raw: with_field(raw, "epoch", 1),
        lambda raw: in_long_form(with_field(raw, "epoch", 1)),
        lambda raw: raw[:-1],
        lambda raw: raw + b"\x00",
        lambda _: b"",
        lambda _: b"\xc1",
        lambda _: msgspec.msgpack.encode([1, 2, 3]),
        lambda _: b"\x91" * 100_000,
    ],
    ids=[
        "unknown field", "key twice", "key twice in long form", "cut", "more behind it", "empty", "no msgpack",
        "a list", "very deep",
    ],
)  # fmt: skip
async def test_a_body_that_is_not_one_is_refused(anna: Caller, spoil: Any) -> None:
    """Unknown fields, repeated keys and broken bodies are refused and change nothing."""
    path, body = anna.commit_body(0, [a_revision()])
    answer = await anna.send("PUT", path, spoil(msgspec.msgpack.encode(body)))
    assert (answer.status_code, code_of(answer)) == (400, "bad_request")
    assert await sequence_of(anna) == 0


async def test_a_body_in_long_form_is_taken(anna: Caller) -> None:
    """The shortest form of msgpack is usual, not required."""
    path, body = anna.commit_body(0, [a_revision()])
    answer = await anna.send("PUT", path, in_long_form(msgspec.msgpack.encode(body)))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/v1/vaults/{vault}/revisions?since=-1",
        "/v1/vaults/{vault}/revisions?since=9007199254740992",
        "/v1/vaults/{vault}/revisions",
        "/v1/vaults/{vault}/revisions?since=0&sequence=1",
        "/v1/vaults/{vault}/revisions?since=0&commits=1",
        "/v1/vaults/{vault}/revisions?since=0&sequence=1&record=00000000000000000000000000000000",
        "/v1/vaults/{vault}/revisions?since=0&record=00000000000000000000000000000000",
        "/v1/vaults/{vault}/revisions?since=0&sequence=1&record=0",
        "/v1/vaults/ABCDEF00000000000000000000000000/revisions?since=0",
        "/v1/vaults/0/revisions?since=0",
        "/v1/keyrings?after=x",
    ],
)
async def test_a_malformed_address_is_refused(anna: Caller, path: str) -> None:
    """Ids and numbers in addresses have one form."""
    answer = await anna.get(path.format(vault=anna.vault.hex()))
    assert (answer.status_code, code_of(answer)) == (400, "bad_request")
