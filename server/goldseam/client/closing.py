"""Whether the account was closed, by the word of one of its devices alone (docs/protocol.md, Closing)."""

from goldseam.client.calls import Silence, ask
from goldseam.client.desk import Desk
from goldseam.client.effects import Procedure
from goldseam.crypto.closing import is_believed
from goldseam.errors import GoldseamError, WireError
from goldseam.protocol.closing import Statement


class AccountClosed(GoldseamError):
    """A device of this account closed it: its signed statement was found."""

    code = "account_closed"

    def __init__(self, device: str, on: str) -> None:
        super().__init__(
            f"This account was closed on {on}, from {device}. What is in this folder stays here:\n"
            "goldseam export saves it, goldseam forget removes it."
        )


def require_open(desk: Desk) -> Procedure[None]:
    """Raises `AccountClosed` where a device of this account says so; without its word nothing is concluded."""
    statement = yield from believed_statement(desk)
    if statement is not None:
        device = desk.keyring.document.devices[statement.device]
        raise AccountClosed(device.name, statement.on)


def believed_statement(desk: Desk) -> Procedure[Statement | None]:
    """The statement of closing, if there is one that a device of the pinned keyring signed."""
    account = desk.enrolled.account
    try:
        statement = yield from ask("GET", f"/v1/closings/{account.hex()}", Statement)
    except (Silence, WireError):
        return None
    return statement if is_believed(account, desk.keyring.document, statement) else None
