"""Whether the process lives, and whether it can serve."""

import msgspec
from litestar import Response, get

from goldseam.api.bodies import answer
from goldseam.api.deps import Call, PartsDep
from goldseam.api.operations import operation


class Health(msgspec.Struct, frozen=True):
    status: str = "ok"


@get("/v1/health", opt=operation("Whether the process lives", None, Health))
async def health(request: Call) -> Response[bytes]:
    return answer(request, Health())


@get("/v1/health/ready", opt=operation("Whether it can serve", None, Health, ("unavailable",)))
async def ready(request: Call, parts: PartsDep) -> Response[bytes]:
    await parts.storage.ready()
    return answer(request, Health())
