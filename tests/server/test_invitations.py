"""Who may make an account: invitations in every store, through the public door, and from the command line."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import msgspec
import pytest

from goldseam import invitations
from goldseam.app import create_app
from goldseam.cli import DAY_SECONDS, INVITATION_DAYS, main
from goldseam.config import Settings
from goldseam.errors import ChallengeRefused, InvitationRefused, NameTaken
from goldseam.protocol.invitation import canonical_invitation, draw_invitation, grouped
from goldseam.protocol.limits import Admission
from goldseam.storage.contract import InvitationRow, Storage, UsedInvitation
from tests.server.callers import Caller, a_caller, code_of
from tests.server.conftest import SECRET, Clock, calling, signed_up, started
from tests.server.people import NOW, STORES, Person, a_challenge, a_person, a_store

LINE = re.compile(r"^((?:[0-9a-hjkmnp-tv-z]{4}-){4}[0-9a-hjkmnp-tv-z]{4})  (\S+)/begin#\1$")


@pytest.fixture(params=STORES)
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    """Give an empty store of each kind."""
    async with a_store(request.param, tmp_path) as store:
        yield store


@pytest.fixture
def admission() -> Admission:
    """Accounts are made by invitation here."""
    return "invitation"


async def join_with(storage: Storage, person: Person, used: UsedInvitation) -> None:
    """Register a person who uses an invitation up."""
    await storage.register(
        a_challenge(),
        person.login,
        person.keyring,
        person.wraps,
        person.device,
        person.session,
        used,
    )


async def test_an_invitation_is_used_once(storage: Storage) -> None:
    """The second account that comes with it is refused and leaves nothing behind."""
    row = InvitationRow(os.urandom(32), NOW + 10)
    await storage.add_invitations([row])
    used = UsedInvitation(row.code_hash, NOW)
    await join_with(storage, a_person(), used)
    late = a_person()
    with pytest.raises(InvitationRefused):
        await join_with(storage, late, used)
    assert await storage.login_row(late.login.name_key) is None
    assert await storage.open_invitations(NOW) == []


async def test_of_eight_accounts_with_one_invitation_at_once_one_is_made(storage: Storage) -> None:
    """The invitation is used up by the transaction that registers."""
    row = InvitationRow(os.urandom(32), NOW + 10)
    await storage.add_invitations([row])
    used = UsedInvitation(row.code_hash, NOW)
    joins = (join_with(storage, a_person(), used) for _ in range(8))
    outcomes = await asyncio.gather(*joins, return_exceptions=True)
    assert outcomes.count(None) == 1
    assert sum(isinstance(outcome, InvitationRefused) for outcome in outcomes) == 7


async def test_an_invitation_that_is_over_is_refused(storage: Storage) -> None:
    """At its end it is worth nothing, is not counted as open, and is forgotten."""
    row, later = InvitationRow(os.urandom(32), NOW + 10), InvitationRow(os.urandom(32), NOW + 20)
    await storage.add_invitations([later, row])
    assert await storage.open_invitations(NOW) == [NOW + 10, NOW + 20]
    with pytest.raises(InvitationRefused):
        await join_with(storage, a_person(), UsedInvitation(row.code_hash, NOW + 10))
    assert await storage.open_invitations(NOW + 10) == [NOW + 20]
    await storage.forget_expired(NOW + 10)
    assert not await storage.withdraw_invitation(row.code_hash)
    assert await storage.withdraw_invitation(later.code_hash)


async def test_a_refused_registration_uses_no_invitation_up(storage: Storage) -> None:
    """Where the name is taken the invitation still serves; without one the name is not told."""
    row = InvitationRow(os.urandom(32), NOW + 10)
    await storage.add_invitations([row, replace(row, code_hash=os.urandom(32))])
    used = UsedInvitation(row.code_hash, NOW)
    first, second = a_person(), a_person()
    await join_with(storage, first, UsedInvitation(row.code_hash, NOW))
    await storage.add_invitations([row])
    same_name = replace(second, login=replace(second.login, name_key=first.login.name_key))
    with pytest.raises(NameTaken):
        await join_with(storage, same_name, used)
    with pytest.raises(InvitationRefused):
        await join_with(storage, same_name, UsedInvitation(os.urandom(32), NOW))
    await join_with(storage, second, used)


async def test_a_spent_challenge_uses_no_invitation_up(storage: Storage) -> None:
    """What is refused for its challenge has changed nothing else."""
    row = InvitationRow(os.urandom(32), NOW + 10)
    await storage.add_invitations([row])
    person, spent = a_person(), a_challenge()
    other = a_person()
    await storage.register(
        spent, other.login, other.keyring, other.wraps, other.device, other.session
    )
    used = UsedInvitation(row.code_hash, NOW)
    with pytest.raises(ChallengeRefused):
        await storage.register(
            spent, person.login, person.keyring, person.wraps, person.device, person.session, used
        )
    assert await storage.open_invitations(NOW) == [NOW + 10]


async def test_all_are_withdrawn_together(storage: Storage) -> None:
    """Afterwards there is none, and withdrawing again finds none."""
    await storage.add_invitations([InvitationRow(os.urandom(32), NOW + n) for n in range(3)])
    assert await storage.withdraw_invitations() == 3
    assert await storage.withdraw_invitations() == 0


async def invited(store: Storage, clock: Clock, days: int = INVITATION_DAYS) -> str:
    """A fresh invitation."""
    [code] = await invitations.invite(store, 1, clock.now + days * DAY_SECONDS)
    return code


async def register(caller: Caller, invitation: str | None) -> httpx.Response:
    """Send the caller's registration, with an invitation."""
    body = msgspec.structs.replace(caller.registration(), invitation=invitation)
    return await caller.send_proven("POST", "/v1/accounts", 8, body)


async def test_an_invitation_makes_one_account(
    http: httpx.AsyncClient, store: Storage, clock: Clock
) -> None:
    """R-20: the person who has it gets in; the next one who has it does not."""
    code = await invited(store, clock)
    assert (await register(a_caller(http, "anna"), code)).status_code == 200
    assert code_of(await register(a_caller(http, "ben"), code)) == "invitation_refused"


async def test_every_way_to_have_no_invitation_reads_the_same(
    http: httpx.AsyncClient, store: Storage, clock: Clock
) -> None:
    """R-20: none, an unknown one, one that is over and one that was withdrawn, for a name that is taken too."""
    assert (await register(a_caller(http, "anna"), await invited(store, clock))).status_code == 200
    over, withdrawn = await invited(store, clock, days=1), await invited(store, clock)
    assert await invitations.withdraw(store, grouped(withdrawn).upper())
    clock.now += DAY_SECONDS
    answers = [
        (await register(a_caller(http, name), code)).content
        for name in ("anna", "ben")
        for code in (None, draw_invitation(os.urandom), over, withdrawn)
    ]
    assert len(set(answers)) == 1
    assert msgspec.msgpack.decode(answers[0])["code"] == "invitation_refused"


async def test_a_repeated_registration_needs_no_second_invitation(
    http: httpx.AsyncClient, store: Storage, clock: Clock
) -> None:
    """The answer may be lost: the same account is answered as the first time."""
    anna, code = a_caller(http, "anna"), await invited(store, clock)
    answers = [await register(anna, code) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]


async def test_two_requests_of_one_registration_that_meet_are_both_answered(
    http: httpx.AsyncClient, store: Storage, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second finds the invitation used up by its own copy, and answers as that one."""
    anna, code = a_caller(http, "anna"), await invited(store, clock)
    store_account = store.register

    async def copy_first(*given: object) -> None:
        monkeypatch.undo()
        assert (await register(anna, code)).status_code == 200
        await store_account(*given)  # type: ignore[arg-type]  # Passed on as they came.

    monkeypatch.setattr(store, "register", copy_first)
    assert (await register(anna, code)).status_code == 200


async def test_what_is_no_code_is_not_well_formed(http: httpx.AsyncClient) -> None:
    """Clients send the canonical form alone."""
    code = grouped(draw_invitation(os.urandom))
    assert code_of(await register(a_caller(http, "anna"), code)) == "bad_request"


async def test_the_server_says_how_accounts_are_made(http: httpx.AsyncClient) -> None:
    """A client asks for an invitation only where one is needed."""
    limits = msgspec.msgpack.decode((await http.get("/v1/limits")).content)
    assert limits["accounts"] == "invitation"


@asynccontextmanager
async def opened(
    store: Storage, clock: Clock, folder: Path, admission: Admission
) -> AsyncIterator[httpx.AsyncClient]:
    """A server over a store that takes accounts in another way."""
    settings = Settings(folder, secret=SECRET, accounts=admission)
    app = create_app(settings, store, clock=clock, web_folder=folder)
    async with started(app), calling(app) as http:
        yield http


async def test_an_open_server_looks_at_no_invitation(
    store: Storage, clock: Clock, tmp_path: Path
) -> None:
    """Whoever followed an old invitation gets in all the same."""
    async with opened(store, clock, tmp_path, "open") as http:
        code = draw_invitation(os.urandom)
        assert (await register(a_caller(http, "anna"), code)).status_code == 200


async def test_a_closed_server_goes_on_for_those_who_are_in(
    store: Storage, clock: Clock, tmp_path: Path
) -> None:
    """Nobody new, taken names told by nothing, and a registration whose answer was lost is answered."""
    async with opened(store, clock, tmp_path, "open") as http:
        anna = await signed_up(http, "anna")
        monitor = store.close
        store.close = _stay_open  # type: ignore[method-assign]  # The next server is over the same store.
    store.close = monitor  # type: ignore[method-assign]
    async with opened(store, clock, tmp_path, "closed") as http:
        for name in ("anna", "ben"):
            code = await invited(store, clock)
            answer = await register(a_caller(http, name), code)
            assert code_of(answer) == "registration_closed"
        anna.http = http
        assert (await anna.register()).status_code == 200
        assert (await anna.sign_in()).status_code == 200


async def _stay_open() -> None:
    """Close nothing."""


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0123-4567-89ab-cdef-ghjk", "0123456789abcdefghjk"),
        (" 0123 4567 89AB CDEF GHJK\n", "0123456789abcdefghjk"),
        ("OoIi-Ll00-0000-0000-0000", "00111100000000000000"),
        ("0123-4567-89ab-cdef-ghj", None),
        ("0123-4567-89ab-cdef-ghjku", None),
        ("0123-4567-89ab-cdef-ghju", None),
        ("0123-4567-89ab-cdef-ghjé", None),
        ("", None),
    ],
)
def test_a_code_is_taken_as_a_person_types_it(typed: str, code: str | None) -> None:
    """Capitals, spaces and dashes do not count, and o, i and l are the digits they look like."""
    assert canonical_invitation(typed) == code


def test_codes_are_drawn_from_the_whole_alphabet() -> None:
    """Five bits of each random byte make one character: a hundred bits together."""
    assert draw_invitation(lambda n: bytes(range(n))) == "0123456789abcdefghjk"
    assert draw_invitation(lambda n: bytes(range(256 - n, 256))) == "cdefghjkmnpqrstvwxyz"


def test_invitations_are_made_listed_and_withdrawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`goldseam account` gives codes with their addresses, counts them without naming any, and takes them back."""
    monkeypatch.setenv("GOLDSEAM_ORIGINS", "https://journal.example.org,http://localhost")
    monkeypatch.setenv("GOLDSEAM_ACCOUNTS", "invitation")
    folder = ["--data", str(tmp_path / "data")]
    assert main(["account", "invite", "--count", "2", *folder]) == 0
    lines = capsys.readouterr().out.splitlines()
    made = [LINE.fullmatch(line) for line in lines]
    assert [found[2] for found in made if found] == ["https://journal.example.org"] * 2
    codes = [found[1] for found in made if found]
    assert main(["account", "invitations", *folder]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("2 open\n2 until ")
    assert not any(code in shown for code in codes)
    assert main(["account", "withdraw", codes[0].upper(), *folder]) == 0
    assert main(["account", "withdraw", codes[0], *folder]) == 1
    assert main(["account", "withdraw", "--all", *folder]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 withdrawn"


def test_no_code_rests_in_the_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever reads the files makes no account with what stands there."""
    folder = tmp_path / "data"
    assert main(["account", "invite", "--data", str(folder)]) == 0
    code = canonical_invitation(capsys.readouterr().out.split()[0])
    assert code is not None
    held = b"".join(path.read_bytes() for path in folder.iterdir())
    assert code.encode() not in held
    assert grouped(code).encode() not in held


@pytest.mark.parametrize("wrong", [["--days", "0"], ["--days", "366"], ["--count", "101"]])
def test_invitations_without_end_or_number_are_refused(wrong: list[str]) -> None:
    """What would be forgotten is not made."""
    with pytest.raises(SystemExit):
        main(["account", "invite", *wrong])
