"""Keyrings and new keys (docs/protocol.md, Keyring, Epochs)."""

from litestar import Response, get, post, put
from litestar.params import FromQuery

from goldseam import keyrings as use_cases
from goldseam.api.auth import REFUSED_PROOF
from goldseam.api.bodies import PROVEN_BODY_BYTES, answer, read_proven
from goldseam.api.deps import Call, PartsDep, SessionDep, host_of, number_from_text
from goldseam.api.operations import operation
from goldseam.live import KEYRING
from goldseam.protocol.accounts import KeyringAnswer, Keyrings, KeyringWrite, ProvenRequest
from goldseam.protocol.epochs import EpochWrite


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
    return answer(request, await use_cases.keyrings_after(parts.proofs, session.account, version))


@put(
    "/v1/keyrings",
    opt=operation(
        "Put the next keyring version, remove and admit devices (purpose 3)",
        ProvenRequest,
        KeyringAnswer,
        (*REFUSED_PROOF, "bad_signature", "revoked", "keyring_behind", "quota"),
    ),
)
async def put_keyring(request: Call, parts: PartsDep) -> Response[bytes]:
    proven, body = await read_proven(request, KeyringWrite, PROVEN_BODY_BYTES)
    async with parts.gate.proof(host_of(request), proven, body.keyring.device):
        account, written = await use_cases.put_keyring(parts.proofs, proven, body)
    parts.hub.tell(account, KEYRING, written.version)
    for device in body.revoke:
        parts.hub.dismiss(account, device)
    return answer(request, written)


@post(
    "/v1/epochs",
    opt=operation(
        "Put new keys, and sign out all other devices (purpose 4)",
        ProvenRequest,
        KeyringAnswer,
        (*REFUSED_PROOF, "bad_signature", "revoked", "keyring_behind", "behind"),
    ),
)
async def put_epoch(request: Call, parts: PartsDep) -> Response[bytes]:
    proven, body = await read_proven(request, EpochWrite, PROVEN_BODY_BYTES)
    async with parts.gate.proof(host_of(request), proven, body.keyring.device):
        account, written = await use_cases.put_epoch(parts.proofs, proven, body)
    parts.hub.tell(account, KEYRING, written.version)
    parts.hub.dismiss_others(account, body.keyring.device)
    return answer(request, written)
