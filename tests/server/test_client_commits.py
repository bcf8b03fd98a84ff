"""The device's side of a commit, rule by rule (docs/protocol.md)."""

import msgspec
import pytest

from goldseam.client.calls import DEFINITE, Silence
from goldseam.client.effects import Answer, Send
from goldseam.client.held import (
    Attempt,
    Outgoing,
    Pending,
    fetched,
    fetched_all,
    load_state,
)
from goldseam.client.pulling import pull
from goldseam.errors import WireError, wire_errors
from goldseam.protocol.commits import CommitBody
from goldseam.protocol.limits import MAX_COMMIT_BYTES, MAX_COMMIT_REVISIONS
from goldseam.protocol.problems import Problem
from tests.server.simulated import Device, Sender, World


def pending_of(device: Device) -> Pending | None:
    """The built commit that rests on a device."""
    pending: Pending | None = device.do(fetched("pending", device.desk.vault, Pending))
    return pending


def refusing(world: World, code: str, times: int = 10**6, record: bytes | None = None) -> Sender:
    """The honest server, but the first commits are refused."""
    left = [times]

    def send(request: Send) -> Answer:
        if request.method != "PUT" or left[0] == 0:
            return world.server.send(request)
        left[0] -= 1
        problem = Problem(code, "said the test", record=record)
        return Answer(wire_errors()[code].status, msgspec.msgpack.encode(problem))

    return send


def losing_answers(world: World) -> Sender:
    """The honest server takes commits, but nobody hears of it."""

    def send(request: Send) -> Answer | None:
        answer = world.server.send(request)
        return None if request.method == "PUT" else answer

    return send


def bodies_sent(world: World, sent: list[CommitBody]) -> Sender:
    """The honest server, and a list that grows by every body of a commit."""

    def send(request: Send) -> Answer:
        if request.method == "PUT" and request.body is not None:
            assert len(request.body) <= MAX_COMMIT_BYTES
            sent.append(msgspec.msgpack.decode(request.body, type=CommitBody))
        return world.server.send(request)

    return send


def test_a_commit_is_on_the_disk_before_its_first_byte_is_sent(world: World) -> None:
    """When the commit goes out, it and its attempts rest on the device."""
    phone = world.devices[0]
    phone.write("One.")
    seen: list[tuple[int, int]] = []

    def send(request: Send) -> Answer:
        if request.method == "PUT":
            tables = phone.disk.tables
            seen.append((len(tables["pending"]), len(tables["attempts"])))
        return world.server.send(request)

    world.sync(phone, send)
    assert seen == [(1, 1)]


def test_nothing_waiting_sends_no_commit(world: World) -> None:
    """A device without edits commits nothing, and unchanged words are no edit."""
    phone = world.devices[0]
    record = phone.write("One.")
    world.sync(phone)
    phone.write("One.", record)
    world.sync(phone)
    assert len(world.server.pokes) == 1


def test_a_lost_answer_is_no_second_commit(world: World) -> None:
    """The own commit in the pulled chain acknowledges: nothing waits, and nothing is sent again."""
    phone = world.devices[0]
    record = phone.write("One.")
    with pytest.raises(Silence):
        world.sync(phone, losing_answers(world))
    synced = world.sync(phone)
    assert (synced.waiting, len(world.server.pokes)) == (frozenset(), 1)
    assert phone.page(record).place == "on_server"


def test_the_same_bytes_are_sent_again_after_silence(world: World) -> None:
    """An unanswered commit is not built anew, and edits made meanwhile follow in one of their own."""
    phone, laptop, _ = world.devices
    record = phone.write("One.")
    asked: list[Send] = []

    def silent(request: Send) -> Answer | None:
        if request.method != "PUT":
            return world.server.send(request)
        asked.append(request)
        return None

    for body in ("One, two.", "One, two, three."):
        with pytest.raises(Silence):
            world.sync(phone, silent)
        phone.write(body, record)
    assert len({(request.path, request.body) for request in asked}) == 1
    world.sync(phone)
    assert len(world.server.pokes) == 2
    world.sync(laptop)
    assert laptop.body(record) == "One, two, three."


def test_words_struck_after_a_lost_answer_stay_away(world: World) -> None:
    """What the log took from this device is the base of what it wrote since."""
    phone, laptop, _ = world.devices
    record = phone.write("One two three.")
    world.sync(phone)
    phone.write("One two and more three.", record)
    with pytest.raises(Silence):
        world.sync(phone, losing_answers(world))
    phone.write("One two three.", record)
    world.sync(phone)
    world.sync(laptop)
    assert phone.body(record) == laptop.body(record) == "One two three."


def test_an_own_commit_that_another_device_wrote_over_is_the_base(world: World) -> None:
    """The row is no longer the own one, but its digest stands in the chain."""
    phone, laptop, _ = world.devices
    record = phone.write("Alpha.\n\nBeta.\n\nGamma.")
    world.sync(phone)
    phone.write("Alpha.\n\nBeta extra.\n\nGamma.", record)
    with pytest.raises(Silence):
        world.sync(phone, losing_answers(world))
    phone.write("Alpha.\n\nBeta.\n\nGamma.", record)
    world.sync(laptop)
    laptop.write("Alpha.\n\nBeta extra.\n\nGamma rays.", record)
    world.sync(laptop)
    world.sync(phone)
    assert phone.body(record) == "Alpha.\n\nBeta.\n\nGamma rays."


def test_behind_pulls_merges_and_goes_on(world: World) -> None:
    """A device whose base is old ends with both edits on the server."""
    phone, laptop, _ = world.devices
    record = phone.write("One.\n\nTwo.")
    world.sync(phone)
    world.sync(laptop)
    laptop.write("One, early.\n\nTwo.", record)
    phone.write("One.\n\nTwo, late.", record)
    waiting = [laptop]

    def overtaken(request: Send) -> Answer:
        if request.method == "PUT" and waiting:
            world.sync(waiting.pop())
        return world.server.send(request)

    synced = world.sync(phone, overtaken)
    assert (synced.sequence, synced.merged) == (3, frozenset({record}))
    assert phone.body(record) == "One, early.\n\nTwo, late."


def test_behind_halves_the_batch(world: World) -> None:
    """After each `behind` the next commit has half as many revisions, and they grow again after each acceptance."""
    phone = world.devices[0]
    for number in range(MAX_COMMIT_REVISIONS):
        phone.write(f"Page {number}.")
    refused_twice = refusing(world, "behind", times=2)
    counted: list[int] = []

    def send(request: Send) -> Answer | None:
        if request.method == "PUT" and request.body is not None:
            body = msgspec.msgpack.decode(request.body, type=CommitBody)
            counted.append(len(body.revisions))
        return refused_twice(request)

    world.sync(phone, send)
    assert counted == [128, 64, 32, 64, 32]


def test_many_pages_go_in_several_commits(world: World) -> None:
    """A commit takes at most so many revisions and bytes; everything arrives."""
    phone, laptop, _ = world.devices
    for number in range(MAX_COMMIT_REVISIONS + 2):
        phone.write(f"Page {number}.")
    for _ in range(3):
        phone.write("long " * 25_000)
    sent: list[CommitBody] = []
    world.sync(phone, bodies_sent(world, sent))
    assert len(sent) >= 3
    assert max(len(body.revisions) for body in sent) <= MAX_COMMIT_REVISIONS
    world.sync(laptop)
    assert len(laptop.pages()) == MAX_COMMIT_REVISIONS + 5


def test_a_page_too_large_for_any_commit_stays_here(world: World) -> None:
    """It is kept on this device only, the rest goes on, and when it was made shorter it is sent."""
    phone, laptop, _ = world.devices
    large, small = phone.write("large " * 50_000), phone.write("Small.")
    synced = world.sync(phone)
    assert (synced.device_only, synced.waiting) == (frozenset({large}), frozenset())
    assert {page.record: page.place for page in phone.pages()}[large] == "device_only"
    phone.write("Short now.", large)
    world.sync(phone)
    world.sync(laptop)
    assert {laptop.body(large), laptop.body(small)} == {"Short now.", "Small."}


def test_a_record_that_the_server_calls_too_large_is_set_aside(world: World) -> None:
    """The record that `too_large` names stays here; the others are sent at once."""
    phone = world.devices[0]
    named, other = phone.write("Named."), phone.write("Other.")
    synced = world.sync(phone, refusing(world, "too_large", times=1, record=named))
    assert (synced.device_only, synced.waiting) == (frozenset({named}), frozenset())
    assert phone.page(other).place == "on_server"


def test_too_large_without_a_name_halves_until_one_is_alone(world: World) -> None:
    """A server with a smaller limit gets smaller commits; what does not fit alone stays here."""
    phone = world.devices[0]
    large = phone.write("large " * 5_000)
    small = {phone.write(f"Small {number}.") for number in range(7)}

    def send(request: Send) -> Answer | None:
        if request.method == "PUT" and len(request.body or b"") > 20_000:
            return refusing(world, "too_large")(request)
        return world.server.send(request)

    synced = world.sync(phone, send)
    assert (synced.device_only, synced.waiting) == (frozenset({large}), frozenset())
    assert {page.record for page in phone.pages() if page.place == "on_server"} == small


@pytest.mark.parametrize("code", sorted(DEFINITE - {"behind", "too_large"}))
def test_a_definite_refusal_dissolves_the_commit(world: World, code: str) -> None:
    """Nothing is pending any more, every word waits in the outbox, and the person is told."""
    phone = world.devices[0]
    record = phone.write("One.")
    with pytest.raises(WireError) as refused:
        world.sync(phone, refusing(world, code))
    assert refused.value.code == code
    assert pending_of(phone) is None
    assert phone.page(record).place == "waiting"
    assert world.sync(phone).waiting == frozenset()


@pytest.mark.parametrize(
    "answer",
    [
        None,
        Answer(503, msgspec.msgpack.encode(Problem("unavailable", "busy"))),
        Answer(429, msgspec.msgpack.encode(Problem("rate_limited", "slowly"))),
        Answer(500, msgspec.msgpack.encode(Problem("server_error", "no"))),
        Answer(408, b"<html>too slow</html>"),
        Answer(502, b"<html>bad gateway</html>"),
        Answer(409, msgspec.msgpack.encode(Problem("quota", "with another status"))),
        Answer(200, b"<html>please log in to this network</html>"),
        Answer(200, msgspec.msgpack.encode({"sequence": 7})),
    ],
)
def test_what_is_no_definite_answer_keeps_the_commit(world: World, answer: Answer | None) -> None:
    """Silence, trouble, portals and answers that make no sense leave the pending commit as it is."""
    phone = world.devices[0]
    phone.write("One.")
    honest = world.server.send
    with pytest.raises((Silence, WireError)):
        world.sync(phone, lambda r: answer if r.method == "PUT" else honest(r))
    before = pending_of(phone)
    assert before is not None
    assert world.sync(phone).waiting == frozenset()
    assert before.digest in world.server.storage._vaults[phone.desk.vault].digests


def test_a_number_is_never_tried_twice(world: World) -> None:
    """Numbers grow over refused commits, also when their attempts are long gone."""
    phone, laptop, _ = world.devices
    record = phone.write("One.")
    for _ in range(2):
        with pytest.raises(WireError):
            world.sync(phone, refusing(world, "quota"))
    laptop.write("Elsewhere.")
    world.sync(laptop)
    world.run(phone, pull(phone.desk))
    assert phone.do(fetched_all("attempts", Attempt)) == {}
    world.sync(phone)
    assert phone.do(load_state(phone.desk.vault)).rows[record].number == 3


def test_a_commit_that_will_never_be_accepted_goes_with_its_attempts(world: World) -> None:
    """When a verified head has passed its base without it, the words wait to be sent anew."""
    phone, laptop, _ = world.devices
    record = phone.write("Mine.")
    honest = world.server.send
    with pytest.raises(Silence):
        world.sync(phone, lambda r: None if r.method == "PUT" else honest(r))
    laptop.write("Faster.")
    world.sync(laptop)
    world.run(phone, pull(phone.desk))
    assert pending_of(phone) is None
    assert phone.do(fetched_all("attempts", Attempt)) == {}
    assert phone.do(fetched("outbox", record, Outgoing)) is not None
