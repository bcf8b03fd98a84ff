"""Somebody between two devices, one of which lets the other in: the relay, and who saw the code.

The victim is the new device, or the old one; the other one is honest, and both are on the side of the person.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
import pytest
from playwright.sync_api import Browser

from goldseam.api.web import FOLDER
from goldseam.client import entering
from goldseam.client.pulling import pages_since
from tests.e2e import person
from tests.faults.attacks import pairing as lies
from tests.faults.attacks.pairing import Lie
from tests.faults.conftest import a_free_port
from tests.faults.double import Given, LyingServer
from tests.faults.meeting import (
    TABLET,
    New,
    Old,
    PythonNew,
    PythonOld,
    WebNew,
    WebOld,
    new_context,
)
from tests.faults.threats import CLIENTS, answers
from tests.faults.victim import SYNCED
from tests.faults.world import PASSPHRASE, Honest
from tests.server.simulated import stretched_once

KEYRING: Final = "PUT /v1/keyrings"


@dataclass(frozen=True)
class Scene:
    """A server that can lie, Anna's folder with a page, and Bea's, who is a stranger."""

    server: LyingServer
    anna: Honest
    bea: Honest
    before: Given
    """All of Anna's vault, as it was before its newest commit."""

    def heard(self, route: str) -> int:
        """How many requests of this kind went well."""
        return sum(
            asked.route == route and given.status < 300 for asked, given in self.server.heard
        )


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Give what stands before every attack."""
    folder = tmp_path_factory.mktemp("scene")
    shutil.copytree(FOLDER, folder / "web")
    server = LyingServer(folder, a_free_port(), folder / "web")
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entering, "stretch", stretched_once)
        anna, bea = (Honest(folder / name, server.origin, name) for name in ("anna", "bea"))
        bea.sign_up()
        anna.sign_up()
        anna.write("Bread", "Two loaves.")
        with anna.open() as (driver, desk):
            driver.run(pages_since(desk, 0))
        before = server.heard[-1][1]
        anna.write("Swim", "Cold, and good.")
        yield Scene(server, anna, bea, before)
    server.stop()


@pytest.fixture(scope="module")
def browsers(browser: Browser, scene: Scene) -> Iterator[WebOld]:
    """Give the browser in which Anna's pages are open."""
    context = new_context(browser, scene.server.origin, "laptop")
    page = context.new_page()
    person.sign_in(page, "anna", PASSPHRASE)
    person.await_synced(page)
    yield WebOld(page)
    context.close()


@pytest.fixture(params=CLIENTS)
def victim(request: pytest.FixtureRequest) -> str:
    """Give the name of the client that is attacked."""
    client: str = request.param
    return client


@pytest.fixture
def old(scene: Scene, victim: str, request: pytest.FixtureRequest) -> Iterator[Old]:
    """Give the old device as the client that is attacked."""
    chosen: Old
    if victim == "web":
        chosen = request.getfixturevalue("browsers")
    else:
        chosen = PythonOld(scene.anna.folder, scene.server.origin)
    yield chosen
    chosen.close()


@pytest.fixture
def new(scene: Scene, victim: str, browser: Browser, tmp_path: Path) -> Iterator[New]:
    """Give the new device as the client that is attacked."""
    chosen: New
    if victim == "web":
        chosen = WebNew(new_context(browser, scene.server.origin))
    else:
        chosen = PythonNew(tmp_path / "new", scene.server.origin)
    yield chosen
    chosen.close()


@pytest.fixture
def honest_new(scene: Scene, tmp_path: Path) -> Iterator[PythonNew]:
    """Give an honest new device for an old one that is attacked."""
    chosen = PythonNew(tmp_path / "honest", scene.server.origin)
    yield chosen
    chosen.close()


@pytest.fixture
def honest_old(scene: Scene) -> PythonOld:
    """Give an honest old device for a new one that is attacked."""
    return PythonOld(scene.anna.folder, scene.server.origin)


def let_in(old: Old, words: str, four: str) -> str:
    """All steps of the old device; how they ended."""
    return old.read(words) or ("differ" if old.four() != four else old.admit())


# the old device


@pytest.mark.parametrize("lie", [answers("T-27", lie, id=lie.name) for lie in lies.OFFER_LIES])
def test_another_offer_is_refused(scene: Scene, old: Old, honest_new: PythonNew, lie: Lie) -> None:
    """R-27. Without the code no offer is taken: no words are shown to compare, nothing is written or sealed."""
    words, _ = honest_new.show()
    written = scene.heard(KEYRING), scene.heard(lies.ANSWERED)
    with scene.server.lying(lies.offering(lie.change)):
        assert old.read(words) == lie.code
    assert (scene.heard(KEYRING), scene.heard(lies.ANSWERED)) == written


@pytest.mark.threat("T-27")
def test_an_earlier_offer_is_refused(scene: Scene, old: Old, honest_new: PythonNew) -> None:
    """What another code offered, true as it was, is nothing under this one."""
    honest_new.show()
    earlier = _offered(scene)
    words, _ = honest_new.show()
    with scene.server.lying(lies.offering(lambda _: earlier)):
        assert old.read(words) == "wrong_secret"


@pytest.mark.threat("T-27")
def test_who_saw_the_code_shows_other_words(scene: Scene, old: Old, honest_new: PythonNew) -> None:
    """An offer under the right code is another device's: the words differ, and nothing is written or sealed."""
    words, four = honest_new.show()
    written = scene.heard(KEYRING), scene.heard(lies.ANSWERED)
    forged = lies.photographed(words, scene.server.origin, TABLET)
    with scene.server.lying(lies.offering(lambda _: forged)):
        assert old.read(words) == ""
        assert old.four() != four
        old.differ()
    assert (scene.heard(KEYRING), scene.heard(lies.ANSWERED)) == written


@pytest.mark.threat("T-27")
def test_an_offer_that_changes_after_the_comparison_is_not_answered(
    scene: Scene, old: Old, honest_new: PythonNew
) -> None:
    """The words were compared for another one: nothing is written or sealed."""
    words, four = honest_new.show()
    written = scene.heard(KEYRING), scene.heard(lies.ANSWERED)
    assert old.read(words) == ""
    assert old.four() == four
    forged = lies.photographed(words, scene.server.origin, TABLET)
    with scene.server.lying(lies.offering(lambda _: forged)):
        assert old.admit() == "pairing_over"
    assert (scene.heard(KEYRING), scene.heard(lies.ANSWERED)) == written


@pytest.mark.threat("T-27")
def test_a_second_answer_is_said(scene: Scene, old: Old, honest_new: PythonNew) -> None:
    """Where somebody who saw the code answered first, the person reads it on the old device."""
    words, _ = honest_new.show()
    mallory = PythonOld(scene.bea.folder, scene.server.origin)
    assert mallory.read(words) == ""
    assert mallory.admit() == ""
    assert old.read(words) == ""
    assert old.admit() == "answered_before"


@pytest.mark.threat("T-27")
def test_lost_answers_let_the_device_in_once(scene: Scene, old: Old, honest_new: PythonNew) -> None:
    """Every request of the old device is done and not answered at first: there is one more device, and it is in."""
    words, four = honest_new.show()
    losing = lies.Losing({lies.OFFER, KEYRING, lies.ANSWERED, "POST /v1/challenges"})
    with scene.server.lying(losing):
        for _ in range(3):  # The person tries again where it is said that the server was silent.
            if old.read(words) == "":
                break
        assert old.four() == four
        assert old.admit() == ""
    assert KEYRING in losing.lost
    assert honest_new.end() == "in anna"


# the new device


@pytest.mark.parametrize("lie", [answers("T-27", lie, id=lie.name) for lie in lies.ANSWER_LIES])
def test_another_answer_is_refused(scene: Scene, new: New, honest_old: PythonOld, lie: Lie) -> None:
    """One bit is enough: the device keeps nothing of it, and says so."""
    words, four = new.show()
    with scene.server.lying(lies.answering_with(lie.change)):
        assert let_in(honest_old, words, four) == ""
        assert new.end() in {lie.code, "wrong_secret"}
        assert new.is_empty()


@pytest.mark.threat("T-27")
def test_an_answer_without_the_code_is_refused(scene: Scene, new: New) -> None:
    """R-27. The relay knows the offer, and can seal to its key; without the code that is nothing."""
    new.show()
    forged = lies.without_the_code(_offered(scene))
    with scene.server.lying(lies.giving(forged)):
        assert new.end() == "wrong_secret"
        assert new.is_empty()


@pytest.mark.threat("T-27")
def test_an_earlier_answer_is_refused(
    scene: Scene, new: New, honest_old: PythonOld, honest_new: PythonNew
) -> None:
    """What another device was told under another code opens nothing here."""
    taken: list[bytes] = []

    def keep(answer: bytes) -> bytes:
        taken.append(answer)
        return answer

    with scene.server.lying(lies.answering_with(keep)):
        assert let_in(honest_old, *honest_new.show()) == ""
        assert honest_new.end() == "in anna"
    new.show()
    with scene.server.lying(lies.giving(taken[0])):
        assert new.end() == "wrong_secret"
        assert new.is_empty()


@pytest.mark.threat("T-27")
def test_an_answer_that_is_kept_back_is_waited_for(
    scene: Scene, new: New, victim: str, honest_old: PythonOld
) -> None:
    """The relay keeps the answer and learns nothing by it; the device waits, and once it is given it is in."""
    words, four = new.show()
    with scene.server.lying(lies.keeping):
        assert let_in(honest_old, words, four) == ""
        if victim == "python":
            assert new.end() == "pairing_over"
    assert new.end() == "in anna"


@pytest.mark.threat("T-27")
def test_the_device_names_the_account_that_it_is_in(scene: Scene, new: New) -> None:
    """Who saw the code can answer from an account of their own: the person reads its name, which is not theirs."""
    words, four = new.show()
    mallory = PythonOld(scene.bea.folder, scene.server.origin)
    assert let_in(mallory, words, four) == ""
    assert new.end() == "in bea"


@pytest.mark.threat("T-27")
def test_an_older_history_is_an_alarm_on_the_new_device(
    scene: Scene, new: New, honest_old: PythonOld
) -> None:
    """The answer says where the history stands: a whole but older one is not taken even by a new device."""
    words, four = new.show()
    with scene.server.lying(lies.showing_before(scene.before)):
        assert let_in(honest_old, words, four) == ""
        assert new.end() == "in anna"
        assert new.pull() == "rolled_back"


@pytest.mark.threat("T-27")
def test_an_honest_history_is_taken(new: New, honest_old: PythonOld) -> None:
    """The same device takes what continues the checkpoint: it does not refuse everything."""
    words, four = new.show()
    assert let_in(honest_old, words, four) == ""
    assert new.end() == "in anna"
    assert new.pull() == SYNCED


def _offered(scene: Scene) -> bytes:
    """The offer that was put last."""
    bodies = [asked.body for asked, _ in scene.server.heard if asked.route == lies.OFFERED]
    offer: bytes = msgspec.msgpack.decode(bodies[-1])["offer"]
    return offer
