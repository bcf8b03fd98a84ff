"""Enrolling passkeys through the public door: what is taken, what is refused, and that nothing of it stays."""

import base64
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from goldseam.protocol.accounts import KeyringWrite, PasskeyProof, Slot, passkey_challenge
from tests.server.authenticator import VERIFIED, Answer, Authenticator, text_of
from tests.server.callers import ORIGIN, Caller, a_slot, code_of

Spoil = Callable[[Answer, Answer], object]


def a_write(
    anna: Caller,
    authenticator: Authenticator,
    slot: Slot,
    *,
    spoil: Spoil = lambda _registration, _assertion: None,
    challenge: bytes | None = None,
) -> KeyringWrite:
    """The write that enrols a passkey; `spoil` changes the two answers before they are written."""
    signed = challenge or passkey_challenge(anna.account, slot.slot)
    registration, assertion = authenticator.create(signed), authenticator.get(signed)
    spoil(registration, assertion)
    proof = PasskeyProof(slot.slot, json.dumps(registration), json.dumps(assertion))
    return KeyringWrite(anna.next_keyring(), [a_slot(1), a_slot(2), slot], passkey=proof)


async def enrol(anna: Caller, spoil: Spoil) -> httpx.Response:
    """Enrol with answers that are true but for what `spoil` does."""
    return await anna.put_keyring(a_write(anna, Authenticator(ORIGIN), a_slot(3), spoil=spoil))


async def slots_of(anna: Caller) -> list[Any]:
    """The slots that the server hands out."""
    answer = await anna.get("/v1/keyrings?after=0")
    slots: list[Any] = msgspec.msgpack.decode(answer.content)["slots"]
    return slots


async def test_a_passkey_that_was_touched_twice_is_taken(anna: Caller) -> None:
    """The slot stands beside the others afterwards."""
    slot = a_slot(3)
    answer = await anna.put_keyring(a_write(anna, Authenticator(ORIGIN), slot))
    assert answer.status_code == 200, answer.content
    assert slot.slot in [held["slot"] for held in await slots_of(anna)]


async def test_a_passkey_that_counts_its_uses_is_taken(anna: Caller) -> None:
    """Some authenticators count; a count that grows is as good as none."""
    authenticator = Authenticator(ORIGIN, count=7)
    answer = await anna.put_keyring(a_write(anna, authenticator, a_slot(3)))
    assert answer.status_code == 200, answer.content


async def test_a_slot_of_a_passkey_comes_with_its_answers(anna: Caller) -> None:
    """Nobody slips a slot in that no authenticator vouched for."""
    write = KeyringWrite(anna.next_keyring(), [a_slot(1), a_slot(2), a_slot(3)])
    assert code_of(await anna.put_keyring(write)) == "bad_request"


async def test_answers_come_with_their_slot(anna: Caller) -> None:
    """Answers for a slot that is not among the new ones enrol nothing."""
    write = a_write(anna, Authenticator(ORIGIN), a_slot(3))
    without = msgspec.structs.replace(write, slots=[a_slot(1), a_slot(2)])
    assert code_of(await anna.put_keyring(without)) == "bad_request"


async def test_a_slot_of_another_kind_takes_no_passkey(anna: Caller) -> None:
    """A passkey's answers do not vouch for a passphrase."""
    write = a_write(anna, Authenticator(ORIGIN), a_slot(1))
    assert code_of(await anna.put_keyring(write)) == "bad_request"


@pytest.mark.parametrize("without", [1, 2])
async def test_a_passkey_is_never_the_only_way_in(anna: Caller, without: int) -> None:
    """R-25: a passkey takes the place of neither the passphrase nor the recovery words."""
    write = a_write(anna, Authenticator(ORIGIN), a_slot(3))
    slots = [a_slot(3 - without), *(slot for slot in write.slots or () if slot.type == 3)]
    answer = await anna.put_keyring(msgspec.structs.replace(write, slots=slots))
    assert code_of(answer) == "bad_request"


async def test_a_passkey_that_is_there_stays_without_new_answers(anna: Caller) -> None:
    """A change of passphrase keeps the passkeys, and asks nobody to touch them."""
    slot = a_slot(3)
    write = a_write(anna, Authenticator(ORIGIN), slot)
    assert (await anna.put_keyring(write)).status_code == 200
    anna.keyrings.append(write.keyring)
    changed = KeyringWrite(anna.next_keyring(), [a_slot(1), a_slot(2), slot])
    assert (await anna.put_keyring(changed)).status_code == 200


async def test_a_removed_passkey_goes_without_answers(anna: Caller) -> None:
    """The slot is gone from what the server hands out."""
    slot = a_slot(3)
    write = a_write(anna, Authenticator(ORIGIN), slot)
    assert (await anna.put_keyring(write)).status_code == 200
    anna.keyrings.append(write.keyring)
    removed = KeyringWrite(anna.next_keyring(), [a_slot(1), a_slot(2)])
    assert (await anna.put_keyring(removed)).status_code == 200
    assert slot.slot not in [held["slot"] for held in await slots_of(anna)]


def other_assertion(_: Answer, assertion: Answer) -> None:
    """A use of another credential, for the same challenge."""
    told = json.loads(base64.urlsafe_b64decode(assertion["response"]["clientDataJSON"] + "=="))
    challenge = base64.urlsafe_b64decode(told["challenge"] + "==")
    assertion.update(Authenticator(ORIGIN).get(challenge))


def other_key(_: Answer, assertion: Answer) -> None:
    """The right credential id over a signature of another key."""
    true = {name: assertion[name] for name in ("id", "rawId")}
    other_assertion(_, assertion)
    assertion.update(true)


def replaced(part: str, name: str, value: object) -> Spoil:
    """One field of the registration's or the assertion's response."""

    def spoil(registration: Answer, assertion: Answer) -> None:
        (registration if part == "registration" else assertion)["response"][name] = value

    return spoil


UNVERIFIED = {
    "the use of another passkey": other_assertion,
    "a signature of another key": other_key,
    "no signature": replaced("assertion", "signature", ""),
    "no authenticator data": replaced("assertion", "authenticatorData", ""),
    "data that is cut": replaced("assertion", "authenticatorData", text_of(bytes(36))),
    "client data that is no JSON": replaced("assertion", "clientDataJSON", text_of(b"{")),
    "an attestation that is no CBOR": replaced(
        "registration", "attestationObject", text_of(b"\xff")
    ),
    "an attestation of nothing": replaced("registration", "attestationObject", ""),
    "no base64": replaced("registration", "attestationObject", "é"),
}


@pytest.mark.parametrize("spoil", UNVERIFIED.values(), ids=UNVERIFIED.keys())
async def test_answers_that_do_not_verify_are_refused(anna: Caller, spoil: Spoil) -> None:
    """An assertion of the registered key over the right bytes, or nothing."""
    assert code_of(await enrol(anna, spoil)) == "bad_signature"
    assert len(await slots_of(anna)) == 2


@pytest.mark.parametrize("side", ["origin", "rp_id", "flags", "challenge"])
async def test_a_passkey_of_elsewhere_is_refused(anna: Caller, side: str) -> None:
    """Another address, another host, nobody verified, or another slot's challenge."""
    authenticator, slot = Authenticator(ORIGIN), a_slot(3)
    if side == "origin":
        authenticator.origin = "http://localhost:1"
    elif side == "rp_id":
        authenticator.rp_id = "example.org"
    elif side == "flags":
        authenticator.flags &= ~VERIFIED
    other = passkey_challenge(anna.account, os.urandom(16)) if side == "challenge" else None
    answer = await anna.put_keyring(a_write(anna, authenticator, slot, challenge=other))
    assert code_of(answer) == "bad_signature"


OUTPUT = os.urandom(32)
RESULTS = {"prf": {"enabled": True, "results": {"first": text_of(OUTPUT)}}}


def in_registration(registration: Answer, _: Answer) -> None:
    """The output as browsers give it."""
    registration["clientExtensionResults"] = RESULTS


def in_assertion(_: Answer, assertion: Answer) -> None:
    """The same in the second answer."""
    assertion["clientExtensionResults"] = RESULTS


def beside(_: Answer, assertion: Answer) -> None:
    """Under a name that no answer has."""
    assertion["prf"] = RESULTS


def within(_: Answer, assertion: Answer) -> None:
    """The same in the response."""
    assertion["response"]["prf"] = RESULTS


def only_said(registration: Answer, _: Answer) -> None:
    """Without any output: results of extensions are not for the server."""
    registration["clientExtensionResults"] = {"prf": {"enabled": True}}


def missing(registration: Answer, _: Answer) -> None:
    """An answer that nobody reduced is not of the form."""
    del registration["clientExtensionResults"]


@pytest.mark.parametrize(
    "spoil", [in_registration, in_assertion, beside, within, only_said, missing]
)
async def test_the_output_of_a_passkey_is_refused(anna: Caller, spoil: Spoil) -> None:
    """R-26: an answer that carries what a passkey evaluated is refused, wherever it stands."""
    assert code_of(await enrol(anna, spoil)) == "bad_request"


async def test_an_output_behind_a_second_key_is_refused(anna: Caller) -> None:
    """R-26: a key that stands twice hides nothing behind the one that is read."""
    write = a_write(anna, Authenticator(ORIGIN), a_slot(3))
    assert write.passkey is not None
    twice = f'{{"clientExtensionResults": {json.dumps(RESULTS)}, {write.passkey.assertion[1:]}'
    passkey = msgspec.structs.replace(write.passkey, assertion=twice)
    answer = await anna.put_keyring(msgspec.structs.replace(write, passkey=passkey))
    assert code_of(answer) == "bad_request"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 10_000, '"\\ud800"', "{}"])
async def test_what_is_no_answer_is_refused(anna: Caller, text: str) -> None:
    """Text that is no JSON of an answer is malformed, and no fault of the server."""
    write = a_write(anna, Authenticator(ORIGIN), a_slot(3))
    assert write.passkey is not None
    passkey = msgspec.structs.replace(write.passkey, registration=text)
    answer = await anna.put_keyring(msgspec.structs.replace(write, passkey=passkey))
    assert code_of(answer) == "bad_request"


def read_all(folder: Path) -> Iterator[bytes]:
    """Every file below a folder."""
    return (path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("spoil", [in_registration, in_assertion, lambda *_: None])
async def test_nothing_of_an_answer_stays(
    anna: Caller, spoil: Spoil, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """R-26: no log line and no file holds an output, a credential or an answer, taken or refused."""
    caplog.set_level("DEBUG")
    authenticator = Authenticator(ORIGIN)
    slot = a_slot(3)
    await anna.put_keyring(a_write(anna, authenticator, slot, spoil=spoil))
    left = caplog.text.encode() + b"".join(read_all(tmp_path))
    assert anna.device in left
    for secret in (OUTPUT, authenticator.credential):
        forms = (secret, secret.hex().encode(), text_of(secret).encode(), base64.b64encode(secret))
        assert not any(form in left for form in forms)
    assert b"clientDataJSON" not in left
