"""New keys, recovery and changed ways in, as the client's engine makes them, and servers that help a thief."""

from collections.abc import Callable
from contextlib import suppress

import msgspec
import pytest

from goldseam.client.calls import Silence
from goldseam.client.changing import Replaced
from goldseam.client.effects import Answer, Change, Send
from goldseam.client.entering import sign_in, unlock
from goldseam.client.held import (
    ACCOUNT_KEY,
    SECRETS_KEY,
    Enrolled,
    Secrets,
    load_state,
    stored,
)
from goldseam.client.history import versions
from goldseam.client.renewing import StillWaiting
from goldseam.client.session import refresh_keyring
from goldseam.crypto import keyring as rings
from goldseam.crypto.commit import build_commit
from goldseam.crypto.keys import account_keys
from goldseam.crypto.slots import open_slot, open_wrap
from goldseam.errors import (
    Alarm,
    Damaged,
    KeyringMismatch,
    LoginRefused,
    SignInAgain,
    WrongSecret,
)
from goldseam.protocol.accounts import Keyrings
from goldseam.protocol.revisions import Head, Page
from tests.server.keyholders import (
    PASSPHRASES,
    changing_passphrase,
    making_new_keys,
    removing,
    typed_passphrase,
)
from tests.server.newcomers import join
from tests.server.simulated import PASSPHRASE, Device, Sender, World, an_entry

_, NEW, NEWEST, _ = PASSPHRASES


def renew(world: World, device: Device, passphrase: str = NEW, send: Sender | None = None) -> None:
    """New keys, made on a device; the person's other devices know the passphrase, too."""
    making = making_new_keys(device, passphrase)
    device.desk = world.run(device, making, send)


def before(path: str, deed: Callable[[], object], world: World) -> Sender:
    """The honest server, but just before the first request at a path somebody else is faster."""
    deeds = [deed]

    def send(request: Send) -> Answer:
        if request.path == path and deeds:
            deeds.pop()()
        return world.server.send(request)

    return send


def epochs(device: Device) -> tuple[int, int]:
    """The epochs of the account and of the vault, as a device has them."""
    return device.desk.keyring.document.epoch, device.desk.epoch


def test_new_keys_are_those_of_every_device_after_signing_in(world: World) -> None:
    """What waited on another device arrives, sealed anew, and the first head beyond is of the new keys."""
    phone, laptop, _ = world.devices
    phone.write("One.")
    world.sync(phone)
    laptop.write("Waits.")
    renew(world, phone)
    world.sync(phone)
    with pytest.raises(SignInAgain):
        world.sync(laptop)
    assert world.enter_again(laptop)
    laptop.restart()
    world.sync(laptop)
    world.sync(phone)
    assert epochs(phone) == epochs(laptop) == (2, 2)
    assert {page.value["body"] for page in phone.pages()} == {"One.", "Waits."}
    assert phone.desk.keyring.document.vaults[phone.desk.vault].after is not None


def test_a_device_that_was_away_comes_through_new_keys_twice(world: World) -> None:
    """The newest passphrase alone opens what rested under the first keys."""
    phone, laptop, _ = world.devices
    page = laptop.write("Waits.")
    renew(world, phone)
    renew(world, phone, NEWEST)
    laptop.known = [NEWEST]
    assert world.enter_again(laptop)
    assert laptop.body(page) == "Waits."
    assert epochs(laptop) == (3, 3)


def test_new_keys_follow_a_commit_that_came_first(world: World) -> None:
    """`behind`: the device catches up and names the newer head."""
    phone, laptop, _ = world.devices
    laptop.write("Faster.")
    renew(world, phone, send=before("/v1/epochs", lambda: world.sync(laptop), world))
    after = phone.desk.keyring.document.vaults[phone.desk.vault].after
    assert after is not None
    assert after.sequence == 1


def test_new_keys_follow_a_keyring_that_came_first(world: World) -> None:
    """`keyring_behind`: a device that joined meanwhile is in the version of the new keys."""
    phone = world.devices[0]
    renew(world, phone, send=before("/v1/epochs", lambda: join(world, ()), world))
    assert len(phone.desk.keyring.document.devices) == 4


def test_a_lost_answer_makes_no_second_keys(world: World) -> None:
    """The same request is said again, and answered as the first time."""
    phone = world.devices[0]
    lost = [True, True]

    def send(request: Send) -> Answer | None:
        answer = world.server.send(request)
        return None if request.path == "/v1/epochs" and lost and lost.pop() else answer

    renew(world, phone, send=send)
    assert epochs(phone) == (2, 2)


def test_no_new_keys_while_something_waits(world: World) -> None:
    """Words that cannot be sent would travel under keys that are given up."""
    phone = world.devices[0]
    record = phone.write("Sent.")
    world.sync(phone)
    phone.write("Changed over what is not read here.", record)
    aside = Change("aside", record, msgspec.msgpack.encode(_unread(record)))
    phone.disk.write((aside,))
    with pytest.raises(StillWaiting):
        renew(world, phone)
    assert epochs(phone) == (1, 1)


def _unread(record: bytes) -> object:
    return {"record": record, "number": 2, "epoch": 1, "sequence": 2, "sealed": b"\x02"}


def test_no_new_keys_in_an_alarm(world: World) -> None:
    """Who stands on another branch would cut the others off."""
    phone, laptop, _ = world.devices
    world.save()
    phone.write("Lost on the server.")
    world.sync(phone)
    world.restore()
    with suppress(Alarm):
        world.sync(phone)
    with pytest.raises(Alarm):
        renew(world, phone)
    world.sync(laptop)


def thief_of(world: World) -> tuple[Device, Device]:
    """The phone after new keys by which the laptop was removed, and the laptop in somebody's hands, as it was."""
    phone, laptop, _ = world.devices
    phone.write("One.")
    for device in (phone, laptop):
        world.sync(device)
    phone.desk = world.run(phone, making_new_keys(phone, NEW, [laptop.desk.enrolled.device]))
    return phone, laptop


def test_a_head_of_the_old_keys_is_refused_beyond_them(world: World) -> None:
    """T-05, T-08: whoever has the old keys and a server that helps makes a head that no device takes."""
    phone, thief = thief_of(world)
    desk = thief.desk
    state = thief.do(load_state(desk.vault))
    for version in (desk.keyring.version, phone.desk.keyring.version):
        built = build_commit(
            desk.keys,
            state,
            epoch=1,
            keyring_version=version,
            device=desk.enrolled.device,
            device_key=desk.device_key,
            revisions=[],
        )
        place = built.state.sequence, 1, version, desk.enrolled.device
        head = Head(*place, built.digest, built.body.tag, built.body.signature)
        page = Page([], None, built.state.sequence, head, built.digest)
        other = phone.clone("a phone that is shown it")

        def lying(request: Send, page: Page = page) -> Answer:
            if "/revisions?" in request.path:
                return Answer(200, msgspec.msgpack.encode(page))
            return world.server.send(request)

        with pytest.raises(KeyringMismatch):
            world.sync(other, lying)
        assert [page.value["body"] for page in other.pages()] == ["One."]


def test_the_old_keys_open_nothing_that_was_sealed_after_them(world: World) -> None:
    """T-05: neither keyring, nor wraps, nor slots, nor a page; with all that the server has."""
    phone, thief = thief_of(world)
    record = phone.write("After.")
    world.sync(phone)
    given = _given(world, phone)
    old = thief.hold()
    keys = account_keys(old.account_key, old.desk.enrolled.account)
    for keyring in given.keyrings:
        if keyring.epoch == 2:
            with pytest.raises(Damaged):
                rings.open_keyring(keys, keyring)
    for wrap in given.wraps:
        with pytest.raises(Damaged):
            open_wrap(keys, 2, wrap)
    secret = typed_passphrase(thief, PASSPHRASE).secret
    for slot in given.slots:
        with pytest.raises(WrongSecret):
            open_slot(secret, old.desk.enrolled.account, slot)
    state = phone.do(load_state(phone.desk.vault))
    assert state.rows[record].epoch == 2


def _given(world: World, device: Device) -> Keyrings:
    path = "/v1/keyrings?after=0"
    answer = world.server.send(Send("GET", path, None, device.desk.token))
    return msgspec.msgpack.decode(answer.body, type=Keyrings)


@pytest.mark.parametrize("is_new_keys", [False, True])
def test_a_session_of_before_lets_nobody_go_back(world: World, is_new_keys: bool) -> None:
    """T-05: slots and keyring of before, replayed at signing in, are the alarm, and the device stays as it is."""
    phone = world.devices[0]
    held: list[Answer] = []

    def listening(request: Send) -> Answer:
        answer = world.server.send(request)
        held.extend([answer] if request.path == "/v1/sessions" else [])
        return answer

    phone.desk = world.run(phone, sign_in(an_entry("phone"), phone.chance), listening)
    if is_new_keys:
        renew(world, phone)
    else:
        world.run(phone, changing_passphrase(phone, NEW))

    def replaying(request: Send) -> Answer:
        return held[0] if request.path == "/v1/sessions" else world.server.send(request)

    disk = {table: dict(rows) for table, rows in phone.disk.tables.items()}
    with pytest.raises(KeyringMismatch):
        world.run(phone, sign_in(an_entry("phone"), phone.chance), replaying)
    assert phone.disk.tables == disk


def test_removing_a_device_leaves_both_ways_in(world: World) -> None:
    """The account opens as before, here and on a new device."""
    phone, laptop, _ = world.devices
    world.run(phone, removing(phone, [laptop.desk.enrolled.device]))
    assert {slot.type for slot in phone.desk.enrolled.slots} == {1, 2}
    phone.restart()
    assert join(world, ()) is not None


def test_a_passphrase_that_was_replaced_is_said(world: World) -> None:
    """The old one still opens a folder that has not heard of the change, and changes nothing any more."""
    phone, laptop, _ = world.devices
    world.run(phone, changing_passphrase(phone, NEW))
    laptop.known = [PASSPHRASE]
    with pytest.raises(Replaced):
        world.run(laptop, changing_passphrase(laptop, NEWEST))
    assert laptop.desk.keyring.version == phone.desk.keyring.version
    with pytest.raises(WrongSecret):
        laptop.do(unlock(PASSPHRASE, laptop.chance))


def test_a_change_that_was_taken_unheard_is_found_at_the_next_try(world: World) -> None:
    """All answers lost: nothing is stored; the next try finds the version that holds."""
    phone = world.devices[0]

    def deaf(request: Send) -> Answer | None:
        answer = world.server.send(request)
        return None if (request.method, request.path) == ("PUT", "/v1/keyrings") else answer

    with pytest.raises(Silence):
        world.run(phone, changing_passphrase(phone, NEW), deaf)
    version = phone.desk.keyring.version
    phone.known = [PASSPHRASE]
    with pytest.raises(Replaced):
        world.run(phone, changing_passphrase(phone, NEW))
    assert phone.desk.keyring.version > version


def test_keyrings_of_later_keys_wait_for_the_person(world: World) -> None:
    """A device that is shown new keys without being signed out asks to sign in, and takes nothing in."""
    phone, laptop, _ = world.devices
    renew(world, phone)
    given = _given(world, phone)
    newer = [keyring for keyring in given.keyrings if keyring.version > laptop.desk.keyring.version]
    shown = Keyrings(newer, given.slots, given.wraps)

    def showing(_: Send) -> Answer:
        return Answer(200, msgspec.msgpack.encode(shown))

    with pytest.raises(SignInAgain):
        world.run(laptop, refresh_keyring(laptop.desk), showing)
    assert laptop.alarm() is None


def test_the_wrong_passphrase_does_not_sign_in_again(world: World) -> None:
    """The server refuses it, and the folder stays as it is."""
    laptop = world.devices[1]
    with pytest.raises(LoginRefused):
        world.run(laptop, sign_in(an_entry("laptop", "other words"), laptop.chance))
    laptop.restart()


def test_a_row_that_does_not_open_keeps_none_of_the_others_shut(world: World) -> None:
    """After new keys it is what it was before: not readable, and the rest is."""
    phone = world.devices[0]
    damaged, whole = phone.write("Damaged."), phone.write("Whole.")
    world.sync(phone)
    phone.disk.tables["bases"][damaged] = phone.disk.tables["bases"][damaged][:-1] + b"\x00"
    renew(world, phone)
    assert [page.record for page in phone.pages()] == [whole]


def test_a_folder_of_before_new_keys_keeps_its_device(world: World) -> None:
    """The device key was sealed alone: the passphrase of before opens it, and it signs in as the same device."""
    laptop = world.devices[1]
    seed = laptop.desk.device_key.seed.value
    old = msgspec.structs.replace(laptop.desk.enrolled, device_seed=b"")
    laptop.disk.write((Change("device", ACCOUNT_KEY, msgspec.msgpack.encode(old)),))
    secrets = laptop.do(stored("device", SECRETS_KEY, Secrets(laptop.desk.token, seed)))
    laptop.disk.write((secrets,))
    laptop.restart()
    assert laptop.desk.device_key.seed.value == seed
    laptop.desk = world.run(laptop, sign_in(an_entry("laptop"), laptop.chance))
    account = laptop.disk.get("device", ACCOUNT_KEY)
    assert account is not None
    assert msgspec.msgpack.decode(account, type=Enrolled).device_seed == seed


def test_versions_of_before_new_keys_are_marked(world: World) -> None:
    """Whoever had the old keys could have made them; those of the new keys are not marked."""
    phone = world.devices[0]
    record = phone.write("One.")
    world.sync(phone)
    renew(world, phone)
    for words in ("Two.", "Three."):
        phone.write(words, record)
        world.sync(phone)
    known = world.run(phone, versions(phone.desk, record)).all
    assert [one.before_new_keys for one in known] == [None, "2026-12-01"]
