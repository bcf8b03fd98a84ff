"""Vectors of Pairing: what a code stands for, what an offer and an answer say, and which ones are refused."""

from collections.abc import Iterator
from dataclasses import replace

import msgspec

from goldseam.crypto import suite
from goldseam.crypto.admitted import Admitted, admitted_to_json
from goldseam.crypto.canonical import JsonObject, canonical_json
from goldseam.crypto.chain import Checkpoint, VaultMark
from goldseam.crypto.keyring import next_document
from goldseam.crypto.keyring_document import without_device
from goldseam.crypto.pairing import (
    LEAST_ANSWER_BYTES,
    PairKeys,
    compared_words,
    make_offer,
    pair_keys,
    qr_text,
    read_offer,
)
from goldseam.crypto.suite import HpkeKey, Secret
from goldseam.protocol.accounts import Keyring
from goldseam.protocol.encoding import label, len16, padded, u8
from goldseam.protocol.revisions import sealed_hash
from scripts.vectors_account import (
    ACCOUNT,
    ACCOUNT_KEY,
    BY_NEW_PASSPHRASE,
    PINNED_1,
    SLOTS,
    STRANGER,
    V1,
    VAULT,
    WRAP,
    pinned,
    sealed,
    signed,
    with_device,
)
from scripts.vectors_case import Case, a_hash, a_secret, a_signing_key, case, flip
from scripts.vectors_hpke import seal_with

AREA = "pairing"
ORIGIN = "https://journal.example"
WORDS = (
    "abacus drop-down felt-tip zoom t-shirt yo-yo ability sandstorm cranberry moonlight "
    "zoom abdomen purple ladder unfold crisply jiffy overcast purify squad"
)
LIST = WORDS.split()
KEYS = pair_keys(WORDS)
OTHER_KEYS = pair_keys(" ".join(reversed(LIST)))
HPKE_KEY = suite.hpke_key(a_secret("pairing hpke"))
OTHER_HPKE_KEY = suite.hpke_key(a_secret("another pairing hpke"))
EPHEMERAL = suite.hpke_key(a_secret("pairing ephemeral"))
NAME = "Élises Tablet"


def cases() -> Iterator[Case]:
    """All vectors of this area."""
    yield from _codes()
    yield from _bad_codes()
    yield from _offers()
    yield from _bad_offers()
    yield from _answers()
    yield from _bad_answers()
    yield from _bad_contents()
    yield from _keyrings()


def _offer(name: str = NAME, keys: PairKeys = KEYS, origin: str = ORIGIN) -> bytes:
    return make_offer(
        keys,
        origin,
        device=STRANGER.id,
        device_key=STRANGER.key.public,
        public=HPKE_KEY.public,
        name=name,
    )


def _with_mac(bare: bytes, mac_label: str = "goldseam/1/pair-offer") -> bytes:
    """Any bytes as an offer whose mac is right."""
    message = label(mac_label) + len16(ORIGIN.encode()) + bare
    return bare + suite.hmac_sha256(KEYS.key, message)


# codes


def _codes() -> Iterator[Case]:
    good = {
        "plain": ("twenty words in their own form", WORDS),
        "typed": (
            "as for a recovery code, case and what stands between do not count",
            ", ".join(LIST).upper(),
        ),
        "lines": ("line ends are one space", "\n".join(LIST)),
        "one-word": ("a word may come more than once", " ".join(["zoom"] * 20)),
    }
    for name, (reason, typed) in good.items():
        keys = pair_keys(typed)
        outputs = {"key": keys.key, "pairing": keys.pairing}
        yield case(AREA, "code", name, reason, {"typed": typed}, outputs)
    inputs = {"origin": ORIGIN, "code": WORDS}
    yield case(AREA, "qr", "text", "three lines", inputs, {"text": qr_text(ORIGIN, WORDS)})


def _bad_codes() -> Iterator[Case]:
    bad = {
        "ten-words": ("a recovery code is no pairing code", " ".join(LIST[:10])),
        "nineteen-words": ("a word is missing", " ".join(LIST[:19])),
        "twenty-one-words": ("a word too many", f"{WORDS} zoom"),
        "not-a-word": ("a word that is not on the list", WORDS.replace("ladder", "ladders")),
    }
    for name, (reason, typed) in bad.items():
        yield case(AREA, "code", name, reason, {"typed": typed}, "wrong_secret")


# offers


def _offers() -> Iterator[Case]:
    names = {
        "plain": ("a name as it is", NAME),
        "one-byte": ("the shortest name", "T"),
        "cut": ("a name is cut after a whole character", "é" * 40),
        "cut-within": ("half a character is left out", "a" + "é" * 40),
    }
    for name, (reason, shown) in names.items():
        data = _offer(shown)
        inputs = {
            "code": WORDS,
            "origin": ORIGIN,
            "device": STRANGER.id,
            "device_key": STRANGER.key.public,
            "public": HPKE_KEY.public,
            "name": shown,
        }
        outputs = {"offer": data, "words": " ".join(compared_words(data))}
        yield case(AREA, "make-offer", name, reason, inputs, outputs)
        yield case(AREA, "read-offer", name, reason, _to_read(data), _read(data))


def _to_read(data: bytes, origin: str = ORIGIN) -> dict[str, object]:
    return {"code": WORDS, "origin": origin, "offer": data}


def _read(data: bytes) -> dict[str, object]:
    offer = read_offer(KEYS, ORIGIN, data)
    return {
        "device": offer.device,
        "device_key": offer.device_key,
        "public": offer.public,
        "name": offer.name,
        "words": " ".join(compared_words(data)),
    }


def _bad_offers() -> Iterator[Case]:
    good = _offer()
    bare = good[:-32]
    at = 1 + 16 + 32 + 32
    longest = bare[:at] + u8(65) + b"n" * 65
    bad = {
        "device": ("another device", flip(good, 1)),
        "device-key": ("another device key", flip(good, 17)),
        "public": ("another public key, as a relay would put its own", flip(good, 49)),
        "length": ("another length of the name", flip(good, at)),
        "name": ("another name", flip(good, at + 1)),
        "mac": ("another mac", flip(good, -1)),
        "cut-off": ("the last byte is missing", good[:-1]),
        "longer": ("a byte follows", good + b"\x00"),
        "empty": ("nothing", b""),
        "other-code": ("of another code, as one of before is", _offer(keys=OTHER_KEYS)),
        "other-origin": ("of another origin", _offer(origin="https://journal.example:8443")),
        "other-label": ("the mac of another thing", _with_mac(bare, "goldseam/1/pair-answer")),
        "no-name": ("the mac is right, and there is no name", _with_mac(bare[:at] + u8(0))),
        "long-name": ("the mac is right, and the name has 65 bytes", _with_mac(longest)),
        "name-beyond": ("the mac is right, and bytes follow the name", _with_mac(bare + b"n")),
        "no-utf-8": (
            "the mac is right, and the name is no UTF-8",
            _with_mac(bare[:at] + u8(1) + b"\xe9"),
        ),
        "no-length": ("the mac is right, and it ends before the name", _with_mac(bare[:at])),
    }
    for name, (reason, data) in bad.items():
        yield case(AREA, "read-offer", name, reason, _to_read(data), "wrong_secret")
    newer = b"\x02" + good[1:]
    reason = "another first byte is of another version"
    yield case(AREA, "read-offer", "version", reason, _to_read(newer), "unknown_version")


# answers


RAW = with_device(next_document(PINNED_1), STRANGER)
KEYRING = sealed(RAW)


def _admitted() -> Admitted:
    keyring = KEYRING
    mark = VaultMark(VAULT, 7, a_hash("chain"))
    checkpoint = Checkpoint(keyring.version, sealed_hash(keyring.sealed), (mark,))
    return Admitted(ACCOUNT, "élise", bytes(16), ACCOUNT_KEY, 1, keyring, SLOTS, [WRAP], checkpoint)


def _document(content: JsonObject) -> bytes:
    return b"\x01" + canonical_json(content)


def _sealed(
    plaintext: bytes,
    public: bytes = HPKE_KEY.public,
    keys: PairKeys = KEYS,
    offer: bytes | None = None,
) -> bytes:
    info = label("goldseam/1/pair-answer") + keys.key.value + (offer or _offer())
    return b"\x01" + seal_with(EPHEMERAL, public, plaintext, info)


def _padded(document: bytes, least: int = LEAST_ANSWER_BYTES) -> bytes:
    return document.ljust(padded(len(document), least), b"\x00")


def _to_open(answer: bytes, key: HpkeKey = HPKE_KEY) -> dict[str, object]:
    return {"code": WORDS, "offer": _offer(), "private": key.private, "answer": answer}


def _answers() -> Iterator[Case]:
    admitted = _admitted()
    answer = _sealed(_padded(_document(admitted_to_json(admitted))))
    reason = "all that a new device needs"
    yield case(AREA, "open-answer", "plain", reason, _to_open(answer), _opened(admitted))
    more: JsonObject = admitted_to_json(admitted) | {"later": [1]}
    answer = _sealed(_padded(_document(more)))
    reason = "a field that this version does not know"
    yield case(AREA, "open-answer", "more", reason, _to_open(answer), _opened(admitted))


def _opened(admitted: Admitted) -> dict[str, object]:
    return {
        "account": admitted.account,
        "name": admitted.name,
        "salt": admitted.salt,
        "account_key": admitted.account_key,
        "epoch": admitted.epoch,
        "keyring": admitted.keyring,
        "slots": admitted.slots,
        "wraps": admitted.wraps,
        "checkpoint": admitted_to_json(admitted)["checkpoint"],
    }


def _bad_answers() -> Iterator[Case]:
    document = _document(admitted_to_json(_admitted()))
    good = _sealed(_padded(document))
    other = Secret(a_hash("another offer"))
    bad = {
        "enc": ("another enc", flip(good, 1)),
        "sealed": ("one bit of the ciphertext", flip(good, 40)),
        "tag": ("one bit of the tag", flip(good, -1)),
        "cut": ("the last byte is missing", good[:-1]),
        "short": ("shorter than enc and tag", good[:40]),
        "empty": ("nothing", b""),
        "low-order": ("an enc that gives no secret", b"\x01" + bytes(32) + good[33:]),
        "other-key": ("sealed to another key", _sealed(_padded(document), OTHER_HPKE_KEY.public)),
        "other-code": (
            "sealed by who has another code",
            _sealed(_padded(document), keys=OTHER_KEYS),
        ),
        "other-offer": (
            "sealed for another offer",
            _sealed(_padded(document), offer=_offer("Phone")),
        ),
        "no-code": (
            "sealed by who has the offer and not the code, as the relay has",
            _sealed(_padded(document), keys=replace(KEYS, key=other)),
        ),
        "unpadded": ("not padded", _sealed(document)),
        "padded-more": ("padded to more", _sealed(_padded(document) + bytes(64))),
        "no-version": ("no 0x01 inside", _sealed(_padded(document[1:]))),
        "no-json": ("no JSON inside", _sealed(_padded(b"\x01{"))),
        "list": ("a list inside", _sealed(_padded(b"\x01[]"))),
    }
    for name, (reason, answer) in bad.items():
        yield case(AREA, "open-answer", name, reason, _to_open(answer), "wrong_secret")
    newer = b"\x02" + good[1:]
    reason = "another first byte is of another version"
    yield case(AREA, "open-answer", "version", reason, _to_open(newer), "unknown_version")


def _bad_contents() -> Iterator[Case]:
    content = admitted_to_json(_admitted())
    changes: dict[str, tuple[str, JsonObject]] = {
        "no-account": ("a field is missing", _without(content, "account")),
        "short-key": ("an account key of 31 bytes", content | {"account_key": "00" * 31}),
        "upper-case": ("hexadecimal digits are lower case", content | {"salt": "AB" * 16}),
        "strange-name": ("a name that is not canonical", content | {"name": "Élise"}),
        "epoch-zero": ("account epochs begin at 1", content | {"epoch": 0}),
        "no-keyring": ("a keyring that is none", content | {"keyring": "80"}),
        "no-slot": ("a slot that is none", content | {"slots": ["c0"]}),
        "long-wrap": ("a wrap of 62 bytes", content | {"wraps": [_long_wrap()]}),
        "no-checkpoint": ("a checkpoint of another length", content | {"checkpoint": "00"}),
    }
    for name, (reason, changed) in changes.items():
        answer = _sealed(_padded(_document(changed)))
        yield case(AREA, "open-answer", name, reason, _to_open(answer), "wrong_secret")


def _without(content: JsonObject, field: str) -> JsonObject:
    return {name: value for name, value in content.items() if name != field}


def _long_wrap() -> str:
    longer = msgspec.structs.replace(WRAP, sealed=WRAP.sealed + b"\x00")
    return msgspec.msgpack.encode(longer).hex()


# the keyring of an answer


def _keyrings() -> Iterator[Case]:
    reason = "the device is listed, and an old one signed"
    outputs = {"version": KEYRING.version, "digest": sealed_hash(KEYRING.sealed)}
    yield case(AREA, "accept", "plain", reason, _to_accept(KEYRING), outputs)
    revoked = without_device(next_document(pinned(KEYRING, RAW)), STRANGER.id, "2026-12-01")
    forged = replace(STRANGER, key=a_signing_key("another stranger"))
    bad = {
        "not-listed": ("the device is not in it", V1),
        "revoked": ("the device was removed", sealed(revoked)),
        "other-key": (
            "the device is listed with another key",
            sealed(with_device(next_document(PINNED_1), forged)),
        ),
        "login": (
            "signed by a login key that is not in it",
            signed(KEYRING, login=BY_NEW_PASSPHRASE),
        ),
        "device": ("signed by another device than it says", _not_signed_by_device()),
        "damaged": ("one bit of what is sealed", _flipped(KEYRING)),
    }
    for name, (reason, keyring) in bad.items():
        yield case(AREA, "accept", name, reason, _to_accept(keyring), "keyring_mismatch")


def _to_accept(keyring: Keyring) -> dict[str, object]:
    return {
        "account": ACCOUNT,
        "account_key": ACCOUNT_KEY,
        "keyring": keyring,
        "device": STRANGER.id,
        "device_key": STRANGER.key.public,
    }


def _not_signed_by_device() -> Keyring:
    return msgspec.structs.replace(KEYRING, device_signature=KEYRING.login_signature)


def _flipped(keyring: Keyring) -> Keyring:
    return signed(msgspec.structs.replace(keyring, sealed=flip(keyring.sealed, -1)))
