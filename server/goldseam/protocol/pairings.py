"""Pairings on the wire (docs/protocol.md, Pairing)."""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from goldseam.protocol.encoding import HASH_BYTES, ID_BYTES, Id
from goldseam.protocol.limits import MAX_KEYRING_BYTES

MAX_DEVICE_NAME_BYTES: Final = 64
LEAST_OFFER_BYTES: Final = 1 + ID_BYTES + 3 * HASH_BYTES + 2
MAX_OFFER_BYTES: Final = LEAST_OFFER_BYTES - 1 + MAX_DEVICE_NAME_BYTES
MAX_ANSWER_BYTES: Final = 4 * MAX_KEYRING_BYTES

Offer = Annotated[bytes, Meta(min_length=LEAST_OFFER_BYTES, max_length=MAX_OFFER_BYTES)]
Answer = Annotated[bytes, Meta(min_length=1, max_length=MAX_ANSWER_BYTES)]


class PairingOffer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the new device shows of itself, under the key of the code."""

    offer: Offer


class PairingAnswerBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of purpose 7."""

    pairing: Id
    device: Id
    answer: Answer


class PairingAnswer(msgspec.Struct, frozen=True):
    """What the old device says to the new one, sealed to its offer."""

    answer: Answer
