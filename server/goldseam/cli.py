"""The command line: the server's verbs here, the client's in goldseam.client.commands.

Each verb imports only its own side, lazily: a running server has neither keys nor the code that uses them
([Note: Cannot decrypt] in docs/threat-model.md).
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from goldseam.errors import GoldseamError

ACCOUNT = "your account on the server; invitations, where it takes accounts by invitation"
INVITATION_DAYS = 14
MAX_INVITATION_DAYS = 365
MAX_INVITATIONS = 100
DAY_SECONDS = 86_400
CLIENT_VERBS = {
    "signup": "make an account",
    "login": "sign in on this machine",
    "pair": "let another device let this one in",
    "admit": "let in a new device",
    "recover": "enter with the recovery words alone",
    "passphrase": "choose another passphrase",
    "recovery-words": "get other recovery words",
    "new-keys": "lock out whoever may know the passphrase or have a device",
    "devices": "list the devices of the account, or remove some",
    "pull": "fetch and verify what is new",
    "ls": "list the pages",
    "show": "print a page",
    "write": "write a page",
    "views": "print what the views show, as data",
    "history": "list the earlier versions of a page",
    "restore": "bring an earlier version of a page back",
    "import": "take in pages from another journal",
    "export": "write a backup",
    "backup": "verify, list, extract or restore a backup",
    "demo": "write a made-up journal, as a backup",
    "rejoin": "after an alarm, go on together with the server",
    "checkpoint": "eight words that stand for the history of this device",
    "forget": "remove everything that a folder holds",
    "verify-web": "compare the client that a host hands out with a release",
}

CLIENT_ACCOUNT_VERBS = {
    "export": "write all that the server holds of the account but for the pages",
    "close": "remove the account and everything of it from the server",
}
"""What follows `account` where it is the person's own; all else there is the operator's."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status: 0 done, 1 refused or failed, 2 not understood."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if _is_of_client(arguments):
        from goldseam.client import commands

        return commands.main(arguments)
    parsed = _parser().parse_args(arguments)
    verb: Callable[[argparse.Namespace], int] = parsed.verb
    try:
        return verb(parsed)
    except GoldseamError as error:
        print(f"goldseam: {error.detail}", file=sys.stderr)
        return 1


def _is_of_client(arguments: Sequence[str]) -> bool:
    verb, after = [*arguments, "", ""][:2]
    return verb in CLIENT_VERBS or (verb == "account" and after in CLIENT_ACCOUNT_VERBS)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="goldseam", description="A private journal and its server."
    )
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="verb")
    for name, (verb, text) in SERVER_VERBS.items():
        subparser = verbs.add_parser(name, help=text, description=text)
        subparser.set_defaults(verb=verb)
        _add_flags(subparser, is_whole=name == "serve")
    _add_account(verbs.add_parser("account", help=ACCOUNT, description=ACCOUNT))
    for name, text in CLIENT_VERBS.items():
        verbs.add_parser(name, help=text, add_help=False)
    return parser


def _add_flags(parser: argparse.ArgumentParser, *, is_whole: bool) -> None:
    """The settings that have a flag, or that of the data folder alone."""
    from goldseam.config import OPTIONS

    for option in OPTIONS:
        if option.flag and (is_whole or option.flag == "--data"):
            told = f"{option.meaning} ({option.variable}, by default {option.default})"
            metavar = option.flag.strip("-").upper()
            parser.add_argument(option.flag, dest=option.variable, metavar=metavar, help=told)


def _add_account(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="verb")
    parsers = {}
    for name, (verb, text) in ACCOUNT_VERBS.items():
        parsers[name] = verbs.add_parser(name, help=text, description=text)
        parsers[name].set_defaults(verb=verb)
        _add_flags(parsers[name], is_whole=False)
    invite, withdraw = parsers["invite"], parsers["withdraw"]
    count, days = _from_one_to(MAX_INVITATIONS), _from_one_to(MAX_INVITATION_DAYS)
    invite.add_argument("--count", type=count, default=1, metavar="N", help="how many (1)")
    told = f"how long they can be used ({INVITATION_DAYS})"
    invite.add_argument("--days", type=days, default=INVITATION_DAYS, metavar="D", help=told)
    which = withdraw.add_mutually_exclusive_group(required=True)
    which.add_argument("code", nargs="?", metavar="CODE", help="the one that was given out")
    which.add_argument("--all", action="store_true", help="all that can still be used")
    for name, text in CLIENT_ACCOUNT_VERBS.items():
        verbs.add_parser(name, help=text, add_help=False)


def _from_one_to(most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"give a number from 1 to {most}")
        return int(text)

    return number


def _flags(parsed: argparse.Namespace) -> dict[str, str]:
    """The settings given as arguments, by variable."""
    return {name: value for name, value in vars(parsed).items() if name.isupper() and value}


def _serve(parsed: argparse.Namespace) -> int:
    from goldseam.api.serving import listen, serve
    from goldseam.app import create_app
    from goldseam.config import read_settings, with_port
    from goldseam.logs import start_logging

    settings = read_settings(os.environ, _flags(parsed))
    start_logging(settings.log_level)
    with listen(settings) as listener:
        settings = with_port(settings, listener.getsockname()[1])
        return serve(create_app(settings), settings, listener)


def _migrate(parsed: argparse.Namespace) -> int:
    from goldseam.app import migrate_database
    from goldseam.config import read_settings

    print(f"{migrate_database(read_settings(os.environ, _flags(parsed)))} is up to date")
    return 0


def _config(parsed: argparse.Namespace) -> int:
    from goldseam.config import masked, read_settings

    for name, value in masked(read_settings(os.environ, _flags(parsed))).items():
        print(f"{name}={value}")
    return 0


def _check(parsed: argparse.Namespace) -> int:
    from goldseam.app import check_data
    from goldseam.config import read_settings

    complaints = check_data(read_settings(os.environ, _flags(parsed)))
    for complaint in complaints or ["The data folder is sound."]:
        print(complaint)
    return 1 if complaints else 0


def _invite(parsed: argparse.Namespace) -> int:
    from goldseam.app import with_storage
    from goldseam.config import read_settings
    from goldseam.invitations import invite
    from goldseam.protocol.invitation import grouped

    settings = read_settings(os.environ, _flags(parsed))
    expires_at = int(time.time()) + parsed.days * DAY_SECONDS
    for code in with_storage(settings, lambda storage: invite(storage, parsed.count, expires_at)):
        print(f"{grouped(code)}  {settings.origins[0]}/begin#{grouped(code)}")
    print(f"Each makes one account, until {_day(expires_at)}.", file=sys.stderr)
    if settings.accounts != "invitation":
        told = f"GOLDSEAM_ACCOUNTS is {settings.accounts} here: no invitation is looked at."
        print(told, file=sys.stderr)
    return 0


def _invitations(parsed: argparse.Namespace) -> int:
    from goldseam.app import with_storage
    from goldseam.config import read_settings

    settings = read_settings(os.environ, _flags(parsed))
    ends = with_storage(settings, lambda storage: storage.open_invitations(int(time.time())))
    print(f"{len(ends)} open")
    for day, count in Counter(map(_day, ends)).items():
        print(f"{count} until {day}")
    return 0


def _withdraw(parsed: argparse.Namespace) -> int:
    from goldseam.app import with_storage
    from goldseam.config import read_settings
    from goldseam.invitations import withdraw

    settings = read_settings(os.environ, _flags(parsed))
    if parsed.all:
        print(f"{with_storage(settings, lambda storage: storage.withdraw_invitations())} withdrawn")
        return 0
    was_there = with_storage(settings, lambda storage: withdraw(storage, parsed.code))
    print("1 withdrawn" if was_there else "There is no such invitation: it was used, or is over.")
    return 0 if was_there else 1


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


SERVER_VERBS: dict[str, tuple[Callable[[argparse.Namespace], int], str]] = {
    "serve": (_serve, "run the server"),
    "migrate": (_migrate, "bring the database up to date"),
    "config": (_config, "show the settings, secrets masked"),
    "check": (_check, "look whether a data folder is sound"),
}
ACCOUNT_VERBS: dict[str, tuple[Callable[[argparse.Namespace], int], str]] = {
    "invite": (_invite, "make invitations, each for one account"),
    "invitations": (_invitations, "how many can still be used, and until when"),
    "withdraw": (_withdraw, "make an invitation worthless"),
}
