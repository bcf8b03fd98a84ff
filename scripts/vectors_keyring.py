"""Vectors of Keyring: the document, its versions, and which of them a client accepts."""

from collections.abc import Iterator, Mapping

import msgspec

from goldseam.crypto import keyring as rings
from goldseam.crypto import keyring_document as documents
from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.keyring import PinnedKeyring
from goldseam.crypto.login import LoginSigner
from goldseam.protocol.accounts import Keyring, Slot, Wrap
from goldseam.protocol.limits import MAX_DEVICES
from scripts.vectors_account import (
    ACCOUNT,
    ACCOUNT_KEY,
    BY_CODE,
    BY_NEW_PASSPHRASE,
    BY_PASSPHRASE,
    LAPTOP,
    LOGIN_KEYS,
    NEW_LOGIN_KEYS,
    NEW_SLOTS,
    PHONE,
    PINNED_1,
    PINNED_2,
    PINNED_3,
    PINNED_4,
    RAW_1,
    RAW_2,
    RAW_3,
    RAW_4,
    SLOTS,
    STRANGER,
    V1,
    V2,
    V3,
    V4,
    WRAP,
    Device,
    padded_plaintext,
    pinned,
    resealed,
    sealed,
    shown,
    signed,
    with_device,
)
from scripts.vectors_case import Case, a_hash, a_secret, an_id, case, flip, source

AREA = "keyring"


def cases() -> Iterator[Case]:
    """All vectors of this area."""
    yield from _sealing()
    yield from _bad_openings()
    yield from _good_chains()
    yield from _bad_versions()
    yield from _bad_signers()
    yield from _bad_additions()
    yield from _newest()
    yield from _bad_newest()
    yield from _listed()


def _sealing() -> Iterator[Case]:
    nonce = source("keyring 1 Phone")(12)
    inputs = {
        "account_key": ACCOUNT_KEY,
        "account": ACCOUNT,
        "document": RAW_1,
        "device": PHONE.id,
        "device_seed": PHONE.key,
        "login_type": 1,
        "login_seed": BY_PASSPHRASE.key,
        "nonce": nonce,
    }
    yield case(AREA, "seal", "first", "the bytes of a version", inputs, {"keyring": V1})
    for keyring, raw in ((V1, RAW_1), (V4, RAW_4)):
        opened = {"account_key": ACCOUNT_KEY, "account": ACCOUNT, "keyring": keyring}
        name = f"version-{keyring.version}"
        yield case(AREA, "open", name, "what was sealed opens", opened, {"document": raw})
    raw = _crowded(MAX_DEVICES, removed=MAX_DEVICES)
    inputs = {
        "account_key": ACCOUNT_KEY,
        "account": ACCOUNT,
        "keyring": resealed(padded_plaintext(raw), V1),
    }
    reason = "devices that were removed stay listed, and take nobody's place"
    yield case(AREA, "open", "many-removed-devices", reason, inputs, {"document": raw})


def _crowded(present: int, removed: int) -> JsonObject:
    """The first document with so many devices that are there, and so many that were removed."""
    entry: JsonObject = {
        "name": "Phone",
        "key": a_hash("crowd").hex(),
        "added": "2026-11-22",
        "revoked": None,
    }
    gone: JsonObject = entry | {"revoked": "2026-11-23"}
    devices: JsonObject = {
        an_id(f"crowd {i}").hex(): gone if i < removed else entry for i in range(present + removed)
    }
    return RAW_1 | {"devices": devices}


def _bad_openings() -> Iterator[Case]:
    change = msgspec.structs.replace
    bad: dict[str, tuple[str, dict[str, object]]] = {
        "wrong-key": ("another account key", {"account_key": a_secret("another account key")}),
        "other-account": ("the keyring of another account", {"account": an_id("other account")}),
        "other-version": ("another version outside", {"keyring": change(V1, version=2)}),
        "other-epoch": ("another epoch outside", {"keyring": change(V1, epoch=2)}),
        "other-previous": (
            "another previous outside",
            {"keyring": change(V1, previous=a_hash("previous"))},
        ),
        "text-bit": ("one bit", {"keyring": change(V1, sealed=flip(V1.sealed, 100))}),
        "cut": ("the last byte is cut off", {"keyring": change(V1, sealed=V1.sealed[:-1])}),
    }
    good = {"account_key": ACCOUNT_KEY, "account": ACCOUNT, "keyring": V1}
    for name, (reason, changes) in bad.items():
        yield case(AREA, "open", name, reason, {**good, **changes}, "damaged")
    for name, (reason, plaintext) in _bad_plaintexts().items():
        inputs = {**good, "keyring": resealed(plaintext, V1)}
        yield case(AREA, "open", name, reason, inputs, "damaged")
    later = {**good, "keyring": change(V1, sealed=b"\x02" + V1.sealed[1:])}
    yield case(AREA, "open", "later-version", "another first byte", later, "unknown_version")


def _bad_plaintexts() -> dict[str, tuple[str, bytes]]:
    plaintext = padded_plaintext(RAW_1)
    no_devices = {name: value for name, value in RAW_1.items() if name != "devices"}
    upper = RAW_1 | {"previous": "AB" * 32}
    short = RAW_1 | {"previous": "00" * 31}
    keyless = RAW_1 | {"login_keys": {"1": LOGIN_KEYS.passphrase.hex()}}
    crowded = _crowded(MAX_DEVICES + 1, removed=0)
    return {
        "too-many-devices": ("more devices than an account has", padded_plaintext(crowded)),
        "inner-version": ("another byte within", b"\x02" + plaintext[1:]),
        "not-padded": ("no padding", plaintext.rstrip(b"\x00")),
        "padded-more": ("one zero too many", plaintext + b"\x00"),
        "a-list": ("the document is an object", padded_plaintext([1])),
        "version-inside": ("another version within", padded_plaintext(RAW_1 | {"version": 2})),
        "epoch-inside": ("another epoch within", padded_plaintext(RAW_1 | {"epoch": 2})),
        "previous-inside": (
            "another previous within",
            padded_plaintext(RAW_1 | {"previous": "11" * 32}),
        ),
        "no-devices": ("a member is missing", padded_plaintext(no_devices)),
        "upper-case": ("hexadecimal is lower case", padded_plaintext(upper)),
        "short-hash": ("a hash has 32 bytes", padded_plaintext(short)),
        "one-login-key": ("both login keys are there", padded_plaintext(keyless)),
        "text-for-number": ("an epoch is a number", padded_plaintext(RAW_1 | {"epoch": "1"})),
    }


def _accept(
    name: str,
    reason: str,
    held: PinnedKeyring,
    keyrings: list[Keyring],
    outcome: PinnedKeyring | str,
) -> Case:
    inputs = {
        "account_key": ACCOUNT_KEY,
        "account": ACCOUNT,
        "pinned": shown(held),
        "keyrings": keyrings,
    }
    outputs = outcome if isinstance(outcome, str) else shown(outcome)
    return case(AREA, "accept", name, reason, inputs, outputs)


def _good_chains() -> Iterator[Case]:
    yield _accept("new-device", "a new device adds itself", PINNED_1, [V2], PINNED_2)
    yield _accept("new-passphrase", "the old key signs for the new", PINNED_2, [V3], PINNED_3)
    yield _accept("revocation", "the recovery code signs too", PINNED_3, [V4], PINNED_4)
    yield _accept("one-by-one", "all versions between", PINNED_1, [V2, V3, V4], PINNED_4)
    yield _accept("repeated", "the pinned version again", PINNED_2, [V2], PINNED_2)
    yield _accept("nothing", "no version is no news", PINNED_2, [], PINNED_2)
    itself = documents.without_device(rings.next_document(PINNED_2), LAPTOP.id, "2026-12-01")
    farewell = sealed(itself, LAPTOP)
    reason = "a device may revoke itself: it is trusted in the version before"
    yield _accept("revokes-itself", reason, PINNED_2, [farewell], pinned(farewell, itself))


def _refused(name: str, reason: str, held: PinnedKeyring, *keyrings: Keyring) -> Case:
    return _accept(name, reason, held, list(keyrings), "keyring_mismatch")


def _bad_versions() -> Iterator[Case]:
    change = msgspec.structs.replace
    yield _refused("older", "a version below the pinned one", PINNED_2, V1)
    other_2 = sealed(RAW_2 | {"later": 1}, LAPTOP)
    yield _refused("other-digest", "other bytes at the pinned version", PINNED_2, other_2)
    yield _refused("gap", "a version between is left out", PINNED_1, V3)
    yield _refused("out-of-order", "versions come in order", PINNED_1, V3, V2)
    foreign = sealed(RAW_2 | {"previous": a_hash("previous").hex()}, LAPTOP)
    yield _refused("other-previous", "it continues another version", PINNED_1, foreign)
    epoch_2 = RAW_1 | {"epoch": 2}
    held = pinned(sealed(epoch_2), epoch_2)
    back = sealed(rings.next_document(held) | {"epoch": 1})
    yield _refused("epoch-back", "the account epoch is smaller", held, back)
    bit = signed(change(V2, sealed=flip(V2.sealed, 60)), LAPTOP)
    yield _refused("text-bit", "it does not open", PINNED_1, bit)
    plain_2 = padded_plaintext(RAW_2).rstrip(b"\x00")
    unpadded = resealed(plain_2, V2, LAPTOP)
    yield _refused("not-padded", "it does not open: no padding", PINNED_1, unpadded)
    version_3 = padded_plaintext(RAW_2 | {"version": 3})
    inside = resealed(version_3, V2, LAPTOP)
    yield _refused("version-inside", "another version within", PINNED_1, inside)
    wrong = change(V2, sealed=b"\x02" + V2.sealed[1:])
    reason = "another first byte is kept, not judged"
    yield _accept("later-version", reason, PINNED_1, [signed(wrong, LAPTOP)], "unknown_version")


def _bad_signers() -> Iterator[Case]:
    change = msgspec.structs.replace
    none = bytes(64)
    next_3, next_4 = rings.next_document(PINNED_2), rings.next_document(PINNED_4)
    yield _refused(
        "login-signature-bit",
        "one bit of the login signature",
        PINNED_1,
        change(V2, login_signature=flip(V2.login_signature, 0)),
    )
    yield _refused(
        "device-signature-bit",
        "one bit of the device signature",
        PINNED_1,
        change(V2, device_signature=flip(V2.device_signature, 0)),
    )
    yield _refused("no-login", "no login signature", PINNED_1, change(V2, login_signature=none))
    yield _refused("no-device", "no device signature", PINNED_1, change(V2, device_signature=none))
    exchanged = change(V2, login_signature=V2.device_signature, device_signature=V2.login_signature)
    yield _refused("exchanged", "the two signatures are exchanged", PINNED_1, exchanged)
    swapped = change(V2, login_type=2)
    yield _refused("login-type", "the signature is of the other type", PINNED_1, swapped)
    new_key = sealed(RAW_3, LAPTOP, BY_NEW_PASSPHRASE)
    yield _refused(
        "new-login-key", "only the key before vouches for the key after", PINNED_2, new_key
    )
    old_key = sealed(next_4, PHONE, BY_PASSPHRASE)
    yield _refused("old-login-key", "a passphrase that was changed", PINNED_4, old_key)
    revoked = sealed(next_4, LAPTOP, BY_CODE)
    yield _refused("revoked-device", "the device was revoked", PINNED_4, revoked)
    other = sealed(next_3, PHONE, device_key=LAPTOP.key)
    yield _refused("other-device-key", "another device signs in its name", PINNED_2, other)
    replaced = with_device(next_3, Device(PHONE.id, STRANGER.key, "Phone"))
    by_replaced = sealed(replaced, PHONE, device_key=STRANGER.key)
    reason = "a device's key is that of the version before"
    yield _refused("replaced-device-key", reason, PINNED_2, by_replaced)


def _bad_additions() -> Iterator[Case]:
    base = rings.next_document(PINNED_1)
    added = with_device(base, STRANGER)
    unlisted = sealed(base, STRANGER)
    yield _refused("not-added", "the new device is not in the document", PINNED_1, unlisted)
    two = with_device(added, LAPTOP)
    yield _refused("two-added", "exactly one device is added", PINNED_1, sealed(two, STRANGER))
    slots = documents.with_login(added, slots=NEW_SLOTS, login_keys=LOGIN_KEYS)
    yield _refused("adds-and-slots", "it changes slots, too", PINNED_1, sealed(slots, STRANGER))
    login = documents.with_login(added, slots=SLOTS, login_keys=NEW_LOGIN_KEYS)
    yield _refused(
        "adds-and-login", "it changes a login key, too", PINNED_1, sealed(login, STRANGER)
    )
    revokes = documents.without_device(added, PHONE.id, "2026-12-01")
    yield _refused(
        "adds-and-revokes", "it revokes a device, too", PINNED_1, sealed(revokes, STRANGER)
    )
    renamed = with_device(added, Device(PHONE.id, PHONE.key, "Phoney"))
    yield _refused(
        "adds-and-renames", "it renames a device, too", PINNED_1, sealed(renamed, STRANGER)
    )
    epoch = added | {"epoch": 2}
    yield _refused("adds-and-epoch", "it moves the epoch, too", PINNED_1, sealed(epoch, STRANGER))
    unknown = added | {"later": {"kept": False}}
    reason = "it changes a field that nobody knows, too"
    yield _refused("adds-and-unknown", reason, PINNED_1, sealed(unknown, STRANGER))
    by_other = sealed(added, STRANGER, device_key=LAPTOP.key)
    yield _refused("added-key", "signed by another key than the one added", PINNED_1, by_other)


def _newest() -> Iterator[Case]:
    for name, keyring, raw, own in (
        ("first", V1, RAW_1, BY_PASSPHRASE),
        ("by-new-device", V2, RAW_2, BY_PASSPHRASE),
        ("by-recovery", V4, RAW_4, BY_CODE),
    ):
        inputs = _newest_inputs(keyring, own)
        reason = "a new sign-in accepts the newest version"
        outputs = shown(pinned(keyring, raw))
        yield case(AREA, "accept-newest", name, reason, inputs, outputs)


def _newest_inputs(keyring: Keyring, own: LoginSigner = BY_PASSPHRASE) -> Mapping[str, object]:
    return {
        "account_key": ACCOUNT_KEY,
        "account": ACCOUNT,
        "keyring": keyring,
        "own_login_key": own.key.public,
    }


def _bad_newest() -> Iterator[Case]:
    change = msgspec.structs.replace
    two_devices = with_device(RAW_1, LAPTOP)
    continued = RAW_1 | {"previous": a_hash("previous").hex()}
    bad = {
        "own-key": ("the own login key is not listed", V3, BY_PASSPHRASE),
        "unlisted-device": ("its device is not listed", sealed(RAW_1, STRANGER), BY_PASSPHRASE),
        "login-signature": (
            "another login key signed",
            sealed(RAW_1, PHONE, BY_NEW_PASSPHRASE),
            BY_PASSPHRASE,
        ),
        "device-signature": (
            "another device signed",
            sealed(RAW_1, PHONE, device_key=LAPTOP.key),
            BY_PASSPHRASE,
        ),
        "two-devices": ("version 1 has one device", sealed(two_devices), BY_PASSPHRASE),
        "previous": ("version 1 continues nothing", sealed(continued), BY_PASSPHRASE),
        "text-bit": ("it does not open", change(V1, sealed=flip(V1.sealed, 60)), BY_PASSPHRASE),
        "version-outside": ("another version outside", change(V2, version=3), BY_PASSPHRASE),
    }
    for name, (reason, keyring, own) in bad.items():
        inputs = _newest_inputs(keyring, own)
        yield case(AREA, "accept-newest", name, reason, inputs, "keyring_mismatch")


def _listed() -> Iterator[Case]:
    change = msgspec.structs.replace
    slots = [
        *SLOTS,
        change(SLOTS[0], sealed=flip(SLOTS[0].sealed, 50)),
        change(SLOTS[0], type=2),
        change(SLOTS[0], slot=an_id("unlisted slot")),
        change(SLOTS[0], slot=SLOTS[1].slot),
        NEW_SLOTS[0],
    ]
    wraps = [
        WRAP,
        change(WRAP, sealed=flip(WRAP.sealed, 50)),
        change(WRAP, epoch=2),
        change(WRAP, vault=an_id("other vault")),
    ]
    inputs = {"document": RAW_1, "slots": slots, "wraps": wraps}
    outputs: dict[str, list[Slot] | list[Wrap]] = {"slots": SLOTS, "wraps": [WRAP]}
    yield case(AREA, "listed", "some", "what is not listed is never used", inputs, outputs)
