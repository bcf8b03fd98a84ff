"""Where two devices meet: what the server keeps of a pairing, for how long, from whom (docs/protocol.md, Pairing)."""

import os
from dataclasses import dataclass

import httpx
import msgspec
import pytest

from goldseam.api.bodies import MSGPACK
from goldseam.errors import BadRequest, NotFound, RateLimited
from goldseam.pairing import Pairings
from goldseam.protocol.accounts import PURPOSE_PAIR, PURPOSE_RENEW
from goldseam.protocol.limits import (
    ADDRESS_POINTS,
    MAX_PAIRING_BYTES,
    MAX_PAIRINGS,
    PAIRING_SECONDS,
)
from goldseam.protocol.pairings import MAX_ANSWER_BYTES, PairingAnswerBody, PairingOffer
from tests.server.callers import Caller, another_device, code_of
from tests.server.conftest import Ticks

OFFER = b"\x01" + os.urandom(118)
ANSWER = b"\x01" + os.urandom(3000)


@dataclass
class Meeting:
    """A pairing that a new device asks for, without any account."""

    http: httpx.AsyncClient
    pairing: bytes

    @property
    def path(self) -> str:
        return f"/v1/pairings/{self.pairing.hex()}"

    async def offer(self, offer: bytes = OFFER) -> httpx.Response:
        content = msgspec.msgpack.encode(PairingOffer(offer))
        headers = {"content-type": MSGPACK}
        return await self.http.put(self.path, content=content, headers=headers)

    async def answer(self, caller: Caller, answer: bytes = ANSWER) -> httpx.Response:
        body = PairingAnswerBody(self.pairing, caller.device, answer)
        return await caller.send_proven("PUT", f"{self.path}/answer", PURPOSE_PAIR, body, 0)

    async def given(self) -> httpx.Response:
        return await self.http.get(f"{self.path}/answer")


@pytest.fixture
async def meeting(anna: Caller) -> Meeting:
    """Give a pairing whose offer the server has."""
    meeting = Meeting(anna.http, os.urandom(16))
    assert (await meeting.offer()).status_code == 204
    return meeting


async def test_an_offer_goes_to_one_device_and_its_answer_to_the_other(
    anna: Caller, meeting: Meeting
) -> None:
    """What each side puts, the other side gets, byte for byte."""
    shown = await anna.get(meeting.path)
    assert msgspec.msgpack.decode(shown.content) == {"offer": OFFER}
    assert code_of(await meeting.given()) == "not_found"
    answered = await meeting.answer(anna)
    assert (answered.status_code, answered.headers["content-type"]) == (204, MSGPACK)
    assert msgspec.msgpack.decode((await meeting.given()).content) == {"answer": ANSWER}


async def test_everything_may_arrive_twice(anna: Caller, meeting: Meeting) -> None:
    """The same offer and the same answer again are taken alike, and an answer is given as often as it is asked for."""
    assert (await meeting.offer()).status_code == 204
    for _ in range(2):
        assert (await meeting.answer(anna)).status_code == 204
        assert msgspec.msgpack.decode((await meeting.given()).content) == {"answer": ANSWER}


async def test_the_same_proven_bytes_again_are_answered_alike(
    anna: Caller, meeting: Meeting
) -> None:
    """An answer whose own answer was lost is sent again as it is."""
    body = PairingAnswerBody(meeting.pairing, anna.device, ANSWER)
    proven = anna.prove(
        PURPOSE_PAIR, (await anna.challenge(PURPOSE_PAIR)).challenge, body, login_type=0
    )
    for _ in range(2):
        assert (await anna.send("PUT", f"{meeting.path}/answer", proven)).status_code == 204


async def test_another_offer_is_refused(anna: Caller, meeting: Meeting) -> None:
    """The first offer of a pairing stays."""
    assert code_of(await meeting.offer(b"\x01" + os.urandom(118))) == "bad_request"
    assert msgspec.msgpack.decode((await anna.get(meeting.path)).content) == {"offer": OFFER}


async def test_another_answer_is_refused(anna: Caller, meeting: Meeting) -> None:
    """The first answer of a pairing stays."""
    await meeting.answer(anna)
    assert code_of(await meeting.answer(anna, b"\x01" + os.urandom(3000))) == "bad_request"
    assert msgspec.msgpack.decode((await meeting.given()).content) == {"answer": ANSWER}


async def test_an_offer_is_shown_to_sessions_alone(anna: Caller, meeting: Meeting) -> None:
    """Who has no account here is shown none."""
    anna.token = b""
    assert code_of(await anna.get(meeting.path)) == "session_stale"


async def test_a_strange_device_cannot_answer(anna: Caller, meeting: Meeting) -> None:
    """Only a device of an account gives an answer."""
    assert code_of(await meeting.answer(another_device(anna))) == "login_refused"
    assert code_of(await meeting.given()) == "not_found"


async def test_a_proof_of_something_else_is_no_answer(anna: Caller, meeting: Meeting) -> None:
    """A proof of renewal does not answer a pairing."""
    body = PairingAnswerBody(meeting.pairing, anna.device, ANSWER)
    path = f"{meeting.path}/answer"
    sent = await anna.send_proven("PUT", path, PURPOSE_RENEW, body, 0)
    assert code_of(sent) == "challenge_refused"


async def test_an_answer_names_its_pairing(anna: Caller, meeting: Meeting) -> None:
    """An answer to one pairing cannot be put into another one."""
    body = PairingAnswerBody(os.urandom(16), anna.device, ANSWER)
    path = f"{meeting.path}/answer"
    sent = await anna.send_proven("PUT", path, PURPOSE_PAIR, body, 0)
    assert code_of(sent) == "bad_request"


async def test_nobody_meets_where_nothing_was_offered(anna: Caller) -> None:
    """Without an offer there is nothing to show, to answer or to ask for."""
    nowhere = Meeting(anna.http, os.urandom(16))
    refused = [await anna.get(nowhere.path), await nowhere.answer(anna), await nowhere.given()]
    assert {code_of(answer) for answer in refused} == {"not_found"}


@pytest.mark.parametrize("size", [0, 114, 180])
async def test_an_offer_has_the_size_of_one(anna: Caller, size: int) -> None:
    """What is shorter or longer than an offer is not kept."""
    meeting = Meeting(anna.http, os.urandom(16))
    assert code_of(await meeting.offer(b"\x01" * size)) == "bad_request"


async def test_an_answer_is_bounded(anna: Caller, meeting: Meeting) -> None:
    """An answer that could be none is not even read."""
    assert code_of(await meeting.answer(anna, b"\x01" * MAX_ANSWER_BYTES)) == "too_large"


def test_a_pairing_ends_after_two_minutes() -> None:
    """Offer and answer are gone, and no longer in memory."""
    ticks = Ticks()
    pairings = Pairings(ticks)
    pairings.put_offer(b"a", OFFER)
    ticks.now += PAIRING_SECONDS - 1
    assert pairings.offer(b"a") == OFFER
    pairings.put_offer(b"a", OFFER)  # Does not make it longer.
    ticks.now += 1
    with pytest.raises(NotFound):
        pairings.offer(b"a")
    assert len(pairings) == 0


def test_pairings_are_bounded() -> None:
    """More than the limit wait, and are told for how long; those that are there stay."""
    ticks = Ticks()
    pairings = Pairings(ticks)
    for number in range(MAX_PAIRINGS):
        pairings.put_offer(number.to_bytes(16, "big"), OFFER)
    ticks.now += 100
    with pytest.raises(RateLimited) as refused:
        pairings.put_offer(b"one more", OFFER)
    assert refused.value.retry_after == 20
    pairings.put_offer(bytes(16), OFFER)
    with pytest.raises(BadRequest):
        pairings.put_offer(bytes(16), OFFER + b"x")
    ticks.now += 20
    pairings.put_offer(b"one more", OFFER)


def test_the_bytes_of_answers_are_bounded() -> None:
    """Nobody can fill the memory with answers."""
    pairings = Pairings(Ticks())
    answer = b"\x01" * MAX_ANSWER_BYTES
    fitting = MAX_PAIRING_BYTES // len(answer)
    for number in range(fitting + 1):
        pairings.put_offer(number.to_bytes(16, "big"), OFFER)
    for number in range(fitting):
        pairings.put_answer(number.to_bytes(16, "big"), answer)
    with pytest.raises(RateLimited):
        pairings.put_answer(fitting.to_bytes(16, "big"), answer)
    pairings.put_answer(bytes(16), answer)


async def test_offers_of_one_address_are_limited(anna: Caller) -> None:
    """A stranger cannot fill the room of pairings from one address, and devices still answer."""
    meetings = [Meeting(anna.http, os.urandom(16)) for _ in range(ADDRESS_POINTS)]
    refused = 0
    for meeting in meetings:
        refused += (await meeting.offer()).status_code == 429
        if refused:
            break
    assert refused
    assert (await meetings[0].answer(anna)).status_code == 204


async def test_nothing_of_a_pairing_is_logged(
    anna: Caller, meeting: Meeting, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither its id nor what is put into it stands in the log."""
    await anna.get(meeting.path)
    await meeting.answer(anna)
    await meeting.given()
    written = "".join(capfd.readouterr())
    assert meeting.pairing.hex() not in written
    assert OFFER.hex()[:20] not in written
