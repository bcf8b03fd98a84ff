"""Slots, keyrings and sessions of before, replayed after another passphrase and after new keys: on the command line."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.attacks.ways_in import SESSION
from tests.faults.double import Asked, Attack, Given, Honest
from tests.faults.python_victim import PythonVictim
from tests.faults.victim import SYNCED
from tests.faults.world import NEWEST, UNSENT, World

NEW = "calm willow over three slow rivers"


@dataclass(frozen=True)
class Before:
    """The victim, in step with the server, and what a sign-in was answered while its first passphrase held."""

    world: World
    victim: PythonVictim
    session: Given
    folder: Path

    def replay(self) -> Attack:
        """The server answers a sign-in as it did then."""

        async def attack(asked: Asked, honest: Honest) -> Given:
            return self.session if asked.route == SESSION else await honest(asked)

        return attack

    def choose(self, verb: str, *arguments: str) -> None:
        """The person chooses the new passphrase by a verb."""
        new = self.folder / "new"
        new.write_text(f"{NEW}\n")
        assert self.victim.does(verb, "--new-passphrase-file", str(new), *arguments) == SYNCED

    def make_new_keys(self) -> None:
        """New keys, and new words in a file."""
        self.choose("new-keys", "--yes", "--new-recovery-file", str(self.folder / "words"))


@pytest.fixture
def before(world: World, tmp_path: Path) -> Iterator[Before]:
    """Give the command line before anything changed."""
    for one in world.victims.values():
        one.rest()
    world.reset()
    victim = world.victims["python"]
    assert isinstance(victim, PythonVictim)
    victim.begin()
    assert victim.sync() == SYNCED
    victim.sign_in()
    session = next(given for asked, given in reversed(world.server.heard) if asked.route == SESSION)
    yield Before(world, victim, session, tmp_path)
    victim.begin()


@pytest.mark.threat("T-05", client="python")
@pytest.mark.parametrize("change", ["passphrase", "new-keys"])
def test_what_was_before_is_not_taken_again(before: Before, change: str) -> None:
    """The old passphrase with the old slots and keyring is the alarm; the new one opens all that was there."""
    if change == "passphrase":
        before.choose("passphrase")
    else:
        before.make_new_keys()
    with before.world.server.lying(before.replay()):
        assert before.victim.does("login") == "keyring_mismatch"
    assert before.victim.does("pull") == "wrong_secret"
    before.victim.types(NEW)
    assert before.victim.sync() == SYNCED
    assert before.victim.pages() == NEWEST | UNSENT


@pytest.mark.threat("T-05", client="python")
def test_after_new_keys_an_old_folder_opens_nothing_new(before: Before, tmp_path: Path) -> None:
    """A copy of the folder with the old passphrase shows what it held, and is let in no more."""
    copy = PythonVictim(tmp_path / "copy", before.world.server.origin, "anna", "")
    before.victim.copy_to(copy)
    before.make_new_keys()
    before.victim.types(NEW)
    before.victim.write("After", "Under new keys.")
    assert copy.sync() == "sign_in_again"
    assert copy.does("login") == "login_refused"
    with before.world.server.lying(before.replay()):
        assert copy.does("login") == SYNCED
        assert copy.sync() == "sign_in_again"
    assert copy.pages() == NEWEST | UNSENT


@pytest.mark.threat("T-29", client="python")
@pytest.mark.parametrize("verb", ["passphrase", "recovery-words", "new-keys", "devices"])
def test_an_open_session_changes_nothing_without_the_passphrase(before: Before, verb: str) -> None:
    """Whoever types other words into the folder is refused before anything is sent."""
    before.victim.types("other words than those")
    asked = len(before.world.server.heard)
    arguments = {"new-keys": ["--yes"], "devices": ["remove", "--others", "--yes"]}
    assert before.victim.does(verb, *arguments.get(verb, [])) == "wrong_secret"
    assert len(before.world.server.heard) == asked
