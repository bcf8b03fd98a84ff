"""`pair` and `admit`: a new device, let in by one that is open (docs/protocol.md, Pairing)."""

import argparse
import os
import platform
from contextlib import closing
from datetime import UTC, datetime
from typing import Final

from goldseam.client.admitting import Candidate, admit, read_code
from goldseam.client.copy import PAIRING
from goldseam.client.driver import Driver
from goldseam.client.folder import Verbs, add_folder_verb, add_verb, held
from goldseam.client.pairing import show, wait_to_enter
from goldseam.client.status import DONE, REFUSED
from goldseam.client.store import open_store
from goldseam.client.terminal import ask_line, plain, say, tell
from goldseam.client.transport import Transport, origin_of
from goldseam.errors import KeyringMismatch, WrongSecret

CONSENT: Final = "yes"
WORDS_A_LINE: Final = 5


def add(verbs: Verbs) -> None:
    """The verb of the new device, and that of the old one."""
    text = "make this folder a device of an account, with another device that is open"
    pair = add_folder_verb(verbs, "pair", _pair, text)
    pair.add_argument("--server", required=True, metavar="URL")
    name = f"Command line on {platform.node() or 'a machine'}"
    pair.add_argument("--device-name", default=name, help="how other devices call this one")
    add_verb(verbs, "admit", _admit, "let in a new device that shows a code")


def _pair(options: argparse.Namespace) -> int:
    origin = origin_of(options.server)
    with open_store(options.state) as store, closing(Transport(origin)) as transport:
        driver = Driver(store, transport.send, os.urandom)
        shown = driver.run(show(origin, options.device_name, os.urandom))
        say(PAIRING["code"].format(words=_lines(shown.code)))
        say(PAIRING["compare"].format(words=" ".join(shown.words)))
        try:
            desk = driver.run(wait_to_enter(shown, os.urandom))
        except (WrongSecret, KeyringMismatch):
            tell(PAIRING["refused"])
            return REFUSED
    say(PAIRING["entered"].format(name=plain(desk.enrolled.name)))
    return DONE


def _lines(code: str) -> str:
    words = code.split(" ")
    starts = range(0, len(words), WORDS_A_LINE)
    return "\n".join("    " + " ".join(words[at : at + WORDS_A_LINE]) for at in starts)


def _admit(options: argparse.Namespace) -> int:
    with held(options) as (driver, holder):
        typed = ask_line(f"{PAIRING['ask_code']} ", PAIRING["no_terminal"])
        try:
            candidate = driver.run(read_code(holder.desk, typed))
        except WrongSecret:
            tell(PAIRING["unread"])
            return REFUSED
        if not _is_same(candidate):
            say(PAIRING["differ"])
            return REFUSED
        driver.run(admit(holder, candidate, datetime.now(UTC).date().isoformat()))
    say(PAIRING["admitted"].format(name=plain(candidate.offer.name)))
    return DONE


def _is_same(candidate: Candidate) -> bool:
    name, words = plain(candidate.offer.name), " ".join(candidate.words)
    say(PAIRING["found"].format(name=name, words=words))
    return ask_line(f"{PAIRING['ask_same']} ", PAIRING["no_terminal"]).strip().lower() == CONSENT
