"""Actual's sync server: protobuf over HTTP, a SQLite file for each budget, opened and closed at each request."""

import os
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec

from benchmarks.commits import seconds_to_send
from benchmarks.packages import NODE
from benchmarks.peers.running import free_port, running
from benchmarks.peers.side import A_BATCH, CLIENTS, ITEM_BYTES, ITEMS, MODULES
from benchmarks.serving import Served
from benchmarks.wire import HOST, Wire, any_request

PROGRAM = MODULES / "@actual-app/sync-server/build/bin/actual-server.js"
PASSWORD = "one that only benchmarks know"  # noqa: S105 - of a made-up person
FIRST_AT = datetime(2026, 1, 1, tzinfo=UTC)
BEGINNING = "1970-01-01T00:00:00.000Z-0000-0000000000000000"
FORMAT = "2"
FROM_ONE_ADDRESS = 400
"""It takes 500 requests a minute from one address."""


@dataclass
class Budget:
    """A file that one client syncs; its messages have times one second apart."""

    file: str
    group: str
    node: str = field(default_factory=lambda: os.urandom(8).hex())
    sent: int = 0

    def sync(self, size: int) -> bytes:
        """The body of a sync that brings so many new messages and asks for none."""
        since, messages = self._time(), [self._message() for _ in range(size)]
        return self.asking(since, messages)

    def asking(self, since: str, messages: Sequence[bytes] = ()) -> bytes:
        """The body of a sync that asks for what is newer."""
        ends = {2: self.file, 3: self.group, 6: since}
        return b"".join(
            [
                *(_field(1, message) for message in messages),
                *(_field(number, text.encode()) for number, text in ends.items()),
            ]
        )

    def _message(self) -> bytes:
        self.sent += 1
        return _field(1, self._time().encode()) + b"\x10\x01" + _field(3, os.urandom(ITEM_BYTES))

    def _time(self) -> str:
        at = FIRST_AT + timedelta(seconds=self.sent)
        return f"{at:%Y-%m-%dT%H:%M:%S}.000Z-0000-{self.node}"


@dataclass
class Actual:
    """A server with one person, and a budget for each client."""

    server: Served
    token: str
    budgets: Sequence[Budget]
    filled: Budget
    asked: int = 0

    async def write(self, clients: int, size: int, count: int) -> float:
        """A sync with new messages; answered once SQLite has them on the disk."""
        some = self.budgets[:clients]
        rounds = [[self._request(one.sync(size)) for one in some] for _ in range(count)]
        return await seconds_to_send(self.server, rounds)

    async def fill(self) -> None:
        """One budget."""
        bodies = [self.filled.sync(A_BATCH) for _ in range(ITEMS // A_BATCH)]
        await seconds_to_send(self.server, [[self._request(body)] for body in bodies])

    async def first_sync(self) -> float:
        """One sync that asks for everything; one answer, as it comes."""
        wire = await Wire.open(self.server.port)
        start = time.perf_counter()
        _, body = await wire.ask(self._request(self.filled.asking(BEGINNING)))
        seconds = time.perf_counter() - start
        await wire.close()
        if len(body) < ITEMS * ITEM_BYTES:
            raise RuntimeError(f"a first sync brought {len(body)} bytes")
        return seconds

    async def spread(self, count: int) -> list[float]:
        """Its devices ask from time to time."""
        raise NotImplementedError

    def _request(self, body: bytes) -> bytes:
        headers = {
            "x-actual-token": self.token,
            "content-type": "application/actual-sync",
            "x-forwarded-for": self._address(),
        }
        return any_request("POST", "/sync/sync", headers, body)

    def _address(self) -> str:
        """As a proxy tells it, so that no limit for one address ends the run."""
        self.asked += 1
        return f"192.0.2.{self.asked // FROM_ONE_ADDRESS % 254 + 1}"


@asynccontextmanager
async def actual(folder: Path) -> AsyncIterator[Actual]:
    """A server over new data in a folder."""
    port = free_port()
    with running(
        [NODE, str(PROGRAM)],
        port,
        folder,
        ACTUAL_PORT=str(port),
        ACTUAL_DATA_DIR=str(folder),
        ACTUAL_HOSTNAME=HOST,
        ACTUAL_TRUSTED_PROXIES=HOST,
    ) as server:
        wire = await Wire.open(server.port)
        await _ask(wire, "/account/bootstrap", {"password": PASSWORD})
        token: str = (await _ask(wire, "/account/login", {"password": PASSWORD}))["data"]["token"]
        budgets = [await _budget(wire, token) for _ in range(CLIENTS + 1)]
        await wire.close()
        yield Actual(server, token, budgets[:CLIENTS], budgets[CLIENTS])


async def _budget(wire: Wire, token: str) -> Budget:
    file = str(uuid4())
    headers = {
        "x-actual-token": token,
        "x-actual-file-id": file,
        "x-actual-name": file,
        "x-actual-format": FORMAT,
        "content-type": "application/encrypted-file",
    }
    request = any_request("POST", "/sync/upload-user-file", headers, os.urandom(ITEM_BYTES))
    group: str = _answer(await wire.ask(request))["groupId"]
    return Budget(file, group)


async def _ask(wire: Wire, path: str, body: Mapping[str, str]) -> dict[str, Any]:
    headers = {"content-type": "application/json"}
    return _answer(await wire.ask(any_request("POST", path, headers, msgspec.json.encode(body))))


def _answer(told: tuple[int, bytes]) -> dict[str, Any]:
    status, body = told
    if status != 200:
        raise RuntimeError(f"Actual refused: {status} {body!r}")
    answer: dict[str, Any] = msgspec.json.decode(body)
    return answer


def _field(number: int, value: bytes) -> bytes:
    """A field of protobuf that holds bytes."""
    return bytes([number << 3 | 2]) + _varint(len(value)) + value


def _varint(number: int) -> bytes:
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])
