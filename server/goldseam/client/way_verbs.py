"""`recover`, `passphrase`, `recovery-words` and `new-keys`: ways in that change."""

import argparse
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from goldseam.client.account_verbs import add_entering, entry_of, known_place
from goldseam.client.calls import NOT_ANSWERED
from goldseam.client.changing import change_ways
from goldseam.client.committing import synchronise
from goldseam.client.copy import sentence_of
from goldseam.client.desk import Holder
from goldseam.client.device_verbs import line_of, matching
from goldseam.client.devices import KnownDevice, devices
from goldseam.client.driver import Driver
from goldseam.client.entering import recover, stretched
from goldseam.client.folder import Verbs, add_folder_verb, add_verb, held
from goldseam.client.key_copy import NEW_KEYS, WAYS
from goldseam.client.moment import today
from goldseam.client.new_secrets import (
    Sender,
    add_new_passphrase,
    add_new_words,
    handed_over,
    new_passphrase,
)
from goldseam.client.renewing import NewKeys, make_new_keys
from goldseam.client.status import DONE, NOT_REACHED, REFUSED
from goldseam.client.store import open_store
from goldseam.client.terminal import agrees, ask_line, read_secret, say, tell
from goldseam.client.transport import Transport
from goldseam.client.typed import Typed
from goldseam.crypto.recovery import draw_recovery_code, normalise_code, recovery_secret
from goldseam.errors import GoldseamError
from goldseam.protocol.accounts import TYPE_PASSPHRASE, TYPE_RECOVERY


def add(verbs: Verbs) -> None:
    """All four verbs."""
    text = "enter with the recovery words alone, and choose a new passphrase"
    verb = add_folder_verb(verbs, "recover", _recover, text)
    add_entering(verb)
    told = "where the recovery words are; asked for by default"
    verb.add_argument("--recovery-file", type=Path, metavar="FILE", help=told)
    add_new_passphrase(verb)
    add_new_words(verb)
    add_new_passphrase(add_verb(verbs, "passphrase", _passphrase, "choose another passphrase"))
    text = "get ten other recovery words; the old ones are dead then"
    add_new_words(add_verb(verbs, "recovery-words", _recovery_words, text))
    text = "lock out whoever may know the passphrase or have one of the devices"
    verb = add_verb(verbs, "new-keys", _new_keys, text)
    verb.add_argument("--remove", action="append", default=[], metavar="ID", help="a device")
    verb.add_argument("--yes", action="store_true", help="consent without being asked")
    add_new_passphrase(verb)
    add_new_words(verb)


def _recover(options: argparse.Namespace) -> int:
    with open_store(options.state) as store:
        place = known_place(options, store)
        code = normalise_code(_typed_words(options.recovery_file))
        entry = entry_of(options, place, new_passphrase(options.new_passphrase_file))
        new_code = draw_recovery_code(os.urandom)
        with closing(Transport(entry.origin)) as transport:
            sender = Sender(transport.send)
            driver = Driver(store, sender, os.urandom)
            way_in = recover(entry, code, new_code, os.urandom)
            with _new_words(new_code, options, sender, WAYS["is_open"]):
                driver.run(way_in)
    say(WAYS["recovered"])
    return DONE


def _typed_words(path: Path | None) -> str:
    return ask_line(WAYS["recovery_words"]) if path is None else read_secret(path)


def _passphrase(options: argparse.Namespace) -> int:
    with held(options) as (driver, holder):
        chosen = _stretched(holder, new_passphrase(options.new_passphrase_file))
        with _in_doubt(driver, WAYS["is_open"]):
            driver.run(change_ways(holder, [chosen]))
    say(WAYS["passphrase_changed"])
    return DONE


def _recovery_words(options: argparse.Namespace) -> int:
    with held(options) as (driver, holder):
        code, sender = draw_recovery_code(os.urandom), _watched(driver)
        new = Typed(TYPE_RECOVERY, recovery_secret(code))
        with _new_words(code, options, sender, WAYS["words_are_open"]):
            driver.run(change_ways(holder, [new]))
    say(WAYS["words_changed"])
    return DONE


def _new_keys(options: argparse.Namespace) -> int:
    with held(options) as (driver, holder):
        say(NEW_KEYS["before"])
        gone = _to_remove(driver, holder, options.remove)
        if not (options.yes or agrees(NEW_KEYS["ask"], NEW_KEYS["ask_yes"])):
            say(NEW_KEYS["left"])
            return REFUSED
        passphrase = _stretched(holder, new_passphrase(options.new_passphrase_file))
        code, sender = draw_recovery_code(os.urandom), _watched(driver)
        words = Typed(TYPE_RECOVERY, recovery_secret(code))
        chosen = NewKeys(passphrase, words, [device.device for device in gone], today())
        with _new_words(code, options, sender, WAYS["is_open"]):
            desk = driver.run(make_new_keys(holder, chosen))
        say(NEW_KEYS["after"])
        driver.local = desk.local
        try:
            driver.run(synchronise(desk))
        except NOT_ANSWERED as error:
            tell(f"{sentence_of(error)}\n{NEW_KEYS['not_sent']}")
            return NOT_REACHED
    return DONE


def _to_remove(driver: Driver, holder: Holder, prefixes: Sequence[str]) -> list[KnownDevice]:
    """The devices that go, shown with their names before anything is asked."""
    if not prefixes:
        return []
    known = [one for one in driver.run(devices(holder.desk)) if one.revoked is None]
    gone = [matching(known, prefix) for prefix in prefixes]
    say(NEW_KEYS["removes"])
    for device in gone:
        say(f"  {line_of(device)}")
    return gone


def _stretched(holder: Holder, passphrase: str) -> Typed:
    enrolled = holder.desk.enrolled
    return Typed(TYPE_PASSPHRASE, stretched(passphrase, enrolled.name, enrolled.salt))


def _watched(driver: Driver) -> Sender:
    """The driver's network from now on: it remembers whether new secrets may hold."""
    sender = Sender(driver.send)
    driver.send = sender
    return sender


@contextmanager
def _new_words(
    code: str, options: argparse.Namespace, sender: Sender, doubt: str
) -> Iterator[None]:
    with handed_over(code, options.new_recovery_file, lambda _: sender.has_written, doubt):
        yield


@contextmanager
def _in_doubt(driver: Driver, doubt: str) -> Iterator[None]:
    sender = _watched(driver)
    try:
        yield
    except GoldseamError:
        if sender.has_written:
            tell(doubt)
        raise
