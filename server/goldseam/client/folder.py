"""What the verbs of an account have in common: the device's folder, and the passphrase that opens it."""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

from platformdirs import user_state_path

from goldseam.client.desk import Desk, Holder
from goldseam.client.driver import Driver
from goldseam.client.entering import NotEntered, hold
from goldseam.client.resting import enrolled_here
from goldseam.client.store import Store, open_store
from goldseam.client.terminal import ask, read_secret, read_secret_from
from goldseam.client.transport import Transport

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name
Run: TypeAlias = Callable[[argparse.Namespace], int]


class Open(NamedTuple):
    """An unlocked folder, ready to work with."""

    driver: Driver
    desk: Desk


class Held(NamedTuple):
    """An unlocked folder, and what the passphrase that was typed just now gives."""

    driver: Driver
    holder: Holder


def add_folder_verb(verbs: Verbs, name: str, run: Run, text: str) -> argparse.ArgumentParser:
    """A verb that works with a folder."""
    verb = verbs.add_parser(name, help=text, description=text, allow_abbrev=False)
    verb.set_defaults(run=run)
    state = user_state_path("goldseam", appauthor=False)
    verb.add_argument("--state", type=Path, default=state, help="the folder of this device")
    return verb


def add_verb(verbs: Verbs, name: str, run: Run, text: str) -> argparse.ArgumentParser:
    """A verb that opens a folder. A passphrase is never an argument: those show in lists of processes."""
    verb = add_folder_verb(verbs, name, run, text)
    secret = verb.add_mutually_exclusive_group()
    secret.add_argument("--passphrase-file", type=Path, metavar="FILE")
    secret.add_argument("--passphrase-fd", type=int, metavar="N")
    return verb


def passphrase_of(options: argparse.Namespace) -> str:
    """The passphrase from where the options say, else asked for."""
    if options.passphrase_file is not None:
        return read_secret(options.passphrase_file)
    if options.passphrase_fd is not None:
        return read_secret_from(options.passphrase_fd)
    return ask("Passphrase: ")


def offline(store: Store) -> Driver:
    """A driver for what needs neither network nor keys."""
    return Driver(store, lambda _: None, os.urandom)


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Open]:
    """The folder, unlocked. The network is not touched before something is sent. Raises `NotEntered`, `WrongSecret`."""
    with held(options) as (driver, holder):
        yield Open(driver, holder.desk)


@contextmanager
def held(options: argparse.Namespace) -> Iterator[Held]:
    """As `opened`, with what only the passphrase gives."""
    with open_store(options.state) as store:
        enrolled = offline(store).run(enrolled_here())
        if enrolled is None:
            raise NotEntered
        with closing(Transport(enrolled.origin)) as transport:
            driver = Driver(store, transport.send, os.urandom)
            holder = driver.run(hold(passphrase_of(options), os.urandom))
            driver.local = holder.desk.local
            yield Held(driver, holder)
