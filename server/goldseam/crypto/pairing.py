"""What passes between two devices when one admits the other (docs/protocol.md, Pairing)."""

import hashlib
from dataclasses import dataclass

from goldseam.crypto import suite
from goldseam.crypto.canonical import JsonObject, canonical_json, parse_object
from goldseam.crypto.envelope import VERSION, require_known_version
from goldseam.crypto.recovery import digest_words, draw_words, normalise_code
from goldseam.crypto.suite import KEY_BYTES, HpkeKey, Random, Secret
from goldseam.errors import Damaged, WrongSecret
from goldseam.protocol.encoding import HASH_BYTES, ID_BYTES, label, len16, padded, u8
from goldseam.protocol.pairings import MAX_DEVICE_NAME_BYTES

PAIR_WORDS = 20
COMPARED_WORDS = 4
LEAST_ANSWER_BYTES = 2048
QR_HEAD = "goldseam-pair 1"
_NAME_AT = 1 + ID_BYTES + 2 * KEY_BYTES


@dataclass(frozen=True, slots=True, repr=False)
class PairKeys:
    """What the code stands for: the key of both devices, and the public id under which they meet."""

    key: Secret
    pairing: bytes

    def __repr__(self) -> str:
        return "<redacted>"


@dataclass(frozen=True, slots=True)
class Offer:
    """The new device as it shows itself; `data` is the whole offer, which the answer is bound to."""

    device: bytes
    device_key: bytes
    public: bytes
    name: str
    data: bytes


def draw_pair_code(random: Random) -> str:
    """Twenty words: 258 bits."""
    return draw_words(PAIR_WORDS, random)


def pair_keys(typed: str) -> PairKeys:
    """The keys of a code as typed. Raises `WrongSecret` unless it is twenty words of the list."""
    code = Secret(normalise_code(typed, PAIR_WORDS).encode())
    both = suite.hkdf(code, b"", label("goldseam/1/pair"), KEY_BYTES + ID_BYTES).value
    return PairKeys(Secret(both[:KEY_BYTES]), both[KEY_BYTES:])


def qr_text(origin: str, code: str) -> str:
    """What the code's picture says."""
    return f"{QR_HEAD}\n{origin}\n{code}"


def make_offer(
    keys: PairKeys, origin: str, *, device: bytes, device_key: bytes, public: bytes, name: str
) -> bytes:
    """The offer of a new device, its name cut to what fits."""
    shown = short_name(name)
    bare = VERSION + device + device_key + public + u8(len(shown)) + shown
    return bare + _mac(keys, origin, bare)


def short_name(name: str) -> bytes:
    """A device's name in UTF-8 as it fits into an offer; whole characters."""
    return name.encode()[:MAX_DEVICE_NAME_BYTES].decode("utf-8", "ignore").encode()


def read_offer(keys: PairKeys, origin: str, data: bytes) -> Offer:
    """An offer that whoever has the code made for this origin. Raises `UnknownVersion`, or `WrongSecret`."""
    require_known_version(data)
    bare, mac = data[:-HASH_BYTES], data[-HASH_BYTES:]
    if not suite.equal(_mac(keys, origin, bare), mac):
        raise WrongSecret
    return _parsed_offer(bare, data)


def compared_words(offer: bytes) -> tuple[str, ...]:
    """The four words that both devices show."""
    digest = hashlib.sha256(label("goldseam/1/pair-words") + offer).digest()
    return digest_words(digest, COMPARED_WORDS)


def seal_answer(keys: PairKeys, offer: Offer, content: JsonObject) -> bytes:
    """The answer that only the maker of the offer opens. Raises `WrongSecret` for a key that takes nothing."""
    document = VERSION + canonical_json(content)
    padding = padded(len(document), LEAST_ANSWER_BYTES)
    sealed = suite.hpke_seal(
        offer.public, document.ljust(padding, b"\x00"), _info(keys, offer.data)
    )
    if sealed is None:
        raise WrongSecret
    return VERSION + sealed


def open_answer(keys: PairKeys, offer: bytes, key: HpkeKey, answer: bytes) -> JsonObject:
    """What the other device says. Raises `UnknownVersion`, or `WrongSecret`."""
    require_known_version(answer)
    plaintext = suite.hpke_open(key, answer[1:], _info(keys, offer)) or b""
    document = plaintext.rstrip(b"\x00")
    is_padded = len(plaintext) == padded(len(document), LEAST_ANSWER_BYTES)
    if document[:1] != VERSION or not is_padded:
        raise WrongSecret
    try:
        return parse_object(document[1:])
    except Damaged as error:
        raise WrongSecret from error


def _parsed_offer(bare: bytes, data: bytes) -> Offer:
    name = bare[_NAME_AT + 1 :]
    if not 1 <= len(name) <= MAX_DEVICE_NAME_BYTES or bare[_NAME_AT] != len(name):
        raise WrongSecret
    key_at, public_at = 1 + ID_BYTES, 1 + ID_BYTES + KEY_BYTES
    try:
        text = name.decode()
    except UnicodeDecodeError as error:
        raise WrongSecret from error
    return Offer(bare[1:key_at], bare[key_at:public_at], bare[public_at:_NAME_AT], text, data)


def _mac(keys: PairKeys, origin: str, bare: bytes) -> bytes:
    message = label("goldseam/1/pair-offer") + len16(origin.encode()) + bare
    return suite.hmac_sha256(keys.key, message)


def _info(keys: PairKeys, offer: bytes) -> bytes:
    return label("goldseam/1/pair-answer") + keys.key.value + offer
