"""New keys on the wire (docs/protocol.md, Epochs)."""

from typing import Annotated

import msgspec
from msgspec import Meta

from goldseam.protocol.accounts import Keyring, LoginKeys, RemovedDevices, Slot, Wrap
from goldseam.protocol.encoding import Count, Epoch, Id
from goldseam.protocol.limits import MAX_SLOTS, MAX_VAULTS, MAX_WRAPS


class VaultEpoch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A vault's new epoch, and the sequence beyond which it holds."""

    vault: Id
    epoch: Epoch
    sequence: Count


class EpochWrite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of purpose 4: every set whole, and every vault of the account."""

    keyring: Keyring
    slots: Annotated[list[Slot], Meta(min_length=2, max_length=MAX_SLOTS)]
    wraps: Annotated[list[Wrap], Meta(min_length=1, max_length=MAX_WRAPS)]
    login_keys: LoginKeys
    vaults: Annotated[list[VaultEpoch], Meta(min_length=1, max_length=MAX_VAULTS)]
    revoke: RemovedDevices = msgspec.field(default_factory=list)
