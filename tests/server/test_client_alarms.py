"""A server that lies is answered with the alarm of the specification, and whatever was written is kept."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import pytest

from goldseam.client.calls import Silence
from goldseam.client.effects import Answer, Send
from goldseam.client.pages import Now, contents, remove
from goldseam.crypto.envelope import seal_envelope
from goldseam.crypto.seal import _revision_aad
from goldseam.errors import Alarm
from goldseam.protocol.accounts import Keyrings
from goldseam.protocol.encoding import padded
from goldseam.protocol.revisions import LEAST_TOMBSTONE_BYTES, Cursor, Page, StoredRevision
from tests.server.simulated import Device, Sender, World

Lie = Callable[["Scene", Page], Page]


@dataclass
class Scene:
    """`phone` wrote two pages that `laptop` has; then `phone` changed the first, and `laptop` keeps unsent words."""

    world: World
    first: bytes
    second: bytes
    unsent: bytes

    @property
    def phone(self) -> Device:
        return self.world.devices[0]

    @property
    def laptop(self) -> Device:
        return self.world.devices[1]


@pytest.fixture
def scene(world: World) -> Scene:
    """Give a laptop that is one commit behind."""
    phone, laptop, _ = world.devices
    first, second = phone.write("First."), phone.write("Second.")
    world.sync(phone)
    world.sync(laptop)
    unsent = laptop.write("Unsent.")
    phone.write("First, changed.", first)
    world.sync(phone)
    return Scene(world, first, second, unsent)


def lying(scene: Scene, lie: Lie, asked: list[str] | None = None) -> Sender:
    """The honest server, but its pages go through a lie; `asked` grows by the method of every request."""

    def send(request: Send) -> Answer:
        if asked is not None:
            asked.append(request.method)
        answer = scene.world.server.send(request)
        if "/revisions?" not in request.path or answer.status != 200:
            return answer
        page = lie(scene, msgspec.msgpack.decode(answer.body, type=Page))
        return Answer(200, msgspec.msgpack.encode(page))

    return send


def changed_head(page: Page, **changes: Any) -> Page:
    """The page with another head."""
    assert page.head is not None
    return msgspec.structs.replace(page, head=msgspec.structs.replace(page.head, **changes))


def other(data: bytes) -> bytes:
    """The bytes with the last one changed."""
    return data[:-1] + bytes([data[-1] ^ 1])


def older(_: Scene, page: Page) -> Page:
    """The state before the first commit."""
    return msgspec.structs.replace(page, revisions=[], sequence=0, head=None, commits=b"")


def cut_commits(_: Scene, page: Page) -> Page:
    """A digest too few."""
    return msgspec.structs.replace(page, commits=b"")


def other_commit(_: Scene, page: Page) -> Page:
    """A history that ends in another commit."""
    return msgspec.structs.replace(page, commits=other(page.commits or b""))


def no_head(_: Scene, page: Page) -> Page:
    """The last page says nothing of the vault."""
    return msgspec.structs.replace(page, sequence=None, head=None, commits=b"")


def future_keyring(_: Scene, page: Page) -> Page:
    """A keyring that nobody can show."""
    return changed_head(page, keyring_version=99)


def same_number(scene: Scene, page: Page) -> Page:
    """Other bytes under a number that the device holds."""
    (revision,) = page.revisions
    held = StoredRevision(scene.second, 1, 1, revision.sequence, revision.sealed)
    return msgspec.structs.replace(page, revisions=[revision, held])


def left_out(_: Scene, page: Page) -> Page:
    """A revision kept back."""
    return msgspec.structs.replace(page, revisions=[])


def invented(_: Scene, page: Page) -> Page:
    """A record that no device wrote."""
    (revision,) = page.revisions
    more = StoredRevision(bytes(16), 1, 1, revision.sequence, revision.sealed)
    return msgspec.structs.replace(page, revisions=[more, revision])


def other_signature(_: Scene, page: Page) -> Page:
    """A head that no device signed."""
    assert page.head is not None
    return changed_head(page, signature=other(page.head.signature))


def other_device(_: Scene, page: Page) -> Page:
    """A head of a device that the keyring does not list."""
    return changed_head(page, device=bytes(16))


LIES: Final = [
    (older, "rolled_back"),
    (cut_commits, "chain_mismatch"),
    (other_commit, "chain_mismatch"),
    (no_head, "chain_mismatch"),
    (future_keyring, "keyring_mismatch"),
    (same_number, "number_reversed"),
    (left_out, "tag_mismatch"),
    (invented, "tag_mismatch"),
    (other_signature, "signature_mismatch"),
    (other_device, "signature_mismatch"),
]


def alarm_of(scene: Scene, send: Sender) -> str:
    """The code of the alarm with which the laptop answers."""
    with pytest.raises(Alarm) as raised:
        scene.world.sync(scene.laptop, send)
    return raised.value.code


@pytest.mark.parametrize(("lie", "code"), LIES)
def test_a_lie_is_answered_with_its_alarm(scene: Scene, lie: Lie, code: str) -> None:
    """The alarm is the one named, nothing of the pull is taken, and nothing that was written is lost."""
    before = {page.record: page.value for page in scene.laptop.pages()}
    assert alarm_of(scene, lying(scene, lie)) == code
    assert {page.record: page.value for page in scene.laptop.pages()} == before
    assert scene.laptop.page(scene.unsent).place == "waiting"


def test_an_alarm_stands_until_the_folder_ends(scene: Scene) -> None:
    """After an alarm nothing is sent, not even by a process started anew, also when the server is honest again."""
    assert alarm_of(scene, lying(scene, left_out)) == "tag_mismatch"
    scene.laptop.restart()
    asked: list[str] = []
    assert alarm_of(scene, lying(scene, lambda _, page: page, asked)) == "tag_mismatch"
    assert asked == ["GET"]


def test_in_an_alarm_writing_and_backups_go_on(scene: Scene) -> None:
    """Words are kept, and a backup holds them."""
    alarm_of(scene, lying(scene, left_out))
    record = scene.laptop.write("Written in the alarm.")
    scene.laptop.write("First, here.", scene.first)
    inside = scene.laptop.do(contents(scene.laptop.desk, Now(1, "UTC")))
    assert inside.records[record]["body"] == "Written in the alarm."
    assert inside.records[scene.first]["body"] == "First, here."
    assert inside.records[scene.unsent]["body"] == "Unsent."


@pytest.mark.parametrize("is_final", [True, False])
def test_in_an_alarm_a_removal_is_still_applied(scene: Scene, is_final: bool) -> None:
    """A tombstone that opens, with a higher number, removes the page here too; everything else stays out."""
    alarm_of(scene, lying(scene, left_out))
    scene.phone.do(remove(scene.second, is_final=is_final))
    scene.phone.write("New, and not believed here.")
    scene.world.sync(scene.phone)
    assert alarm_of(scene, scene.world.server.send) == "tag_mismatch"
    assert {page.record for page in scene.laptop.pages()} == {scene.first, scene.unsent}
    assert scene.laptop.body(scene.first) == "First."


def test_the_pull_that_raises_the_alarm_applies_its_removals(scene: Scene) -> None:
    """A removal that comes together with a lie is applied at once."""
    scene.phone.do(remove(scene.second, is_final=True))
    scene.world.sync(scene.phone)
    assert alarm_of(scene, lying(scene, other_signature)) == "signature_mismatch"
    assert scene.second not in {page.record for page in scene.laptop.pages()}


def test_a_removal_in_an_alarm_never_takes_unsent_words(scene: Scene) -> None:
    """Where a final removal meets an edit that only this device has, the words become a page of their own here."""
    alarm_of(scene, lying(scene, left_out))
    scene.laptop.write("Second, and more.", scene.second)
    scene.phone.do(remove(scene.second, is_final=True))
    scene.world.sync(scene.phone)
    for _ in range(2):
        alarm_of(scene, scene.world.server.send)
    kept = [page for page in scene.laptop.pages() if page.value["body"] == "Second, and more."]
    assert [page.place for page in kept] == ["device_only"]
    assert scene.second not in {page.record for page in kept}


def test_a_forged_removal_is_not_applied(scene: Scene) -> None:
    """A tombstone that was not sealed with the vault's key removes nothing."""

    def forged(scene: Scene, page: Page) -> Page:
        more = StoredRevision(scene.second, 9, 1, 2, b"\x01" + bytes(93))
        return msgspec.structs.replace(page, revisions=[more])

    alarm_of(scene, lying(scene, forged))
    assert scene.laptop.body(scene.second) == "Second."


def test_a_removal_that_could_not_be_written_again_holds_up_no_other(scene: Scene) -> None:
    """A tombstone that opens and has two keys that become one is applied all the same, like the one beside it."""
    scene.phone.do(remove(scene.second, is_final=True))
    scene.world.sync(scene.phone)
    desk = scene.laptop.desk
    keys, decomposed = desk.keys[1], "e\u0301"
    twice = {"deleted": True, "\u00e9": 1, decomposed: 2}
    document = b"\x01" + json.dumps(twice, ensure_ascii=False).encode()
    plain = document.ljust(padded(len(document), LEAST_TOMBSTONE_BYTES), b"\x00")
    box = seal_envelope(keys.seal, plain, _revision_aad(keys, scene.first, 9), desk.random)

    def odd(_: Scene, page: Page) -> Page:
        revisions = [StoredRevision(scene.first, 9, 1, 2, box), *page.revisions]
        return other_signature(scene, msgspec.structs.replace(page, revisions=revisions))

    alarm_of(scene, lying(scene, odd))
    assert {page.record for page in scene.laptop.pages()} == {scene.unsent}


def test_a_cursor_that_does_not_move_is_given_up(scene: Scene) -> None:
    """A server that would have its pages asked for without end is not answered for ever, and that is no alarm."""

    def circling(_: Scene, page: Page) -> Page:
        return msgspec.structs.replace(page, next=Cursor(1, bytes(16), 1))

    with pytest.raises(Silence):
        scene.world.sync(scene.laptop, lying(scene, circling))
    assert scene.laptop.alarm() is None


def test_withheld_slots_do_not_lock_anybody_out(world: World) -> None:
    """A newer keyring that comes without its slots is not taken: the device can still be unlocked."""
    phone, _, tablet = world.devices
    tablet.write("From a device that the phone has not heard of.")
    world.sync(tablet)

    def withholding(request: Send) -> Answer:
        answer = world.server.send(request)
        if "/keyrings" not in request.path:
            return answer
        news = msgspec.msgpack.decode(answer.body, type=Keyrings)
        return Answer(200, msgspec.msgpack.encode(msgspec.structs.replace(news, slots=[])))

    with pytest.raises(Silence):
        world.sync(phone, withholding)
    phone.restart()
    assert world.sync(phone).sequence == 1


def test_an_older_keyring_than_the_heads_is_an_alarm(world: World) -> None:
    """The head names a version that the server does not show: `keyring_mismatch`."""
    phone, _, tablet = world.devices
    tablet.write("Signed by a device of keyring 3.")
    world.sync(tablet)

    def hiding(request: Send) -> Answer:
        answer = world.server.send(request)
        if "/keyrings" not in request.path:
            return answer
        news = msgspec.msgpack.decode(answer.body, type=Keyrings)
        cut = msgspec.structs.replace(news, keyrings=news.keyrings[:-1])
        return Answer(200, msgspec.msgpack.encode(cut))

    with pytest.raises(Alarm) as raised:
        world.sync(phone, hiding)
    assert raised.value.code == "keyring_mismatch"
