"""pouchdb-server: CouchDB's protocol, JSON over HTTP, LevelDB below."""

import asyncio
import base64
import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from benchmarks.commits import seconds_to_send
from benchmarks.packages import NODE
from benchmarks.peers.running import free_port, running
from benchmarks.peers.side import A_BATCH, CLIENTS, ITEM_BYTES, ITEMS, MODULES
from benchmarks.serving import Served
from benchmarks.wire import Wire, any_request

PROGRAM = MODULES / "pouchdb-server/bin/pouchdb-server"
FILLED = "filled"
A_PAGE = 1_000
CONTINUOUS = "feed=continuous&include_docs=true"
JSON = {"content-type": "application/json", "accept": "application/json"}


@dataclass(frozen=True)
class PouchDB:
    """A server with a database for each client."""

    server: Served
    databases: Sequence[str]

    async def write(self, clients: int, size: int, count: int) -> float:
        """A new document, or `_bulk_docs` of them."""
        some = self.databases[:clients]
        rounds = [[_write(name, size) for name in some] for _ in range(count)]
        return await seconds_to_send(self.server, rounds)

    async def fill(self) -> None:
        """One database."""
        rounds = [[_write(FILLED, A_BATCH)] for _ in range(ITEMS // A_BATCH)]
        await seconds_to_send(self.server, rounds)

    async def first_sync(self) -> float:
        """`_changes` with the documents, a page after the other."""
        wire, found, since = await Wire.open(self.server.port), 0, 0
        start = time.perf_counter()
        while found < ITEMS:
            path = f"/{FILLED}/_changes?include_docs=true&limit={A_PAGE}&since={since}"
            _, body = await wire.ask(any_request("GET", path, JSON))
            page = msgspec.json.decode(body)
            found, since = found + len(page["results"]), page["last_seq"]
            if not page["results"]:
                raise RuntimeError(f"a first sync brought {found} documents")
        seconds = time.perf_counter() - start
        await wire.close()
        return seconds

    async def spread(self, count: int) -> list[float]:
        """The continuous feed of changes, with the documents."""
        name = self.databases[0]
        sending, feed = [await Wire.open(self.server.port) for _ in range(2)]
        _, told = await sending.ask(any_request("GET", f"/{name}", JSON))
        path = f"/{name}/_changes?{CONTINUOUS}&since={msgspec.json.decode(told)['update_seq']}"
        feed.writer.write(any_request("GET", path, JSON))
        found: list[float] = []
        for _ in range(count):
            request = _write(name, 1)
            start = time.perf_counter()
            known = asyncio.create_task(_moment_of_change(feed))
            await sending.ask(request)
            found.append((await known - start) * 1_000)
        for wire in (sending, feed):
            await wire.close()
        return found


@asynccontextmanager
async def pouchdb(folder: Path) -> AsyncIterator[PouchDB]:
    """A server over new data in a folder; its log lies in the folder too, and stays small."""
    port, config = free_port(), str(folder / "config.json")
    words = ["--port", str(port), "--dir", str(folder), "--config", config, "--no-stdout-logs"]
    with running([NODE, str(PROGRAM), *words], port, folder) as server:
        databases = [f"client{number}" for number in range(CLIENTS)]
        made = [[any_request("PUT", f"/{name}", JSON)] for name in [*databases, FILLED]]
        await seconds_to_send(server, made)
        yield PouchDB(server, databases)


def _write(database: str, size: int) -> bytes:
    documents = [_document() for _ in range(size)]
    if size == 1:
        path, body = f"/{database}/{os.urandom(16).hex()}", msgspec.json.encode(documents[0])
        return any_request("PUT", path, JSON, body)
    body = msgspec.json.encode({"docs": documents})
    return any_request("POST", f"/{database}/_bulk_docs", JSON, body)


def _document() -> dict[str, str]:
    return {"sealed": base64.b64encode(os.urandom(ITEM_BYTES)).decode()}


async def _moment_of_change(feed: Wire) -> float:
    """When the feed has told of a document; between them are the lengths of chunks, and empty lines."""
    while not (line := await feed.reader.readline()).startswith(b"{"):
        if not line:
            raise ConnectionError("the feed ended")
    return time.perf_counter()
