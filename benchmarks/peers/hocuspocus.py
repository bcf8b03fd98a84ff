"""hocuspocus with its SQLite extension: Yjs over WebSocket; its own provider in Node is the client."""

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.packages import NODE
from benchmarks.peers.running import free_port, running
from benchmarks.peers.side import A_BATCH, ITEM_BYTES, ITEMS
from benchmarks.serving import Served

SERVER = Path(__file__).with_name("hocuspocus_server.mjs")
CLIENTS = Path(__file__).with_name("hocuspocus_clients.mjs")
DATABASE = "documents.sqlite"


@dataclass(frozen=True)
class Hocuspocus:
    """A server, and a process that has all clients; each has a document."""

    server: Served
    clients: Process

    async def write(self, clients: int, size: int, count: int) -> float:
        """A change that adds so many items to a list; answered once the server's memory has it."""
        return (await self._ask("write", clients, size, count))[0]

    async def fill(self) -> None:
        """One document, that stays open."""
        await self._ask("fill", A_BATCH, ITEMS // A_BATCH)

    async def first_sync(self) -> float:
        """A provider with an empty document, until it is synced."""
        return (await self._ask("first", ITEMS))[0]

    async def spread(self, count: int) -> list[float]:
        """Two providers of one document."""
        return await self._ask("spread", count)

    async def _ask(self, *words: str | int) -> list[float]:
        """Have the clients do it; what they measured."""
        if self.clients.stdin is None or self.clients.stdout is None:
            raise ConnectionError("the clients have no pipes")
        self.clients.stdin.write(json.dumps(words).encode() + b"\n")
        line = await self.clients.stdout.readline()
        if not line:
            raise ConnectionError("the clients ended")
        figures: list[float] = json.loads(line)
        return figures


@asynccontextmanager
async def hocuspocus(folder: Path) -> AsyncIterator[Hocuspocus]:
    """A server over a new database in a folder, and its clients."""
    port = free_port()
    with running([NODE, str(SERVER), str(port), DATABASE], port, folder) as server:
        words = [str(CLIENTS), str(port), str(ITEM_BYTES)]
        clients = await asyncio.create_subprocess_exec(NODE, *words, stdin=PIPE, stdout=PIPE)
        try:
            yield Hocuspocus(server, clients)
        finally:
            clients.kill()
            await clients.wait()
