"""A device leaves its branch of the history, and every word comes along (docs/protocol.md, Alarm and rejoin)."""

from dataclasses import dataclass

import msgspec
import pytest

from goldseam.client.effects import Answer, Send
from goldseam.client.pages import Now, remove
from goldseam.client.rejoining import Look, look, rejoin
from goldseam.crypto.chain import VaultMark
from goldseam.errors import Alarm, ChainMismatch, TagMismatch
from goldseam.protocol.revisions import Page
from tests.server.simulated import NOON, Device, World

NOW = Now(NOON, "UTC")


@dataclass
class Scene:
    """A server that came back from a copy without what `phone` did since; `laptop` went on from there.

    On the copy are `both` and `calm`. Since then `phone` wrote into `both`, and `lost`; `laptop` wrote into `both`,
    and `new`.
    """

    world: World
    both: bytes
    calm: bytes
    lost: bytes
    new: bytes

    @property
    def phone(self) -> Device:
        return self.world.devices[0]

    @property
    def laptop(self) -> Device:
        return self.world.devices[1]

    def look(self) -> Look:
        return self.world.run(self.phone, look(self.phone.desk))

    def kinds(self) -> dict[bytes, str]:
        """What the phone finds, by record."""
        return {finding.record: finding.kind for finding in self.look().findings}

    def rejoin(self) -> None:
        self.world.rejoin(self.phone)
        self.world.settle()


def both_text(*middle: str) -> str:
    """A page of paragraphs."""
    return "\n\n".join(["The first paragraph.", *middle, "The last paragraph."])


@pytest.fixture
def scene(world: World) -> Scene:
    """Give a phone that stands in an alarm."""
    phone, laptop, _ = world.devices
    both, calm = phone.write(both_text("As it was.")), phone.write("Calm.")
    world.sync(phone)
    world.sync(laptop)
    world.save()
    phone.write(both_text("As it was.", "Of the phone."), both)
    lost = phone.write("Lost on the server.")
    world.sync(phone)
    world.restore()
    laptop.write(both_text("Of the laptop.", "As it was."), both)
    new = laptop.write("New.")
    world.sync(laptop)
    with pytest.raises(Alarm):
        world.sync(phone)
    return Scene(world, both, calm, lost, new)


def test_looking_says_what_is_missing_where_and_changes_nothing(scene: Scene) -> None:
    """What the phone wrote since is here only, what the laptop wrote there only, and one page has gone on in both."""
    before = [page.value for page in scene.phone.pages()]
    assert scene.kinds() == {scene.lost: "send", scene.new: "take", scene.both: "merge"}
    assert not scene.look().is_continuation
    assert [page.value for page in scene.phone.pages()] == before
    assert scene.phone.alarm() is not None


def test_after_rejoining_all_devices_have_every_word_once(scene: Scene) -> None:
    """The common state is found in the server's history, so no paragraph stands twice."""
    scene.rejoin()
    merged = both_text("Of the laptop.", "As it was.", "Of the phone.")
    for device in scene.world.devices:
        assert device.alarm() is None
        assert device.body(scene.both) == merged
        assert device.body(scene.lost) == "Lost on the server."
        assert device.body(scene.new) == "New."
        assert device.body(scene.calm) == "Calm."


def test_without_the_servers_history_both_versions_are_kept(scene: Scene) -> None:
    """A server that lost or withholds the common state costs repeated words, none are lost."""

    def forgetful(request: Send) -> Answer:
        if "/records/" in request.path:
            return scene.world.server.send(Send("GET", "/v1/vaults/nothing", None, request.token))
        return scene.world.server.send(request)

    at = scene.look().at
    scene.world.run(scene.phone, rejoin(scene.phone.desk, at, NOW), forgetful)
    scene.world.settle()
    for words in ("Of the phone.", "Of the laptop.", "As it was.", "The first", "The last"):
        assert all(words in str(device.body(scene.both)) for device in scene.world.devices)


def test_the_other_devices_are_told(scene: Scene) -> None:
    """A record says which device rejoined, why, and what moved."""
    alarm = scene.phone.alarm()
    assert alarm is not None
    scene.rejoin()
    told = [p.value for p in scene.laptop.pages() if p.value["kind"] == "rejoined"]
    facts = [(t["device"], t["alarm"], t["sent"], t["taken"], t["both"]) for t in told]
    assert facts == [(scene.phone.desk.enrolled.device.hex(), alarm.code, 1, 1, 1)]


def test_a_consent_is_for_the_history_that_was_shown(scene: Scene) -> None:
    """Where the server shows yet another history by then, nothing changes and the alarm stands."""
    at = scene.look().at
    other = VaultMark(at.vault, at.sequence, bytes(32))
    with pytest.raises(ChainMismatch):
        scene.world.run(scene.phone, rejoin(scene.phone.desk, other, NOW))
    assert scene.phone.alarm() is not None
    assert scene.phone.body(scene.lost) == "Lost on the server."


def test_a_consent_holds_while_the_same_history_goes_on(scene: Scene) -> None:
    """What other devices commit in the meantime comes along."""
    at = scene.look().at
    later = scene.laptop.write("Later.")
    scene.world.sync(scene.laptop)
    scene.world.run(scene.phone, rejoin(scene.phone.desk, at, NOW))
    assert scene.phone.body(later) == "Later."


def test_what_waits_comes_along(scene: Scene) -> None:
    """Words typed in the alarm are in the outbox, and are sent after it."""
    typed = scene.phone.write("Typed in the alarm.")
    scene.phone.write("Calm, and more.", scene.calm)
    scene.rejoin()
    assert scene.laptop.body(typed) == "Typed in the alarm."
    assert scene.laptop.body(scene.calm) == "Calm, and more."


@pytest.mark.parametrize("is_final", [True, False])
def test_a_removal_that_the_copy_did_not_know_is_made_again(world: World, is_final: bool) -> None:
    """The page is in the copy; the removal was this device's own newest state, so the page does not come back."""
    phone, laptop, _ = world.devices
    record = phone.write("To be removed.")
    world.sync(phone)
    world.sync(laptop)
    world.save()
    phone.do(remove(record, is_final=is_final))
    world.sync(phone)
    world.restore()
    with pytest.raises(Alarm):
        world.sync(phone)
    world.rejoin_all()
    assert all(record not in {p.record for p in device.pages()} for device in world.devices)


@pytest.mark.parametrize("is_final", [True, False])
def test_a_removal_heeded_in_the_alarm_is_not_undone(scene: Scene, is_final: bool) -> None:
    """It was applied while the alarm stood, and the server forgot it again: it is still a removal."""
    scene.world.save()
    scene.laptop.do(remove(scene.calm, is_final=is_final))
    scene.world.sync(scene.laptop)
    with pytest.raises(Alarm):
        scene.world.sync(scene.phone)
    assert scene.calm not in {page.record for page in scene.phone.pages()}
    scene.world.restore()
    scene.world.rejoin_all()
    for device in scene.world.devices:
        assert scene.calm not in {page.record for page in device.pages()}


def test_an_erasure_that_the_server_lost_is_not_undone_by_a_lesser_removal(world: World) -> None:
    """A plain removal that is heeded takes no erasure's place, or what was written over it would come back."""
    phone, laptop, tablet = world.devices
    record = phone.write("To be erased.")
    for device in world.devices:
        world.sync(device)
    world.save()
    phone.do(remove(record, is_final=True))
    world.sync(phone)
    world.restore()
    for words in ("Two.", "Three."):
        laptop.write(words, record)
        world.sync(laptop)
    laptop.do(remove(record, is_final=False))
    world.sync(laptop)
    with pytest.raises(Alarm):
        world.sync(phone)
    tablet.write("Over the lesser removal.", record)
    world.sync(tablet)
    world.rejoin_all()
    assert all(record not in {p.record for p in device.pages()} for device in world.devices)


def test_a_history_that_does_not_verify_offers_no_way(scene: Scene) -> None:
    """Rejoining is no way round the checks: what a fresh device would refuse is refused here."""

    def leaving_out(request: Send) -> Answer:
        answer = scene.world.server.send(request)
        page = msgspec.msgpack.decode(answer.body, type=Page)
        return Answer(
            200, msgspec.msgpack.encode(msgspec.structs.replace(page, revisions=page.revisions[1:]))
        )

    with pytest.raises(TagMismatch):
        scene.world.run(scene.phone, look(scene.phone.desk), leaving_out)
    assert scene.phone.alarm() is not None
