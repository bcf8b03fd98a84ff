"""The limits that clients split their work by (docs/protocol.md, Limits)."""

from litestar import Response, get

from goldseam.api.bodies import answer
from goldseam.api.deps import Call, PartsDep
from goldseam.api.operations import operation
from goldseam.protocol.limits import Limits


@get("/v1/limits", opt=operation("What the server accepts", None, Limits))
async def limits(request: Call, parts: PartsDep) -> Response[bytes]:
    return answer(request, Limits(parts.accounts.admission))
