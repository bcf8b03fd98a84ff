"""Lies to somebody who signs in: challenges, slots, wraps, keyrings."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import msgspec

from goldseam.protocol.accounts import PURPOSE_KEYRING, Challenge, Session, Slot
from tests.faults.attacks.form import answering, other
from tests.faults.double import Asked, Attack, Given, Honest
from tests.faults.world import World

CHALLENGE: Final = "POST /v1/challenges"
SESSION: Final = "POST /v1/sessions"

ChangeSession: TypeAlias = Callable[[World, Session], Session]


# T-01, T-02: challenges


def another_suite(suite: int) -> Attack:
    """A suite that is not ours."""
    named = lambda challenge: msgspec.structs.replace(challenge, suite=suite)  # noqa: E731
    return answering(CHALLENGE, Challenge, named)


async def weaker_parameters(asked: Asked, honest: Honest) -> Given:
    """Parameters for Argon2id, where there are none to be asked for."""
    given = await honest(asked)
    if asked.route != CHALLENGE:
        return given
    asks = {"memory": 8, "iterations": 1, "parallelism": 1, "kdf": "pbkdf2"}
    return replace(given, body=msgspec.msgpack.encode(msgspec.msgpack.decode(given.body) | asks))


async def another_purpose(asked: Asked, honest: Honest) -> Given:
    """A challenge that was made for changing the slots."""
    if asked.route != CHALLENGE:
        return await honest(asked)
    body = msgspec.msgpack.decode(asked.body) | {"purpose": PURPOSE_KEYRING}
    return await honest(replace(asked, body=msgspec.msgpack.encode(body)))


# T-04, T-07, T-09, T-12: slots and wraps in another's place


def with_slot(session: Session, change: Callable[[Slot], bytes]) -> Session:
    """Other bytes in every slot."""
    slots = [msgspec.structs.replace(slot, sealed=change(slot)) for slot in session.slots]
    return msgspec.structs.replace(session, slots=slots)


def two_slots_swapped(_: World, session: Session) -> Session:
    """What the passphrase opens under the recovery words, and the other way round."""
    first, second = session.slots
    sealed = {first.slot: second.sealed, second.slot: first.sealed}
    return with_slot(session, lambda slot: sealed[slot.slot])


def types_swapped(_: World, session: Session) -> Session:
    """The passphrase's slot is called the recovery's, and the other way round."""
    first, second = session.slots
    slots = [
        msgspec.structs.replace(first, type=second.type),
        msgspec.structs.replace(second, type=first.type),
    ]
    return msgspec.structs.replace(session, slots=slots)


def slots_of_another(world: World, session: Session) -> Session:
    """Bea's slots."""
    return msgspec.structs.replace(session, slots=world.registration("bea").slots)


def another_account(world: World, session: Session) -> Session:
    """Anna's slots, called Bea's."""
    return msgspec.structs.replace(session, account=world.registration("bea").account)


def wraps_of_another(world: World, session: Session) -> Session:
    """The key of Bea's vault."""
    return msgspec.structs.replace(session, wraps=world.registration("bea").wraps)


def a_key_for_another_vault(world: World, session: Session) -> Session:
    """The key of Anna's vault, called the one of Bea's."""
    (wrap,) = session.wraps
    vault = world.registration("bea").wraps[0].vault
    moved = msgspec.structs.replace(wrap, vault=vault)
    return msgspec.structs.replace(session, wraps=[moved])


def a_record_as_a_slot(world: World, session: Session) -> Session:
    """The beginning of a sealed page."""
    sealed = world.sealed("Bread")[0].sealed
    return with_slot(session, lambda slot: sealed[: len(slot.sealed)])


def another_commitment(_: World, session: Session) -> Session:
    """The true seal, but the commitment is to another key: it could be made to open under two."""
    return with_slot(
        session, lambda slot: slot.sealed[:1] + other(slot.sealed[1:33]) + slot.sealed[33:]
    )


def another_nonce(_: World, session: Session) -> Session:
    """A bit of the nonce."""
    return with_slot(session, lambda slot: other(slot.sealed[:45]) + slot.sealed[45:])


def other_bytes(_: World, session: Session) -> Session:
    """A bit of what is sealed."""
    return with_slot(session, lambda slot: other(slot.sealed[:60]) + slot.sealed[60:])


def another_seal(_: World, session: Session) -> Session:
    """A bit of the seal's own tag."""
    return with_slot(session, lambda slot: other(slot.sealed))


def slots_of_a_newer_version(_: World, session: Session) -> Session:
    """What a future Goldseam might have written."""
    return with_slot(session, lambda slot: b"\x02" + slot.sealed[1:])


# T-08: keyrings and keys of the server's own


def no_keyring(_: World, session: Session) -> Session:
    """Nothing that lists slots, wraps and devices."""
    return msgspec.structs.replace(session, keyrings=[])


def keyring_of_another(world: World, session: Session) -> Session:
    """Bea's."""
    return msgspec.structs.replace(session, keyrings=world.registration("bea").keyrings)


def keyring_signed_by_nobody(_: World, session: Session) -> Session:
    """The true one, with a signature that is not of its device."""
    newest = session.keyrings[-1]
    forged = msgspec.structs.replace(newest, device_signature=other(newest.device_signature))
    return msgspec.structs.replace(session, keyrings=[forged])


def a_key_more(world: World, session: Session) -> Session:
    """One more wrap of the vault, which no keyring lists."""
    (wrap,) = session.wraps
    more = msgspec.structs.replace(
        world.registration("bea").wraps[0], vault=wrap.vault, epoch=wrap.epoch + 1
    )
    return msgspec.structs.replace(session, wraps=[wrap, more])


@dataclass(frozen=True)
class SessionLie:
    """A change of the answer to signing in, and the error that answers it."""

    threat: str
    code: str
    change: ChangeSession

    @property
    def name(self) -> str:
        return self.change.__name__


LIES: Final = (
    SessionLie("T-04", "wrong_secret", two_slots_swapped),
    SessionLie("T-04", "wrong_secret", types_swapped),
    SessionLie("T-04", "wrong_secret", slots_of_another),
    SessionLie("T-04", "wrong_secret", another_account),
    SessionLie("T-04", "keyring_mismatch", wraps_of_another),
    SessionLie("T-04", "keyring_mismatch", a_key_for_another_vault),
    SessionLie("T-07", "wrong_secret", a_record_as_a_slot),
    SessionLie("T-08", "keyring_mismatch", no_keyring),
    SessionLie("T-08", "keyring_mismatch", keyring_of_another),
    SessionLie("T-08", "keyring_mismatch", keyring_signed_by_nobody),
    SessionLie("T-12", "unknown_version", slots_of_a_newer_version),
    SessionLie("T-09", "wrong_secret", another_commitment),
)
DAMAGES: Final = (another_commitment, another_nonce, other_bytes, another_seal, slots_of_another)


def lying(world: World, change: ChangeSession) -> Attack:
    """The lie, told at every sign-in."""
    return answering(SESSION, Session, lambda session: change(world, session))
