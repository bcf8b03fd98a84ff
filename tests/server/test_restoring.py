"""Restoring brings back what is not here, writes over nothing, and adds nothing the second time.

docs/threat-model.md, R-33: whoever made the backup (N-13).
"""

import hashlib
from collections.abc import Mapping
from io import BytesIO

import pytest

from goldseam.client.pages import Now, contents, remove
from goldseam.client.restoring import Fate, Kind, fates, keep_restored, record_in, records_in
from goldseam.crypto.backup import (
    MANIFEST,
    Contents,
    backup_files,
    open_zip,
    zip_chunks,
)
from goldseam.crypto.canonical import Json, JsonObject, canonical_json
from goldseam.crypto.seal import derived_record_id
from goldseam.errors import BackupDamaged
from scripts.vectors_age import ZipFile, a_zip
from tests.server.simulated import NOON, Device, When, World, a_world

MADE = "2026-11-22T18:00:00Z"
LATER = Now(NOON + 86_400_000, "UTC")

Records = Mapping[bytes, JsonObject]


def an_entry(kind: str = "entry", **fields: Json) -> JsonObject:
    """A record of a kind with these fields."""
    return {"kind": kind, "v": 2, "created_at": NOON, "updated_at": NOON, "tz": "UTC", **fields}


def backed_up(device: Device) -> Records:
    """The records of a backup that the device makes now."""
    inside: Contents = device.do(contents(device.desk, LATER))
    return dict(inside.records)


def looked_at(world: World, device: Device, records: Records) -> list[Fate]:
    """What restoring these records would do on a device that is up to date."""
    world.sync(device)
    return world.run(device, fates(device.desk, sorted(records), lambda one: records[one]))


def kinds(world: World, device: Device, records: Records) -> dict[bytes, Kind]:
    """By record, what restoring would do."""
    return {fate.record: fate.kind for fate in looked_at(world, device, records)}


def restored(world: World, device: Device, records: Records) -> int:
    """Restore on a device and send it; gives how many records were kept."""
    found = looked_at(world, device, records)
    kept: int = device.do(keep_restored(found, lambda one: records[one], MADE, LATER))
    world.sync(device)
    return kept


def states(device: Device) -> dict[bytes, JsonObject]:
    """All that a device shows."""
    return {page.record: page.value for page in device.pages()}


def test_what_was_lost_comes_back_under_its_own_id(world: World) -> None:
    """An account that has nothing any more has every record after it, the same as canonical JSON, on each device."""
    source = world.devices[0]
    for body in ("One.", "Two.", "Three."):
        source.write(body)
    records = backed_up(source)
    other = a_world()
    first, second, _ = other.devices
    assert set(kinds(other, first, records).values()) == {"new"}
    assert restored(other, first, records) == 3
    other.sync(second)
    assert states(second) == records


def test_a_second_restore_adds_nothing(world: World) -> None:
    """On the device that restored, and on another one, everything is there already, copies too."""
    first, second, _ = world.devices
    page = first.write("As it was.")
    other = first.write("Gone by accident.")
    world.sync(first)
    records = dict(backed_up(first))
    records[page] = records[page] | {"body": "As it never was on this server."}
    records[b"n" * 16] = records[other] | {"body": "New."}
    assert kinds(world, first, records) == {page: "different", other: "same", b"n" * 16: "new"}
    assert restored(world, first, records) == 2
    for device in (first, second):
        assert restored(world, device, records) == 0
        found = kinds(world, device, records)
        assert found == {page: "same", other: "same", b"n" * 16: "same"}


def test_what_differs_becomes_a_page_of_its_own(world: World) -> None:
    """The page here keeps every word; the copy has the backup's words and says where it is from."""
    device = world.devices[0]
    page = device.write("What it says now.")
    world.sync(device)
    before = states(device)
    file = before[page] | {"body": "What it said elsewhere.", "tags": ["evening"]}
    assert restored(world, device, {page: file}) == 1
    after = states(device)
    (copy,) = after.keys() - before.keys()
    assert after[page] == before[page]
    origin = {"app": "goldseam_backup", "original_id": f"2026-11-22 {page.hex()}"}
    assert after[copy] == file | {"origin": origin}
    digest = hashlib.sha256(canonical_json(file)).hexdigest()
    original = f"{page.hex()} {digest}"
    assert copy == derived_record_id(device.desk.keys[1], "entry", "goldseam_backup", original)


def test_an_earlier_version_of_a_page_is_left_alone(world: World) -> None:
    """What the server's history has needs no copy."""
    device = world.devices[0]
    page = device.write("The first words.")
    world.sync(device)
    records = backed_up(device)
    device.write("All other words.", page)
    world.sync(device)
    device.write("And others still.", page)
    assert kinds(world, device, records) == {page: "older"}


def test_what_a_change_that_waits_was_made_over_is_left_alone(world: World) -> None:
    """The verified state under words that were not sent yet is older than they are."""
    device = world.devices[0]
    page = device.write("Before.")
    world.sync(device)
    records = backed_up(device)
    device.write("Quite another text.", page)
    found = device.do(fates(device.desk, sorted(records), lambda one: records[one]))
    assert [fate.kind for fate in found] == ["older"]


def test_a_page_that_only_grew_is_left_alone_though_its_history_is_gone(world: World) -> None:
    """Where no word of the backup is missing here, nothing is copied."""
    device = world.devices[0]
    page = device.write("One.\n\nTwo.\n\nThree.")
    world.sync(device)
    here = states(device)[page]
    file = here | {"body": "One.\n\nThree.", "updated_at": NOON - 5}
    assert kinds(world, device, {page: file}) == {page: "older"}


@pytest.mark.parametrize("is_final", [False, True])
def test_what_was_removed_here_stays_removed(world: World, is_final: bool) -> None:
    """A page that was removed, on this device or another, does not come back by itself."""
    first, second, _ = world.devices
    page = first.write("To be removed.")
    records = backed_up(first)
    world.sync(first)
    world.sync(second)
    second.do(remove(page, is_final=is_final))
    world.sync(second)
    assert kinds(world, first, records) == {page: "removed_here"}
    assert restored(world, first, records) == 0
    assert states(first) == {}


def test_settings_fill_what_is_empty_here(world: World) -> None:
    """What was chosen here stays; what was not takes the backup's answer, once."""
    device = world.devices[0]
    place = derived_record_id(device.desk.keys[1], "settings")
    here = an_entry(kind="settings", theme="dark")
    device.put(place, here)
    world.sync(device)
    file = an_entry(kind="settings", theme="light", language="de")
    records = {b"s" * 16: file | {"created_at": 5}}
    assert kinds(world, device, records) == {b"s" * 16: "filled"}
    assert restored(world, device, records) == 1
    assert states(device) == {place: here | {"language": "de", "updated_at": LATER.at}}
    assert kinds(world, device, records) == {b"s" * 16: "kept_here"}


def test_settings_of_another_account_take_their_place_here(world: World) -> None:
    """Where there are none, the settings of the backup get the id that they have in this account."""
    device = world.devices[0]
    file = an_entry(kind="settings", theme="light")
    assert restored(world, device, {b"s" * 16: file}) == 1
    assert states(device) == {derived_record_id(device.desk.keys[1], "settings"): file}


def test_what_is_not_read_here_is_not_touched(world: World) -> None:
    """A page whose newest words wait unread keeps them; what the backup says comes beside it."""
    device = world.devices[0]
    page = device.write("Waits.")
    records = backed_up(device)
    device.disk.tables["outbox"][page] = b"\x01 and no longer what was sealed"
    found = world.run(device, fates(device.desk, [page], lambda one: records[one]))
    assert [fate.kind for fate in found] == ["different"]
    assert found[0].place != page
    assert device.do(keep_restored(found, lambda one: records[one], MADE, LATER)) == 1
    assert states(device).keys() == {found[0].place}


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("effect", range(12))
def test_a_device_that_dies_has_whole_batches(world: World, effect: int, when: When) -> None:
    """Killed at any effect it has all of a batch or nothing of it, and a second run brings the rest."""
    device = world.devices[0]
    records: Records = {bytes([n]) * 16: an_entry(body=f"Page {n}.") for n in range(1, 5)}
    found = looked_at(world, device, records)
    device.effects_left = effect, when
    device.begin(keep_restored(found, lambda one: records[one], MADE, LATER))
    device.effects_left = None
    assert len(states(device)) in (0, len(records))
    restored(world, device, records)
    assert states(device) == records


def test_what_came_meanwhile_is_left_alone(world: World) -> None:
    """Between looking and keeping nothing is written over either."""
    device = world.devices[0]
    file = an_entry(body="From the backup.")
    records = {b"n" * 16: file}
    found = looked_at(world, device, records)
    device.put(b"n" * 16, an_entry(body="Written meanwhile."))
    assert device.do(keep_restored(found, lambda one: records[one], MADE, LATER)) == 0
    assert states(device)[b"n" * 16]["body"] == "Written meanwhile."


def test_records_of_a_backup_are_named_by_their_ids(world: World) -> None:
    """Another name in the folder of records, or what is no object, makes the backup damaged."""
    device = world.devices[0]
    page = device.write("One.")
    inside = device.do(contents(device.desk, LATER))
    backup = open_zip(BytesIO(b"".join(zip_chunks(backup_files(inside)))))
    assert records_in(backup) == [page]
    assert record_in(backup, page) == states(device)[page]
    files = dict(backup_files(inside))
    for path, data in ((f"records/{page.hex().upper()}.json", b"{}"), ("records/a.json", b"{}")):
        with pytest.raises(BackupDamaged):
            records_in(open_zip(BytesIO(with_record(files, page, path, data))))
    for data in (b"[]", b"{}", b'{"deleted":true,"kind":"entry"}'):
        zipped = with_record(files, page, f"records/{page.hex()}.json", data)
        listed = open_zip(BytesIO(zipped))
        with pytest.raises(BackupDamaged):
            record_in(listed, page)


def with_record(files: Mapping[str, bytes], page: bytes, path: str, data: bytes) -> bytes:
    """A zip that verifies, in which a page's record has another path and other bytes."""
    own = f"records/{page.hex()}.json"
    before = f'"{own}":' + _entry(files[own])
    after = f'"{path}":' + _entry(data)
    changed = {
        path if name == own else name: data if name == own else bytes_
        for name, bytes_ in files.items()
    }
    manifest = files[MANIFEST].decode()
    assert before in manifest
    changed[MANIFEST] = manifest.replace(before, after).encode()
    return a_zip([ZipFile(name, bytes_) for name, bytes_ in changed.items()])


def _entry(data: bytes) -> str:
    return f'{{"sha256":"{hashlib.sha256(data).hexdigest()}","size":{len(data)}}}'
