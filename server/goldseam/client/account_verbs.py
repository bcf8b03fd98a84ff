"""`signup` and `login`: an account on this machine."""

import argparse
import os
import platform
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from goldseam.client.calls import NOT_ANSWERED
from goldseam.client.desk import Desk
from goldseam.client.driver import Driver
from goldseam.client.effects import Procedure
from goldseam.client.entering import Entry, sign_in, sign_up
from goldseam.client.folder import Verbs, add_verb, offline, passphrase_of
from goldseam.client.key_copy import WAYS
from goldseam.client.moment import today
from goldseam.client.new_secrets import handed_over, new_passphrase
from goldseam.client.resting import enrolled_here
from goldseam.client.returning import AlreadyEntered
from goldseam.client.status import DONE
from goldseam.client.store import Store, open_store
from goldseam.client.terminal import Unusable, say
from goldseam.client.transport import Transport, origin_of
from goldseam.crypto.recovery import draw_recovery_code
from goldseam.errors import GoldseamError, InvitationRefused, WireError
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
    add_entering(login)
    _add_device_name(signup)


def add_entering(verb: argparse.ArgumentParser) -> None:
    """What the first time needs, and no later one."""
    verb.add_argument("--server", metavar="URL", help="needed the first time")
    verb.add_argument("--name", help="needed the first time")
    _add_device_name(verb)


def _add_device_name(verb: argparse.ArgumentParser) -> None:
    name = f"Command line on {platform.node() or 'a machine'}"
    verb.add_argument("--device-name", default=name, help="how other devices call this one")


def _sign_up(options: argparse.Namespace) -> int:
    with open_store(options.state) as store:
        if offline(store).run(enrolled_here()) is not None:
            raise AlreadyEntered
        invitation = _invitation(options)
        is_given = options.passphrase_file is not None or options.passphrase_fd is not None
        passphrase = passphrase_of(options) if is_given else new_passphrase(None)
        entry = entry_of(options, (options.server, options.name), passphrase)
        entry = replace(entry, invitation=invitation)
        code = draw_recovery_code(os.urandom)
        with handed_over(code, options.recovery_file, _may_be_made, WAYS["account_is_open"]):
            _enter(store, entry, sign_up(entry, code, os.urandom))
    say("The account is made, and this folder is its first device.")
    return DONE


def _sign_in(options: argparse.Namespace) -> int:
    with open_store(options.state) as store:
        place = known_place(options, store)
        entry = entry_of(options, place, passphrase_of(options))
        _enter(store, entry, sign_in(entry, os.urandom))
    say("Signed in. goldseam pull fetches the pages.")
    return DONE


def known_place(options: argparse.Namespace, store: Store) -> tuple[str, str]:
    """Address and name as given, else those of the folder. Raises `Unusable` where neither is there."""
    known = offline(store).run(enrolled_here())
    server = options.server or (known and known.origin)
    name = options.name or (known and known.name)
    if not server or not name:
        raise Unusable("The first time, give --server and --name.")
    return server, name


def entry_of(options: argparse.Namespace, place: tuple[str, str], passphrase: str) -> Entry:
    """Who enters: `place` is address and name."""
    server, name = place
    return Entry(origin_of(server), name, passphrase, options.device_name, today())


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


def _may_be_made(error: GoldseamError) -> bool:
    """Whether the account may be there: only a refusal says that it is not."""
    return not isinstance(error, WireError) or isinstance(error, NOT_ANSWERED)
