"""Challenges and sessions (docs/protocol.md, Login)."""

from litestar import Response, delete, post

from goldseam.api.bodies import SMALL_BODY_BYTES, answer, done, read_body, read_proven
from goldseam.api.deps import Call, PartsDep, SessionDep, host_of
from goldseam.api.operations import operation
from goldseam.protocol.accounts import (
    Challenge,
    ChallengeRequest,
    DeviceBody,
    ProvenRequest,
    Renewal,
    Session,
)

REFUSED_PROOF = ("login_refused", "challenge_refused", "origin_refused")


@post(
    "/v1/challenges",
    opt=operation("What to sign next, and the salt of a name", ChallengeRequest, Challenge),
)
async def make_challenge(request: Call, parts: PartsDep) -> Response[bytes]:
    asked = await read_body(request, ChallengeRequest, SMALL_BODY_BYTES)
    parts.gate.challenge(host_of(request), asked.purpose)
    return answer(request, await parts.accounts.make_challenge(asked.name, asked.purpose))


@post(
    "/v1/sessions",
    opt=operation(
        "Sign in (purpose 1)", ProvenRequest, Session, (*REFUSED_PROOF, "revoked", "quota")
    ),
)
async def sign_in(request: Call, parts: PartsDep) -> Response[bytes]:
    proven, body = await read_proven(request, DeviceBody, SMALL_BODY_BYTES)
    async with parts.gate.proof(host_of(request), proven, body.device):
        return answer(request, await parts.accounts.sign_in(proven, body))


@post(
    "/v1/sessions/renew",
    opt=operation(
        "Renew a session by the device alone (purpose 2)",
        ProvenRequest,
        Renewal,
        (*REFUSED_PROOF, "sign_in_again", "revoked"),
    ),
)
async def renew(request: Call, parts: PartsDep) -> Response[bytes]:
    proven, body = await read_proven(request, DeviceBody, SMALL_BODY_BYTES)
    async with parts.gate.proof(host_of(request), proven, body.device):
        return answer(request, await parts.accounts.renew(proven, body))


@delete(
    "/v1/sessions/current",
    opt=operation("End the session", None, None, ("session_stale",)),
)
async def end_session(request: Call, parts: PartsDep, session: SessionDep) -> Response[None]:
    await parts.accounts.end_session(session)
    parts.hub.dismiss(session.account, session.device)
    return done(request)
