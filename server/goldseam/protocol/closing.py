"""Closing an account on the wire (docs/protocol.md, Closing)."""

from typing import Annotated

import msgspec
from msgspec import Meta

from goldseam.protocol.encoding import Id, Signature, label, len16


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a device signs when it closes its account; `on` is a UTC date."""

    account: Id
    device: Id
    on: Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    signature: Signature


class Closing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of purpose 5."""

    statement: Statement


def statement_bytes(statement: Statement) -> bytes:
    """The bytes that the device key signs; the signature is not among them."""
    on = len16(statement.on.encode())
    return label("goldseam/1/closing") + statement.account + statement.device + on
