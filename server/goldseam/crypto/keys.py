"""Everything that is derived from a secret, the account key or a vault key (docs/protocol.md, Keys and slots)."""

import hashlib
import unicodedata
from dataclasses import dataclass

from goldseam.crypto import suite
from goldseam.crypto.suite import KEY_BYTES, Secret, SigningKey
from goldseam.errors import WrongSecret
from goldseam.protocol.encoding import label, len16, u8, u32
from goldseam.protocol.limits import MAX_PASSPHRASE_BYTES


@dataclass(frozen=True, slots=True, repr=False)
class AccountKeys:
    """What the account key is for: it seals the keyring, wraps vault keys, and opens the account keys before it."""

    account: bytes
    keyring: Secret
    wrap: Secret
    earlier: Secret

    def __repr__(self) -> str:
        return "<redacted>"


@dataclass(frozen=True, slots=True, repr=False)
class VaultKeys:
    """The keys of one vault and one epoch. `ids` is always of epoch 1."""

    vault: bytes
    epoch: int
    seal: Secret
    item: Secret
    head: Secret
    ids: Secret

    def __repr__(self) -> str:
        return "<redacted>"


def passphrase_bytes(passphrase: str) -> bytes:
    """A passphrase as it is stretched: NFKC, UTF-8. Raises `WrongSecret` when empty, too long or not Unicode."""
    try:
        data = unicodedata.normalize("NFKC", passphrase).encode()
    except UnicodeEncodeError as error:
        raise WrongSecret from error
    if not 1 <= len(data) <= MAX_PASSPHRASE_BYTES:
        raise WrongSecret
    return data


def argon_salt(name: str, salt: bytes) -> bytes:
    """The 32-byte Argon2 salt of a canonical name and the account's 16 random bytes."""
    return hashlib.sha256(label("goldseam/1/salt") + len16(name.encode()) + salt).digest()


def stretch(passphrase: str, name: str, salt: bytes) -> Secret:
    """The secret of a passphrase slot. Takes about a third of a second and 64 MiB."""
    return suite.argon2id(passphrase_bytes(passphrase), argon_salt(name, salt))


def passkey_secret(output: Secret, device_secret: Secret) -> Secret:
    """The secret of a passkey slot. Raises `ValueError` unless PRF output and device secret have 32 bytes each."""
    if {len(output.value), len(device_secret.value)} != {KEY_BYTES}:
        raise ValueError("a passkey's slot needs 32 bytes of each")
    return Secret(output.value + device_secret.value)


def slot_keys(
    secret: Secret, account: bytes, slot_type: int, slot: bytes, epoch: int
) -> tuple[bytes, Secret]:
    """The commitment (32 bytes, public) and the key of a slot."""
    info = label("goldseam/1/slot") + u8(slot_type) + slot + u32(epoch)
    both = suite.hkdf(secret, account, info, 2 * KEY_BYTES).value
    return both[:KEY_BYTES], Secret(both[KEY_BYTES:])


def login_key(secret: Secret, login_type: int) -> SigningKey:
    """The key that proves knowledge of a passphrase (type 1) or a recovery code (type 2)."""
    return suite.signing_key(
        suite.hkdf(secret, b"", label("goldseam/1/login-key") + u8(login_type))
    )


def account_keys(account_key: Secret, account: bytes) -> AccountKeys:
    """K_keyring, K_wrap and K_earlier."""
    keyring, wrap, earlier = (
        suite.hkdf(account_key, account, label(f"goldseam/1/{purpose}"))
        for purpose in ("keyring", "wrap", "earlier")
    )
    return AccountKeys(account, keyring, wrap, earlier)


def local_key(account_key: Secret, device: bytes) -> Secret:
    """LK, under which this device keeps what rests on it."""
    return suite.hkdf(account_key, device, label("goldseam/1/local"))


def vault_keys(vault_key: Secret, first_key: Secret, vault: bytes, epoch: int) -> VaultKeys:
    """The keys of VK(vault, epoch). `first_key` is VK(vault, 1), from which record ids are derived in every epoch."""
    return VaultKeys(
        vault,
        epoch,
        seal=_vault_key(vault_key, vault, "seal", epoch),
        item=_vault_key(vault_key, vault, "item", epoch),
        head=_vault_key(vault_key, vault, "head", epoch),
        ids=_vault_key(first_key, vault, "id", 1),
    )


def _vault_key(vault_key: Secret, vault: bytes, purpose: str, epoch: int) -> Secret:
    return suite.hkdf(vault_key, vault, label(f"goldseam/1/{purpose}") + u32(epoch))
