"""Devices, and everything that the server holds of an account, on the wire (docs/protocol.md, Login)."""

import msgspec

from goldseam.protocol.accounts import Keyring, LoginKeys, Salt, Slot, Wrap
from goldseam.protocol.encoding import Id, PublicKey


class Device(msgspec.Struct, frozen=True):
    """A device that signed in or was admitted, with UTC dates of the first time and of its last proof.

    `first_on` is None for one of before the dates were kept.
    """

    device: Id
    first_on: str | None
    seen_on: str
    revoked: bool


class Devices(msgspec.Struct, frozen=True):
    devices: list[Device]


class ExportedDevice(msgspec.Struct, frozen=True):
    """A `Device` with its public key."""

    device: Id
    key: PublicKey
    first_on: str | None
    seen_on: str
    revoked: bool


class ExportedVault(msgspec.Struct, frozen=True):
    """Where a vault stands, with numbers and bytes of its newest and of its earlier revisions."""

    vault: Id
    sequence: int
    minimum_epoch: int
    records: int
    bytes: int
    earlier: int
    earlier_bytes: int


class AccountExport(msgspec.Struct, frozen=True):
    """All that the server holds of an account but for what is sealed in vaults."""

    name: str
    account: Id
    salt: Salt
    login_keys: LoginKeys
    slots: list[Slot]
    wraps: list[Wrap]
    keyrings: list[Keyring]
    devices: list[ExportedDevice]
    vaults: list[ExportedVault]
