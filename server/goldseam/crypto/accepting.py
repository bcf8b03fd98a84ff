"""Which versions of a keyring a device accepts (docs/protocol.md, Keyring, Epochs)."""

from collections.abc import Collection, Iterable, Mapping

from goldseam.crypto import suite
from goldseam.crypto.canonical import JsonObject, canonical_json
from goldseam.crypto.keyring import PinnedKeyring, open_keyring, pin
from goldseam.crypto.keyring_document import NO_PREVIOUS, KeyringDocument, VaultEntry, member
from goldseam.crypto.keys import AccountKeys
from goldseam.errors import Damaged, KeyringMismatch
from goldseam.protocol.accounts import TYPE_RECOVERY, Keyring, keyring_signed_bytes
from goldseam.protocol.revisions import sealed_hash


def accept_newest(keys: AccountKeys, keyring: Keyring, own_login_key: bytes) -> PinnedKeyring:
    """What a device that pins nothing accepts. Raises `KeyringMismatch` or `UnknownVersion`."""
    document, message = _newest(keys, keyring)
    _require(own_login_key in document.login_keys.values())
    # A later version may have taken away the very key that signed it: then nothing here could verify it.
    if keyring.version == 1:
        _require_login_signed(document, keyring, message)
    return pin(keyring, document)


def accept_admitted(
    keys: AccountKeys, keyring: Keyring, device: bytes, device_key: bytes
) -> PinnedKeyring:
    """What a device accepts that another one admitted: it is listed there itself. Raises as `accept_newest`."""
    document, message = _newest(keys, keyring)
    _require_login_signed(document, keyring, message)
    entry = document.devices.get(device)
    _require(entry is not None and entry.revoked is None and entry.key == device_key.hex())
    return pin(keyring, document)


def _newest(keys: AccountKeys, keyring: Keyring) -> tuple[KeyringDocument, bytes]:
    """A version without one before it, signed by a device that it lists, and the bytes that were signed."""
    document = _open_or_alarm(keys, keyring)
    message = keyring_signed_bytes(keys.account, keyring)
    _require(keyring.version > 1 or _is_first(document))
    _require_device_signed(document, keyring, message)
    return document, message


def accept_next(
    keys: Mapping[int, AccountKeys], pinned: PinnedKeyring, keyring: Keyring
) -> PinnedKeyring:
    """The pinned version, moved on by at most one; `keys` by account epoch.

    Raises `KeyringMismatch` or `UnknownVersion`.
    """
    digest = sealed_hash(keyring.sealed)
    if keyring.version == pinned.version and suite.equal(digest, pinned.digest):
        return pinned
    _require(keyring.version == pinned.version + 1)
    _require(suite.equal(keyring.previous, pinned.digest))
    _require(keyring.epoch - pinned.document.epoch in {0, 1})
    _require(keyring.epoch in keys)
    of_epoch = keys[keyring.epoch]
    document = _open_or_alarm(of_epoch, keyring)
    message = keyring_signed_bytes(of_epoch.account, keyring)
    _require_login_signed(pinned.document, keyring, message)
    _require_allowed_device(pinned.document, document, keyring, message)
    if document.epoch > pinned.document.epoch:
        _require_whole_epoch(pinned.document, document)
    return pin(keyring, document)


def accept_all(
    keys: Mapping[int, AccountKeys], pinned: PinnedKeyring, keyrings: Iterable[Keyring]
) -> PinnedKeyring:
    """Several versions in order, none left out. Raises `KeyringMismatch` or `UnknownVersion`."""
    for keyring in keyrings:
        pinned = accept_next(keys, pinned, keyring)
    return pinned


def _open_or_alarm(keys: AccountKeys, keyring: Keyring) -> KeyringDocument:
    try:
        return open_keyring(keys, keyring)
    except Damaged as error:
        raise KeyringMismatch from error


def _require_login_signed(document: KeyringDocument, keyring: Keyring, message: bytes) -> None:
    key = document.login_keys.get(keyring.login_type, b"")
    _require(suite.is_signed(key, keyring.login_signature, message))


def _require_device_signed(document: KeyringDocument, keyring: Keyring, message: bytes) -> None:
    entry = document.devices.get(keyring.device)
    key = bytes.fromhex(entry.key) if entry else b""
    _require(suite.is_signed(key, keyring.device_signature, message))


def _require_allowed_device(
    before: KeyringDocument, after: KeyringDocument, keyring: Keyring, message: bytes
) -> None:
    known = before.devices.get(keyring.device)
    if known is not None:
        _require(known.revoked is None)
        _require_device_signed(before, keyring, message)
        return
    # A new device adds itself and nothing else, unless it came by the recovery code.
    _require(keyring.login_type == TYPE_RECOVERY or _only_adds(before, after, keyring.device))
    _require_device_signed(after, keyring, message)


def _only_adds(before: KeyringDocument, after: KeyringDocument, device: bytes) -> bool:
    added = member(after.raw, "devices").get(device.hex())
    moved: JsonObject = {"version": after.version, "previous": after.previous.hex()}
    devices: JsonObject = {"devices": member(before.raw, "devices") | {device.hex(): added}}
    expected = before.raw | moved | devices
    return added is not None and canonical_json(expected) == canonical_json(after.raw)


def _is_first(document: KeyringDocument) -> bool:
    return document.previous == NO_PREVIOUS and len(document.devices) == 1


def _require_whole_epoch(before: KeyringDocument, after: KeyringDocument) -> None:
    """With new keys no vault, no earlier vault key and no earlier account key is left behind."""
    for vault, entry in before.vaults.items():
        _require(_continues(entry, after.vaults.get(vault)))
    _require(_is_counted(after.earlier, after.epoch - 1))


def _continues(before: VaultEntry, after: VaultEntry | None) -> bool:
    return (
        after is not None
        and after.epoch == before.epoch + 1
        and after.after is not None
        and _is_counted({int(epoch) for epoch in after.wraps}, after.epoch)
    )


def _is_counted(epochs: Collection[int], last: int) -> bool:
    """Whether they are all epochs from 1 to `last`; each is at least 1, and none is there twice."""
    return len(epochs) == last and all(epoch <= last for epoch in epochs)


def _require(holds: bool) -> None:
    if not holds:
        raise KeyringMismatch
