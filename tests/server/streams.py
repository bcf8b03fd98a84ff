"""Streams of pokes, as a device reads them (docs/protocol.md, Live)."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from goldseam.api.front import Front
from tests.server.callers import Caller

PATIENCE_SECONDS = 60


@dataclass
class Stream:
    """A stream of pokes as the test reads it, and the way to hang up."""

    sent: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self) -> dict[str, object]:
        await self.hung_up.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.put_nowait(message)

    async def next(self) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self.sent.get()

    async def events(self) -> list[tuple[str, dict[str, Any]]]:
        """The events of the next piece."""
        lines = (await self.next())["body"].decode().split("\n\n")
        pairs = [line.split("\ndata: ") for line in lines if line]
        return [(name.removeprefix("event: "), json.loads(data)) for name, data in pairs]


@asynccontextmanager
async def listening(front: Front, caller: Caller) -> AsyncIterator[Stream]:
    """Open the caller's stream and take its start."""
    stream = Stream()
    headers = [(name.encode(), value.encode()) for name, value in caller.headers.items()]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": "/v1/pokes", "raw_path": b"/v1/pokes", "query_string": b"", "root_path": "", "headers": headers,
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8787),
    }  # fmt: skip
    running = asyncio.create_task(front(scope, stream.receive, stream.send))  # type: ignore[arg-type]  # A server's side.
    start = await stream.next()
    assert start["status"] == 200
    assert dict(start["headers"])[b"content-type"] == b"text/event-stream"
    yield stream
    stream.hung_up.set()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await running


async def ended(stream: Stream) -> None:
    """Wait until a stream has said its last."""
    while (await stream.next())["more_body"]:
        pass
