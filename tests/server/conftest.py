"""A fresh server inside the test: over memory and SQLite, with a clock that the test turns."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from goldseam.api.front import Front
from goldseam.app import create_app
from goldseam.client import entering
from goldseam.config import Settings
from goldseam.protocol.limits import Admission
from goldseam.storage.contract import Storage
from goldseam.storage.memory import MemoryStorage
from goldseam.storage.sqlite import SqliteStorage
from tests.server.callers import ORIGIN, Caller, a_caller
from tests.server.simulated import World, a_world, stretched_once

SECRET = b"a login secret that only tests know"


@dataclass
class Ticks:
    """Seconds that never go back, as the limits against strangers read them."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Clock:
    """UTC seconds, as the server under test reads them."""

    now: int = 1_795_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands still until the test turns it."""
    return Clock()


@pytest.fixture
def ticks() -> Ticks:
    """Give seconds that stand still until the test turns them: nothing fills up by itself."""
    return Ticks()


@pytest.fixture
def admission() -> Admission:
    """Say who may make an account; a file of tests may say otherwise."""
    return "open"


@pytest.fixture(params=["memory", "sqlite"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    """Give an empty store of each kind; the application closes it."""
    if request.param == "memory":
        return MemoryStorage()
    return await SqliteStorage.open(tmp_path / "data" / "goldseam.sqlite3")


@pytest.fixture
def web_folder(tmp_path: Path) -> Path:
    """Give a small built client."""
    folder = tmp_path / "web_dist"
    (folder / "assets").mkdir(parents=True)
    (folder / ".vite").mkdir()
    (folder / "index.html").write_text("<!doctype html><title>Goldseam</title>")
    (folder / "index.html.br").write_bytes(b"brotli of index")
    (folder / "index.html.gz").write_bytes(gzip.compress(b"gzip of index"))
    (folder / "sw.js").write_text("// the service worker")
    (folder / "manifest.webmanifest").write_text("{}")
    (folder / "assets" / "main-1a2b.js").write_text("// the client")
    (folder / ".vite" / "manifest.json").write_text("{}")
    return folder


@pytest.fixture
async def front(
    store: Storage,
    clock: Clock,
    ticks: Ticks,
    admission: Admission,
    tmp_path: Path,
    web_folder: Path,
) -> AsyncIterator[Front]:
    """Give a started application."""
    settings = Settings(tmp_path / "data", secret=SECRET, accounts=admission)
    app = create_app(settings, store, clock=clock, ticks=ticks, web_folder=web_folder)
    async with started(app):
        yield app


@pytest.fixture
async def http(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client whose requests go straight into the application."""
    async with calling(front) as client:
        yield client


@pytest.fixture
async def anna(http: httpx.AsyncClient) -> Caller:
    """Give a person who has just signed up."""
    return await signed_up(http, "anna")


@pytest.fixture
async def ben(http: httpx.AsyncClient) -> Caller:
    """Give another one."""
    return await signed_up(http, "ben")


def calling(app: Front, host: str = "127.0.0.1") -> httpx.AsyncClient:
    """A client at an address, whose requests go straight into an application."""
    transport = httpx.ASGITransport(app, client=(host, 1234))  # type: ignore[arg-type]  # Its types of ASGI are looser than Litestar's.
    return httpx.AsyncClient(transport=transport, base_url=ORIGIN)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Give three devices of one account, an honest server and a network, all in memory."""
    monkeypatch.setattr(entering, "stretch", stretched_once)
    return a_world()


async def signed_up(http: httpx.AsyncClient, name: str) -> Caller:
    """A person who has just signed up under a name."""
    caller = a_caller(http, name)
    answer = await caller.register()
    assert answer.status_code == 200, answer.content
    return caller


@asynccontextmanager
async def started(app: Front) -> AsyncIterator[None]:
    """Run the lifespan of an application in one task, as a server does."""
    asked: asyncio.Queue[str] = asyncio.Queue()
    told: asyncio.Queue[str] = asyncio.Queue()

    async def receive() -> dict[str, str]:
        return {"type": await asked.get()}

    async def send(message: dict[str, str]) -> None:
        told.put_nowait(message["type"])

    scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
    running = asyncio.create_task(app(scope, receive, send))  # type: ignore[arg-type]  # A hand-made server's side.
    asked.put_nowait("lifespan.startup")
    assert await told.get() == "lifespan.startup.complete"
    try:
        yield
    finally:
        asked.put_nowait("lifespan.shutdown")
        await running
