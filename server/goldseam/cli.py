"""The command line: the server's verbs here, the client's in goldseam.client.commands.

Each verb imports only its own side, lazily: a running server has neither keys nor the code that uses them
([Note: Cannot decrypt] in docs/threat-model.md).
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from goldseam.errors import GoldseamError

CLIENT_VERBS = {
    "signup": "make an account",
    "login": "sign in on this machine",
    "pull": "fetch and verify what is new",
    "ls": "list the pages",
    "show": "print a page",
    "write": "write a page",
    "history": "list the earlier versions of a page",
    "restore": "bring an earlier version of a page back",
    "export": "write a backup",
    "backup": "verify, list or extract a backup",
    "rejoin": "after an alarm, go on together with the server",
    "checkpoint": "eight words that stand for the history of this device",
    "verify-web": "compare the client that a host hands out with a release",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit status: 0 done, 1 refused or failed, 2 not understood."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments and arguments[0] in CLIENT_VERBS:
        from goldseam.client import commands

        return commands.main(arguments)
    parsed = _parser().parse_args(arguments)
    verb: Callable[[argparse.Namespace], int] = parsed.verb
    try:
        return verb(parsed)
    except GoldseamError as error:
        print(f"goldseam: {error.detail}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    from goldseam.config import OPTIONS

    parser = argparse.ArgumentParser(
        prog="goldseam", description="A private journal and its server."
    )
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="verb")
    for name, (verb, text) in SERVER_VERBS.items():
        subparser = verbs.add_parser(name, help=text, description=text)
        subparser.set_defaults(verb=verb)
        for option in OPTIONS:
            if option.flag and (name == "serve" or option.flag == "--data"):
                told = f"{option.meaning} ({option.variable}, by default {option.default})"
                metavar = option.flag.strip("-").upper()
                subparser.add_argument(
                    option.flag, dest=option.variable, metavar=metavar, help=told
                )
    for name, text in CLIENT_VERBS.items():
        verbs.add_parser(name, help=text, add_help=False)
    return parser


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


SERVER_VERBS: dict[str, tuple[Callable[[argparse.Namespace], int], str]] = {
    "serve": (_serve, "run the server"),
    "migrate": (_migrate, "bring the database up to date"),
    "config": (_config, "show the settings, secrets masked"),
    "check": (_check, "look whether a data folder is sound"),
}
