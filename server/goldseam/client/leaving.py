"""Closing the account, and taking along what the server holds of it (docs/protocol.md, Closing, Login)."""

from goldseam.client.calls import insist, order
from goldseam.client.changing import prover_of
from goldseam.client.closing import believed_statement
from goldseam.client.desk import Holder
from goldseam.client.effects import Procedure
from goldseam.client.proving import challenge_for, prove_now, proven
from goldseam.crypto.closing import sign_closing
from goldseam.errors import LoginRefused
from goldseam.protocol.accounts import PURPOSE_CLOSE, PURPOSE_EXPORT, DeviceBody
from goldseam.protocol.closing import Closing, Statement
from goldseam.protocol.devices import AccountExport


def close_account(holder: Holder, on: str) -> Procedure[None]:
    """Close the account for good; `on` is a UTC date. Said again after a lost answer, until it is known to be closed.

    Raises `LoginRefused`, `Silence`.
    """
    enrolled, key = holder.desk.enrolled, holder.desk.device_key
    statement = sign_closing(enrolled.account, enrolled.device, key, on)
    try:
        yield from insist(lambda: _close(holder, statement))
    except LoginRefused:
        # Perhaps an earlier request was heard and its answer lost: then the name is gone, and the statement says so.
        if (yield from believed_statement(holder.desk)) is None:
            raise


def account_export(holder: Holder) -> Procedure[AccountExport]:
    """All that the server holds of the account but for what is sealed in vaults. Raises as `proven`."""
    prover, body = prover_of(holder), DeviceBody(holder.desk.enrolled.device)
    challenge = yield from challenge_for(prover.name, PURPOSE_EXPORT)
    route = ("POST", "/v1/accounts/export")
    return (yield from proven(prover, PURPOSE_EXPORT, challenge, route, body, AccountExport))


def _close(holder: Holder, statement: Statement) -> Procedure[None]:
    prover = prover_of(holder)
    challenge = yield from challenge_for(prover.name, PURPOSE_CLOSE)
    request = prove_now(prover, PURPOSE_CLOSE, challenge, Closing(statement))
    yield from order("POST", "/v1/accounts/close", body=request)
