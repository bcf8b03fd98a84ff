"""Ways in: signing up, joining, signing in again, unlocking (docs/protocol.md, Login, Keyring)."""

from collections.abc import Callable
from itertools import count

import msgspec
import pytest

from goldseam.client import entering
from goldseam.client.calls import Silence
from goldseam.client.desk import Desk
from goldseam.client.driver import Driver
from goldseam.client.effects import Answer, Procedure, Send
from goldseam.client.entering import Entry, NotEntered, sign_in, sign_up, unlock
from goldseam.client.returning import AlreadyEntered
from goldseam.crypto.recovery import draw_recovery_code
from goldseam.errors import (
    BadRequest,
    KeyringMismatch,
    LoginRefused,
    NameTaken,
    SignInAgain,
    SuiteRefused,
    WrongSecret,
)
from goldseam.keyrings import keyrings_after
from goldseam.protocol.accounts import Challenge, ChallengeRequest, Session
from tests.server.honest import ORIGIN, HonestServer, now_of
from tests.server.machine import Chance, Disk
from tests.server.simulated import (
    PASSPHRASE,
    Device,
    Sender,
    World,
    no_wait,
    stretched_once,
)

DAY = 86_400
NUMBERS = count()


@pytest.fixture(autouse=True)
def quick_argon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer the same question to Argon2id from memory."""
    monkeypatch.setattr(entering, "stretch", stretched_once)


@pytest.fixture
def server() -> HonestServer:
    """Give an empty server."""
    return HonestServer()


def entry(name: str = "Ben", passphrase: str = PASSPHRASE, origin: str = ORIGIN) -> Entry:
    """Somebody at a device."""
    return Entry(origin, name, passphrase, "a device", "2026-11-22")


def enter(
    way_in: Callable[..., Procedure[Desk]], who: Entry, send: Sender, disk: Disk | None = None
) -> Device:
    """A device that went this way in."""
    chance = Chance(f"device {next(NUMBERS)}")
    rest = [draw_recovery_code(chance)] if way_in is sign_up else []
    at = disk or Disk()
    desk = Driver(at, send, chance, wait=no_wait).run(way_in(who, *rest, chance))
    return Device(at, chance, desk)


def deaf(server: HonestServer, path: str, times: int = 1) -> Sender:
    """The server takes everything, but its first answers at a path are lost."""
    left = [times]

    def send(request: Send) -> Answer | None:
        answer = server.send(request)
        if request.path == path and left[0]:
            left[0] -= 1
            return None
        return answer

    return send


def test_a_lost_answer_to_a_sign_up_is_asked_for_again(server: HonestServer) -> None:
    """The same registration is repeated with a fresh challenge, and there is one account."""
    device = enter(sign_up, entry(), deaf(server, "/v1/accounts", times=2))
    assert len(server.storage._accounts) == 1
    assert device.desk.keyring.version == 1


def test_a_name_is_taken_once(server: HonestServer) -> None:
    """Another account of the same name, however it is written, is refused."""
    enter(sign_up, entry("Ben"), server.send)
    with pytest.raises(NameTaken):
        enter(sign_up, entry(" BEN "), server.send)


def test_a_name_that_cannot_be_one_is_refused() -> None:
    """Before anything is sent."""
    with pytest.raises(BadRequest):
        enter(sign_up, entry("a\nb"), lambda _: pytest.fail("sent"))


def test_a_second_device_joins_and_reads(server: HonestServer) -> None:
    """It stands in the keyring, and both read what the other writes."""
    phone = enter(sign_up, entry(), server.send)
    laptop = enter(sign_in, entry("ben"), server.send)
    assert laptop.desk.enrolled.device in laptop.desk.keyring.document.devices
    world = World(server, [phone, laptop])
    record = laptop.write("From the second one.")
    world.sync(laptop)
    world.sync(phone)
    assert phone.body(record) == "From the second one."
    assert phone.desk.keyring.version == laptop.desk.keyring.version == 2


def test_a_device_that_joins_behind_another_joins_over_it(server: HonestServer) -> None:
    """`keyring_behind`: the version that came first is accepted, and this device adds itself over it."""
    enter(sign_up, entry(), server.send)
    waiting = [entry()]

    def overtaken(request: Send) -> Answer:
        if request.path == "/v1/keyrings" and waiting:
            enter(sign_in, waiting.pop(), server.send)
        return server.send(request)

    last = enter(sign_in, entry(), overtaken, Disk())
    assert last.desk.keyring.version == 3
    assert len(last.desk.keyring.document.devices) == 3


@pytest.mark.parametrize("times", [1, 2])
def test_a_lost_answer_to_joining_makes_no_second_device(server: HonestServer, times: int) -> None:
    """The same version is sent again, and answered as the first time."""
    enter(sign_up, entry(), server.send)
    device = enter(sign_in, entry(), deaf(server, "/v1/keyrings", times))
    assert device.desk.keyring.version == 2


def test_a_version_that_came_in_after_all_is_found(server: HonestServer) -> None:
    """Where the own version was taken unheard and another followed, the device finds itself in the keyring."""
    enter(sign_up, entry(), server.send)
    waiting = [entry()]

    def unheard(request: Send) -> Answer | None:
        answer = server.send(request)
        if request.path != "/v1/keyrings" or not waiting:
            return answer
        enter(sign_in, waiting.pop(), server.send, Disk())
        return None

    device = enter(sign_in, entry(), unheard)
    assert device.desk.keyring.version == 3
    assert len(device.desk.keyring.document.devices) == 3
    world = World(server, [device])
    device.write("It works.")
    assert world.sync(device).waiting == frozenset()


def test_a_wrong_passphrase_is_refused_like_an_unknown_name(server: HonestServer) -> None:
    """Both are `login_refused`, and nothing is stored."""
    enter(sign_up, entry(), server.send)
    for who in (entry(passphrase="other words"), entry("nobody")):
        disk = Disk()
        with pytest.raises(LoginRefused):
            enter(sign_in, who, server.send, disk)
        assert disk.tables == {}


def test_another_suite_is_refused_before_anything_is_derived(
    server: HonestServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that names another suite gets no proof, and the passphrase is not even stretched."""
    monkeypatch.setattr(entering, "stretch", lambda *_: pytest.fail("stretched"))
    asked: list[str] = []

    def weaker(request: Send) -> Answer:
        asked.append(request.path)
        answer = msgspec.msgpack.decode(server.send(request).body, type=Challenge)
        return Answer(200, msgspec.msgpack.encode(msgspec.structs.replace(answer, suite=2)))

    with pytest.raises(SuiteRefused):
        enter(sign_in, entry(), weaker)
    assert asked == ["/v1/challenges"]


@pytest.mark.parametrize("part", ["slots", "keyrings", "other_slots"])
def test_a_session_with_parts_that_do_not_belong_is_refused(
    server: HonestServer, part: str
) -> None:
    """Slots that are missing or not the account's own, and a missing keyring, let nobody in."""
    enter(sign_up, entry(), server.send)
    other = HonestServer()
    enter(sign_up, entry(), other.send)
    (account,) = other.storage._accounts
    foreign = now_of(keyrings_after(other.proofs, account, 0)).slots

    def lying(request: Send) -> Answer:
        answer = server.send(request)
        if request.path != "/v1/sessions":
            return answer
        session = msgspec.msgpack.decode(answer.body, type=Session)
        slots = foreign if part == "other_slots" else []
        change = {"keyrings": []} if part == "keyrings" else {"slots": slots}
        return Answer(200, msgspec.msgpack.encode(msgspec.structs.replace(session, **change)))

    with pytest.raises((WrongSecret, KeyringMismatch)):
        enter(sign_in, entry(), lying)


def test_unlocking_needs_no_network(server: HonestServer) -> None:
    """What rests on the device is enough."""
    device = enter(sign_up, entry(), server.send)
    record = device.write("Here.")
    device.desk = Driver(device.disk, lambda _: pytest.fail("sent"), device.chance).run(
        unlock(PASSPHRASE, device.chance)
    )
    assert device.body(record) == "Here."


def test_a_wrong_passphrase_does_not_unlock(server: HonestServer) -> None:
    """`wrong_secret`, and so it is for one that cannot be a passphrase."""
    device = enter(sign_up, entry(), server.send)
    for wrong in ("other words", "", "x" * 2000):
        with pytest.raises(WrongSecret):
            device.do(unlock(wrong, device.chance))


def test_an_empty_folder_is_not_unlocked() -> None:
    """There is no account in it."""
    with pytest.raises(NotEntered):
        Driver(Disk(), lambda _: None, Chance("none")).run(unlock(PASSPHRASE, Chance("none")))


def test_a_device_that_was_away_signs_in_again_as_itself(server: HonestServer) -> None:
    """After 30 days the passphrase is asked for; the same device goes on with what waited."""
    device = enter(sign_up, entry(), server.send)
    world = World(server, [device])
    device.write("Waiting.")
    server.now += 31 * DAY
    with pytest.raises(SignInAgain):
        world.sync(device)
    before = device.desk.enrolled.device
    again = enter(sign_in, entry(), server.send, device.disk)
    assert (again.desk.enrolled.device, again.desk.keyring.version) == (before, 1)
    assert world.sync(again).waiting == frozenset()


def test_a_session_is_renewed_without_the_person(server: HonestServer) -> None:
    """A stale token is renewed by the device key and rests sealed for the next time."""
    device = enter(sign_up, entry(), server.send)
    world = World(server, [device])
    server.now += 2 * DAY
    world.sync(device)
    device.restart()
    asked: list[str] = []

    def send(request: Send) -> Answer:
        asked.append(request.method)
        return server.send(request)

    world.sync(device, send)
    assert asked == ["GET"]


def test_a_folder_takes_no_second_account(server: HonestServer) -> None:
    """Neither by signing up nor by signing in, so that pages never mix."""
    device = enter(sign_up, entry("Anna"), server.send)
    enter(sign_up, entry("Ben"), server.send)
    for way_in in (sign_in, sign_up):
        with pytest.raises(AlreadyEntered):
            enter(way_in, entry("Ben"), server.send, device.disk)


def test_silence_at_the_door_stores_nothing() -> None:
    """A server that never answers leaves the folder as it was."""
    disk = Disk()
    with pytest.raises(Silence):
        enter(sign_in, entry(), lambda _: None, disk)
    assert disk.tables == {}


def test_challenges_name_the_canonical_name(server: HonestServer) -> None:
    """The server only ever sees the one form of a name."""
    seen: list[str] = []

    def send(request: Send) -> Answer:
        if request.path == "/v1/challenges" and request.body is not None:
            seen.append(msgspec.msgpack.decode(request.body, type=ChallengeRequest).name)
        return server.send(request)

    enter(sign_up, entry("  BEN "), send)
    assert seen == ["ben"]
