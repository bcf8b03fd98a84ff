"""The outermost layer: every answer passes here and gets its security headers and its line in the log.

The routes of the protocol go on to Litestar, everything else is the web client.
"""

import logging
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec
from litestar import Litestar
from litestar.enums import ScopeType
from litestar.types import HTTPScope, Message, Receive, Scope, Send

from goldseam.api.problems import CODE
from goldseam.api.web import Assets, Headers, serve_web
from goldseam.live import Hub
from goldseam.logs import log

# The build copies it into the release, so that the service worker and `goldseam verify-web` hold hosts to it.
HEADERS_FILE = Path(__file__).parent.parent / "content" / "headers.json"
HSTS = (b"strict-transport-security", b"max-age=31536000")
API_PREFIX = "/v1/"
NO_ROUTE = "none"
WEB_ROUTE = "web"
NO_STORE = (b"cache-control", b"no-store")
NOT_ALLOWED: Headers = [(b"allow", b"GET, HEAD"), (b"content-length", b"0")]


@dataclass(frozen=True)
class Front:
    """The ASGI application. `hub` is here so that whoever stops the server can end its streams first."""

    api: Litestar
    assets: Assets
    hub: Hub
    security_headers: Headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection, as ASGI has it."""
        if scope["type"] != ScopeType.HTTP:
            await self.api(scope, receive, send)
            return
        start, status = time.perf_counter(), 0
        is_api = scope["path"].startswith(API_PREFIX)
        added = [*self.security_headers, NO_STORE] if is_api else self.security_headers

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        try:
            await self._route(is_api, scope, receive, send_with_headers)
        finally:
            _log_request(scope, is_api, status, time.perf_counter() - start)

    async def _route(self, is_api: bool, scope: HTTPScope, receive: Receive, send: Send) -> None:
        if is_api:
            await self.api(scope, receive, send)
        elif scope["method"] in {"GET", "HEAD"}:
            await serve_web(self.assets, scope, receive, send)
        else:
            await send({"type": "http.response.start", "status": 405, "headers": NOT_ALLOWED})
            await send({"type": "http.response.body", "body": b"", "more_body": False})


def security_headers(is_always_https: bool) -> Headers:
    """What every answer carries; HSTS only where plain http was never an address."""
    listed = msgspec.json.decode(HEADERS_FILE.read_bytes(), type=dict[str, str])
    headers = [(name.encode(), value.encode()) for name, value in listed.items()]
    return [*headers, HSTS] if is_always_https else headers


def _log_request(scope: HTTPScope, is_api: bool, status: int, seconds: float) -> None:
    """Refusals are told at once, what went well only to who asks for more: rhythm is private too."""
    level = logging.DEBUG if status < 400 else logging.INFO
    if not logging.getLogger("goldseam").isEnabledFor(level):
        return
    log(
        level,
        "request",
        method=scope["method"],
        route=scope.get("path_template", NO_ROUTE if is_api else WEB_ROUTE),
        status=status,
        code=scope.get("state", {}).get(CODE),
        ms=round(seconds * 1000, 1),
        request=secrets.token_hex(8),
    )
