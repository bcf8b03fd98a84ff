"""The client reads earlier versions of a server that it does not trust, and brings one back without loss."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import msgspec
import pytest

from goldseam.client.calls import Silence
from goldseam.client.effects import Answer, Procedure, Send, write
from goldseam.client.held import Outgoing, stored
from goldseam.client.history import NoSuchVersion, NotSentYet, bring_back, version, versions
from goldseam.client.pages import NoSuchPage, Now, remove
from goldseam.crypto.canonical import JsonObject, canonical_json
from goldseam.protocol.revisions import History
from tests.server.simulated import NOON, Device, Sender, World

LATER = Now(NOON + 60_000, "UTC")


def written(world: World, device: Device, *bodies: str) -> bytes:
    """A page that said all of this, one after the other, each known to the server."""
    record = device.write(bodies[0])
    world.sync(device)
    for body in bodies[1:]:
        device.write(body, record)
        world.sync(device)
    return record


def bodies(world: World, device: Device, record: bytes, send: Sender | None = None) -> list[object]:
    """What the earlier versions of a page say, newest first."""
    return [one.value["body"] for one in world.run(device, versions(device.desk, record), send).all]


Change: TypeAlias = Callable[[History], History]


def changing(world: World, change: Change) -> Sender:
    """The server, but every page of a history passes through `change`."""

    def send(request: Send) -> Answer:
        answer = world.server.send(request)
        if "/records/" not in request.path:
            return answer
        page = change(msgspec.msgpack.decode(answer.body, type=History))
        return Answer(200, msgspec.msgpack.encode(page))

    return send


def kept_as(record: bytes, value: JsonObject) -> Procedure[None]:
    """Keep a whole value, as another screen would."""
    yield from write([(yield from stored("outbox", record, Outgoing(canonical_json(value))))])


def test_earlier_versions_are_read_on_every_device(world: World) -> None:
    """Newest first, without what the page says now; another device of the account reads the same."""
    first, second, _ = world.devices
    record = written(world, first, "one", "two", "three")
    world.sync(second)
    assert bodies(world, first, record) == ["two", "one"]
    assert bodies(world, second, record) == ["two", "one"]


def test_pages_of_a_history_are_read_to_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many pages the server makes of it."""
    monkeypatch.setattr("goldseam.storage.pages.MAX_PAGE_REVISIONS", 2)
    device = world.devices[0]
    record = written(world, device, *map(str, range(8)))
    assert bodies(world, device, record) == [*"6543210"]


def test_what_does_not_open_at_its_place_is_left_out(world: World) -> None:
    """Bytes that were changed, or belong to another number, are no version; the others are shown."""
    device = world.devices[0]
    record = written(world, device, "one", "two", "three", "four")

    def swapped(page: History) -> History:
        newest, second, *rest = page.revisions
        return History([msgspec.structs.replace(newest, sealed=second.sealed), second, *rest])

    known = world.run(device, versions(device.desk, record), changing(world, swapped))
    assert ([one.value["body"] for one in known.all], known.is_partial) == (["two", "one"], True)


def test_a_foreign_page_is_not_passed_off(world: World) -> None:
    """Earlier versions of one page do not open as those of another."""
    device = world.devices[0]
    record, other = written(world, device, "mine", "new"), written(world, device, "other", "more")

    def misled(request: Send) -> Answer:
        path = request.path.replace(record.hex(), other.hex())
        return world.server.send(replace(request, path=path))

    known = world.run(device, versions(device.desk, record), misled)
    assert (known.all, known.is_partial) == ([], True)


@pytest.mark.parametrize("number", [1, 2, 3, 9])
def test_pages_that_do_not_go_on_are_no_answer(world: World, number: int) -> None:
    """A cursor that is not the last number, or one page for ever, ends the question."""
    device = world.devices[0]
    record = written(world, device, "one", "two", "three")
    page = world.run(device, versions(device.desk, record)).all
    assert [one.number for one in page] == [2, 1]

    def endless(request: Send) -> Answer | None:
        first = replace(request, path=request.path.split("?")[0])
        return changing(world, lambda page: History(page.revisions, number))(first)

    with pytest.raises(Silence):
        world.run(device, versions(device.desk, record), endless)


def test_bringing_back_makes_a_new_revision_and_loses_none(world: World) -> None:
    """Every device says what the version said; what stood there is an earlier version."""
    first, second, _ = world.devices
    record = written(world, first, "one", "two", "three")
    earlier = world.run(first, version(first.desk, record, 1))
    first.do(bring_back(record, earlier.value, LATER))
    world.sync(first)
    world.sync(second)
    assert (first.body(record), second.body(record)) == ("one", "one")
    assert bodies(world, second, record) == ["three", "two", "one"]
    assert first.page(record).value["updated_at"] == LATER.at


def test_words_that_the_server_does_not_have_are_not_written_over(world: World) -> None:
    """What was not sent yet would become no earlier version."""
    device = world.devices[0]
    record = written(world, device, "one", "two")
    earlier = world.run(device, version(device.desk, record, 1))
    device.write("not sent", record)
    with pytest.raises(NotSentYet):
        device.do(bring_back(record, earlier.value, LATER))
    assert device.body(record) == "not sent"


def test_a_cover_that_was_set_since_stays(world: World) -> None:
    """Bringing words back takes away nothing that the person put before them."""
    device = world.devices[0]
    record = written(world, device, "one", "two")
    earlier = world.run(device, version(device.desk, record, 1))
    covered = {**device.page(record).value, "cover": True}
    device.do(kept_as(record, covered))
    world.sync(device)
    device.do(bring_back(record, earlier.value, LATER))
    assert (device.body(record), device.page(record).value["cover"]) == ("one", True)


def test_removing_for_good_leaves_no_earlier_version(world: World) -> None:
    """Neither listed, nor read, nor brought back."""
    device = world.devices[0]
    record = written(world, device, "one", "two")
    earlier = world.run(device, version(device.desk, record, 1))
    device.do(remove(record, is_final=True))
    world.sync(device)
    assert bodies(world, device, record) == []
    with pytest.raises(NoSuchVersion):
        world.run(device, version(device.desk, record, 1))
    with pytest.raises(NoSuchPage):
        device.do(bring_back(record, earlier.value, LATER))
