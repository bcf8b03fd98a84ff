"""The use cases of keyrings: what is read, and what the next version may be (docs/protocol.md, Keyring, Epochs).

The server checks all that can be checked without a key of the person.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from functools import partial

from goldseam import doorkeeper
from goldseam.doorkeeper import Login, verify_signature
from goldseam.errors import BadRequest, BadSignature, ChallengeRefused, KeyringBehind
from goldseam.passkeys import require_enrolled
from goldseam.proofs import Claim, Proofs, is_signed_by, login_key, require_known
from goldseam.protocol.accounts import (
    PURPOSE_EPOCH,
    PURPOSE_KEYRING,
    TYPE_PASSPHRASE,
    TYPE_RECOVERY,
    Keyring,
    KeyringAnswer,
    Keyrings,
    KeyringWrite,
    LoginKeys,
    ProvenRequest,
    Slot,
    Wrap,
    keyring_signed_bytes,
)
from goldseam.protocol.epochs import EpochWrite
from goldseam.protocol.revisions import sealed_hash
from goldseam.storage.contract import DeviceRow, KeyringChange, LoginRow

VERSION_BYTE = b"\x01"


async def keyrings_after(proofs: Proofs, account: bytes, version: int) -> Keyrings:
    """All versions above one, with the current slots and wraps."""
    row = await proofs.storage.login_of(account)
    login = doorkeeper.open_login(proofs.keys, account, row.sealed)
    versions = await proofs.storage.keyrings(account, version)
    return Keyrings(versions, login.slots, await proofs.storage.wraps(account))


async def put_keyring(
    proofs: Proofs, request: ProvenRequest, body: KeyringWrite
) -> tuple[bytes, KeyringAnswer]:
    """The account and its new version; the same keyring again is answered as the first time.

    A repetition changes nothing and spends nothing: so the same bytes, whose challenge is spent, are answered too.
    Raises `KeyringBehind`, `BadSignature`, `BadRequest`, `Quota` (a device too many) and what refuses a proof.
    """
    claim = await proofs.claim(request, PURPOSE_KEYRING)
    if await _is_repeated(proofs, claim, body.keyring):
        return claim.account, KeyringAnswer(body.keyring.version)
    current, newest = await _require_next(proofs, claim, body.keyring, body.revoke)
    if body.keyring.epoch != newest.epoch:
        raise BadRequest("New keys are not made here.")
    check_sealed(body.keyring, body.slots, body.wraps)
    await _check_wraps(proofs, current, body)
    await _check_passkey(current, body)
    write = proofs.storage.put_keyring(claim.spent, claim.account, _change(proofs, current, body))
    return await _written(proofs, claim, body.keyring, write)


async def put_epoch(
    proofs: Proofs, request: ProvenRequest, body: EpochWrite
) -> tuple[bytes, KeyringAnswer]:
    """As `put_keyring`, with new keys; also raises `Behind` with the sequence."""
    claim = await proofs.claim(request, PURPOSE_EPOCH)
    if await _is_repeated(proofs, claim, body.keyring):
        return claim.account, KeyringAnswer(body.keyring.version)
    current, newest = await _require_next(proofs, claim, body.keyring, body.revoke)
    _check_new_keys(newest, body)
    require_enrolled(claim.account, request.origin, current.login.slots, body.slots, passkey=None)
    row = _changed_login(proofs, current, body.slots, body.login_keys)
    change = KeyringChange(body.keyring, row, body.wraps, body.revoke)
    write = proofs.storage.put_epoch(claim.spent, claim.account, change, body.vaults)
    return await _written(proofs, claim, body.keyring, write)


def check_sealed(
    keyring: Keyring, slots: Sequence[Slot] | None, wraps: Sequence[Wrap] | None
) -> None:
    """What can be seen of sealed things from outside: version byte, epoch, and that none stands twice.

    None is a set that does not change. Raises `BadRequest`.
    """
    slots, wraps = slots or (), wraps or ()
    sealed = [keyring.sealed, *(s.sealed for s in slots), *(w.sealed for w in wraps)]
    if any(box[:1] != VERSION_BYTE for box in sealed):
        raise BadRequest("A sealed thing is of another version.")
    epochs = [*(s.epoch for s in slots), *(w.epoch for w in wraps)]
    if any(epoch > keyring.epoch for epoch in epochs):
        raise BadRequest("A slot or wrap is of a later epoch than the keyring.")
    slot_ids = {slot.slot for slot in slots}
    wrap_ids = {(wrap.vault, wrap.epoch) for wrap in wraps}
    if len(slot_ids) != len(slots) or len(wrap_ids) != len(wraps):
        raise BadRequest("A slot or wrap stands twice.")
    # A passkey is one way in more, never one of the two that open an account everywhere.
    if slots and not {TYPE_PASSPHRASE, TYPE_RECOVERY} <= {slot.type for slot in slots}:
        raise BadRequest("The slots of the passphrase and of the recovery code are always there.")


def check_signatures(
    account: bytes, keyring: Keyring, device_key: bytes, login_keys: LoginKeys
) -> None:
    """Raises `BadSignature` unless a device and a login key signed this version."""
    signed = keyring_signed_bytes(account, keyring)
    key = login_key(login_keys, keyring.login_type)
    by_device = verify_signature(device_key, signed, keyring.device_signature)
    if not (by_device and verify_signature(key, signed, keyring.login_signature)):
        raise BadSignature


async def _is_repeated(proofs: Proofs, claim: Claim, keyring: Keyring) -> bool:
    """Whether this keyring is the newest already. It may have changed the login keys: the device alone proves."""
    device = await proofs.storage.device(claim.account, keyring.device)
    if not claim.is_known or device is None or not is_signed_by(claim.request, device):
        return False
    return await proofs.storage.newest_keyring(claim.account) == keyring


async def _require_next(
    proofs: Proofs, claim: Claim, keyring: Keyring, revoke: Sequence[bytes]
) -> tuple[Claim, Keyring]:
    """The claim with the login of this moment, and the version that this one follows."""
    await proofs.proving_device(claim, keyring.device)
    newest = await proofs.storage.newest_keyring(claim.account)
    # Read after the version that the set compares: a login that changes from here on moves it, and nothing is set.
    row, login, _ = await proofs.login(claim.name_key)
    current = replace(claim, row=row, login=login)
    require_known(current)
    follows = keyring.version == newest.version + 1
    if not follows or keyring.previous != sealed_hash(newest.sealed):
        raise KeyringBehind
    if keyring.device in revoke:
        raise BadRequest("A device does not remove itself.")
    check_signatures(claim.account, keyring, claim.request.device_key, login.login_keys)
    return current, newest


async def _written(
    proofs: Proofs, claim: Claim, keyring: Keyring, write: Awaitable[int]
) -> tuple[bytes, KeyringAnswer]:
    try:
        version = await write
    except ChallengeRefused:
        # Two copies of one request met: the other one spent the challenge.
        if not await _is_repeated(proofs, claim, keyring):
            raise
        version = keyring.version
    return claim.account, KeyringAnswer(version)


def _change(proofs: Proofs, claim: Claim, body: KeyringWrite) -> KeyringChange:
    row, admit, now = None, None, proofs.clock()
    if body.slots is not None or body.login_keys is not None:
        row = _changed_login(proofs, claim, body.slots, body.login_keys)
    if body.admit is not None:
        new = body.admit
        admit = DeviceRow(claim.account, new.device, new.key, renewed_at=now, added_at=now)
    return KeyringChange(body.keyring, row, body.wraps, body.revoke, admit)


def _changed_login(
    proofs: Proofs, claim: Claim, slots: list[Slot] | None, login_keys: LoginKeys | None
) -> LoginRow:
    held = claim.login
    kept = held.slots if slots is None else slots
    login = Login(held.name, held.salt, login_keys or held.login_keys, kept)
    return proofs.login_row(claim.account, claim.name_key, login)


async def _check_wraps(proofs: Proofs, claim: Claim, body: KeyringWrite) -> None:
    if body.wraps is None:
        return
    held = {vault for vault, _ in await proofs.storage.vaults_of(claim.account)}
    if {wrap.vault for wrap in body.wraps} != held:
        raise BadRequest("The wraps are not those of the account's vaults.")


def _check_new_keys(newest: Keyring, body: EpochWrite) -> None:
    """The next account epoch, with every slot of it and the keys of every epoch of every vault."""
    epoch = body.keyring.epoch
    if epoch != newest.epoch + 1:
        raise BadRequest("The account epoch is not the next one.")
    check_sealed(body.keyring, body.slots, body.wraps)
    if any(slot.epoch != epoch for slot in body.slots):
        raise BadRequest("A slot is not of the new account epoch.")
    if any(raised.epoch > epoch for raised in body.vaults):
        raise BadRequest("The epoch of a vault is above that of its account.")
    asked = [(raised.vault, e) for raised in body.vaults for e in range(1, raised.epoch + 1)]
    if sorted(asked) != sorted((wrap.vault, wrap.epoch) for wrap in body.wraps):
        raise BadRequest("The wraps are not those of all epochs of the vaults.")


async def _check_passkey(claim: Claim, body: KeyringWrite) -> None:
    if body.slots is None and body.passkey is None:
        return
    held, origin = claim.login.slots, claim.request.origin
    slots = held if body.slots is None else body.slots
    check = partial(require_enrolled, claim.account, origin, held, slots, body.passkey)
    if body.passkey is None:
        check()
    else:  # In a thread, because what verifies a passkey takes its time to load.
        await asyncio.to_thread(check)
