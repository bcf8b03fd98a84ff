"""`pull`, `ls`, `show` and `write`: the pages on the command line."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from goldseam.client.calls import NOT_ANSWERED
from goldseam.client.committing import Synced, synchronise
from goldseam.client.copy import sentence_of
from goldseam.client.desk import Desk
from goldseam.client.device_verbs import tell_news
from goldseam.client.driver import Driver
from goldseam.client.export_verbs import mention
from goldseam.client.folder import Verbs, add_verb, opened
from goldseam.client.held import load_alarm, load_aside
from goldseam.client.history import version
from goldseam.client.moment import now
from goldseam.client.page_text import SHORT_ID, facts_of, line_of, text_of
from goldseam.client.pages import (
    KeptPage,
    Words,
    find,
    is_trashed,
    keep,
    pages,
)
from goldseam.client.quiet import quiet
from goldseam.client.status import DONE, NOT_REACHED
from goldseam.client.terminal import Unusable, edited, harmless, read_text, say, tell


def add(verbs: Verbs) -> None:
    """What can be done with pages."""
    add_verb(verbs, "pull", _pull, "fetch and verify what is new, send what waits")
    listing = add_verb(verbs, "ls", _list, "list pages and all other records, newest first")
    show = add_verb(
        verbs, "show", _show, "print a page: its title, then Markdown; or any other record"
    )
    show.add_argument("record", help="the page's id, or how it begins")
    for verb in (listing, show):
        verb.add_argument("--json", action="store_true")
    show.add_argument("--number", type=int, metavar="N", help="an earlier version, from the server")
    listing.add_argument("--kind", metavar="K", help="only records of this kind")
    listing.add_argument("--trash", action="store_true", help="what lies in the trash")
    write = add_verb(verbs, "write", _write, "write a new page, or a page anew")
    write.add_argument("record", nargs="?", help="the page's id, or how it begins")
    write.add_argument("--title")
    write.add_argument("--tag", action="append", metavar="T", help="may be given several times")
    write.add_argument("--file", metavar="F", help="where the text is; - is the standard input")


def _pull(options: argparse.Namespace) -> int:
    with opened(options) as (driver, desk):
        ended = _report(driver, desk, driver.run(synchronise(desk)))
        tell_news(driver, desk)
        return ended


def _list(options: argparse.Namespace) -> int:
    with opened(options) as (driver, _):
        kept = [page for page in driver.run(pages()) if _is_asked(options, page)]
        alarm = driver.run(load_alarm())
    if options.json:
        say(json.dumps([facts_of(page) for page in kept], ensure_ascii=False, indent=2))
    else:
        for page in kept:
            say(line_of(page))
    return mention(alarm)


def _is_asked(options: argparse.Namespace, page: KeptPage) -> bool:
    is_of_kind = options.kind is None or page.value.get("kind") == options.kind
    is_there: bool = is_trashed(page.value) == options.trash
    return is_of_kind and is_there


def _show(options: argparse.Namespace) -> int:
    with opened(options) as (driver, desk):
        page = driver.run(find(options.record))
        if options.number is not None:
            earlier = driver.run(version(desk, page.record, options.number))
            page = KeptPage(page.record, earlier.value, "on_server")
    if options.json:
        say(json.dumps({**facts_of(page), "record": page.value}, ensure_ascii=False, indent=2))
        return DONE
    say(text_of(page))
    return DONE


def _write(options: argparse.Namespace) -> int:
    with opened(options) as (driver, desk):
        page = driver.run(find(options.record)) if options.record else None
        with _body(options, page) as body:
            tags = None if options.tag is None else tuple(options.tag)
            words = Words(options.title, body, tags)
            if words == Words() or (page is None and not (words.title or words.body)):
                raise Unusable("There is nothing to keep.")
            record = driver.run(keep(desk, page.record if page else None, words, now()))
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
        before = page.value.get("body") if page else None
        with edited(before if isinstance(before, str) else "", editor, options.state) as text:
            yield text.removesuffix("\n")


def _send(driver: Driver, desk: Desk) -> int:
    try:
        return _report(driver, desk, driver.run(synchronise(desk)))
    except NOT_ANSWERED as error:
        tell(f"{sentence_of(error)}\nNothing is lost: it is sent with the next goldseam pull.")
        return NOT_REACHED


def _report(driver: Driver, desk: Desk, synced: Synced) -> int:
    """What a person wants to know after a pull."""
    aside = list(driver.run(load_aside()).values())
    facts = (
        (len(driver.run(pages())), "here"),
        (len(synced.changed), "came or changed"),
        (len(synced.merged), "written in two places, both kept"),
        (len(synced.waiting), "waiting to be sent"),
        (len(synced.device_only), "on this device only"),
        (aside.count("newer"), "of a newer version"),
        (aside.count("unreadable"), "not readable here"),
    )
    counted = [f"{_pages(count)} {what}" for count, what in facts if count]
    say(f"{', '.join(counted) or 'No pages yet'}; verified at sequence {synced.sequence}.")
    silence = driver.run(quiet(desk))
    if silence is not None:
        say(harmless(silence))
    return DONE


def _pages(count: int) -> str:
    return f"{count} page" if count == 1 else f"{count} pages"
