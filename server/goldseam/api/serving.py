"""Serving over HTTP: one process, one event loop, one socket, and a clean end."""

import logging
import signal
import socket
from contextlib import suppress

import uvicorn

from goldseam.api.front import Front
from goldseam.config import Settings
from goldseam.errors import SettingsError
from goldseam.logs import log

GRACE_SECONDS = 5
BACKLOG = 2048


class Server(uvicorn.Server):
    """Ends the streams first: uvicorn waits for open answers before it tells the application that it stops.

    It has no hook for that, hence a subclass of the framework.
    """

    def __init__(self, config: uvicorn.Config, front: Front, greeting: str) -> None:
        super().__init__(config)
        self._front = front
        self._greeting = greeting

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say where."""
        await super().startup(sockets)
        print(self._greeting, flush=True)  # noqa: T201 - for the person who started it
        log(logging.INFO, "started")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then everything else."""
        log(logging.INFO, "stopping")
        self._front.hub.close()
        await super().shutdown(sockets)
        log(logging.INFO, "stopped")


def listen(settings: Settings) -> socket.socket:
    """A listening socket, closed by the caller or by serving; raises `SettingsError` for an address not to be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        reason = f"{error.strerror} (GOLDSEAM_HOST, GOLDSEAM_PORT)"
        raise SettingsError(
            f"Cannot listen on {settings.host}:{settings.port}: {reason}."
        ) from error
    return listener


def serve(front: Front, settings: Settings, listener: socket.socket) -> int:
    """Serve until SIGTERM or SIGINT; 0 after a clean end, 1 when it could not start."""
    server = Server(_config(front, settings), front, _greeting(settings))
    # uvicorn raises the signal again at its end; a stop that was asked for is no failure.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: None)
    with suppress(SystemExit):  # uvicorn's way to say that the application did not start
        server.run(sockets=[listener])
    return 0 if server.started else 1


def _config(front: Front, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        front,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        timeout_graceful_shutdown=GRACE_SECONDS,
        ssl_certfile=settings.certificate,
        ssl_keyfile=settings.certificate_key,
    )


def _greeting(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    listening = f"{settings.scheme}://{host}:{settings.port}"
    return f"Goldseam listens on {listening}; open {settings.origins[0]}"
