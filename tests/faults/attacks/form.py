"""How an attack is written: what is done to the answers, or the requests, of one route."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import msgspec

from tests.faults.double import Asked, Attack, Given, Honest

S = TypeVar("S", bound=msgspec.Struct)
MSGPACK = (b"content-type", b"application/vnd.msgpack")


def answering(route: str, kind: type[S], change: Callable[[S], S]) -> Attack:
    """Changes the value in every good answer on a route; the rest is honest."""

    async def attack(asked: Asked, honest: Honest) -> Given:
        given = await honest(asked)
        if asked.route != route or given.status != 200:
            return given
        return with_value(given, change(msgspec.msgpack.decode(given.body, type=kind)))

    return attack


def refusing(status: int, code: str, *routes: str) -> Attack:
    """Answers these routes, or else every one, with an error of the protocol without asking anybody."""
    problem = {"code": code, "detail": "<b>No.</b>", "sequence": None, "record": None}

    async def attack(asked: Asked, honest: Honest) -> Given:
        if routes and asked.route not in routes:
            return await honest(asked)
        return Given(status, (MSGPACK,), msgspec.msgpack.encode(problem | {"retry_after": None}))

    return attack


def after(first: Attack, second: Attack) -> Attack:
    """Both: what the first leaves of an answer goes through the second."""

    async def attack(asked: Asked, honest: Honest) -> Given:
        async def already(again: Asked) -> Given:
            return await first(again, honest)

        return await second(asked, already)

    return attack


def with_value(given: Given, value: msgspec.Struct) -> Given:
    """The answer with another value."""
    return replace(given, body=msgspec.msgpack.encode(value))


def other(data: bytes) -> bytes:
    """The bytes with the last one changed."""
    return data[:-1] + bytes([data[-1] ^ 1])


async def nowhere(_: Asked, __: Honest) -> Given:
    """Somebody else's page: a captive portal, or no server at all."""
    return Given(200, ((b"content-type", b"text/html"),), b"<p>Buy a ticket.</p>")
