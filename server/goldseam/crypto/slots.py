"""Slots, wraps, earlier keys: what is under a way in or the account key (docs/protocol.md, Keys and slots)."""

from goldseam.crypto import suite
from goldseam.crypto.envelope import VERSION, open_envelope, require_known_version, seal_envelope
from goldseam.crypto.keys import AccountKeys, slot_keys
from goldseam.crypto.suite import KEY_BYTES, NONCE_BYTES, Random, Secret
from goldseam.errors import Damaged, WrongSecret
from goldseam.protocol.accounts import SLOT_BYTES, Slot, Wrap
from goldseam.protocol.encoding import label, u8, u32


def seal_slot(
    secret: Secret,
    account_key: Secret,
    *,
    account: bytes,
    slot_type: int,
    slot: bytes,
    epoch: int,
    random: Random,
) -> Slot:
    """The account key sealed under the secret of one way in."""
    commit, key = slot_keys(secret, account, slot_type, slot, epoch)
    nonce = random(NONCE_BYTES)
    aad = _slot_aad(account, slot_type, slot, epoch, commit)
    body = suite.aead_seal(key, nonce, account_key.value, aad)
    return Slot(slot, slot_type, epoch, VERSION + commit + nonce + body)


def open_slot(secret: Secret, account: bytes, slot: Slot) -> Secret:
    """The account key. Raises `UnknownVersion`, or `WrongSecret` for a wrong secret and for damage alike."""
    account_key = _open_slot(secret, account, slot)
    if account_key is None:
        raise WrongSecret
    return Secret(account_key)


def _open_slot(secret: Secret, account: bytes, slot: Slot) -> bytes | None:
    require_known_version(slot.sealed)
    if len(slot.sealed) != SLOT_BYTES:
        return None
    commit, key = slot_keys(secret, account, slot.type, slot.slot, slot.epoch)
    # The commitment comes before the AEAD: see "partitioning oracle" in the specification.
    if not suite.equal(slot.sealed[1:33], commit):
        return None
    aad = _slot_aad(account, slot.type, slot.slot, slot.epoch, commit)
    return suite.aead_open(key, slot.sealed[33:45], slot.sealed[45:], aad)


def seal_wrap(
    keys: AccountKeys,
    vault_key: Secret,
    *,
    account_epoch: int,
    vault: bytes,
    epoch: int,
    random: Random,
) -> Wrap:
    """A vault key of one epoch under K_wrap."""
    aad = _wrap_aad(keys.account, account_epoch, vault, epoch)
    return Wrap(vault, epoch, seal_envelope(keys.wrap, vault_key.value, aad, random))


def open_wrap(keys: AccountKeys, account_epoch: int, wrap: Wrap) -> Secret:
    """The vault key. Raises `UnknownVersion` or `Damaged`."""
    aad = _wrap_aad(keys.account, account_epoch, wrap.vault, wrap.epoch)
    return _key(open_envelope(keys.wrap, wrap.sealed, aad))


def seal_earlier(
    keys: AccountKeys,
    account_key: Secret,
    *,
    account_epoch: int,
    earlier_epoch: int,
    random: Random,
) -> bytes:
    """An earlier account key under K_earlier of a later one, of `account_epoch`."""
    aad = _earlier_aad(keys.account, account_epoch, earlier_epoch)
    return seal_envelope(keys.earlier, account_key.value, aad, random)


def open_earlier(
    keys: AccountKeys, *, account_epoch: int, earlier_epoch: int, sealed: bytes
) -> Secret:
    """The earlier account key. Raises `UnknownVersion` or `Damaged`."""
    aad = _earlier_aad(keys.account, account_epoch, earlier_epoch)
    return _key(open_envelope(keys.earlier, sealed, aad))


def _key(opened: bytes) -> Secret:
    if len(opened) != KEY_BYTES:
        raise Damaged
    return Secret(opened)


def _slot_aad(account: bytes, slot_type: int, slot: bytes, epoch: int, commit: bytes) -> bytes:
    return b"".join(
        (label("goldseam/1/slot"), VERSION, account, u8(slot_type), slot, u32(epoch), commit)
    )


def _wrap_aad(account: bytes, account_epoch: int, vault: bytes, epoch: int) -> bytes:
    head = label("goldseam/1/vault-key") + VERSION
    return head + account + u32(account_epoch) + vault + u32(epoch)


def _earlier_aad(account: bytes, account_epoch: int, earlier_epoch: int) -> bytes:
    head = label("goldseam/1/earlier") + VERSION
    return head + account + u32(account_epoch) + u32(earlier_epoch)
