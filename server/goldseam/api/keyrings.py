"""Keyrings (docs/protocol.md, Keyring)."""

from litestar import Response, get, put
from litestar.params import FromQuery

from goldseam.api.auth import REFUSED_PROOF
from goldseam.api.bodies import PROVEN_BODY_BYTES, answer, read_proven
from goldseam.api.deps import Call, PartsDep, SessionDep, host_of, number_from_text
from goldseam.api.operations import operation
from goldseam.keyrings import keyrings_after
from goldseam.keyrings import put_keyring as write_keyring
from goldseam.live import KEYRING
from goldseam.protocol.accounts import KeyringAnswer, Keyrings, KeyringWrite, ProvenRequest


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
    return answer(request, await keyrings_after(parts.proofs, session.account, version))


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
        account, written = await write_keyring(parts.proofs, proven, body)
    parts.hub.tell(account, KEYRING, written.version)
    return answer(request, written)
