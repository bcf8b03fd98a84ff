"""A malicious server: the real application, and in front of it what a test makes of requests and answers.

An attack is a function over one exchange: it gets what was asked and a way to ask the honest application, and gives
what the client is told. Everything that was asked and given is remembered, as a server would.
"""

import asyncio
import shutil
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

import uvicorn
from litestar.enums import ScopeType
from litestar.types import HTTPReceiveMessage, HTTPScope, Message, Receive, Scope, Send
from litestar.types.asgi_types import HTTPRequestEvent

from goldseam.api.front import Front
from goldseam.api.serving import Server, listen
from goldseam.app import DATABASE_FILE, create_app
from goldseam.config import Settings

START_SECONDS: Final = 60.0
STREAM: Final = "/v1/pokes"


@dataclass(frozen=True)
class Asked:
    """A request to the API; `path` with its query."""

    method: str
    path: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def route(self) -> str:
        """Method and path without ids, numbers and query, as `GET /v1/vaults/*/revisions`."""
        parts = self.path.partition("?")[0].split("/")
        return f"{self.method} {'/'.join('*' if _is_value(part) else part for part in parts)}"


@dataclass(frozen=True)
class Given:
    """An answer; `times` the body comes so often, one after the other."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    times: int = 1


Honest: TypeAlias = Callable[[Asked], Awaitable[Given]]
Attack: TypeAlias = Callable[[Asked, Honest], Awaitable[Given]]


async def honestly(asked: Asked, honest: Honest) -> Given:
    """No attack."""
    return await honest(asked)


@dataclass
class Double:
    """The ASGI application. `heard` is what was asked and what the client was told, in the order of the answers."""

    front: Front
    attack: Attack = honestly
    heard: list[tuple[Asked, Given]] = field(default_factory=list)
    has_written: bool = False
    most_given_bytes: int = 0
    """Of one body, until the client hung up."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection, as ASGI has it; only exchanges of the API pass through the attack."""
        path = scope.get("path", "")
        if scope["type"] != ScopeType.HTTP or not path.startswith("/v1/") or path == STREAM:
            await self.front(scope, receive, send)
            return
        asked = await _asked(scope, receive)

        async def honest(passed_on: Asked) -> Given:
            self.has_written |= passed_on.method == "PUT"
            return await _ask(self.front, scope, passed_on)

        given = await self.attack(asked, honest)
        self.heard.append((asked, given))
        given_bytes = await _give(given, receive, send)
        self.most_given_bytes = max(self.most_given_bytes, given_bytes)


class LyingServer:
    """A double that listens on one port for its whole life; its folder can be copied and brought back."""

    def __init__(self, folder: Path, port: int, web_folder: Path) -> None:
        self.folder = folder
        self.origin = f"http://localhost:{port}"
        self.later = 0
        """Seconds by which its clock is ahead."""
        self._settings = Settings(folder / "data", port=port)
        self._web_folder = web_folder
        self._heard: list[tuple[Asked, Given]] = []
        self._running: tuple[Server, threading.Thread, Double] | None = None
        self._holds = ""

    @property
    def heard(self) -> list[tuple[Asked, Given]]:
        """All exchanges of the API since it was first started."""
        return self._heard

    @property
    def database(self) -> Path:
        """The file of its database."""
        return self._settings.data / DATABASE_FILE

    def holds(self, name: str) -> bool:
        """Whether it holds just what was in this backup."""
        is_written = self._running is not None and self._running[2].has_written
        return self._holds == name and not is_written

    def start(self) -> None:
        """Return when it answers."""
        front = create_app(
            self._settings, clock=lambda: int(time.time()) + self.later, web_folder=self._web_folder
        )
        double = Double(front, heard=self._heard)
        server = Server(_config(double), front, "")
        thread = threading.Thread(target=server.run, args=([listen(self._settings)],))
        thread.start()
        self._running = server, thread, double
        end = time.monotonic() + START_SECONDS
        while not server.started:
            if not thread.is_alive() or time.monotonic() > end:
                raise RuntimeError("the server did not start")
            time.sleep(0.01)

    def stop(self) -> None:
        """Return when everything is closed."""
        if self._running is None:
            return
        server, thread, _ = self._running
        self._running = None
        server.should_exit = True
        thread.join(START_SECONDS)
        if thread.is_alive():
            raise TimeoutError("the server did not stop")

    @property
    def most_given_bytes(self) -> int:
        """Of one body, since it was started, until the client hung up."""
        return self._running[2].most_given_bytes if self._running else 0

    @contextmanager
    def lying(self, attack: Attack) -> Iterator[None]:
        """Every exchange goes through the attack, and is honest again afterwards."""
        if self._running is None:
            raise RuntimeError("the server is not running")
        double = self._running[2]
        double.attack = attack
        try:
            yield
        finally:
            double.attack = honestly

    def copy(self, name: str) -> None:
        """Make a backup of everything, as an operator does."""
        self.stop()
        shutil.copytree(self._settings.data, self.folder / name)
        self._holds = name
        self.start()

    def restore(self, name: str) -> None:
        """Go back to a backup."""
        self.stop()
        shutil.rmtree(self._settings.data)
        shutil.copytree(self.folder / name, self._settings.data)
        self._holds = name
        self.start()

    def rewrite(self, *statements: str) -> None:
        """Change the database behind the application's back."""
        self.stop()
        with closing(sqlite3.connect(self.database)) as database, database:
            for statement in statements:
                database.execute(statement)
        self._holds = ""
        self.start()


def _config(double: Double) -> uvicorn.Config:
    return uvicorn.Config(
        double,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,
    )


def _is_value(part: str) -> bool:
    is_id = len(part) in {32, 64} and all(digit in "0123456789abcdef" for digit in part)
    return is_id or part.isdigit()


async def _asked(scope: HTTPScope, receive: Receive) -> Asked:
    body, is_more = b"", True
    while is_more:
        message = await receive()
        if message["type"] != "http.request":
            break
        body, is_more = body + message["body"], message["more_body"]
    query = scope["query_string"].decode()
    path = scope["path"] + (f"?{query}" if query else "")
    return Asked(scope["method"], path, tuple(scope["headers"]), body)


async def _ask(front: Front, scope: HTTPScope, asked: Asked) -> Given:
    """What the honest application answers."""
    request: HTTPRequestEvent = {
        "type": "http.request",
        "body": asked.body,
        "more_body": False,
    }
    left, told = [request], list[Message]()

    async def receive() -> HTTPReceiveMessage:
        if left:
            return left.pop()
        await asyncio.Event().wait()  # Nobody sets it: this client never hangs up.
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        told.append(message)

    await front(_scope_of(scope, asked), receive, send)
    status, headers, body = 0, list[tuple[bytes, bytes]](), b""
    for message in told:
        if message["type"] == "http.response.start":
            status, headers = message["status"], [*message["headers"]]
        elif message["type"] == "http.response.body":
            body += message["body"]
    return Given(status, tuple(headers), body)


def _scope_of(scope: HTTPScope, asked: Asked) -> HTTPScope:
    """The scope in which this request, perhaps changed, would have come."""
    path, _, query = asked.path.partition("?")
    kept = [(name, value) for name, value in asked.headers if name != b"content-length"]
    length = [(b"content-length", str(len(asked.body)).encode())] if asked.body else []
    changed = scope.copy()
    changed["method"] = asked.method  # type: ignore[typeddict-item]
    changed["path"], changed["raw_path"] = path, path.encode()
    changed["query_string"], changed["headers"] = query.encode(), [*kept, *length]
    changed["state"] = {}
    return changed


async def _give(given: Given, receive: Receive, send: Send) -> int:
    """Send an answer; how many bytes of its body went out before the client hung up."""
    headers = [(name, value) for name, value in given.headers if name != b"content-length"]
    if given.times == 1 and given.status != 204:
        headers.append((b"content-length", str(len(given.body)).encode()))
    await send({"type": "http.response.start", "status": given.status, "headers": headers})
    leaving = asyncio.ensure_future(receive())
    sent = 0
    while sent < given.times - 1 and not leaving.done():
        await send({"type": "http.response.body", "body": given.body, "more_body": True})
        sent += 1
        await asyncio.sleep(0)  # Else nobody could tell that the client has left.
    await send({"type": "http.response.body", "body": given.body, "more_body": False})
    leaving.cancel()
    return (sent + 1) * len(given.body)
