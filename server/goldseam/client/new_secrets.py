"""New secrets on the command line: a passphrase that is chosen, words that are handed over before they hold."""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from goldseam.client.effects import Answer, Send
from goldseam.client.key_copy import WAYS
from goldseam.client.terminal import (
    Unusable,
    ask_line,
    ask_twice,
    read_secret,
    say,
    tell,
    write_new,
)
from goldseam.crypto.keys import passphrase_bytes
from goldseam.crypto.recovery import draw_passphrase, normalise_code
from goldseam.errors import GoldseamError, WrongSecret

WRITES: Final = frozenset({("PUT", "/v1/keyrings"), ("POST", "/v1/epochs")})
"""The requests after which new secrets may hold, whatever was heard of them."""


class Sender:
    """The network, and whether anything went out that may have made new secrets hold."""

    def __init__(self, send: Callable[[Send], Answer | None]) -> None:
        self._send = send
        self.has_written = False

    def __call__(self, request: Send) -> Answer | None:
        """The answer, or None for silence."""
        self.has_written |= (request.method, request.path) in WRITES
        return self._send(request)


def add_new_passphrase(verb: argparse.ArgumentParser) -> None:
    """Where a new passphrase may come from."""
    told = "where the new passphrase is; asked for by default"
    verb.add_argument("--new-passphrase-file", type=Path, metavar="FILE", help=told)


def add_new_words(verb: argparse.ArgumentParser) -> None:
    """Where new recovery words may go."""
    told = "write the new recovery words there; shown by default"
    verb.add_argument("--new-recovery-file", type=Path, metavar="FILE", help=told)


def new_passphrase(path: Path | None) -> str:
    """A passphrase from a file, else chosen at the terminal, six words being offered. Raises `Unusable`."""
    if path is None:
        say(WAYS["six"].format(words=draw_passphrase(os.urandom)))
        chosen = ask_twice(WAYS["new_passphrase"])
    else:
        chosen = read_secret(path)
    try:
        passphrase_bytes(chosen)
    except WrongSecret as error:
        raise Unusable("This cannot be a passphrase: it is empty, or too long.") from error
    return chosen


@contextmanager
def handed_over(
    code: str, path: Path | None, may_hold: Callable[[GoldseamError], bool], doubt: str
) -> Iterator[None]:
    """Give the recovery words away before they hold, so that nobody is without them.

    Where it is certain that they will not hold, their file goes again. Else it stays, and `doubt` is said.
    """
    if path is None:
        _ask_for_code(code)
    else:
        write_new(path, f"{code}\n".encode())
    try:
        yield
    except GoldseamError as error:
        if not may_hold(error):
            if path is not None:
                path.unlink()
            raise
        tell(doubt)
        if path is not None:
            tell(WAYS["file_stays"].format(path=path))
        raise


def _ask_for_code(code: str) -> None:
    say(WAYS["words"].format(code=code))
    if _typed_code() != code:
        raise Unusable(WAYS["other_words"])


def _typed_code() -> str | None:
    try:
        return normalise_code(ask_line(WAYS["type_words"]))
    except WrongSecret:
        return None
