"""What a relay, or somebody who saw the code, can do between two devices."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

import msgspec

from goldseam.crypto.pairing import Offer, PairKeys, make_offer, pair_keys, seal_answer
from goldseam.crypto.suite import Secret, hpke_key
from goldseam.protocol.pairings import PairingAnswer, PairingOffer
from tests.faults.attacks.form import MSGPACK, answering, refusing
from tests.faults.double import Asked, Attack, Given, Honest

OFFERED: Final = "PUT /v1/pairings/*"
OFFER: Final = "GET /v1/pairings/*"
ANSWERED: Final = "PUT /v1/pairings/*/answer"
ANSWER: Final = "GET /v1/pairings/*/answer"
PULL: Final = "GET /v1/vaults/*/revisions"
DEVICE_AT, KEY_AT, PUBLIC_AT, NAME_AT = 1, 17, 49, 82

Change = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Lie:
    """What becomes of an offer or an answer, and the code with which it is refused."""

    name: str
    change: Change
    code: str = "wrong_secret"


def flipped(at: int) -> Change:
    """One bit of one byte turned over."""

    def change(data: bytes) -> bytes:
        changed = bytearray(data)
        changed[at] ^= 1
        return bytes(changed)

    return change


def own_public_key(offer: bytes) -> bytes:
    """The relay's key in the place of the device's, so that it could open the answer."""
    public = hpke_key(Secret(os.urandom(32))).public
    return offer[:PUBLIC_AT] + public + offer[PUBLIC_AT + 32 :]


def own_device_key(offer: bytes) -> bytes:
    """The relay's own device in the place of the new one."""
    return offer[:DEVICE_AT] + os.urandom(48) + offer[PUBLIC_AT:]


OFFER_LIES: Final = [
    Lie("another public key", own_public_key),
    Lie("another device", own_device_key),
    Lie("a byte of the name", flipped(NAME_AT)),
    Lie("a byte of the mac", flipped(-1)),
    Lie("cut off", lambda offer: offer[:-1]),
    Lie("another version", lambda offer: b"\x02" + offer[1:], "unknown_version"),
]
ANSWER_LIES: Final = [
    Lie("a byte of the key", flipped(1)),
    Lie("a byte in the middle", flipped(500)),
    Lie("the last byte", flipped(-1)),
    Lie("cut off", lambda answer: answer[:-1]),
    Lie("another version", lambda answer: b"\x02" + answer[1:], "unknown_version"),
]


def offering(change: Change) -> Attack:
    """Shows the old device another offer."""
    return answering(OFFER, PairingOffer, lambda shown: PairingOffer(change(shown.offer)))


def answering_with(change: Change) -> Attack:
    """Gives the new device another answer."""
    return answering(ANSWER, PairingAnswer, lambda given: PairingAnswer(change(given.answer)))


def photographed(words: str, origin: str, name: str) -> bytes:
    """The offer of somebody who saw the code, for a device of their own."""
    public = hpke_key(Secret(os.urandom(32))).public
    return make_offer(
        pair_keys(words),
        origin,
        device=os.urandom(16),
        device_key=os.urandom(32),
        public=public,
        name=name,
    )


def without_the_code(offer: bytes) -> bytes:
    """The answer of a relay, which knows the offer alone."""
    keys = PairKeys(Secret(os.urandom(32)), os.urandom(16))
    public = offer[PUBLIC_AT : PUBLIC_AT + 32]
    shown = Offer(offer[DEVICE_AT:KEY_AT], offer[KEY_AT:PUBLIC_AT], public, "", offer)
    return seal_answer(keys, shown, {"account": "00" * 16, "name": "mallory"})


def giving(answer: bytes) -> Attack:
    """Gives the new device this answer, whatever there is."""
    given = Given(200, (MSGPACK,), msgspec.msgpack.encode(PairingAnswer(answer)))

    async def attack(asked: Asked, honest: Honest) -> Given:
        return given if asked.route == ANSWER else await honest(asked)

    return attack


keeping: Final = refusing(404, "not_found", ANSWER)
"""Keeps the answer for itself."""


@dataclass
class Losing:
    """Loses the first answer to each of these requests, after it was done."""

    routes: set[str]
    lost: list[str] = field(default_factory=list)

    async def __call__(self, asked: Asked, honest: Honest) -> Given:
        given = await honest(asked)
        if asked.route not in self.routes or asked.route in self.lost:
            return given
        self.lost.append(asked.route)
        return Given(502, ((b"content-type", b"text/html"),), b"<p>Bad gateway.</p>")


def showing_before(recorded: Given) -> Attack:
    """Shows an older state of the vault, whole and true in itself, to whoever pulls all of it."""

    async def attack(asked: Asked, honest: Honest) -> Given:
        is_first = asked.route == PULL and asked.path.endswith("since=0")
        return replace(recorded) if is_first else await honest(asked)

    return attack
