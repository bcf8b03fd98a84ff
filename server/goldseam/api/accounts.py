"""Accounts (docs/protocol.md, Login)."""

from litestar import Response, post

from goldseam.api.auth import REFUSED_PROOF
from goldseam.api.bodies import PROVEN_BODY_BYTES, answer, read_proven
from goldseam.api.deps import Call, PartsDep, host_of
from goldseam.api.operations import operation
from goldseam.protocol.accounts import ProvenRequest, Registration, Session


@post(
    "/v1/accounts",
    opt=operation(
        "Make an account and its first vault (purpose 8)",
        ProvenRequest,
        Session,
        (
            *REFUSED_PROOF,
            "bad_signature",
            "name_taken",
            "invitation_refused",
            "registration_closed",
        ),
    ),
)
async def register(request: Call, parts: PartsDep) -> Response[bytes]:
    proven, body = await read_proven(request, Registration, PROVEN_BODY_BYTES)
    async with parts.gate.signup(host_of(request), proven):
        return answer(request, await parts.accounts.register(proven, body))
