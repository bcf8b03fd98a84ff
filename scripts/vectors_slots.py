"""Vectors of Keys and slots: derivations, slots, wraps and what rests on a device."""

from collections.abc import Iterator

import msgspec

from goldseam.crypto import keys, suite
from goldseam.crypto.keys import AccountKeys
from goldseam.crypto.seal import seal_local
from goldseam.crypto.slots import seal_earlier, seal_slot, seal_wrap
from goldseam.crypto.suite import Secret
from goldseam.protocol.accounts import Slot, Wrap, passkey_challenge
from goldseam.protocol.encoding import label, u32
from scripts.vectors_case import Case, a_secret, an_id, case, flip, source

AREA = "slots"
ACCOUNT, OTHER_ACCOUNT = an_id("account"), an_id("other account")
SLOT, OTHER_SLOT = an_id("slot"), an_id("other slot")
VAULT, OTHER_VAULT = an_id("vault"), an_id("other vault")
DEVICE = an_id("device")
SECRET, OTHER_SECRET = a_secret("stretched"), a_secret("another stretched")
ACCOUNT_KEY, VAULT_KEY = a_secret("account key"), a_secret("vault key")
LATER_VAULT_KEY = a_secret("vault key of epoch 2")
CODE = b"abacus abdomen abdominal abide abiding ability ablaze able abnormal abrasion"
SALT = source("account salt")(16)
PRF_OUTPUT, DEVICE_SECRET = a_secret("prf output"), a_secret("device secret")
PASSKEY_SECRET = keys.passkey_secret(PRF_OUTPUT, DEVICE_SECRET)
SECRETS = {1: SECRET, 2: Secret(CODE), 3: PASSKEY_SECRET}
LATER_ACCOUNT_KEY = a_secret("account key of epoch 2")


def cases() -> Iterator[Case]:
    """All vectors of this area."""
    yield from _passphrases()
    yield from _derivations()
    yield from _good_slots()
    yield from _bad_slots()
    yield from _wraps()
    yield from _earlier()
    yield from _local()


def _passphrases() -> Iterator[Case]:
    good = {
        "ascii": ("ASCII stays as it is typed", "correct horse battery"),
        "composed": ("NFKC joins what was typed apart", "cafe\u0301"),
        "compatibility": ("NFKC makes compatible characters one", "ﬁve ① ２"),
        "case-and-spaces": ("case and spaces count", "  Two  Words "),
        "longest": ("1,024 bytes are allowed", "x" * 1024),
    }
    for name, (reason, typed) in good.items():
        outputs = {"bytes": keys.passphrase_bytes(typed)}
        yield case(AREA, "passphrase", name, reason, {"passphrase": typed}, outputs)
    bad = {
        "empty": ("a passphrase is not empty", ""),
        "too-long": ("1,025 bytes are too many", "x" * 1025),
        "too-long-in-nfkc": ("the limit counts what NFKC makes", "\ufdfa" * 64),
        "lone-surrogate": ("a lone surrogate is no character", "ab\ud800"),
    }
    for name, (reason, typed) in bad.items():
        yield case(AREA, "passphrase", name, reason, {"passphrase": typed}, "wrong_secret")
    stretched = {"plain": ("mara", "correct horse battery"), "nfkc": ("élise", "ﬁve cafe\u0301")}
    for name, (person, typed) in stretched.items():
        inputs = {"name": person, "salt": SALT, "passphrase": typed}
        secret = keys.stretch(typed, person, SALT)
        outputs_of = {"argon_salt": keys.argon_salt(person, SALT), "stretched": secret}
        reason = "name and salt enter the Argon2 salt"
        yield case(AREA, "stretch", name, reason, inputs, outputs_of)


def _passkey_secrets() -> Iterator[Case]:
    inputs = {"output": PRF_OUTPUT, "device_secret": DEVICE_SECRET}
    outputs = {"secret": PASSKEY_SECRET}
    reason = "PRF output and device secret, in this order"
    yield case(AREA, "passkey-secret", "good", reason, inputs, outputs)
    for name, part in (("output", PRF_OUTPUT), ("device-secret", DEVICE_SECRET)):
        for length in (0, 31, 33):
            bad = inputs | {name.replace("-", "_"): Secret((part.value + bytes(1))[:length])}
            reason = f"the {name} has {length} bytes"
            yield case(AREA, "passkey-secret", f"{name}-{length}", reason, bad, "refused")


def _passkey_challenges() -> Iterator[Case]:
    for name, account, slot, reason in (
        ("good", ACCOUNT, SLOT, "what an authenticator signs for a slot"),
        ("other-slot", ACCOUNT, OTHER_SLOT, "another slot of the same account"),
        ("other-account", OTHER_ACCOUNT, SLOT, "the same slot of another account"),
    ):
        outputs = {"challenge": passkey_challenge(account, slot)}
        inputs = {"account": account, "slot": slot}
        yield case(AREA, "passkey-challenge", name, reason, inputs, outputs)


def _derivations() -> Iterator[Case]:
    yield from _passkey_secrets()
    yield from _passkey_challenges()
    for slot_type, secret in SECRETS.items():
        commit, key = keys.slot_keys(secret, ACCOUNT, slot_type, SLOT, 1)
        inputs = {"secret": secret, "account": ACCOUNT, "type": slot_type, "slot": SLOT, "epoch": 1}
        outputs = {"commit": commit, "key": key}
        reason = f"commitment and key of a slot of type {slot_type}"
        yield case(AREA, "slot-keys", f"type-{slot_type}", reason, inputs, outputs)
        if slot_type == 3:
            continue  # A passkey proves nothing to the server.
        login = keys.login_key(secret, slot_type)
        yield case(
            AREA,
            "login-key",
            f"type-{slot_type}",
            f"the login key of type {slot_type}",
            {"secret": secret, "type": slot_type},
            {"seed": login, "public": login.public},
        )
    account = keys.account_keys(ACCOUNT_KEY, ACCOUNT)
    yield case(
        AREA,
        "account-keys",
        "all",
        "what is derived from the account key",
        {"account_key": ACCOUNT_KEY, "account": ACCOUNT, "device": DEVICE},
        {
            "keyring": account.keyring,
            "wrap": account.wrap,
            "earlier": account.earlier,
            "local": keys.local_key(ACCOUNT_KEY, DEVICE),
        },
    )
    for epoch, vault_key in ((1, VAULT_KEY), (2, LATER_VAULT_KEY)):
        derived = keys.vault_keys(vault_key, VAULT_KEY, VAULT, epoch)
        inputs = {"vault_key": vault_key, "first_key": VAULT_KEY, "vault": VAULT, "epoch": epoch}
        outputs_of = {"seal": derived.seal, "item": derived.item, "head": derived.head}
        yield case(
            AREA,
            "vault-keys",
            f"epoch-{epoch}",
            "record ids are always of epoch 1",
            inputs,
            {**outputs_of, "id": derived.ids},
        )


def _seal_slot(name: str, slot_type: int = 1, epoch: int = 1) -> tuple[bytes, Slot]:
    nonce = source(f"slot nonce {name}")(12)
    sealed = seal_slot(
        SECRETS[slot_type],
        ACCOUNT_KEY,
        account=ACCOUNT,
        slot_type=slot_type,
        slot=SLOT,
        epoch=epoch,
        random=lambda _: nonce,
    )
    return nonce, sealed


def _good_slots() -> Iterator[Case]:
    for name, slot_type, epoch in (
        ("passphrase", 1, 1),
        ("recovery", 2, 1),
        ("epoch-2", 1, 2),
        ("passkey", 3, 1),
    ):
        nonce, slot = _seal_slot(name, slot_type, epoch)
        secret = SECRETS[slot_type]
        place = {"account": ACCOUNT, "type": slot_type, "slot": SLOT, "epoch": epoch}
        inputs = {"secret": secret, "account_key": ACCOUNT_KEY, **place, "nonce": nonce}
        reason = "the bytes of a slot"
        yield case(AREA, "seal-slot", name, reason, inputs, {"sealed": slot.sealed})
        opened = {"secret": secret, "account": ACCOUNT, "slot": slot}
        outputs = {"account_key": ACCOUNT_KEY}
        yield case(AREA, "open-slot", name, "what was sealed opens", opened, outputs)


def _bad_slots() -> Iterator[Case]:
    _, slot = _seal_slot("bad")
    sealed, change = slot.sealed, msgspec.structs.replace
    other_commit, _ = keys.slot_keys(OTHER_SECRET, ACCOUNT, 1, SLOT, 1)
    bad: dict[str, tuple[str, dict[str, object]]] = {
        "wrong-secret": ("another passphrase", {"secret": OTHER_SECRET}),
        "secret-bit": ("one bit of the secret", {"secret": Secret(flip(SECRET.value, 0))}),
        "other-account": ("the slot of another account", {"account": OTHER_ACCOUNT}),
        "other-slot": ("the bytes stand under another id", {"slot": change(slot, slot=OTHER_SLOT)}),
        "other-type": ("a passphrase slot as a recovery slot", {"slot": change(slot, type=2)}),
        "other-epoch": ("the bytes stand under another epoch", {"slot": change(slot, epoch=2)}),
        "commit-bit": ("one bit of the commitment", {"slot": change(slot, sealed=flip(sealed, 1))}),
        "nonce-bit": ("one bit of the nonce", {"slot": change(slot, sealed=flip(sealed, 33))}),
        "passkey-device": (
            "a passkey's output with the secret of another device",
            {
                "secret": keys.passkey_secret(PRF_OUTPUT, a_secret("other device secret")),
                "slot": _seal_slot("passkey", 3)[1],
            },
        ),
        "text-bit": ("one bit of the ciphertext", {"slot": change(slot, sealed=flip(sealed, 45))}),
        "tag-bit": ("one bit of the tag", {"slot": change(slot, sealed=flip(sealed, -1))}),
        "cut": ("92 bytes", {"slot": change(slot, sealed=sealed[:-1])}),
        "longer": ("94 bytes", {"slot": change(slot, sealed=sealed + b"\x00")}),
        "nothing": ("no bytes", {"slot": change(slot, sealed=b"")}),
        "two-keys": (
            "the commitment is of a second secret, the AEAD of the first",
            {
                "secret": OTHER_SECRET,
                "slot": change(slot, sealed=sealed[:1] + other_commit + sealed[33:]),
            },
        ),
        "no-commitment-in-aad": (
            "the AEAD does not cover the commitment",
            {"slot": change(slot, sealed=_without_commit_in_aad(slot))},
        ),
    }
    good = {"secret": SECRET, "account": ACCOUNT, "slot": slot}
    for name, (reason, changes) in bad.items():
        yield case(AREA, "open-slot", name, reason, {**good, **changes}, "wrong_secret")
    later = {**good, "slot": change(slot, sealed=b"\x02" + sealed[1:])}
    reason = "another first byte is kept, never opened"
    yield case(AREA, "open-slot", "later-version", reason, later, "unknown_version")
    longer = {**good, "slot": change(slot, sealed=b"\x02" + sealed)}
    reason = "the version comes before the length"
    yield case(AREA, "open-slot", "later-and-longer", reason, longer, "unknown_version")


def _without_commit_in_aad(slot: Slot) -> bytes:
    commit, key = keys.slot_keys(SECRET, ACCOUNT, 1, SLOT, 1)
    aad = label("goldseam/1/slot") + b"\x01" + ACCOUNT + b"\x01" + SLOT + u32(1)
    nonce = slot.sealed[33:45]
    return b"\x01" + commit + nonce + suite.aead_seal(key, nonce, ACCOUNT_KEY.value, aad)


def _account_keys(account_key: Secret = ACCOUNT_KEY, account: bytes = ACCOUNT) -> AccountKeys:
    return keys.account_keys(account_key, account)


def _seal_wrap(nonce: bytes, vault_key: Secret = VAULT_KEY) -> Wrap:
    return seal_wrap(
        _account_keys(),
        vault_key,
        account_epoch=1,
        vault=VAULT,
        epoch=1,
        random=lambda _: nonce,
    )


def _wraps() -> Iterator[Case]:
    nonce = source("wrap nonce")(12)
    wrap, change = _seal_wrap(nonce), msgspec.structs.replace
    sealed = wrap.sealed
    place = {"account_key": ACCOUNT_KEY, "account": ACCOUNT, "account_epoch": 1}
    inputs = {**place, "vault_key": VAULT_KEY, "vault": VAULT, "epoch": 1, "nonce": nonce}
    yield case(AREA, "seal-wrap", "good", "the bytes of a wrap", inputs, {"sealed": sealed})
    good = {**place, "wrap": wrap}
    outputs = {"vault_key": VAULT_KEY}
    yield case(AREA, "open-wrap", "good", "what was sealed opens", good, outputs)
    short = _seal_wrap(nonce, Secret(VAULT_KEY.value[:31]))
    bad: dict[str, tuple[str, dict[str, object]]] = {
        "wrong-key": ("another account key", {"account_key": a_secret("another account key")}),
        "other-account": ("the wrap of another account", {"account": OTHER_ACCOUNT}),
        "other-account-epoch": ("another account epoch", {"account_epoch": 2}),
        "other-vault": ("the wrap of another vault", {"wrap": change(wrap, vault=OTHER_VAULT)}),
        "other-epoch": ("the wrap of another epoch", {"wrap": change(wrap, epoch=2)}),
        "nonce-bit": ("one bit of the nonce", {"wrap": change(wrap, sealed=flip(sealed, 1))}),
        "text-bit": ("one bit of the ciphertext", {"wrap": change(wrap, sealed=flip(sealed, 13))}),
        "tag-bit": ("one bit of the tag", {"wrap": change(wrap, sealed=flip(sealed, -1))}),
        "cut": ("60 bytes", {"wrap": change(wrap, sealed=sealed[:-1])}),
        "nothing": ("no bytes", {"wrap": change(wrap, sealed=b"")}),
        "short-key": ("a vault key has 32 bytes", {"wrap": short}),
    }
    for name, (reason, changes) in bad.items():
        yield case(AREA, "open-wrap", name, reason, {**good, **changes}, "damaged")
    later = {**good, "wrap": change(wrap, sealed=b"\x02" + sealed[1:])}
    yield case(AREA, "open-wrap", "later-version", "another first byte", later, "unknown_version")


def _earlier() -> Iterator[Case]:
    nonce = source("earlier nonce")(12)
    later, epochs = _account_keys(LATER_ACCOUNT_KEY), {"account_epoch": 3, "earlier_epoch": 2}
    place = {"account_key": LATER_ACCOUNT_KEY, "account": ACCOUNT, **epochs}
    sealed, short = (
        seal_earlier(later, key, account_epoch=3, earlier_epoch=2, random=lambda _: nonce)
        for key in (ACCOUNT_KEY, Secret(ACCOUNT_KEY.value[:31]))
    )
    inputs = {**place, "earlier_key": ACCOUNT_KEY, "nonce": nonce}
    reason = "an account key under a later one"
    yield case(AREA, "seal-earlier", "good", reason, inputs, {"sealed": sealed})
    good = {**place, "sealed": sealed}
    outputs = {"earlier_key": ACCOUNT_KEY}
    yield case(AREA, "open-earlier", "good", "what was sealed opens", good, outputs)
    bad: dict[str, tuple[str, dict[str, object]]] = {
        "itself": ("the earlier key does not open the later one", {"account_key": ACCOUNT_KEY}),
        "other-account": ("the earlier key of another account", {"account": OTHER_ACCOUNT}),
        "other-account-epoch": ("under a key of another epoch", {"account_epoch": 4}),
        "other-epoch": ("the key of another earlier epoch", {"earlier_epoch": 1}),
        "epochs-exchanged": (
            "the two epochs are exchanged",
            {"account_epoch": 2, "earlier_epoch": 3},
        ),
        "as-wrap": ("a vault key's wrap", {"sealed": _seal_wrap(nonce).sealed}),
        "nonce-bit": ("one bit of the nonce", {"sealed": flip(sealed, 1)}),
        "text-bit": ("one bit of the ciphertext", {"sealed": flip(sealed, 13)}),
        "tag-bit": ("one bit of the tag", {"sealed": flip(sealed, -1)}),
        "cut": ("60 bytes", {"sealed": sealed[:-1]}),
        "nothing": ("no bytes", {"sealed": b""}),
        "short-key": ("an account key has 32 bytes", {"sealed": short}),
    }
    for name, (reason, changes) in bad.items():
        yield case(AREA, "open-earlier", name, reason, {**good, **changes}, "damaged")
    version = {**good, "sealed": b"\x02" + sealed[1:]}
    reason = "another first byte"
    yield case(AREA, "open-earlier", "later-version", reason, version, "unknown_version")


def _local() -> Iterator[Case]:
    key, nonce = keys.local_key(ACCOUNT_KEY, DEVICE), source("local nonce")(12)
    place = {"local_key": key, "store": "drafts", "key": "0a1b"}
    text = b"a page as it rests"
    sealed = seal_local(key, "drafts", "0a1b", text, lambda _: nonce)
    inputs = {**place, "plaintext": text, "nonce": nonce}
    yield case(AREA, "seal-local", "good", "bound to its place", inputs, {"sealed": sealed})
    good = {**place, "sealed": sealed}
    yield case(AREA, "open-local", "good", "what was sealed opens", good, {"plaintext": text})
    bad: dict[str, tuple[str, dict[str, object]]] = {
        "wrong-key": (
            "the key of another device",
            {"local_key": keys.local_key(ACCOUNT_KEY, an_id("other device"))},
        ),
        "other-store": ("the bytes of another store", {"store": "pages"}),
        "other-key": ("the bytes of another key", {"key": "0a1c"}),
        "shifted": (
            "one letter moved from the key to the store",
            {"store": "drafts0", "key": "a1b"},
        ),
        "nonce-bit": ("one bit of the nonce", {"sealed": flip(sealed, 1)}),
        "text-bit": ("one bit of the ciphertext", {"sealed": flip(sealed, 13)}),
        "tag-bit": ("one bit of the tag", {"sealed": flip(sealed, -1)}),
        "cut": ("the last byte is cut off", {"sealed": sealed[:-1]}),
        "only-version": ("one byte", {"sealed": sealed[:1]}),
        "nothing": ("no bytes", {"sealed": b""}),
    }
    for name, (reason, changes) in bad.items():
        yield case(AREA, "open-local", name, reason, {**good, **changes}, "damaged")
    later = {**good, "sealed": b"\x00" + sealed[1:]}
    yield case(AREA, "open-local", "other-version", "another first byte", later, "unknown_version")
