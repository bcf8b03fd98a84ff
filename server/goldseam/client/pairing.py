"""A new device that another one admits (docs/protocol.md, Pairing). No passphrase is typed on it."""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

from goldseam.client.calls import Silence, ask, insist, order
from goldseam.client.desk import Desk
from goldseam.client.effects import Procedure, wait
from goldseam.client.held import Enrolled, HeldKeyring
from goldseam.client.meeting import PairingOver
from goldseam.client.resting import desk_of, enrolled_here, enter
from goldseam.client.returning import AlreadyEntered
from goldseam.client.session import renew
from goldseam.crypto.accepting import accept_admitted
from goldseam.crypto.admitted import Admitted, admitted_from_json
from goldseam.crypto.keyring import PinnedKeyring, listed_slots, listed_wraps
from goldseam.crypto.keys import account_keys
from goldseam.crypto.pairing import (
    PairKeys,
    compared_words,
    draw_pair_code,
    make_offer,
    open_answer,
    pair_keys,
)
from goldseam.crypto.suite import (
    KEY_BYTES,
    HpkeKey,
    Random,
    Secret,
    SigningKey,
    hpke_key,
    signing_key,
)
from goldseam.errors import KeyringMismatch, NotFound, WireError
from goldseam.protocol.encoding import ID_BYTES
from goldseam.protocol.limits import PAIRING_SECONDS
from goldseam.protocol.pairings import PairingAnswer, PairingOffer

ASK_SECONDS: Final = 1.5
NO_TOKEN: Final = bytes(32)
"""A session that is stale from the beginning: whoever meets it renews it by the device key."""


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """What this device made for one pairing; it lives in memory alone."""

    origin: str
    code: str
    keys: PairKeys
    device: bytes
    device_key: SigningKey
    key: HpkeKey
    offer: bytes

    def __repr__(self) -> str:
        return "<redacted>"

    @property
    def words(self) -> tuple[str, ...]:
        """The four words that the other device shows too."""
        return compared_words(self.offer)


def show(origin: str, name: str, random: Random) -> Procedure[Shown]:
    """Draw a code and offer this device under it; `name` is how others call it. Raises `AlreadyEntered`, `Silence`."""
    if (yield from enrolled_here()) is not None:
        raise AlreadyEntered
    shown = _drawn(origin, name, random)
    path = f"/v1/pairings/{shown.keys.pairing.hex()}"
    yield from insist(partial(order, "PUT", path, body=PairingOffer(shown.offer)))
    return shown


def wait_to_enter(shown: Shown, random: Random) -> Procedure[Desk]:
    """Enter the account that the answer tells of, as soon as there is one.

    Raises `PairingOver`; `WrongSecret`, `UnknownVersion` or `KeyringMismatch` for an answer that is none: nothing is
    kept then.
    """
    answer = yield from _answer(shown)
    opened = open_answer(shown.keys, shown.offer, shown.key, answer)
    admitted = admitted_from_json(opened)
    held = HeldKeyring(admitted.keyring, admitted.wraps)
    desk = _desk(shown, admitted, held, random)
    yield from enter(desk, held, admitted.checkpoint)
    with suppress(Silence, WireError):  # It is a device already: what it asks for next renews.
        yield from renew(desk)
    return desk


def _drawn(origin: str, name: str, random: Random) -> Shown:
    code = draw_pair_code(random)
    keys, device = pair_keys(code), random(ID_BYTES)
    device_key, key = signing_key(Secret(random(KEY_BYTES))), hpke_key(Secret(random(KEY_BYTES)))
    offer = make_offer(
        keys,
        origin,
        device=device,
        device_key=device_key.public,
        public=key.public,
        name=name,
    )
    return Shown(origin, code, keys, device, device_key, key, offer)


def _answer(shown: Shown) -> Procedure[bytes]:
    path = f"/v1/pairings/{shown.keys.pairing.hex()}/answer"
    for _ in range(int(PAIRING_SECONDS / ASK_SECONDS) + 1):
        try:
            return (yield from ask("GET", path, PairingAnswer)).answer
        except (NotFound, Silence):
            yield from wait(ASK_SECONDS)
    raise PairingOver


def _desk(shown: Shown, admitted: Admitted, held: HeldKeyring, random: Random) -> Desk:
    keys = account_keys(admitted.account_key, admitted.account)
    device_key = shown.device_key
    pinned = accept_admitted(keys, admitted.keyring, shown.device, device_key.public)
    _require_whole(admitted, pinned)
    enrolled = Enrolled(
        shown.origin,
        admitted.name,
        admitted.account,
        admitted.salt,
        shown.device,
        admitted.slots,
    )
    return desk_of(enrolled, admitted.account_key, device_key, NO_TOKEN, pinned, held, random)


def _require_whole(admitted: Admitted, pinned: PinnedKeyring) -> None:
    """Raises `KeyringMismatch` unless the keyring names all that came with it, and the checkpoint the keyring."""
    document, checkpoint = pinned.document, admitted.checkpoint
    named = sum(len(vault.wraps) for vault in document.vaults.values())
    is_listed = (
        listed_slots(document, admitted.slots) == admitted.slots
        and listed_wraps(document, admitted.wraps) == admitted.wraps
    )
    is_whole = len(admitted.slots) == len(document.slots) and len(admitted.wraps) == named
    place = (checkpoint.keyring_version, checkpoint.keyring_digest)
    is_place = place == (pinned.version, pinned.digest) and admitted.epoch == document.epoch
    if not (is_listed and is_whole and is_place):
        raise KeyringMismatch
