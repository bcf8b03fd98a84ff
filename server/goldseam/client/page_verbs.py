"""`pull`, `ls`, `show`, `write` and `export`: the pages on the command line."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from goldseam.client import backup_verbs
from goldseam.client.calls import NOT_ANSWERED
from goldseam.client.committing import Synced, synchronise
from goldseam.client.copy import sentence_of
from goldseam.client.desk import Desk
from goldseam.client.driver import Driver
from goldseam.client.folder import Verbs, add_verb, opened
from goldseam.client.held import load_alarm, load_aside
from goldseam.client.pages import KeptPage, Now, Words, contents, find, keep, pages
from goldseam.client.terminal import Unusable, edited, harmless, plain, read_text, say, tell
from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.page import time_text
from goldseam.errors import Alarm

NOT_REACHED: Final = 3
SHORT_ID: Final = 8
LINE_CHARACTERS: Final = 60
PLACES: Final = {
    "on_server": "",
    "waiting": "waits to be sent",
    "device_only": "on this device only",
    "set_aside": "last changed in a way that cannot be read here, read-only",
}


def add(verbs: Verbs) -> None:
    """What can be done with pages."""
    add_verb(verbs, "pull", _pull, "fetch and verify what is new, send what waits")
    listing = add_verb(verbs, "ls", _list, "list the pages, newest first")
    show = add_verb(verbs, "show", _show, "print a page: its title, then Markdown")
    show.add_argument("record", help="the page's id, or how it begins")
    for verb in (listing, show):
        verb.add_argument("--json", action="store_true")
    write = add_verb(verbs, "write", _write, "write a new page, or a page anew")
    write.add_argument("record", nargs="?", help="the page's id, or how it begins")
    write.add_argument("--title")
    write.add_argument("--tag", action="append", metavar="T", help="may be given several times")
    write.add_argument("--file", metavar="F", help="where the text is; - is the standard input")
    export = add_verb(verbs, "export", _export, "write a backup that the age program opens")
    backup_verbs.add_export_arguments(export)


def _pull(options: argparse.Namespace) -> int:
    with opened(options) as (driver, desk):
        return _report(driver, driver.run(synchronise(desk)))


def _list(options: argparse.Namespace) -> int:
    with opened(options) as (driver, _):
        kept = driver.run(pages())
        alarm = driver.run(load_alarm())
    if options.json:
        say(json.dumps([_facts(page) for page in kept], ensure_ascii=False, indent=2))
    else:
        for page in kept:
            say(_line(page))
    return _mention(alarm)


def _show(options: argparse.Namespace) -> int:
    with opened(options) as (driver, _):
        page = driver.run(find(options.record))
    if options.json:
        say(json.dumps({**_facts(page), "record": page.value}, ensure_ascii=False, indent=2))
        return 0
    title = plain(_text(page.value, "title"))
    say((f"# {title}\n\n" if title else "") + harmless(_text(page.value, "body")))
    return 0


def _write(options: argparse.Namespace) -> int:
    with opened(options) as (driver, desk):
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
    backup_verbs.require_free(options)
    with opened(options) as (driver, desk):
        inside = driver.run(contents(desk, _now()))
        alarm = driver.run(load_alarm())
    backup_verbs.export(options, inside)
    return _mention(alarm)


def _report(driver: Driver, synced: Synced) -> int:
    """What a person wants to know after a pull."""
    facts = (
        (len(driver.run(pages())), "here"),
        (len(synced.changed), "came or changed"),
        (len(synced.merged), "written in two places, both kept"),
        (len(synced.waiting), "waiting to be sent"),
        (len(synced.device_only), "on this device only"),
        (len(driver.run(load_aside())), "not readable here, perhaps of a newer version"),
    )
    counted = [f"{_pages(count)} {what}" for count, what in facts if count]
    say(f"{', '.join(counted) or 'No pages yet'}; verified at sequence {synced.sequence}.")
    return 0


def _pages(count: int) -> str:
    return f"{count} page" if count == 1 else f"{count} pages"


def _mention(alarm: Alarm | None) -> int:
    """A standing alarm is said again with everything that reads; reading is not refused for it."""
    if alarm is not None:
        tell(sentence_of(alarm))
    return 0


def _line(page: KeptPage) -> str:
    created = _moment(page.value, "created_at")[:10]
    texts = (_text(page.value, field)[:LINE_CHARACTERS] for field in ("title", "body", "kind"))
    title = next(filter(None, map(plain, texts)), "(empty)")
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
