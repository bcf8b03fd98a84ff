"""Devices, and everything that is held of an account (docs/protocol.md, Login)."""

from litestar import Response, get, post

from goldseam.api.auth import REFUSED_PROOF
from goldseam.api.bodies import SMALL_BODY_BYTES, answer, read_proven
from goldseam.api.deps import Call, PartsDep, SessionDep, host_of
from goldseam.api.operations import operation
from goldseam.holdings import devices_of, export_account
from goldseam.protocol.accounts import DeviceBody, ProvenRequest
from goldseam.protocol.devices import AccountExport, Devices


@get(
    "/v1/devices",
    opt=operation(
        "Every device that ever signed in or was admitted", None, Devices, ("session_stale",)
    ),
)
async def devices(request: Call, parts: PartsDep, session: SessionDep) -> Response[bytes]:
    return answer(request, await devices_of(parts.storage, session.account))


@post(
    "/v1/accounts/export",
    opt=operation(
        "All that the server holds of the account, but for what is sealed in vaults (purpose 6)",
        ProvenRequest,
        AccountExport,
        (*REFUSED_PROOF, "revoked"),
    ),
)
async def export(request: Call, parts: PartsDep) -> Response[bytes]:
    proven, body = await read_proven(request, DeviceBody, SMALL_BODY_BYTES)
    async with parts.gate.proof(host_of(request), proven, body.device):
        return answer(request, await export_account(parts.proofs, proven, body))
