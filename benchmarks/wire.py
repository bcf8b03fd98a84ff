"""HTTP/1.1 with as little work as can be, so that the server is what is measured: whole requests in, bodies out.

It runs on the server's own event loop (uvloop), which takes less of the processor that both share.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

HOST = "127.0.0.1"
MOST_BYTES = 64 * 1024 * 1024
MSGPACK = "application/vnd.msgpack"


def request(method: str, path: str, token: str, body: bytes = b"") -> bytes:
    """A request to Goldseam as it goes over the wire."""
    headers = {"authorization": f"Bearer {token}", "content-type": MSGPACK}
    return any_request(method, path, headers, body)


def any_request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """A request to any server as it goes over the wire."""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"host: {HOST}",
        *(f"{name}: {value}" for name, value in headers.items()),
        f"content-length: {len(body)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True)
class Wire:
    """One connection, that stays open."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, port: int) -> Self:
        """Connect; the caller closes it."""
        return cls(*await asyncio.open_connection(HOST, port, limit=MOST_BYTES))

    async def ask(self, whole: bytes) -> tuple[int, bytes]:
        """Send a request; the status and the body of its answer."""
        self.writer.write(whole)
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0]
        return int(head[9:12]), await self.reader.readexactly(int(length))

    async def listen(self, whole: bytes) -> None:
        """Send the request of a stream; returns when it has begun and told where things stand."""
        self.writer.write(whole)
        await self.told()

    async def told(self) -> bytes:
        """What the next event of the stream says."""
        while not (line := await self.reader.readline()).startswith(b"data: "):
            if not line:
                raise ConnectionError("the stream ended")
        return line.removeprefix(b"data: ").strip()

    async def close(self) -> None:
        """Hang up."""
        self.writer.close()
        await self.writer.wait_closed()
