"""Vectors of what changes ways in and devices: the next document, and the statement of closing."""

from collections.abc import Iterator, Mapping

import msgspec

from goldseam.crypto import keyring as rings
from goldseam.crypto import keyring_document as documents
from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.closing import sign_closing
from goldseam.crypto.keyring import PinnedKeyring
from goldseam.protocol.accounts import LoginKeys
from goldseam.protocol.closing import Statement
from goldseam.protocol.revisions import sealed_hash
from scripts.vectors_account import (
    ACCOUNT,
    ADDED,
    LAPTOP,
    LOGIN_KEYS,
    NEW_LOGIN_KEYS,
    NEW_SLOTS,
    PHONE,
    PINNED_2,
    PINNED_4,
    SLOTS,
    STRANGER,
    VAULT,
    Device,
    a_slot,
    pinned,
    sealed,
    shown,
)
from scripts.vectors_case import Case, a_secret, an_id, case, flip
from scripts.vectors_renewed import (
    AFTER,
    ON,
    PINNED_RENEWED,
    earlier_of,
    login_keys_of,
    slots_of,
    wraps_of,
)

AREA = "keyring"
NOTHING: Mapping[str, object] = {
    "slots": None,
    "login_keys": None,
    "add": None,
    "remove": [],
    "on": None,
    "new_keys": None,
}
PASSKEY = a_slot("passkey", a_secret("prf output and device secret"), 3)


def cases() -> Iterator[Case]:
    """All vectors of edits and of closing."""
    yield from _ways_in()
    yield from _devices()
    yield from _new_keys()
    yield from _closing()


def _next(name: str, reason: str, held: PinnedKeyring, **changes: object) -> Case:
    inputs = {"pinned": shown(held), **NOTHING, **changes}
    document = edited(held, {**NOTHING, **changes})
    return case(AREA, "next", name, reason, inputs, {"document": document})


def edited(held: PinnedKeyring, changes: Mapping[str, object]) -> JsonObject:
    """The next document: new keys, ways in, a device more, devices removed, in this order."""
    raw = rings.next_document(held)
    match changes["new_keys"]:
        case {"wraps": list(wraps), "after": dict(after), "earlier": dict(earlier)}:
            raw = documents.with_epoch(raw, wraps=wraps, after=after, earlier=earlier)
    match changes["slots"], changes["login_keys"]:
        case list(slots), LoginKeys() as login_keys:
            raw = documents.with_login(raw, slots=slots, login_keys=login_keys)
    match changes["add"]:
        case {"device": bytes(id_), "name": str(name), "key": bytes(key), "added": str(added)}:
            raw = documents.with_device(raw, id_, name, key, added)
    match changes["remove"], changes["on"]:
        case list(devices), str(on):
            for device in devices:
                raw = documents.without_device(raw, device, on)
    return raw


def _added(device: Device) -> dict[str, object]:
    return {"device": device.id, "name": device.name, "key": device.key.public, "added": ADDED}


def _with_passkey() -> PinnedKeyring:
    """Version 3, in which the laptop has a passkey, with a field that nobody knows."""
    digest = sealed_hash(PASSKEY.sealed).hex()
    entry: JsonObject = {
        "type": 3,
        "digest": digest,
        "name": "This laptop",
        "device": LAPTOP.id.hex(),
        "later": True,
    }
    slots = documents.member(PINNED_2.document.raw, "slots")
    raw = rings.next_document(PINNED_2) | {"slots": slots | {PASSKEY.slot.hex(): entry}}
    return pinned(sealed(raw), raw)


def _ways_in() -> Iterator[Case]:
    reason = "another passphrase: a slot and a login key in the place of the old ones"
    yield _next("passphrase", reason, PINNED_2, slots=NEW_SLOTS, login_keys=NEW_LOGIN_KEYS)
    held = _with_passkey()
    reason = "a passkey that stays keeps its name and what nobody knows of it"
    slots = [*NEW_SLOTS, PASSKEY]
    yield _next("passphrase-and-passkey", reason, held, slots=slots, login_keys=NEW_LOGIN_KEYS)
    reason = "a passkey that is not among the slots goes"
    yield _next("without-passkey", reason, held, slots=SLOTS, login_keys=LOGIN_KEYS)
    reason = "recovery: a new device, and ways in that are all new"
    yield _next(
        "recovery",
        reason,
        PINNED_2,
        slots=NEW_SLOTS,
        login_keys=NEW_LOGIN_KEYS,
        add=_added(STRANGER),
    )


def _devices() -> Iterator[Case]:
    yield _next("device", "one device more", PINNED_2, add=_added(STRANGER))
    reason = "a removed device stays listed, with the day"
    yield _next("removal", reason, PINNED_2, remove=[LAPTOP.id], on=ON)
    reason = "with a device its passkeys go"
    yield _next("removal-and-passkey", reason, _with_passkey(), remove=[LAPTOP.id], on=ON)
    reason = "two devices are removed at once"
    yield _next("removal-of-two", reason, PINNED_2, remove=[LAPTOP.id, PHONE.id], on=ON)


def _new_keys() -> Iterator[Case]:
    for name, reason, held, epoch, remove in (
        ("new-keys", "new keys, and every earlier one under them", PINNED_2, 2, []),
        ("new-keys-twice", "new keys after new keys", PINNED_RENEWED, 3, []),
        ("new-keys-and-removal", "new keys, and a device removed", PINNED_2, 2, [LAPTOP.id]),
    ):
        yield _next(
            name,
            reason,
            held,
            slots=slots_of(epoch),
            login_keys=login_keys_of(epoch),
            remove=remove,
            on=ON,
            new_keys={
                "wraps": wraps_of(epoch),
                "after": {VAULT: AFTER},
                "earlier": earlier_of(epoch),
            },
        )


def _closing() -> Iterator[Case]:
    statement = sign_closing(ACCOUNT, PHONE.id, PHONE.key, ON)
    inputs = {"account": ACCOUNT, "device": PHONE.id, "device_seed": PHONE.key, "on": ON}
    reason = "the statement that an account was closed"
    yield case(AREA, "close", "statement", reason, inputs, {"statement": statement})
    change = msgspec.structs.replace
    by_laptop = sign_closing(ACCOUNT, LAPTOP.id, LAPTOP.key, ON)
    statements: dict[str, tuple[str, PinnedKeyring, Statement, bool]] = {
        "good": ("a device of the pinned keyring signed it", PINNED_2, statement, True),
        "revoked": ("a device that was removed is not believed", PINNED_4, by_laptop, False),
        "stranger": (
            "a device that is not listed is not believed",
            PINNED_2,
            sign_closing(ACCOUNT, STRANGER.id, STRANGER.key, ON),
            False,
        ),
        "other-key": (
            "another key in a device's name",
            PINNED_2,
            sign_closing(ACCOUNT, PHONE.id, STRANGER.key, ON),
            False,
        ),
        "other-account": (
            "the statement of another account",
            PINNED_2,
            sign_closing(an_id("other account"), PHONE.id, PHONE.key, ON),
            False,
        ),
        "other-day": ("another day", PINNED_2, change(statement, on="2026-12-02"), False),
        "other-device": ("another device", PINNED_2, change(statement, device=LAPTOP.id), False),
        "signature-bit": (
            "one bit",
            PINNED_2,
            change(statement, signature=flip(statement.signature, 0)),
            False,
        ),
    }
    for name, (reason, held, given, believed) in statements.items():
        inputs = {"account": ACCOUNT, "document": held.document.raw, "statement": given}
        yield case(AREA, "closed", name, reason, inputs, {"believed": believed})
