"""The client's verbs on the command line: the account and its pages (backups.py has the verbs of backups).

Status at the end: 0 done, 1 refused or an alarm, 2 not understood, 3 the server was not reached and what was
written is kept here, 130 interrupted.
"""

import argparse
import json
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from platformdirs import user_state_path

from goldseam.client import backups
from goldseam.client.calls import Silence
from goldseam.client.committing import Synced, synchronise
from goldseam.client.copy import sentence_of
from goldseam.client.desk import Desk
from goldseam.client.driver import Driver
from goldseam.client.effects import Procedure
from goldseam.client.entering import Entry, NotEntered, enrolled_here, sign_in, sign_up, unlock
from goldseam.client.held import load_alarm
from goldseam.client.pages import KeptPage, Now, Words, contents, find, keep, pages
from goldseam.client.store import Store, open_store
from goldseam.client.terminal import (
    Unusable,
    ask,
    ask_line,
    ask_twice,
    edited,
    harmless,
    plain,
    read_secret,
    read_secret_from,
    read_text,
    say,
    tell,
    write_new,
)
from goldseam.client.transport import Transport, origin_of
from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.page import time_text
from goldseam.crypto.recovery import draw_passphrase, draw_recovery_code, normalise_code
from goldseam.errors import Alarm, GoldseamError, RateLimited, ServerError, Unavailable, WrongSecret

DONE: Final = 0
REFUSED: Final = 1
NOT_UNDERSTOOD: Final = 2
NOT_REACHED: Final = 3
INTERRUPTED: Final = 130
SHORT_ID: Final = 8
NOT_ANSWERED: Final = (Silence, RateLimited, ServerError, Unavailable)
PLACES: Final = {
    "on_server": "",
    "waiting": "waits to be sent",
    "device_only": "on this device only",
    "newer": "changed by a newer version, read-only here",
}


class Open(NamedTuple):
    """An unlocked folder, ready to work with."""

    driver: Driver
    desk: Desk


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
    except (sqlite3.Error, OSError) as error:
        tell(f"goldseam: the disk did not do what it should: {error}")
        return REFUSED


def _status(error: GoldseamError) -> int:
    if isinstance(error, Unusable):
        return NOT_UNDERSTOOD
    return NOT_REACHED if isinstance(error, NOT_ANSWERED) else REFUSED


# what is asked for


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="goldseam", allow_abbrev=False)
    verbs = parser.add_subparsers(required=True, metavar="verb")
    _account_verbs(verbs)
    _page_verbs(verbs)
    backups.add_verbs(verbs)
    return parser


Verbs = backups.Verbs


def _verb(
    verbs: Verbs, name: str, run: Callable[[argparse.Namespace], int], text: str
) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=text, description=text, allow_abbrev=False)
    verb.set_defaults(run=run)
    state = user_state_path("goldseam", appauthor=False)
    verb.add_argument("--state", type=Path, default=state, help="the folder of this device")
    secret = verb.add_mutually_exclusive_group()
    secret.add_argument("--passphrase-file", type=Path, metavar="FILE")
    secret.add_argument("--passphrase-fd", type=int, metavar="N")
    return verb


def _account_verbs(verbs: Verbs) -> None:
    signup = _verb(
        verbs, "signup", _sign_up, "make an account, with this folder as its first device"
    )
    signup.add_argument("--server", required=True, metavar="URL")
    signup.add_argument("--name", required=True)
    signup.add_argument(
        "--recovery-file", type=Path, metavar="FILE", help="write the recovery words there"
    )
    login = _verb(verbs, "login", _sign_in, "sign in on this machine")
    login.add_argument("--server", metavar="URL", help="needed the first time")
    login.add_argument("--name", help="needed the first time")
    for verb in (signup, login):
        verb.add_argument(
            "--device-name", default=f"Command line on {platform.node() or 'a machine'}"
        )
    _verb(verbs, "pull", _pull, "fetch and verify what is new, send what waits")


def _page_verbs(verbs: Verbs) -> None:
    listing = _verb(verbs, "ls", _list, "list the pages, newest first")
    show = _verb(verbs, "show", _show, "print a page: its title, then Markdown")
    show.add_argument("record", help="the page's id, or how it begins")
    for verb in (listing, show):
        verb.add_argument("--json", action="store_true")
    write = _verb(verbs, "write", _write, "write a new page, or a page anew")
    write.add_argument("record", nargs="?", help="the page's id, or how it begins")
    write.add_argument("--title")
    write.add_argument("--tag", action="append", metavar="T", help="may be given several times")
    write.add_argument("--file", metavar="F", help="where the text is; - is the standard input")
    export = _verb(verbs, "export", _export, "write a backup that the age program opens")
    backups.add_export_arguments(export)


# the account


def _sign_up(options: argparse.Namespace) -> int:
    with open_store(options.state) as store:
        entry = _entry(options, options.server, options.name, _new_passphrase(options))
        code = draw_recovery_code(os.urandom)
        _hand_over(code, options.recovery_file)
        _enter(store, entry, sign_up(entry, code, os.urandom))
    say("The account is made, and this folder is its first device.")
    return DONE


def _sign_in(options: argparse.Namespace) -> int:
    with open_store(options.state) as store:
        known = _offline(store).run(enrolled_here())
        server = options.server or (known and known.origin)
        name = options.name or (known and known.name)
        if not server or not name:
            raise Unusable("The first time, give --server and --name.")
        entry = _entry(options, server, name, _passphrase(options))
        _enter(store, entry, sign_in(entry, os.urandom))
    say("Signed in. goldseam pull fetches the pages.")
    return DONE


def _entry(options: argparse.Namespace, server: str, name: str, passphrase: str) -> Entry:
    today = datetime.now(UTC).date().isoformat()
    return Entry(origin_of(server), name, passphrase, options.device_name, today)


def _enter(store: Store, entry: Entry, way_in: Procedure[Desk]) -> None:
    with closing(Transport(entry.origin)) as transport:
        Driver(store, transport.send, os.urandom).run(way_in)


def _new_passphrase(options: argparse.Namespace) -> str:
    if options.passphrase_file is not None or options.passphrase_fd is not None:
        return _passphrase(options)
    say(f"Six words that you could take as your passphrase:\n\n    {draw_passphrase(os.urandom)}\n")
    return ask_twice("Your passphrase, these words or your own: ")


def _hand_over(code: str, path: Path | None) -> None:
    """Give the recovery words away before anything is made, so that no account is without them."""
    if path is not None:
        write_new(path, f"{code}\n".encode())
        return
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


def _passphrase(options: argparse.Namespace) -> str:
    if options.passphrase_file is not None:
        return read_secret(options.passphrase_file)
    if options.passphrase_fd is not None:
        return read_secret_from(options.passphrase_fd)
    return ask("Passphrase: ")


def _offline(store: Store) -> Driver:
    return Driver(store, lambda _: None, os.urandom)


@contextmanager
def _opened(options: argparse.Namespace) -> Iterator[Open]:
    """The folder, unlocked. The network is not touched before something is sent."""
    with open_store(options.state) as store:
        enrolled = _offline(store).run(enrolled_here())
        if enrolled is None:
            raise NotEntered
        with closing(Transport(enrolled.origin)) as transport:
            driver = Driver(store, transport.send, os.urandom)
            desk = driver.run(unlock(_passphrase(options), os.urandom))
            driver.local = desk.local
            yield Open(driver, desk)


# pages


def _pull(options: argparse.Namespace) -> int:
    with _opened(options) as (driver, desk):
        return _report(driver, driver.run(synchronise(desk)))


def _list(options: argparse.Namespace) -> int:
    with _opened(options) as (driver, _):
        kept = driver.run(pages())
        alarm = driver.run(load_alarm())
    if options.json:
        say(json.dumps([_facts(page) for page in kept], ensure_ascii=False, indent=2))
    else:
        for page in kept:
            say(_line(page))
    return _mention(alarm)


def _show(options: argparse.Namespace) -> int:
    with _opened(options) as (driver, _):
        page = driver.run(find(options.record))
    if options.json:
        say(json.dumps({**_facts(page), "record": page.value}, ensure_ascii=False, indent=2))
        return DONE
    title = plain(_text(page.value, "title"))
    say((f"# {title}\n\n" if title else "") + harmless(_text(page.value, "body")))
    return DONE


def _write(options: argparse.Namespace) -> int:
    with _opened(options) as (driver, desk):
        page = driver.run(find(options.record)) if options.record else None
        with _body(options, page) as body:
            tags = None if options.tag is None else tuple(options.tag)
            words = Words(options.title, body, tags)
            if words == Words() or (page is None and not (words.title or words.body)):
                raise Unusable("There is nothing to keep.")
            record = driver.run(keep(desk, page.record if page else None, words, _now()))
        say(f"{record.hex()[:SHORT_ID]} is kept on this device.")
        return _send(driver, desk)


@contextmanager
def _body(options: argparse.Namespace, page: KeptPage | None) -> Iterator[str | None]:
    """The text of a page from a file, the standard input or an editor; None leaves it as it is."""
    has_more = options.title is not None or options.tag is not None
    if options.file is not None:
        yield read_text(options.file).removesuffix("\n")
    elif not sys.stdin.isatty():
        yield read_text("-").removesuffix("\n") or None
    elif page is not None and has_more:
        yield None
    else:
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        before = _text(page.value, "body") if page else ""
        with edited(before, editor, options.state) as text:
            yield text.removesuffix("\n")


def _send(driver: Driver, desk: Desk) -> int:
    try:
        return _report(driver, driver.run(synchronise(desk)))
    except NOT_ANSWERED as error:
        tell(f"{sentence_of(error)}\nNothing is lost: it is sent with the next goldseam pull.")
        return NOT_REACHED


def _export(options: argparse.Namespace) -> int:
    backups.require_free(options)
    with _opened(options) as (driver, desk):
        inside = driver.run(contents(desk, _now()))
        alarm = driver.run(load_alarm())
    backups.export(options, inside)
    return _mention(alarm)


def _report(driver: Driver, synced: Synced) -> int:
    """What a person wants to know after a pull."""
    facts = (
        (len(driver.run(pages())), "here"),
        (len(synced.changed), "came or changed"),
        (len(synced.merged), "written in two places, both kept"),
        (len(synced.waiting), "waiting to be sent"),
        (len(synced.device_only), "on this device only"),
    )
    counted = [f"{_pages(count)} {what}" for count, what in facts if count]
    say(f"{', '.join(counted) or 'No pages yet'}; verified at sequence {synced.sequence}.")
    return DONE


def _pages(count: int) -> str:
    return f"{count} page" if count == 1 else f"{count} pages"


def _mention(alarm: Alarm | None) -> int:
    """A standing alarm is said again with everything that reads; reading is not refused for it."""
    if alarm is not None:
        tell(sentence_of(alarm))
    return DONE


def _line(page: KeptPage) -> str:
    created = _moment(page.value, "created_at")[:10]
    title = plain(_text(page.value, "title")) or plain(_text(page.value, "body")[:60]) or "(empty)"
    place = PLACES[page.place]
    return f"{page.record.hex()[:SHORT_ID]}  {created:10}  {title}" + (
        f"  [{place}]" if place else ""
    )


def _facts(page: KeptPage) -> JsonObject:
    tags = page.value.get("tags")
    return {
        "id": page.record.hex(),
        "kind": _text(page.value, "kind"),
        "title": _text(page.value, "title"),
        "tags": tags if isinstance(tags, list) else [],
        "created": _moment(page.value, "created_at"),
        "updated": _moment(page.value, "updated_at"),
        "place": page.place,
    }


def _text(value: JsonObject, field: str) -> str:
    text = value.get(field)
    return text if isinstance(text, str) else ""


def _moment(value: JsonObject, field: str) -> str:
    at = value.get(field)
    try:
        return time_text(at) if isinstance(at, int) else ""
    except OverflowError:
        return ""


def _now() -> Now:
    return Now(time.time_ns() // 1_000_000, _zone())


def _zone() -> str:
    """The IANA name of the machine's time zone, or an empty text."""
    _, found, name = str(Path("/etc/localtime").resolve()).partition("/zoneinfo/")
    return os.environ.get("TZ", "").lstrip(":") or (name if found else "")
