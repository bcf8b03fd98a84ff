"""What an unlocked device works with: its keys and its keyring. Lives in memory only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goldseam.client.held import Enrolled
from goldseam.crypto.keyring import PinnedKeyring
from goldseam.crypto.keys import AccountKeys, VaultKeys, vault_keys
from goldseam.crypto.login import LoginSigner
from goldseam.crypto.slots import open_wrap
from goldseam.crypto.suite import Random, Secret, SigningKey
from goldseam.errors import Damaged, KeyringMismatch
from goldseam.protocol.accounts import Wrap

FIRST_EPOCH = 1


@dataclass(slots=True, repr=False)
class Desk:
    """An unlocked device. The keyring, its vault keys and the token move on; everything else stays."""

    enrolled: Enrolled
    account_keys: AccountKeys
    local: Secret
    device_key: SigningKey
    random: Random
    vault: bytes
    keyring: PinnedKeyring
    keys: Mapping[int, VaultKeys]
    token: bytes

    def __repr__(self) -> str:
        return "<redacted>"

    @property
    def epoch(self) -> int:
        """The vault's newest epoch."""
        return self.keyring.document.vaults[self.vault].epoch

    @property
    def is_removed(self) -> bool:
        """Whether the keyring says that this device was removed."""
        entry = self.keyring.document.devices.get(self.enrolled.device)
        return entry is not None and entry.revoked is not None


@dataclass(frozen=True, slots=True, repr=False)
class Holder:
    """A desk at which a secret was typed just now: the account key and a login key are there for this moment only."""

    desk: Desk
    account_key: Secret
    login: LoginSigner

    def __repr__(self) -> str:
        return "<redacted>"


def personal_vault(pinned: PinnedKeyring) -> bytes:
    """The id of the account's one personal vault. Raises `KeyringMismatch` where there is not one."""
    vaults = pinned.document.vaults.items()
    personal = [vault for vault, entry in vaults if entry.kind == "personal"]
    if len(personal) != 1:
        raise KeyringMismatch
    return personal[0]


def open_vault(
    keys: AccountKeys, pinned: PinnedKeyring, wraps: Iterable[Wrap], vault: bytes
) -> Mapping[int, VaultKeys]:
    """The vault's keys by epoch, of wraps that the keyring names. Raises `KeyringMismatch` where one is missing."""
    epoch = pinned.document.epoch
    try:
        opened = {w.epoch: open_wrap(keys, epoch, w) for w in wraps if w.vault == vault}
    except Damaged as error:
        raise KeyringMismatch from error
    if not {FIRST_EPOCH, pinned.document.vaults[vault].epoch} <= set(opened):
        raise KeyringMismatch
    first = opened[FIRST_EPOCH]
    return {number: vault_keys(key, first, vault, number) for number, key in opened.items()}
