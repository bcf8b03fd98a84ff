"""`signup` and `login`: an account on this machine."""

import argparse
import os
import platform
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from goldseam.client.calls import NOT_ANSWERED
from goldseam.client.desk import Desk
from goldseam.client.driver import Driver
from goldseam.client.effects import Procedure
from goldseam.client.entering import Entry, sign_in, sign_up
from goldseam.client.folder import Verbs, add_verb, offline, passphrase_of
from goldseam.client.resting import enrolled_here
from goldseam.client.returning import AlreadyEntered
from goldseam.client.status import DONE
from goldseam.client.store import Store, open_store
from goldseam.client.terminal import Unusable, ask_line, ask_twice, say, write_new
from goldseam.client.transport import Transport, origin_of
from goldseam.crypto.recovery import draw_passphrase, draw_recovery_code, normalise_code
from goldseam.errors import InvitationRefused, WireError, WrongSecret
from goldseam.protocol.invitation import canonical_invitation


def add(verbs: Verbs) -> None:
    """The two ways in."""
    signup = add_verb(
        verbs, "signup", _sign_up, "make an account, with this folder as its first device"
    )
    signup.add_argument("--server", required=True, metavar="URL")
    signup.add_argument("--name", required=True)
    signup.add_argument(
        "--recovery-file", type=Path, metavar="FILE", help="write the recovery words there"
    )
    signup.add_argument("--invitation", metavar="CODE", help="where the server asks for one")
    login = add_verb(verbs, "login", _sign_in, "sign in on this machine")
    login.add_argument("--server", metavar="URL", help="needed the first time")
    login.add_argument("--name", help="needed the first time")
    name = f"Command line on {platform.node() or 'a machine'}"
    for verb in (signup, login):
        verb.add_argument("--device-name", default=name, help="how other devices call this one")


def _sign_up(options: argparse.Namespace) -> int:
    with open_store(options.state) as store:
        if offline(store).run(enrolled_here()) is not None:
            raise AlreadyEntered
        invitation = _invitation(options)
        entry = _entry(options, options.server, options.name, _new_passphrase(options))
        entry = replace(entry, invitation=invitation)
        code = draw_recovery_code(os.urandom)
        with _handed_over(code, options.recovery_file):
            _enter(store, entry, sign_up(entry, code, os.urandom))
    say("The account is made, and this folder is its first device.")
    return DONE


def _sign_in(options: argparse.Namespace) -> int:
    with open_store(options.state) as store:
        known = offline(store).run(enrolled_here())
        server = options.server or (known and known.origin)
        name = options.name or (known and known.name)
        if not server or not name:
            raise Unusable("The first time, give --server and --name.")
        entry = _entry(options, server, name, passphrase_of(options))
        _enter(store, entry, sign_in(entry, os.urandom))
    say("Signed in. goldseam pull fetches the pages.")
    return DONE


def _entry(options: argparse.Namespace, server: str, name: str, passphrase: str) -> Entry:
    today = datetime.now(UTC).date().isoformat()
    return Entry(origin_of(server), name, passphrase, options.device_name, today)


def _invitation(options: argparse.Namespace) -> str | None:
    """The canonical code, if one was given; raises `InvitationRefused` for what is none, before anything is asked."""
    if options.invitation is None:
        return None
    code = canonical_invitation(options.invitation)
    if code is None:
        raise InvitationRefused
    return code


def _enter(store: Store, entry: Entry, way_in: Procedure[Desk]) -> None:
    with closing(Transport(entry.origin)) as transport:
        Driver(store, transport.send, os.urandom).run(way_in)


def _new_passphrase(options: argparse.Namespace) -> str:
    if options.passphrase_file is not None or options.passphrase_fd is not None:
        return passphrase_of(options)
    say(f"Six words that you could take as your passphrase:\n\n    {draw_passphrase(os.urandom)}\n")
    return ask_twice("Your passphrase, these words or your own: ")


@contextmanager
def _handed_over(code: str, path: Path | None) -> Iterator[None]:
    """Give the recovery words away before anything is made, so that no account is without them.

    Where the server refuses, their file goes again; where it did not answer, the account may be there, and it stays.
    """
    if path is None:
        _ask_for_code(code)
    else:
        write_new(path, f"{code}\n".encode())
    try:
        yield
    except WireError as error:
        if path is not None and not isinstance(error, NOT_ANSWERED):
            path.unlink()
        raise


def _ask_for_code(code: str) -> None:
    say(
        f"Ten words that open your pages when the passphrase is lost. Write them down:\n\n    {code}\n"
    )
    if _typed_code() != code:
        raise Unusable("These are not the ten words. Nothing was made; begin again when you like.")


def _typed_code() -> str | None:
    try:
        return normalise_code(ask_line("Type them here, so that you know they are right: "))
    except WrongSecret:
        return None
