"""Keeping what an import brings: once, over nothing, on with it after a stop."""

import io
from collections.abc import Mapping
from typing import BinaryIO
from zoneinfo import ZoneInfo

import pytest

from goldseam.client.importing import batches, keep_imported, people_here, record_ids
from goldseam.client.pages import remove
from goldseam.client.readable import Choice, readable_files
from goldseam.crypto.canonical import JsonObject
from goldseam.imports.item import Choices
from goldseam.imports.reading import look_at
from goldseam.imports.source import SourceFile, members_of
from tests.imports.casing import a_zip
from tests.server.simulated import NOON, Device, World

CHOICES = Choices(ZoneInfo("Europe/Berlin"), NOON)
PAGE = "---\ndate: 2024-03-01 21:15\npeople: [Anna]\n---\nWords {}"


def archive(count: int, words: str = PAGE) -> bytes:
    """So many pages, each with the same person."""
    return a_zip({f"{number}.md": words.format(number) for number in range(count)})


def imported(
    device: Device, data: bytes, *, stop_after: int | None = None
) -> tuple[int, dict[str, str]]:
    """Import on a device; gives how many records were kept, and by original id why one was not."""

    def opened() -> BinaryIO:
        return io.BytesIO(data)

    count = 0
    reasons: dict[str, str] = {}
    source = [SourceFile("a.zip", len(data), 0, opened)]
    with members_of(source, is_folder=False) as members:
        found = look_at(members, CHOICES, record_ids(device.desk))
        people = device.do(people_here())
        for number, batch in enumerate(batches(found.records())):
            if number == stop_after:
                break
            assert len(batch) <= 100
            kept = device.do(keep_imported(batch, people, found.record_id))
            count += kept.count
            reasons |= {row.original_id: row.reason for row in kept.rows}
    return count, reasons


def values(device: Device) -> Mapping[bytes, JsonObject]:
    """What the device has, by record."""
    return {page.record: page.value for page in device.pages()}


def test_a_second_run_changes_nothing(world: World) -> None:
    """Every page is already here, and not one byte of it is written anew."""
    device = world.devices[0]
    assert imported(device, archive(3)) == (4, {})
    before = values(device)
    again = imported(device, archive(3, PAGE.replace("Words", "Other words")))
    assert again == (0, {f"{number}.md": "already_here" for number in range(3)})
    assert values(device) == before


def test_a_second_device_brings_the_same_records(world: World) -> None:
    """Two devices that import the same archive without knowing of each other end with each page once."""
    first, second = world.devices[:2]
    imported(first, archive(3))
    imported(second, archive(3))
    world.settle()
    assert values(first) == values(second)
    assert len(values(first)) == len({*values(first)}) >= 4
    bodies = [value.get("body") for value in values(first).values()]
    assert sorted(str(body) for body in bodies if str(body).startswith("Words")) == [
        f"Words {number}" for number in range(3)
    ]


def test_a_stopped_import_goes_on(world: World) -> None:
    """What was kept before the stop is whole, and a second run adds the rest."""
    device = world.devices[0]
    data = archive(250)
    count, _ = imported(device, data, stop_after=1)
    assert (count, len(_imported(device))) == (100, 100)
    count, reasons = imported(device, data)
    assert (count, len(_imported(device))) == (151, 251)
    assert set(reasons.values()) == {"already_here"}


def test_what_dies_within_a_batch_leaves_nothing_of_it(world: World) -> None:
    """A batch is one transaction: a disk that fails keeps all of the earlier ones and none of this."""
    device = world.devices[0]
    before = dict(device.disk.scan("outbox"))

    def fail(_: object) -> None:
        raise OSError("no space left")

    write = device.disk.write
    device.disk.write = fail  # type: ignore[method-assign, assignment] # the disk that fails
    with pytest.raises(OSError, match="no space"):
        imported(device, archive(3))
    device.disk.write = write  # type: ignore[method-assign] # the disk as it was
    assert dict(device.disk.scan("outbox")) == before
    assert imported(device, archive(3))[0] == 4


def test_a_removed_page_stays_removed(world: World) -> None:
    """What a person took away here does not come back by importing again."""
    device = world.devices[0]
    imported(device, archive(1))
    (page,) = [record for record, value in values(device).items() if "Words" in str(value)]
    device.do(remove(page, is_final=True))
    assert imported(device, archive(1)) == (0, {"0.md": "removed_here"})
    assert page not in values(device)


def test_somebody_of_the_same_name_is_the_same_person(world: World) -> None:
    """A page points at the person whom the journal has, and no second one is made."""
    device = world.devices[0]
    anna = bytes(range(16))
    person: JsonObject = {"kind": "person", "v": 2, "created_at": NOON, "name_shown": "Anna"}
    device.put(anna, person)
    assert imported(device, archive(1))[0] == 1
    (page,) = [value for value in values(device).values() if "Words" in str(value)]
    assert page["people"] == [anna.hex()]


def test_a_page_of_this_journal_is_not_taken_in_twice(world: World) -> None:
    """Goldseam's own readable export, imported where it came from, changes nothing."""
    device = world.devices[0]
    record = device.write("As it was")
    text = (
        f'---\nid: "{record.hex()}"\nkind: "entry"\ncreated: 2026-11-22T18:00:00Z\n---\nAs it was'
    )
    before = values(device)
    assert imported(device, a_zip({"a.md": text})) == (0, {record.hex(): "already_here"})
    assert values(device) == before


def test_what_was_exported_to_be_read_comes_back(world: World) -> None:
    """Title, day, tags, people and body of a readable export are those of the pages that went out."""
    device = world.devices[0]
    anna, odd = bytes(range(16)), 'Anna, "the [[other]]" one'
    device.put(anna, {"kind": "person", "v": 2, "created_at": NOON, "name_shown": odd})
    titles = ["Plain", 'A "title": # of [odd] \u0085 signs', "2024-01-01 a day", ""]
    for number, title in enumerate(titles):
        page: JsonObject = {
            "kind": "entry",
            "v": 2,
            "created_at": NOON + number * 1000,
            "updated_at": NOON + 60_000,
            "tz": "Asia/Tokyo",
            "title": title,
            "body": f"# Heading\n\n#tag {number} [[link]]\n---\n```\ncode\n```",
            "tags": ["one", "two, three", "#four"],
            "people": [anna.hex()],
            "cover": True,
        }
        device.put(bytes([number + 1]) * 16, page)
    files = dict(readable_files(values(device), Choice(with_covered=True)))
    other = world.devices[1]
    assert imported(other, a_zip(files))[0] == len(titles) + 1
    assert sorted(map(_told, _imported(other))) == sorted(
        _told(page) for page in values(device).values()
    )
    names = {value.get("name_shown") for value in _imported(other)} - {None}
    assert names == {odd}


def _told(page: JsonObject) -> str:
    """What of a page a readable export holds; of somebody, the name."""
    if page["kind"] == "person":
        return str(page["name_shown"])
    fields = ("created_at", "updated_at", "tz", "title", "body", "tags", "cover")
    return str([page.get(field) or "" for field in fields])


def _imported(device: Device) -> list[JsonObject]:
    return [value for value in values(device).values() if "origin" in value]
