"""The stream of pokes (docs/protocol.md, Live)."""

import asyncio

from litestar import get
from litestar.types import ASGIApp, Receive, Scope, Send

from goldseam.api.deps import Parts, PartsDep, SessionDep
from goldseam.api.operations import operation
from goldseam.live import Listener, frames
from goldseam.storage.contract import SessionRow

HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"x-accel-buffering", b"no"),  # A proxy that gathers pokes defeats them.
]


@get(
    "/v1/pokes",
    opt=operation("A stream of pokes, as server-sent events", None, None, ("session_stale",)),
)
async def pokes(parts: PartsDep, session: SessionDep) -> ASGIApp:
    async def stream(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - ASGI
        listener = parts.hub.join(session.account, session.device)
        watch = asyncio.create_task(_close_when_gone(receive, listener))
        try:
            await _send_pokes(parts, session, listener, send)
        finally:
            watch.cancel()
            parts.hub.leave(session.account, session.device, listener)

    return stream


async def _send_pokes(parts: Parts, session: SessionRow, listener: Listener, send: Send) -> None:
    if await parts.storage.session(session.token_hash) is None:
        listener.close()  # It ended while the stream began, and whoever ended it knew no stream to end.
    for vault, sequence in await parts.storage.vaults_of(session.account):
        listener.tell(vault, sequence)
    # A stream outlives its token no more than a request would.
    lasting_seconds = session.expires_at - parts.clock()
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    async for frame in frames(listener, lasting_seconds):
        await send({"type": "http.response.body", "body": frame, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _close_when_gone(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.close()
