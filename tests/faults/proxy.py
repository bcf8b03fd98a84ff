"""A TCP proxy that behaves as bad networks do, between clients and a server, and can be changed while it runs.

Each connection carries one request: both sides are told `Connection: close`, so that the fate of a connection is that
of one request.
"""

import asyncio
import random
import re
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Self, TypeVar

from tests.e2e.serving import Server

HOST: Final = "127.0.0.1"
PIECE_BYTES: Final = 16_384
LIMIT_BYTES: Final = 1 << 20
DROP_SECONDS: Final = 4.0  # within these a stream that is to be dropped is dropped

T = TypeVar("T")
Moment = Literal["at once", "in the request", "before the answer", "in the answer"]
MOMENTS: Final[tuple[Moment, ...]] = (
    "at once",
    "in the request",
    "before the answer",
    "in the answer",
)


@dataclass(frozen=True)
class Weather:
    """What the network does to the requests under `path`; to others nothing.

    `breaks`: when their connections are lost. `drop_share`: of so many of them (0 to 1), at a moment of its own.
    `latency`: seconds before a request goes on. `bytes_per_second`: of each connection, both ways. `page`: a whole HTTP
    answer in place of the server's. `is_dead`: nothing comes back any more, also over connections that stand; they are
    not closed. `is_doubling`: what changes something arrives twice.
    """

    path: str = "/"
    breaks: Moment | None = None
    drop_share: float = 0.0
    latency: float = 0.0
    bytes_per_second: float | None = None
    page: bytes | None = None
    is_dead: bool = False
    is_doubling: bool = False


CLEAR: Final = Weather()


@dataclass(frozen=True)
class Asked:
    """A request that reached the proxy; `at` in seconds of a steady clock, `data` all of its bytes."""

    method: str
    path: str
    at: float
    data: bytes


class _Lost(Exception):
    """The connection is to be lost now."""


def page_of(status: str, *headers: str, body: str = "<html><h1>Welcome</h1></html>") -> bytes:
    """The answer of somebody who is not the server, such as `503 Service Unavailable`."""
    data = body.encode()
    lines = ["Content-Type: text/html", f"Content-Length: {len(data)}", "Connection: close"]
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, *lines, "", ""]).encode() + data


class Proxy:
    """Listens on `port` in a thread of its own while the with-block lasts, and hands on to `target`.

    Both are ports of 127.0.0.1. `weather` may be set at any time; `asked` grows with each request.
    """

    def __init__(self, port: int, target: int, seed: int = 0) -> None:
        self.port = port
        self.origin = f"http://localhost:{port}"
        self.weather = CLEAR
        self.asked: list[Asked] = []
        self.lost = 0
        self._target = target
        self._random = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        self.admit()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.refuse()
        self._do(_end_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def admit(self) -> None:
        """Accept connections (again)."""
        if self._server is None:
            self._server = self._do(
                asyncio.start_server(self._serve, HOST, self.port, limit=LIMIT_BYTES)
            )

    def refuse(self) -> None:
        """Refuse new connections, and lose those that stand."""
        server, self._server = self._server, None
        if server is not None:
            self._loop.call_soon_threadsafe(server.close)
        self.cut()

    def cut(self) -> None:
        """Lose every connection that stands."""
        self._do(self._cut())

    def asked_for(self, path: str, since: float = 0.0) -> list[Asked]:
        """The requests under a path from a moment on."""
        return [one for one in self.asked if one.path.startswith(path) and one.at >= since]

    def deliver_again(self, asked: Asked) -> bytes:
        """Hand a request on once more, late; returns the whole answer."""
        return self._do(self._ask(asked.data))

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _cut(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            await self._meet(reader, writer)
        except (_Lost, OSError, EOFError, asyncio.CancelledError):
            writer.transport.abort()
        finally:
            self._open.discard(writer)
            writer.close()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request: read, perhaps handed on, perhaps answered."""
        head = await reader.readuntil(b"\r\n\r\n")
        method, path = head.split(b" ", 2)[:2]
        weather = self._weather_of(path.decode())
        if weather.breaks == "at once":
            raise _Lost
        length = int(found[1]) if (found := re.search(rb"(?i)content-length: *(\d+)", head)) else 0
        taken = length // 2 if weather.breaks == "in the request" else length
        data = _closing(head) + await _read(reader, taken, weather)
        self.asked.append(Asked(method.decode(), path.decode(), time.monotonic(), data))
        await asyncio.sleep(weather.latency)
        if weather.page is not None:
            writer.write(weather.page)
            await writer.drain()
            return
        if weather.is_doubling and method != b"GET":
            await self._ask(data)
        async with self._upstream() as (server, to_server):
            to_server.write(data)
            await to_server.drain()
            if weather.breaks == "in the request":
                raise _Lost
            relay = asyncio.create_task(self._relay(server, writer, path.decode(), weather))
            await _while_there(reader, relay)

    def _weather_of(self, path: str) -> Weather:
        """What a new request meets; whether it is one of those that are dropped is decided here."""
        weather = self.weather
        if not path.startswith(weather.path):
            return CLEAR
        if self._random.random() >= weather.drop_share:
            return weather
        self.lost += 1
        return replace(weather, breaks=self._random.choice(MOMENTS))

    async def _relay(
        self,
        server: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        path: str,
        weather: Weather,
    ) -> None:
        """The answer, piece by piece, as long as the link lives."""
        if weather.breaks == "before the answer":
            await server.read(PIECE_BYTES)
            raise _Lost
        if weather.breaks == "in the answer":
            await self._relay_a_part(server, writer)
        while piece := await server.read(PIECE_BYTES):
            if self.weather.is_dead and path.startswith(self.weather.path):
                await (
                    asyncio.Event().wait()
                )  # What was lost never comes: nor does what would follow it.
            writer.write(piece)
            await writer.drain()
            await _pace(len(piece), weather)

    async def _relay_a_part(
        self, server: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        piece = await server.read(PIECE_BYTES)
        writer.write(piece[: len(piece) // 2])
        await writer.drain()
        await asyncio.sleep(self._random.uniform(0, DROP_SECONDS) if _is_stream(piece) else 0.05)
        raise _Lost

    @asynccontextmanager
    async def _upstream(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        server, to_server = await asyncio.open_connection(HOST, self._target, limit=LIMIT_BYTES)
        try:
            yield server, to_server
        finally:
            to_server.transport.abort()

    async def _ask(self, data: bytes) -> bytes:
        async with self._upstream() as (server, to_server):
            to_server.write(data)
            return await server.read()


@contextmanager
def behind_proxy(
    folder: Path, free_port: Callable[[], int], seed: int = 0
) -> Iterator[tuple[Server, Proxy]]:
    """A running server whose only known address is that of a proxy before it."""
    server = Server(folder, free_port())
    with Proxy(free_port(), server.port, seed) as proxy:
        server.start(GOLDSEAM_ORIGINS=proxy.origin)
        try:
            yield server, proxy
        finally:
            server.stop()


def _closing(head: bytes) -> bytes:
    """The head of a request that asks for no other on its connection."""
    first, *fields = [line for line in head.split(b"\r\n") if line]
    kept = [field for field in fields if not field.lower().startswith(b"connection:")]
    return b"\r\n".join([first, *kept, b"Connection: close", b"", b""])


def _is_stream(answer: bytes) -> bool:
    return b"text/event-stream" in answer.partition(b"\r\n\r\n")[0]


async def _read(reader: asyncio.StreamReader, length: int, weather: Weather) -> bytes:
    data = b""
    while len(data) < length:
        piece = await reader.read(min(PIECE_BYTES, length - len(data)))
        if not piece:
            raise EOFError
        data += piece
        await _pace(len(piece), weather)
    return data


async def _pace(count: int, weather: Weather) -> None:
    if weather.bytes_per_second is not None:
        await asyncio.sleep(count / weather.bytes_per_second)


async def _while_there(reader: asyncio.StreamReader, relay: asyncio.Task[None]) -> None:
    """Until the answer is over, or the client has gone."""
    gone = asyncio.create_task(reader.read())
    gone.add_done_callback(lambda _: relay.cancel())
    try:
        await relay
    except asyncio.CancelledError as error:
        raise _Lost from error
    finally:
        gone.cancel()


async def _end_all() -> None:
    """Cancel whatever still waits on this loop."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for one in others:
        one.cancel()
    await asyncio.gather(*others, return_exceptions=True)
