"""What an unlocked device works with: its keys and its keyring. Lives in memory only."""

from collections.abc import Mapping
from dataclasses import dataclass

from goldseam.client.held import Enrolled
from goldseam.crypto.keyring import PinnedKeyring
from goldseam.crypto.keys import AccountKeys, VaultKeys
from goldseam.crypto.suite import Random, Secret, SigningKey


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
