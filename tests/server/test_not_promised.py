"""What docs/threat-model.md says that Goldseam does not promise is as it is said there: no more, and no less."""

from io import BytesIO

import msgspec
import pytest

from goldseam.client.calls import Silence
from goldseam.client.changing import remove_devices
from goldseam.client.effects import Send
from goldseam.client.entering import hold
from goldseam.crypto.age_recipients import Passphrase
from goldseam.crypto.backup import Contents, open_backup, write_backup
from goldseam.crypto.canonical import Json, JsonObject
from goldseam.crypto.chain import Checkpoint
from goldseam.crypto.keys import stretch
from goldseam.crypto.slots import open_slot
from goldseam.crypto.verify import open_or_none
from goldseam.doorkeeper import name_key, open_login, server_keys
from goldseam.errors import ServerError, WireError, WrongSecret
from goldseam.protocol.revisions import Page
from scripts.vectors_case import source
from tests.server.honest import SECRET, HonestServer, now_of
from tests.server.newcomers import join, verify
from tests.server.renewal import renew
from tests.server.simulated import NAME, PASSPHRASE, Device, World


def test_a_fresh_device_takes_an_old_whole_history_for_the_newest(world: World) -> None:
    """N-01. Without a checkpoint nothing tells it; with one it notices."""
    phone = world.devices[0]
    record = phone.write("Monday.")
    world.sync(phone)
    world.save()
    phone.write("Tuesday.", record)
    world.sync(phone)
    known = phone.head()
    world.restore()
    fresh = join(world, ())
    assert fresh is not None
    world.sync(fresh)
    assert fresh.body(record) == "Monday."
    assert fresh.alarm() is None
    assert not verify(world, fresh, known)


def test_what_is_withheld_looks_like_quiet(world: World) -> None:
    """N-02. A device that is shown the same head again is content with it."""
    phone, laptop, _ = world.devices
    phone.write("Monday.")
    world.sync(phone)
    world.sync(laptop)
    before = laptop.head()
    world.save()
    phone.write("Tuesday.")
    world.sync(phone)
    world.restore()  # as if the server kept Tuesday to itself
    world.sync(laptop)
    assert laptop.alarm() is None
    assert laptop.head() == before


def test_a_server_that_loses_everything_takes_nothing_from_a_device(world: World) -> None:
    """N-04. The service can be gone; the pages are not."""
    phone = world.devices[0]
    record = phone.write("Monday.")
    world.sync(phone)
    world.server = HonestServer(now=world.server.now)
    phone.write("Tuesday.")
    with pytest.raises((Silence, WireError)):
        world.sync(phone)
    assert phone.body(record) == "Monday."
    assert sorted(str(page.value["body"]) for page in phone.pages()) == ["Monday.", "Tuesday."]


def test_the_database_with_its_secret_lets_a_passphrase_be_guessed_at(world: World) -> None:
    """N-08. One Argon2id tells whether a guess is right; without the secret nothing does."""
    keys = server_keys(SECRET)
    row = now_of(world.server.storage.login_row(name_key(keys, NAME)))
    assert row is not None
    login = open_login(keys, row.account, row.sealed)
    assert login.name == NAME
    slot = next(slot for slot in login.slots if slot.type == 1)
    guessed = stretch(PASSPHRASE, login.name, login.salt)
    assert len(open_slot(guessed, row.account, slot).value) == 32
    with pytest.raises(WrongSecret):
        open_slot(stretch("another guess", login.name, login.salt), row.account, slot)
    with pytest.raises(ServerError):
        open_login(server_keys(bytes(32)), row.account, row.sealed)


def test_a_copied_token_fetches_what_is_sealed_and_reads_nothing(world: World) -> None:
    """N-11. The rows come, as any device of the account gets them; no word of the page is in them."""
    phone = world.devices[0]
    phone.write("Nobody else reads this.")
    world.sync(phone)
    path = f"/v1/vaults/{phone.desk.vault.hex()}/revisions?since=0"
    answer = world.server.send(Send("GET", path, token=phone.desk.token))
    page = msgspec.msgpack.decode(answer.body, type=Page)
    assert len(page.revisions) == 1
    assert b"Nobody else" not in answer.body


def test_whoever_knows_the_passphrase_of_a_backup_can_make_another() -> None:
    """N-13. Both open alike, and nothing in them says who made them."""
    words = Passphrase("six words that somebody else heard too")
    for body in ("hers", "his"):
        record: JsonObject = {
            "kind": "entry",
            "v": 1,
            "created_at": 0,
            "updated_at": 0,
            "body": body,
        }
        file = BytesIO()
        inside = Contents({bytes(16): record}, Checkpoint(1, bytes(32), ()), 0)
        write_backup(inside, file, words, source(body))
        opened = open_backup(file, words)
        assert body.encode() in opened.read(f"records/{bytes(16).hex()}.json")


def test_a_removed_device_with_a_helping_server_reads_on_until_new_keys(world: World) -> None:
    """N-06, N-12. What its keys opened they open still, and what is written after new keys they never do."""
    phone, laptop, _ = world.devices
    before = phone.write("Monday.")
    holder = world.run(phone, hold(PASSPHRASE, phone.chance))
    world.run(phone, remove_devices(holder, [laptop.desk.enrolled.device], "2026-11-23"))
    phone.restart()
    removed = phone.write("Tuesday.")
    world.sync(phone)
    assert readable(world, laptop) == {before: "Monday.", removed: "Tuesday."}

    renew(world, phone)
    after = phone.write("Wednesday.")
    world.sync(phone)
    assert readable(world, laptop) == {before: "Monday.", removed: "Tuesday."}
    assert phone.body(after) == "Wednesday."


def readable(world: World, device: Device) -> dict[bytes, Json]:
    """What the keys in a device's memory open of all that the server holds."""
    page = now_of(world.server.storage.page(device.desk.vault, 0, None))
    keys = device.desk.keys
    known = [one for one in page.revisions if one.epoch in keys]
    opened = {one.record: open_or_none(keys, one) for one in known}
    return {record: value["body"] for record, value in opened.items() if value is not None}
