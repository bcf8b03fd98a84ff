"""A device of the account that admits another one (docs/protocol.md, Pairing)."""

from dataclasses import dataclass
from functools import partial

from goldseam.client.calls import insist, order
from goldseam.client.changing import admit_device
from goldseam.client.desk import Desk, Holder
from goldseam.client.devices import tell_never
from goldseam.client.effects import Procedure
from goldseam.client.held import load_state
from goldseam.client.meeting import AnsweredBefore, PairingOver
from goldseam.client.proving import Prover, challenge_for, prove_now
from goldseam.client.resting import held_keyring
from goldseam.client.session import call
from goldseam.crypto.admitted import Admitted, admitted_to_json
from goldseam.crypto.chain import Checkpoint, VaultMark
from goldseam.crypto.pairing import (
    Offer,
    PairKeys,
    compared_words,
    pair_keys,
    read_offer,
    seal_answer,
)
from goldseam.errors import BadRequest, NotFound
from goldseam.protocol.accounts import PURPOSE_PAIR, AdmittedDevice
from goldseam.protocol.pairings import PairingAnswerBody, PairingOffer


@dataclass(frozen=True, slots=True, repr=False)
class Candidate:
    """A new device as its code shows it."""

    keys: PairKeys
    offer: Offer

    def __repr__(self) -> str:
        return "<redacted>"

    @property
    def words(self) -> tuple[str, ...]:
        """The four words that the new device shows too."""
        return compared_words(self.offer.data)


def read_code(desk: Desk, typed: str) -> Procedure[Candidate]:
    """The device that waits under a code. Raises `WrongSecret`, `UnknownVersion`, `PairingOver`, and as `call`."""
    keys = pair_keys(typed)
    data = yield from _offer(desk, keys)
    return Candidate(keys, read_offer(keys, desk.enrolled.origin, data))


def admit(holder: Holder, candidate: Candidate, on: str) -> Procedure[None]:
    """List the device and tell it all that it needs; `on` is the day, YYYY-MM-DD.

    Raises `PairingOver`, `AnsweredBefore`, and as `admit_device`.
    """
    desk, offer = holder.desk, candidate.offer
    if (yield from _offer(desk, candidate.keys)) != offer.data:
        raise PairingOver
    device = AdmittedDevice(offer.device, offer.device_key)
    yield from admit_device(holder, device, offer.name, on)
    yield from tell_never(desk, offer.device)
    told = yield from _told(holder)
    answer = seal_answer(candidate.keys, offer, admitted_to_json(told))
    pairing = candidate.keys.pairing
    body = PairingAnswerBody(pairing, desk.enrolled.device, answer)
    try:
        yield from insist(partial(_put, desk, body))
    except NotFound as error:
        raise PairingOver from error
    except BadRequest as error:
        raise AnsweredBefore from error


def _offer(desk: Desk, keys: PairKeys) -> Procedure[bytes]:
    path = f"/v1/pairings/{keys.pairing.hex()}"
    try:
        return (yield from insist(partial(call, desk, "GET", path, PairingOffer))).offer
    except NotFound as error:
        raise PairingOver from error


def _told(holder: Holder) -> Procedure[Admitted]:
    desk = holder.desk
    enrolled, pinned = desk.enrolled, desk.keyring
    held = yield from held_keyring(desk.local)
    state = yield from load_state(desk.vault)
    mark = VaultMark(desk.vault, state.sequence, state.chain)
    return Admitted(
        enrolled.account,
        enrolled.name,
        enrolled.salt,
        holder.account_key,
        pinned.document.epoch,
        held.keyring,
        enrolled.slots,
        held.wraps,
        Checkpoint(pinned.version, pinned.digest, (mark,)),
    )


def _put(desk: Desk, body: PairingAnswerBody) -> Procedure[None]:
    enrolled = desk.enrolled
    prover = Prover(enrolled.origin, enrolled.name, desk.device_key, None, desk.random)
    challenge = yield from challenge_for(enrolled.name, PURPOSE_PAIR)
    request = prove_now(prover, PURPOSE_PAIR, challenge, body)
    path = f"/v1/pairings/{body.pairing.hex()}/answer"
    yield from order("PUT", path, body=request)
