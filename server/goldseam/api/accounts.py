"""Accounts and their keyrings (docs/protocol.md, Login, Keyring)."""

from litestar import Response, get, post, put
from litestar.params import FromQuery

from goldseam.api.auth import REFUSED_PROOF
from goldseam.api.bodies import PROVEN_BODY_BYTES, answer, read_proven
from goldseam.api.deps import Call, PartsDep, SessionDep, host_of, number_from_text
from goldseam.api.operations import operation
from goldseam.live import KEYRING
from goldseam.protocol.accounts import (
    KeyringAnswer,
    Keyrings,
    KeyringWrite,
    ProvenRequest,
    Registration,
    Session,
)


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


@get(
    "/v1/keyrings",
    opt=operation(
        "Keyring versions above one, with the current slots and wraps",
        None,
        Keyrings,
        ("session_stale",),
        query=("after",),
    ),
)
async def keyrings(
    request: Call, parts: PartsDep, session: SessionDep, after: FromQuery[str] = "0"
) -> Response[bytes]:
    version = number_from_text(after)
    return answer(request, await parts.accounts.keyrings(session.account, version))


@put(
    "/v1/keyrings",
    opt=operation(
        "Put the next keyring version (purpose 3)",
        ProvenRequest,
        KeyringAnswer,
        (*REFUSED_PROOF, "bad_signature", "keyring_behind"),
    ),
)
async def put_keyring(request: Call, parts: PartsDep) -> Response[bytes]:
    proven, body = await read_proven(request, KeyringWrite, PROVEN_BODY_BYTES)
    async with parts.gate.proof(host_of(request), proven, body.keyring.device):
        account, written = await parts.accounts.put_keyring(proven, body)
    parts.hub.tell(account, KEYRING, written.version)
    return answer(request, written)
