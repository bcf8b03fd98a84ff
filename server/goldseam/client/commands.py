"""The client's verbs on the command line (docs/command-line.md)."""

import argparse
import os
import sqlite3
import sys
from collections.abc import Callable

from goldseam.client import (
    account_verbs,
    backup_verbs,
    demo_verbs,
    device_verbs,
    export_verbs,
    history_verbs,
    import_verbs,
    leaving_verbs,
    page_verbs,
    pair_verbs,
    rejoin_verbs,
    restore_verbs,
    verify_verbs,
    view_verbs,
    way_verbs,
)
from goldseam.client.calls import NOT_ANSWERED
from goldseam.client.copy import sentence_of
from goldseam.client.status import INTERRUPTED, NOT_REACHED, NOT_UNDERSTOOD, REFUSED
from goldseam.client.terminal import Unusable, tell
from goldseam.errors import GoldseamError

FOLDER_REFUSED = (
    "The disk of this folder is full, or cannot be written, so this was not kept.\n"
    "What was kept before is whole. Make room, then do it once more."
)


def main(argv: list[str]) -> int:
    """Run one of the client's verbs; returns the exit status."""
    try:
        options = _parser().parse_args(argv)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else NOT_UNDERSTOOD
    run: Callable[[argparse.Namespace], int] = options.run
    return guarded(lambda: run(options))


def guarded(run: Callable[[], int]) -> int:
    """The status of a verb; every way it can fail becomes words and a status."""
    try:
        return run()
    except KeyboardInterrupt:
        tell("Stopped. What was kept stays kept.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone; without this the interpreter would complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except GoldseamError as error:
        tell(f"goldseam: {sentence_of(error)}")
        return _status(error)
    except sqlite3.Error as error:
        tell(f"goldseam: {FOLDER_REFUSED}\n({error})")
        return REFUSED
    except OSError as error:
        tell(f"goldseam: the disk did not do what it should: {error}")
        return REFUSED


def _status(error: GoldseamError) -> int:
    if isinstance(error, Unusable):
        return NOT_UNDERSTOOD
    return NOT_REACHED if isinstance(error, NOT_ANSWERED) else REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="goldseam", allow_abbrev=False)
    verbs = parser.add_subparsers(required=True, metavar="verb")
    account_verbs.add(verbs)
    way_verbs.add(verbs)
    device_verbs.add(verbs)
    leaving_verbs.add(verbs)
    pair_verbs.add(verbs)
    page_verbs.add(verbs)
    view_verbs.add(verbs)
    history_verbs.add(verbs)
    import_verbs.add(verbs)
    export_verbs.add(verbs)
    restore_verbs.add(backup_verbs.add(verbs))
    demo_verbs.add(verbs)
    rejoin_verbs.add(verbs)
    verify_verbs.add(verbs)
    return parser
