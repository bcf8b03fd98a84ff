"""The server's own cryptography: what it seals, what it refuses, what it never tells apart."""

import os
import time

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from goldseam import doorkeeper
from goldseam.doorkeeper import server_keys, verify_signature
from goldseam.errors import ChallengeRefused, ServerError, SettingsError
from goldseam.protocol.limits import CHALLENGE_SECONDS
from tests.server.callers import public

KEYS = server_keys(b"a secret of at least 32 characters")
OTHER = server_keys(b"another one of the same good length")
NAME = doorkeeper.name_key(KEYS, "anna")
NOW = 1_795_000_000


def test_a_true_signature_verifies() -> None:
    """Ed25519 over the message, under the key."""
    key = Ed25519PrivateKey.generate()
    assert verify_signature(public(key), b"message", key.sign(b"message"))


@pytest.mark.parametrize(
    ("change", "size"),
    [("key", 32), ("message", 7), ("signature", 64), ("key", 31), ("signature", 63)],
)
def test_anything_else_does_not(change: str, size: int) -> None:
    """Another key, message or signature, or one of a wrong length, is False and no error."""
    key = Ed25519PrivateKey.generate()
    parts = {"key": public(key), "message": b"message", "signature": key.sign(b"message")}
    parts[change] = os.urandom(size)
    assert not verify_signature(parts["key"], parts["message"], parts["signature"])


def test_every_key_of_a_secret_differs() -> None:
    """No key serves two uses, and another secret gives others."""
    own = [getattr(KEYS, use) for use in doorkeeper.ServerKeys.__annotations__]
    others = [getattr(OTHER, use) for use in doorkeeper.ServerKeys.__annotations__]
    assert len({*own, *others}) == len(own) + len(others)
    assert own[0].hex() not in repr(KEYS)


def test_a_short_secret_is_refused() -> None:
    """A secret that could be guessed is none."""
    with pytest.raises(SettingsError):
        server_keys(b"short")


def test_a_login_row_opens_only_for_its_account_and_secret() -> None:
    """A row moved to another account, or read under another secret, stays shut."""
    account, login = os.urandom(16), doorkeeper.decoy_login()
    sealed = doorkeeper.seal_login(KEYS, account, login)
    assert doorkeeper.open_login(KEYS, account, sealed) == login
    cases = [(OTHER, account, sealed), (KEYS, os.urandom(16), sealed), (KEYS, account, sealed[:-1])]
    for keys, owner, box in cases:
        with pytest.raises(ServerError):
            doorkeeper.open_login(keys, owner, box)


def test_a_login_row_shows_nothing() -> None:
    """Name and salt are not in the bytes that the database holds."""
    decoy = doorkeeper.decoy_login()
    login = msgspec.structs.replace(decoy, name="anna of the hill", salt=b"s" * 16)
    sealed = doorkeeper.seal_login(KEYS, os.urandom(16), login)
    assert b"anna" not in sealed
    assert b"s" * 16 not in sealed


@pytest.mark.parametrize(
    ("keys", "name", "purpose", "later"),
    [
        (OTHER, NAME, 1, 0),
        (KEYS, os.urandom(32), 1, 0),
        (KEYS, NAME, 2, 0),
        (KEYS, NAME, 1, CHALLENGE_SECONDS),
    ],
    ids=["another server", "another name", "another purpose", "too late"],
)
def test_a_challenge_fits_in_every_part(
    keys: doorkeeper.ServerKeys, name: bytes, purpose: int, later: int
) -> None:
    """A challenge is good for one server, name, purpose and time."""
    challenge = doorkeeper.make_challenge(KEYS, NAME, 1, NOW)
    assert len(challenge) == 32
    doorkeeper.check_challenge(KEYS, challenge, NAME, 1, NOW + CHALLENGE_SECONDS - 1)
    with pytest.raises(ChallengeRefused):
        doorkeeper.check_challenge(keys, challenge, name, purpose, NOW + later)


def test_a_challenge_with_a_changed_bit_is_refused() -> None:
    """Neither its time nor anything else in it can be bent."""
    challenge = doorkeeper.make_challenge(KEYS, NAME, 1, NOW)
    for place in range(len(challenge)):
        bent = bytearray(challenge)
        bent[place] ^= 1
        with pytest.raises(ChallengeRefused):
            doorkeeper.check_challenge(KEYS, bytes(bent), NAME, 1, NOW)


def test_decoy_salts_stay_the_same_for_a_name() -> None:
    """A name that does not exist has one salt, which differs from every other name's."""
    salts = [doorkeeper.decoy_salt(KEYS, name) for name in ("anna", "ben", "anna")]
    assert salts[0] == salts[2] != salts[1]
    assert {len(salt) for salt in salts} == {16}


def test_verifying_takes_as_long_for_a_decoy() -> None:
    """A decoy's key costs the same work as a true one: at most three times as long, in the best of many runs."""
    key, decoy = Ed25519PrivateKey.generate(), doorkeeper.decoy_login().login_keys.passphrase
    signature = key.sign(b"message")

    def best(public_key: bytes) -> float:
        times = []
        for _ in range(200):
            start = time.perf_counter()
            verify_signature(public_key, b"message", signature)
            times.append(time.perf_counter() - start)
        return min(times)

    true, false = best(public(key)), best(decoy)
    assert max(true, false) < 3 * min(true, false)
