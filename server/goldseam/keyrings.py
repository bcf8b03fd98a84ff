"""The use cases of keyrings: what is read, and what the next version may be (docs/protocol.md, Keyring).

The server checks all that can be checked without a key of the person.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from goldseam import doorkeeper
from goldseam.doorkeeper import Login, verify_signature
from goldseam.errors import BadRequest, BadSignature, ChallengeRefused, KeyringBehind
from goldseam.passkeys import require_enrolled
from goldseam.proofs import Claim, Proofs, is_signed_by, login_key, require_known
from goldseam.protocol.accounts import (
    PURPOSE_KEYRING,
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
from goldseam.protocol.revisions import sealed_hash
from goldseam.storage.contract import KeyringChange, LoginRow

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
    Raises `KeyringBehind`, `BadSignature`, `BadRequest` and what refuses a proof.
    """
    claim = await proofs.claim(request, PURPOSE_KEYRING)
    if await _is_repeated(proofs, claim, body.keyring):
        return claim.account, KeyringAnswer(body.keyring.version)
    await proofs.proving_device(claim, body.keyring.device)
    change = await _keyring_change(proofs, claim, body)
    try:
        version = await proofs.storage.put_keyring(claim.spent, claim.account, change)
    except ChallengeRefused:
        # Two copies of one request met: the other one spent the challenge.
        if not await _is_repeated(proofs, claim, body.keyring):
            raise
        version = body.keyring.version
    return claim.account, KeyringAnswer(version)


def check_sealed(keyring: Keyring, slots: Sequence[Slot], wraps: Sequence[Wrap]) -> None:
    """What can be seen of sealed things from outside: version byte, epoch, and that none stands twice.

    Raises `BadRequest`.
    """
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


async def _keyring_change(proofs: Proofs, claim: Claim, body: KeyringWrite) -> KeyringChange:
    newest = await proofs.storage.newest_keyring(claim.account)
    # Read after the version that the set compares: a login that changes from here on moves it, and nothing is set.
    _, login, _ = await proofs.login(claim.name_key)
    current = replace(claim, login=login)
    require_known(current)
    await _check_next(proofs, current, newest, body)
    return KeyringChange(body.keyring, _changed_login(proofs, current, body), body.wraps)


async def _check_next(proofs: Proofs, claim: Claim, newest: Keyring, body: KeyringWrite) -> None:
    keyring = body.keyring
    follows = keyring.version == newest.version + 1
    if not follows or keyring.previous != sealed_hash(newest.sealed):
        raise KeyringBehind
    if keyring.epoch != newest.epoch:
        raise BadRequest("Epochs are reserved.")
    check_sealed(keyring, body.slots or (), body.wraps or ())
    if body.wraps is not None:
        held = {vault for vault, _ in await proofs.storage.vaults_of(claim.account)}
        if {wrap.vault for wrap in body.wraps} != held:
            raise BadRequest("The wraps are not those of the account's vaults.")
    check_signatures(claim.account, keyring, claim.request.device_key, claim.login.login_keys)
    await _check_passkey(claim, body)


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


def _changed_login(proofs: Proofs, claim: Claim, body: KeyringWrite) -> LoginRow | None:
    if body.slots is None and body.login_keys is None:
        return None
    held = claim.login
    slots = held.slots if body.slots is None else body.slots
    login = Login(held.name, held.salt, body.login_keys or held.login_keys, slots)
    return proofs.login_row(claim.account, claim.name_key, login)
