"""The account of vectors_account after new keys, once and twice."""

from collections.abc import Sequence

from goldseam.crypto import keyring as rings
from goldseam.crypto import keyring_document as documents
from goldseam.crypto import keys
from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.keyring import PinnedKeyring
from goldseam.crypto.keyring_document import After
from goldseam.crypto.login import LoginSigner
from goldseam.crypto.slots import seal_earlier, seal_slot, seal_wrap
from goldseam.crypto.suite import Secret, SigningKey
from goldseam.protocol.accounts import Keyring, LoginKeys, Slot, Wrap
from scripts.vectors_account import (
    ACCOUNT,
    ACCOUNT_KEY,
    BY_PASSPHRASE,
    PHONE,
    PINNED_2,
    VAULT,
    Device,
    pinned,
)
from scripts.vectors_case import a_secret, an_id, source
from scripts.vectors_vault import LATER_VAULT_KEY, STEP_3, VAULT_KEY

ON = "2026-12-01"
NEW_CODE = Secret(
    b"absence absentee absently absinthe absolute absolve abstain abstract absurd accent"
)
BY_NEW_CODE = LoginSigner(2, keys.login_key(NEW_CODE, 2))
ACCOUNT_SECRETS = {
    1: ACCOUNT_KEY,
    2: a_secret("account key of epoch 2"),
    3: a_secret("account key of epoch 3"),
}
KEYS_BY_EPOCH = {
    epoch: keys.account_keys(secret, ACCOUNT) for epoch, secret in ACCOUNT_SECRETS.items()
}
VAULT_SECRETS = {1: VAULT_KEY, 2: LATER_VAULT_KEY, 3: a_secret("vault key of epoch 3")}
PASSPHRASES = {
    2: a_secret("stretched of epoch 2"),
    3: a_secret("stretched of epoch 3"),
}
BY_PASSPHRASE_OF = {
    epoch: LoginSigner(1, keys.login_key(secret, 1)) for epoch, secret in PASSPHRASES.items()
}
AFTER = After(STEP_3.state.sequence, STEP_3.state.chain.hex(), ON)


def slots_of(epoch: int) -> list[Slot]:
    """Both ways in of an account epoch."""
    return [
        seal_slot(
            secret,
            ACCOUNT_SECRETS[epoch],
            account=ACCOUNT,
            slot_type=slot_type,
            slot=an_id(f"slot {slot_type} of epoch {epoch}"),
            epoch=epoch,
            random=source(f"slot {slot_type} of epoch {epoch}"),
        )
        for slot_type, secret in ((1, PASSPHRASES[epoch]), (2, NEW_CODE))
    ]


def login_keys_of(epoch: int) -> LoginKeys:
    """The login keys of an account epoch."""
    return LoginKeys(BY_PASSPHRASE_OF[epoch].key.public, BY_NEW_CODE.key.public)


def wraps_of(epoch: int) -> list[Wrap]:
    """All vault keys up to the epoch under its account key."""
    return [
        seal_wrap(
            KEYS_BY_EPOCH[epoch],
            VAULT_SECRETS[of],
            account_epoch=epoch,
            vault=VAULT,
            epoch=of,
            random=source(f"wrap {of} of epoch {epoch}"),
        )
        for of in range(1, epoch + 1)
    ]


def earlier_of(epoch: int) -> dict[int, bytes]:
    """All earlier account keys under that of the epoch."""
    return {
        of: seal_earlier(
            KEYS_BY_EPOCH[epoch],
            ACCOUNT_SECRETS[of],
            account_epoch=epoch,
            earlier_epoch=of,
            random=source(f"earlier {of} of epoch {epoch}"),
        )
        for of in range(1, epoch)
    }


def renewed(raw: JsonObject, epoch: int) -> JsonObject:
    """The document under the keys of an epoch, which is one more than its own."""
    news = documents.with_epoch(
        raw, wraps=wraps_of(epoch), after={VAULT: AFTER}, earlier=earlier_of(epoch)
    )
    return documents.with_login(news, slots=slots_of(epoch), login_keys=login_keys_of(epoch))


def sealed_in(
    epoch: int,
    raw: JsonObject,
    device: Device = PHONE,
    login: LoginSigner = BY_PASSPHRASE,
    device_key: SigningKey | None = None,
) -> Keyring:
    """A version under the account key of an epoch."""
    return rings.seal_keyring(
        KEYS_BY_EPOCH[epoch],
        raw,
        device=device.id,
        device_key=device_key or device.key,
        login=login,
        random=source(f"keyring {raw['version']} {device.name} of epoch {epoch}"),
    )


def account_secrets(epochs: Sequence[int] = (1, 2, 3)) -> dict[str, Secret]:
    """Account keys by epoch, as vectors hold them."""
    return {str(epoch): ACCOUNT_SECRETS[epoch] for epoch in epochs}


RAW_RENEWED = renewed(rings.next_document(PINNED_2), 2)
RENEWED = sealed_in(2, RAW_RENEWED)
PINNED_RENEWED: PinnedKeyring = pinned(RENEWED, RAW_RENEWED)
RAW_TWICE = renewed(rings.next_document(PINNED_RENEWED), 3)
TWICE = sealed_in(3, RAW_TWICE, login=BY_PASSPHRASE_OF[2])
PINNED_TWICE: PinnedKeyring = pinned(TWICE, RAW_TWICE)
