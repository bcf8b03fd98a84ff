"""Making and believing the statement that an account was closed (docs/protocol.md, Closing)."""

import msgspec

from goldseam.crypto import suite
from goldseam.crypto.keyring_document import KeyringDocument
from goldseam.crypto.suite import SigningKey
from goldseam.protocol.closing import Statement, statement_bytes


def sign_closing(account: bytes, device: bytes, key: SigningKey, on: str) -> Statement:
    """The statement of a device; `on` is a UTC date, YYYY-MM-DD."""
    unsigned = Statement(account, device, on, b"")
    signature = suite.sign(key, statement_bytes(unsigned))
    return msgspec.structs.replace(unsigned, signature=signature)


def is_believed(account: bytes, document: KeyringDocument, statement: Statement) -> bool:
    """Whether a device of the pinned keyring that is not revoked closed this account."""
    device = document.devices.get(statement.device)
    if statement.account != account or device is None or device.revoked is not None:
        return False
    key = bytes.fromhex(device.key)
    return suite.is_signed(key, statement.signature, statement_bytes(statement))
