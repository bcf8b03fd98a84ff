"""Vectors of Epochs and of recovery: which versions with other keys a client accepts."""

from collections.abc import Iterator, Sequence

from goldseam.crypto import keyring as rings
from goldseam.crypto import keyring_document as documents
from goldseam.crypto.canonical import Json, JsonObject
from goldseam.crypto.keyring import PinnedKeyring
from goldseam.crypto.login import LoginSigner
from goldseam.crypto.suite import SigningKey
from goldseam.protocol.accounts import Keyring
from scripts.vectors_account import (
    ACCOUNT,
    BY_CODE,
    BY_NEW_PASSPHRASE,
    BY_PASSPHRASE,
    LAPTOP,
    NEW_LOGIN_KEYS,
    NEW_SLOTS,
    PHONE,
    PINNED_2,
    RAW_1,
    SLOTS,
    STRANGER,
    V1,
    VAULT,
    WRAP,
    Device,
    padded_plaintext,
    pinned,
    resealed,
    sealed,
    shown,
    with_device,
)
from scripts.vectors_case import Case, an_id, case
from scripts.vectors_renewed import (
    ACCOUNT_SECRETS,
    BY_NEW_CODE,
    BY_PASSPHRASE_OF,
    ON,
    PINNED_RENEWED,
    PINNED_TWICE,
    RAW_RENEWED,
    RENEWED,
    TWICE,
    account_secrets,
    renewed,
    sealed_in,
    slots_of,
    wraps_of,
)

AREA = "keyring"
MISMATCH = "keyring_mismatch"
NEXT_3 = rings.next_document(PINNED_2)
ALL_EPOCHS = (1, 2, 3)


def cases() -> Iterator[Case]:
    """All vectors of accepting across epochs and by recovery."""
    yield from _good_epochs()
    yield from _bad_epochs()
    yield from _bad_structures()
    yield from _recovery()
    yield from _bad_recovery()
    yield from _newest()
    yield from _documents()


def _accept(
    name: str,
    reason: str,
    held: PinnedKeyring,
    keyrings: list[Keyring],
    outcome: PinnedKeyring | str,
    epochs: Sequence[int] = ALL_EPOCHS,
) -> Case:
    inputs = {
        "account_keys": account_secrets(epochs),
        "account": ACCOUNT,
        "pinned": shown(held),
        "keyrings": keyrings,
    }
    outputs = outcome if isinstance(outcome, str) else shown(outcome)
    return case(AREA, "accept", name, reason, inputs, outputs)


def _good_epochs() -> Iterator[Case]:
    yield _accept("new-keys", "the account epoch is one more", PINNED_2, [RENEWED], PINNED_RENEWED)
    reason = "new keys twice, each version under the key of its epoch"
    yield _accept("new-keys-twice", reason, PINNED_2, [RENEWED, TWICE], PINNED_TWICE)
    later = with_device(rings.next_document(PINNED_RENEWED), STRANGER)
    joined = sealed_in(2, later, STRANGER, BY_PASSPHRASE_OF[2])
    reason = "a new device adds itself after new keys"
    yield _accept("new-keys-and-device", reason, PINNED_RENEWED, [joined], pinned(joined, later))
    removes = documents.without_device(renewed(NEXT_3, 2), LAPTOP.id, ON)
    version = sealed_in(2, removes)
    reason = "new keys, and a device is removed with them"
    yield _accept("new-keys-and-removal", reason, PINNED_2, [version], pinned(version, removes))
    by_code = sealed_in(2, RAW_RENEWED, login=BY_CODE)
    reason = "the recovery code signs for new keys, too"
    outcome = pinned(by_code, RAW_RENEWED)
    yield _accept("new-keys-by-recovery", reason, PINNED_2, [by_code], outcome)


def _bad_epochs() -> Iterator[Case]:
    yield _accept("no-account-key", "no key of its epoch", PINNED_2, [RENEWED], MISMATCH, (1,))
    under_old = sealed(RAW_RENEWED)
    reason = "sealed under the account key of before"
    yield _accept("under-old-account-key", reason, PINNED_2, [under_old], MISMATCH)
    reason = "an epoch is left out"
    jump = sealed_in(3, renewed(NEXT_3, 3))
    yield _accept("epoch-two-more", reason, PINNED_2, [jump], MISMATCH)
    back = sealed(rings.next_document(PINNED_RENEWED) | {"epoch": 1}, login=BY_PASSPHRASE_OF[2])
    yield _accept("epoch-of-before", "the epoch goes back", PINNED_RENEWED, [back], MISMATCH)
    by_new = sealed_in(2, RAW_RENEWED, login=BY_PASSPHRASE_OF[2])
    reason = "only the login key before vouches for new keys"
    yield _accept("new-keys-by-new-login", reason, PINNED_2, [by_new], MISMATCH)
    added = with_device(RAW_RENEWED, STRANGER)
    reason = "a new device with the passphrase makes no new keys"
    by_stranger = sealed_in(2, added, STRANGER)
    yield _accept("adds-and-new-keys", reason, PINNED_2, [by_stranger], MISMATCH)
    old_login = sealed_in(2, rings.next_document(PINNED_RENEWED), login=BY_PASSPHRASE)
    reason = "the passphrase of before signs nothing after new keys"
    yield _accept("old-login-after-new-keys", reason, PINNED_RENEWED, [old_login], MISMATCH)


def _vault(**changes: Json) -> JsonObject:
    entry = documents.member(documents.member(RAW_RENEWED, "vaults"), VAULT.hex())
    return RAW_RENEWED | {"vaults": {VAULT.hex(): entry | changes}}


def _bad_structures() -> Iterator[Case]:
    digests = {str(wrap.epoch): an_id(f"{wrap.epoch}").hex() * 2 for wrap in wraps_of(3)}
    first, second = ({epoch: digests[epoch]} for epoch in ("1", "2"))
    earlier = documents.member(RAW_RENEWED, "earlier")
    bad: dict[str, tuple[str, JsonObject]] = {
        "vault-left-out": ("a vault is left out", RAW_RENEWED | {"vaults": {}}),
        "vault-epoch-same": ("a vault keeps its epoch", _vault(epoch=1)),
        "vault-epoch-two-more": (
            "a vault's epoch is two more",
            _vault(epoch=3, wraps=dict(digests)),
        ),
        "no-after": ("a vault does not say where the old keys ended", _vault(after=None)),
        "no-first-wrap": ("the first vault key is left out", _vault(wraps=dict(second))),
        "no-newest-wrap": ("the newest vault key is missing", _vault(wraps=dict(first))),
        "wrap-beyond": ("a vault key beyond the newest", _vault(wraps=dict(digests))),
        "no-earlier": (
            "the earlier account key is missing",
            {name: value for name, value in RAW_RENEWED.items() if name != "earlier"},
        ),
        "earlier-beyond": (
            "an earlier account key of its own epoch",
            RAW_RENEWED | {"earlier": earlier | {"2": earlier["1"]}},
        ),
        "earlier-other": (
            "an earlier account key of another epoch only",
            RAW_RENEWED | {"earlier": {"2": earlier["1"]}},
        ),
    }
    for name, (reason, raw) in bad.items():
        yield _accept(f"new-keys-{name}", reason, PINNED_2, [sealed_in(2, raw)], MISMATCH)


def _recovered(device: Device = STRANGER) -> JsonObject:
    """A new device, and ways in that are all new."""
    added = with_device(NEXT_3, device)
    return documents.with_login(added, slots=NEW_SLOTS, login_keys=NEW_LOGIN_KEYS)


def _recovery() -> Iterator[Case]:
    raw = _recovered()
    version = sealed(raw, STRANGER, BY_CODE)
    reason = "with the recovery code a new device changes ways in"
    yield _accept("recovery", reason, PINNED_2, [version], pinned(version, raw))
    removes = documents.without_device(raw, PHONE.id, ON)
    version = sealed(removes, STRANGER, BY_CODE)
    reason = "with the recovery code a new device removes another"
    yield _accept("recovery-removes", reason, PINNED_2, [version], pinned(version, removes))
    new_keys = with_device(RAW_RENEWED, STRANGER)
    version = sealed_in(2, new_keys, STRANGER, BY_CODE)
    reason = "with the recovery code a new device makes new keys"
    yield _accept("recovery-new-keys", reason, PINNED_2, [version], pinned(version, new_keys))


def _bad_recovery() -> Iterator[Case]:
    raw = _recovered()
    bad: dict[str, tuple[str, Keyring]] = {
        "by-passphrase": ("the passphrase may only add", sealed(raw, STRANGER)),
        "by-new-login": (
            "the key of the new passphrase is not there before",
            sealed(raw, STRANGER, BY_NEW_PASSPHRASE),
        ),
        "not-added": (
            "the new device is not in the document",
            sealed(
                documents.with_login(NEXT_3, slots=NEW_SLOTS, login_keys=NEW_LOGIN_KEYS),
                STRANGER,
                BY_CODE,
            ),
        ),
        "other-device-key": (
            "signed by another key than the one added",
            sealed(raw, STRANGER, BY_CODE, LAPTOP.key),
        ),
        "known-device-new-key": (
            "a device that was there keeps its key",
            _by_replaced(STRANGER.key),
        ),
    }
    for name, (reason, keyring) in bad.items():
        yield _accept(f"recovery-{name}", reason, PINNED_2, [keyring], MISMATCH)


def _by_replaced(key: SigningKey) -> Keyring:
    phone = Device(PHONE.id, key, PHONE.name)
    return sealed(_recovered(phone), phone, BY_CODE)


def _newest() -> Iterator[Case]:
    changed = documents.with_login(NEXT_3, slots=NEW_SLOTS, login_keys=NEW_LOGIN_KEYS)
    recovered = _recovered()
    good = {
        "new-keys": ("after new keys", 2, RENEWED, RAW_RENEWED, BY_PASSPHRASE_OF[2]),
        "new-keys-by-code": (
            "after new keys, by the new code",
            2,
            RENEWED,
            RAW_RENEWED,
            BY_NEW_CODE,
        ),
        "new-passphrase": (
            "right after another passphrase",
            1,
            sealed(changed, PHONE),
            changed,
            BY_NEW_PASSPHRASE,
        ),
        "recovery": (
            "right after a recovery",
            1,
            sealed(recovered, STRANGER, BY_CODE),
            recovered,
            BY_NEW_PASSPHRASE,
        ),
    }
    for name, (reason, epoch, keyring, raw, own) in good.items():
        inputs = _newest_inputs(epoch, keyring, own)
        outputs = shown(pinned(keyring, raw))
        told = f"{reason}, though the key that signed it is gone"
        yield case(AREA, "accept-newest", name, told, inputs, outputs)
    inputs = _newest_inputs(2, RENEWED, BY_PASSPHRASE)
    reason = "the passphrase of before is not listed after new keys"
    yield case(AREA, "accept-newest", "new-keys-old-passphrase", reason, inputs, MISMATCH)
    inputs = _newest_inputs(1, RENEWED, BY_PASSPHRASE_OF[2])
    reason = "it does not open under the account key of before"
    yield case(AREA, "accept-newest", "new-keys-before", reason, inputs, MISMATCH)
    unlisted = sealed(changed, STRANGER)
    inputs = _newest_inputs(1, unlisted, BY_NEW_PASSPHRASE)
    reason = "a later version, too, is signed by a device that it lists"
    yield case(AREA, "accept-newest", "later-unlisted-device", reason, inputs, MISMATCH)


def _newest_inputs(epoch: int, keyring: Keyring, own: LoginSigner) -> dict[str, object]:
    return {
        "account_key": ACCOUNT_SECRETS[epoch],
        "account": ACCOUNT,
        "keyring": keyring,
        "own_login_key": own.key.public,
    }


def _documents() -> Iterator[Case]:
    inputs = {"account_key": ACCOUNT_SECRETS[2], "account": ACCOUNT, "keyring": RENEWED}
    reason = "after and earlier are in the document"
    yield case(AREA, "open", "new-keys", reason, inputs, {"document": RAW_RENEWED})
    reason = "a keyring of new keys does not open under the key of before"
    before = inputs | {"account_key": ACCOUNT_SECRETS[1]}
    yield case(AREA, "open", "new-keys-before", reason, before, "damaged")
    slots, wraps = [*SLOTS, *slots_of(2)], [WRAP, *wraps_of(2)]
    listed = {"document": RAW_RENEWED, "slots": slots, "wraps": wraps}
    outputs = {"slots": slots_of(2), "wraps": wraps_of(2)}
    reason = "slots and wraps of before are never used again"
    yield case(AREA, "listed", "new-keys", reason, listed, outputs)
    for name, (reason, raw) in _bad_documents().items():
        inputs = {**before, "keyring": resealed(padded_plaintext(raw), V1)}
        yield case(AREA, "open", name, reason, inputs, "damaged")


def _bad_documents() -> dict[str, tuple[str, JsonObject]]:
    place: JsonObject = {"sequence": 3, "chain": "00" * 32, "on": ON}
    slots = documents.member(RAW_1, "slots")
    some = next(iter(slots))
    return {
        "after-negative": ("a sequence is not negative", _after(place | {"sequence": -1})),
        "after-short-chain": ("a chain has 32 bytes", _after(place | {"chain": "00"})),
        "after-no-day": ("after has a day", _after({"sequence": 3, "chain": "00" * 32})),
        "after-a-number": ("after is an object", _after(3)),
        "earlier-short": ("an earlier key has 61 bytes", RAW_1 | {"earlier": {"1": "00" * 60}}),
        "earlier-no-epoch": ("an epoch begins at 1", RAW_1 | {"earlier": {"0": "00" * 61}}),
        "passkey-device": (
            "the device of a passkey is an id",
            RAW_1 | {"slots": slots | {some: documents.member(slots, some) | {"device": "ab"}}},
        ),
        "passkey-name": (
            "the name of a passkey is text",
            RAW_1 | {"slots": slots | {some: documents.member(slots, some) | {"name": 1}}},
        ),
    }


def _after(value: Json) -> JsonObject:
    entry = documents.member(documents.member(RAW_1, "vaults"), VAULT.hex())
    return RAW_1 | {"vaults": {VAULT.hex(): entry | {"after": value}}}
