"""Answers that are no answers: refusals, deletions, endless bodies, other people's texts, and "stored" that is not."""

import gzip
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeAlias

import msgspec

from goldseam.protocol.commits import CommitAnswer
from tests.faults.attacks.form import MSGPACK, refusing, with_value
from tests.faults.attacks.pulls import PULL
from tests.faults.double import Asked, Attack, Given, Honest
from tests.faults.world import COMMIT

MakeAttack: TypeAlias = Callable[[str], Attack]

MARKUP: Final = (
    '<img src="https://elsewhere.test/seen" onerror="document.title=`taken`"> \x1b[31mtaken\x1b[0m'
)
ELSEWHERE: Final = "https://elsewhere.test/"
PIECE: Final = bytes(65_536)
ENDLESS: Final = 4_096
"""Pieces: 256 MiB, far beyond anything that the protocol ever answers."""


# T-18: as if it were gone

GONE: Final = {
    "not found": refusing(404, "not_found", PULL),
    "gone": refusing(410, "gone", PULL),
    "nothing is found": refusing(404, "not_found"),
    "everything is gone": refusing(410, "gone"),
}


# T-20: "stored"


async def stored_but_not_done(asked: Asked, honest: Honest) -> Given:
    """A commit that is acknowledged and thrown away."""
    if asked.route != COMMIT:
        return await honest(asked)
    base = re.findall(r"/commits/(\d+)/", asked.path)[0]
    given = Given(200, (MSGPACK,), b"")
    return with_value(given, CommitAnswer(int(base) + 1))


# T-22: more than anybody can hold


def without_end(route: str) -> Attack:
    """An answer on this route that does not end in time."""

    async def attack(asked: Asked, honest: Honest) -> Given:
        if asked.route != route:
            return await honest(asked)
        return Given(200, (MSGPACK,), PIECE, ENDLESS)

    return attack


def a_length_that_lies(route: str) -> Attack:
    """A list that says it has four thousand million members."""

    async def attack(asked: Asked, honest: Honest) -> Given:
        if asked.route != route:
            return await honest(asked)
        return Given(200, (MSGPACK,), b"\x81\xa9revisions\xdd\xff\xff\xff\xff")

    return attack


def a_packed_answer(route: str) -> Attack:
    """Zeros, a thousand times longer than what is sent."""
    packed = gzip.compress(PIECE * 64) * (ENDLESS // 64)

    async def attack(asked: Asked, honest: Honest) -> Given:
        if asked.route != route:
            return await honest(asked)
        return Given(200, (MSGPACK, (b"content-encoding", b"gzip")), packed)

    return attack


# T-25: texts and addresses


async def texts_of_the_server(asked: Asked, honest: Honest) -> Given:
    """Commits are refused with a text that would be markup on a screen and orders on a terminal."""
    if asked.route != COMMIT:
        return await honest(asked)
    problem = {"code": "quota", "detail": MARKUP, "sequence": None, "record": None}
    body = msgspec.msgpack.encode(problem | {"retry_after": None})
    return Given(507, (MSGPACK, (b"link", f"<{ELSEWHERE}>; rel=preload".encode())), body)


async def a_code_of_the_server(asked: Asked, honest: Honest) -> Given:
    """The same with the text in place of the code."""
    given = await texts_of_the_server(asked, honest)
    if asked.route != COMMIT:
        return given
    problem = msgspec.msgpack.decode(given.body) | {"code": MARKUP}
    return replace(given, body=msgspec.msgpack.encode(problem))


async def elsewhere(asked: Asked, _: Honest) -> Given:
    """Every request is sent to another place."""
    headers = ((b"location", ELSEWHERE.encode()), (b"refresh", f"0; url={ELSEWHERE}".encode()))
    return Given(307 if asked.method == "PUT" else 302, headers, b"")
