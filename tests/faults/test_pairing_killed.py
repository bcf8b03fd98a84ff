"""Two devices that meet, one of them killed before or after any effect: nothing is half done, and it can go on."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest

from goldseam.api.web import FOLDER
from goldseam.client import entering
from goldseam.client.admitting import admit, read_code
from goldseam.client.driver import Driver
from goldseam.client.effects import Effect
from goldseam.client.entering import hold
from goldseam.client.held import Enrolled
from goldseam.client.pairing import show, wait_to_enter
from goldseam.client.resting import enrolled_here
from goldseam.client.store import open_store
from goldseam.client.transport import Transport
from tests.faults.conftest import a_free_port
from tests.faults.double import LyingServer
from tests.faults.meeting import TABLET, PythonNew, PythonOld
from tests.faults.world import PASSPHRASE, TODAY, Honest
from tests.server.simulated import stretched_once

NEVER: Final = 1_000_000
ANOTHER: Final = "answered_before"
"""What a device reads that had answered before it was killed, and seals its answer anew."""


class Killed(BaseException):
    """The process ended here."""


class Mortal(Driver):
    """A driver that is killed before (or after) its n-th effect, from 0."""

    def kill(self, at: int, *, after: bool) -> None:
        """From now on."""
        self.left, self.after = at, after

    def perform(self, effect: Effect) -> Any:
        """Carry out one effect, unless it is the last."""
        self.left -= 1
        if self.left == -1 and not self.after:
            raise Killed
        outcome = super().perform(effect)
        if self.left == -1:
            raise Killed
        return outcome


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LyingServer]:
    """Give an honest server."""
    folder = tmp_path_factory.mktemp("server")
    shutil.copytree(FOLDER, folder / "web")
    server = LyingServer(folder, a_free_port(), folder / "web")
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entering, "stretch", stretched_once)
        yield server
    server.stop()


@pytest.fixture
def anna(server: LyingServer, tmp_path: Path) -> Honest:
    """Give a new account with a page."""
    anna = Honest(tmp_path / "anna", server.origin, f"anna {os.urandom(4).hex()}")
    anna.sign_up()
    anna.write("Bread", "Two loaves.")
    return anna


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_the_old_device_killed_lets_in_at_the_next_try(
    anna: Honest, tmp_path: Path, *, after: bool
) -> None:
    """Whatever was done by then is not done twice: the new device is listed once, and is in."""
    at, is_done = -1, False
    while not is_done:
        at += 1
        new = PythonNew(tmp_path / f"new {at}", anna.origin)
        words, _ = new.show()
        is_done = admit_killed(anna, words, at, after=after)
        if not is_done:
            again = PythonOld(anna.folder, anna.origin)
            assert again.read(words) == ""
            assert again.admit() in {"", ANOTHER}
        assert new.end() == f"in {anna.name}"
        new.close()
    with anna.open() as (_, desk):
        names = [entry.name for entry in desk.keyring.document.devices.values()]
    assert names.count(TABLET) == at + 1


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_the_new_device_killed_is_in_or_has_nothing(
    anna: Honest, tmp_path: Path, *, after: bool
) -> None:
    """Where it is in, it opens with the passphrase and takes the pages; else its folder is as it was."""
    at, is_done, entered = -1, False, 0
    while not is_done:
        at += 1
        folder = tmp_path / f"new {at}"
        is_done = enter_killed(anna, folder, at, after=after)
        enrolled = enrolled_in(folder)
        if enrolled is not None:
            entered += 1
            assert enrolled.name == anna.name
            new = Honest(folder, anna.origin, anna.name)
            new.sync()
            assert new.pages() == {"Bread": "Two loaves."}
    assert 0 < entered <= at + 1


def admit_killed(anna: Honest, words: str, at: int, *, after: bool) -> bool:
    """Let a device in, killed at an effect; whether it got to its end."""
    with open_store(anna.folder) as store, closing(Transport(anna.origin)) as transport:
        driver = Mortal(store, transport.send, os.urandom, wait=lambda _: None)
        driver.kill(NEVER, after=False)
        holder = driver.run(hold(PASSPHRASE, os.urandom))
        driver.local = holder.desk.local
        candidate = driver.run(read_code(holder.desk, words))
        driver.kill(at, after=after)
        try:
            driver.run(admit(holder, candidate, TODAY))
        except Killed:
            return False
    return True


def enter_killed(anna: Honest, folder: Path, at: int, *, after: bool) -> bool:
    """Enter by a code, killed at an effect; whether it got to its end."""
    with open_store(folder) as store, closing(Transport(anna.origin)) as transport:
        driver = Mortal(store, transport.send, os.urandom, wait=lambda _: None)
        driver.kill(NEVER, after=False)
        shown = driver.run(show(anna.origin, TABLET, os.urandom))
        old = PythonOld(anna.folder, anna.origin)
        assert old.read(shown.code) == ""
        assert old.admit() == ""
        driver.kill(at, after=after)
        try:
            driver.run(wait_to_enter(shown, os.urandom))
        except Killed:
            return False
    return True


def enrolled_in(folder: Path) -> Enrolled | None:
    """The account that a folder is of."""
    with open_store(folder) as store:
        return Driver(store, lambda _: None, os.urandom).run(enrolled_here())
