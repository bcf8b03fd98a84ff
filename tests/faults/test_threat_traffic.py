"""What an honest-looking server learns: nonces, words and sizes in everything that both clients send."""

import secrets
import string

import pytest

from goldseam.crypto.envelope import seal_envelope
from goldseam.crypto.suite import NONCE_BYTES, Secret
from goldseam.protocol.encoding import padded
from goldseam.protocol.revisions import LEAST_BYTES, LEAST_TOMBSTONE_BYTES, Revision
from tests.e2e.traces import found_in_bytes, found_in_folder
from tests.faults.double import Asked
from tests.faults.python_victim import PythonVictim
from tests.faults.victim import SYNCED, Victim
from tests.faults.world import World

SEALS = 1_000_000
AROUND_BYTES = 1 + NONCE_BYTES + 16
"""Version, nonce and tag around what is sealed."""
LONG = 3_000


@pytest.mark.threat("T-10", client="python")
def test_no_nonce_comes_twice_in_a_million_seals() -> None:
    """Each seal draws its own nonce from the system."""
    key = Secret(bytes(32))
    nonces = {
        seal_envelope(key, b"", b"", secrets.token_bytes)[1 : 1 + NONCE_BYTES] for _ in range(SEALS)
    }
    assert len(nonces) == SEALS


@pytest.mark.threat("T-10")
def test_a_restored_device_seals_anew(world: World, victim: Victim) -> None:
    """Brought back to a copy of itself, it seals the same words under another nonce."""
    sealed = []
    for _ in range(2):
        before = len(world.server.heard)
        assert victim.sync() == SYNCED
        (unsent,) = sent_revisions(world, before)
        sealed.append(unsent.sealed)
        world.reset()
        victim.begin()
    first, second = sealed
    assert first[1 : 1 + NONCE_BYTES] != second[1 : 1 + NONCE_BYTES]
    assert first[1 + NONCE_BYTES :] != second[1 + NONCE_BYTES :]


@pytest.mark.threat("T-23")
def test_no_word_is_in_any_exchange_file_or_backup(world: World, victim: Victim) -> None:
    """A word of the title and one of the body are looked for in every request, answer and file of the server."""
    assert victim.sync() == SYNCED
    words = {"title": a_word(), "body": a_word()}
    before = len(world.server.heard)
    victim.write(f"About {words['title']}", f"Here is {words['body']}.")
    assert victim.sync() == SYNCED
    backup = a_word()
    world.server.copy(backup)
    exchanged = b"\n".join(
        part for asked, given in world.server.heard for part in (*parts_of(asked), given.body)
    )
    assert found_in_bytes(exchanged, words) == set()
    assert found_in_folder(world.server.folder / "data", words) == set()
    assert found_in_folder(world.server.folder / backup, words) == set()
    if isinstance(victim, PythonVictim):
        assert found_in_folder(victim.state, words) == set()
    # What was just committed is found there, so that the look does not miss it.
    sealed = {str(i): one.sealed for i, one in enumerate(sent_revisions(world, before))}
    assert sealed
    assert {name for name, _ in found_in_folder(world.server.folder / backup, sealed)} == {*sealed}


@pytest.mark.threat("T-23")
def test_sizes_fall_in_buckets_alone(world: World, victim: Victim) -> None:
    """N-03, N-07. Every sealed page that was ever sent, and what the victim sends now, has a length of Padmé."""
    assert victim.sync() == SYNCED
    for body in ("Short.", "Longer. " * 100, "Longest. " * 3_000):
        victim.write(a_word(), body)
    assert victim.sync() == SYNCED
    lengths = {len(r.sealed) - AROUND_BYTES for body in world.commits() for r in body.revisions}
    leasts = (LEAST_BYTES, LEAST_TOMBSTONE_BYTES)
    assert len(lengths) > 3
    assert [n for n in lengths if n not in {padded(n, least) for least in leasts}] == []


@pytest.mark.threat("T-24")
def test_nothing_is_compressed_and_no_name_comes_from_content(world: World, victim: Victim) -> None:
    """Pages of one length, one of a single letter and one of chance, are of one size; equal pages have two ids."""
    assert victim.sync() == SYNCED
    title, before = a_word(), len(world.server.heard)
    for body in ("a" * LONG, chance(LONG), "a" * LONG):
        victim.write(title, body)
        assert victim.sync() == SYNCED
    sent = {one.record: len(one.sealed) for one in sent_revisions(world, before)}
    assert len(sent) == 3
    assert len(set(sent.values())) == 1
    assert all(size > LONG for size in sent.values())


def sent_revisions(world: World, before: int) -> list[Revision]:
    """All that was committed since so many exchanges."""
    return [revision for body in world.commits(before) for revision in body.revisions]


def parts_of(asked: Asked) -> list[bytes]:
    """All that a request tells: address, headers and body."""
    headers = b"\n".join(name + b": " + value for name, value in asked.headers)
    return [asked.path.encode(), headers, asked.body]


def a_word() -> str:
    """A word that is nowhere by chance."""
    return chance(20)


def chance(length: int) -> str:
    """So many letters without a pattern."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(length))
