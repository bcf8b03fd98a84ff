"""Closing an account, and the statement of it (docs/protocol.md, Closing)."""

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.status_codes import HTTP_204_NO_CONTENT

from goldseam.api.auth import REFUSED_PROOF
from goldseam.api.bodies import SMALL_BODY_BYTES, answer, done, read_proven
from goldseam.api.deps import Call, PartsDep, host_of, id_from_text
from goldseam.api.operations import operation
from goldseam.closing import close_account, statement_of
from goldseam.protocol.accounts import ProvenRequest
from goldseam.protocol.closing import Closing, Statement


@post(
    "/v1/accounts/close",
    status_code=HTTP_204_NO_CONTENT,
    opt=operation(
        "Close the account for good (purpose 5)",
        ProvenRequest,
        None,
        (*REFUSED_PROOF, "bad_signature", "revoked"),
    ),
)
async def close(request: Call, parts: PartsDep) -> Response[None]:
    proven, body = await read_proven(request, Closing, SMALL_BODY_BYTES)
    async with parts.gate.proof(host_of(request), proven, body.statement.device):
        account = await close_account(parts.proofs, proven, body)
    parts.hub.dismiss_all(account)
    await parts.storage.purge()
    return done(request)


@get(
    "/v1/closings/{account:str}",
    opt=operation(
        "The statement with which an account was closed", None, Statement, ("not_found",)
    ),
)
async def statement(request: Call, parts: PartsDep, account: FromPath[str]) -> Response[bytes]:
    return answer(request, await statement_of(parts.storage, id_from_text(account)))
