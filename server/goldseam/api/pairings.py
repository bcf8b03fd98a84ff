"""Pairings: a new device and an old one meet under an id that only they can know (docs/protocol.md, Pairing)."""

from litestar import Response, get, put
from litestar.params import FromPath
from litestar.status_codes import HTTP_204_NO_CONTENT

from goldseam.api.auth import REFUSED_PROOF
from goldseam.api.bodies import (
    ANSWER_BODY_BYTES,
    SMALL_BODY_BYTES,
    answer,
    done,
    read_body,
    read_proven,
)
from goldseam.api.deps import Call, PartsDep, SessionDep, host_of, id_from_text
from goldseam.api.operations import operation
from goldseam.errors import BadRequest
from goldseam.pairing import answer_pairing
from goldseam.protocol.accounts import ProvenRequest
from goldseam.protocol.pairings import PairingAnswer, PairingAnswerBody, PairingOffer


@put(
    "/v1/pairings/{pairing:str}",
    status_code=HTTP_204_NO_CONTENT,
    opt=operation("Offer a new device", PairingOffer, None),
)
async def put_offer(request: Call, parts: PartsDep, pairing: FromPath[str]) -> Response[None]:
    parts.gate.offer(host_of(request))
    body = await read_body(request, PairingOffer, SMALL_BODY_BYTES)
    parts.pairings.put_offer(id_from_text(pairing), body.offer)
    return done(request)


@get(
    "/v1/pairings/{pairing:str}",
    opt=operation("The offer of a new device", None, PairingOffer, ("session_stale", "not_found")),
)
async def offer(
    request: Call,
    parts: PartsDep,
    session: SessionDep,  # noqa: ARG001 - an offer is shown to whoever has one
    pairing: FromPath[str],
) -> Response[bytes]:
    return answer(request, PairingOffer(parts.pairings.offer(id_from_text(pairing))))


@put(
    "/v1/pairings/{pairing:str}/answer",
    status_code=HTTP_204_NO_CONTENT,
    opt=operation(
        "Answer a new device (purpose 7)",
        ProvenRequest,
        None,
        (*REFUSED_PROOF, "revoked", "not_found"),
    ),
)
async def put_answer(request: Call, parts: PartsDep, pairing: FromPath[str]) -> Response[None]:
    proven, body = await read_proven(request, PairingAnswerBody, ANSWER_BODY_BYTES)
    if body.pairing != id_from_text(pairing):
        raise BadRequest("The address names another pairing.")
    async with parts.gate.proof(host_of(request), proven, body.device):
        await answer_pairing(parts.proofs, parts.pairings, proven, body)
    return done(request)


@get(
    "/v1/pairings/{pairing:str}/answer",
    opt=operation("The answer to a new device", None, PairingAnswer, ("not_found",)),
)
async def given_answer(request: Call, parts: PartsDep, pairing: FromPath[str]) -> Response[bytes]:
    return answer(request, PairingAnswer(parts.pairings.answer(id_from_text(pairing))))
