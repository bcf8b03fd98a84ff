"""The use cases of closing: an account that goes for good, and the statement that stays (docs/protocol.md, Closing)."""

from datetime import date

from goldseam.doorkeeper import verify_signature
from goldseam.errors import BadRequest, BadSignature, NotFound
from goldseam.proofs import Proofs
from goldseam.protocol.accounts import PURPOSE_CLOSE, ProvenRequest
from goldseam.protocol.closing import Closing, Statement, statement_bytes
from goldseam.protocol.limits import CLOSING_DAYS
from goldseam.storage.contract import ClosingRow, DeviceRow, Storage

DAY_SECONDS = 86_400


async def close_account(proofs: Proofs, request: ProvenRequest, body: Closing) -> bytes:
    """Delete everything of an account but the statement; its id. What was sealed leaves the files with a purge.

    Raises `BadRequest`, `BadSignature` for a statement that is not one of the proving device, and what refuses a proof.
    """
    claim = await proofs.claim(request, PURPOSE_CLOSE)
    device = await proofs.proving_device(claim, body.statement.device)
    _check_statement(device, body.statement)
    expires_at = proofs.clock() + CLOSING_DAYS * DAY_SECONDS
    await proofs.storage.close_account(claim.spent, ClosingRow(body.statement, expires_at))
    return claim.account


async def statement_of(storage: Storage, account: bytes) -> Statement:
    """The statement with which an account was closed; raises `NotFound`."""
    closing = await storage.closing(account)
    if closing is None:
        raise NotFound
    return closing.statement


def _check_statement(device: DeviceRow, statement: Statement) -> None:
    if statement.account != device.account or not _is_date(statement.on):
        raise BadRequest("The statement is not one of this account and a day.")
    if not verify_signature(device.key, statement_bytes(statement), statement.signature):
        raise BadSignature


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
