"""`export`: a backup, or ordinary files that anybody can read (docs/exports.md)."""

import argparse
from collections.abc import Iterator
from datetime import date
from typing import Final

from goldseam.client import backup_verbs
from goldseam.client.copy import EXPORT, sentence_of
from goldseam.client.folder import Verbs, add_verb, opened
from goldseam.client.held import load_alarm
from goldseam.client.moment import now
from goldseam.client.opened_records import OpenedRecords
from goldseam.client.pages import contents
from goldseam.client.placing import folder_beside, require_free, zip_beside
from goldseam.client.readable import Choice, Records, full_files, readable_files
from goldseam.client.status import DONE
from goldseam.client.terminal import Unusable, say, tell
from goldseam.crypto.page import text_in
from goldseam.errors import Alarm

PERSON: Final = "person"
CHOOSING: Final = ("first", "last", "kind", "person", "tag", "with_covered")
ZIP: Final = ".zip"


def add(verbs: Verbs) -> None:
    """`export`."""
    text = "write a backup that the age program opens, or, unsealed, ordinary files"
    export = add_verb(verbs, "export", _export, text)
    backup_verbs.add_export_arguments(export)
    form = export.add_mutually_exclusive_group()
    form.add_argument("--readable", action="store_true", help="Markdown, a file for each page")
    form.add_argument("--full", action="store_true", help="JSON, a file for each record")
    export.add_argument("--from", dest="first", type=_day, metavar="DAY")
    export.add_argument("--until", dest="last", type=_day, metavar="DAY")
    for name in ("kind", "person", "tag"):
        letter = name[0].upper()
        export.add_argument(
            f"--{name}", action="append", default=[], metavar=letter, help="may be repeated"
        )
    export.add_argument("--with-covered", action="store_true", help="what is covered too")


def mention(alarm: Alarm | None) -> int:
    """A standing alarm is said again with everything that reads; reading is not refused for it."""
    if alarm is not None:
        tell(sentence_of(alarm))
    return DONE


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _export(options: argparse.Namespace) -> int:
    is_open = options.readable or options.full
    if is_open:
        _require_no_lock(options)
    elif any(getattr(options, name) for name in CHOOSING):
        raise Unusable(EXPORT["whole"])
    require_free(options.to, is_forced=options.force)
    with opened(options) as (driver, desk):
        inside = driver.run(contents(desk, now(), OpenedRecords(driver)))
        alarm = driver.run(load_alarm())
        if not is_open:
            backup_verbs.export(options, inside)
        else:
            _write(options, inside.records)
            if inside.left_out:
                tell(EXPORT["left_out"].format(count=len(inside.left_out)))
    return mention(alarm)


def _require_no_lock(options: argparse.Namespace) -> None:
    if options.recipient or options.backup_passphrase_file is not None:
        raise Unusable(EXPORT["no_lock"])


def _write(options: argparse.Namespace, records: Records) -> None:
    choice = _choice(options, records)
    files = full_files(records, choice) if options.full else readable_files(records, choice)
    counted = _Counted(files)
    if options.to.suffix.lower() == ZIP:
        zip_beside(options.to, counted, is_forced=options.force)
    else:
        folder_beside(options.to, counted)
    say(EXPORT["done"].format(to=options.to, count=counted.count))
    tell(EXPORT["open"])


class _Counted:
    """Files, and how many there were."""

    def __init__(self, files: Iterator[tuple[str, bytes]]) -> None:
        self._files, self.count = files, 0

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        for file in self._files:
            self.count += 1
            yield file


def _choice(options: argparse.Namespace, records: Records) -> Choice:
    people = frozenset(person for given in options.person for person in _people(given, records))
    return Choice(
        options.first or "",
        options.last or "",
        frozenset(options.kind),
        people,
        frozenset(options.tag),
        with_covered=options.with_covered,
    )


def _people(given: str, records: Records) -> set[str]:
    """The ids of the people of this name, or whose id begins like this. Raises `Unusable` for nobody."""
    found = {
        record.hex()
        for record in records
        if text_in(value := records[record], "kind") == PERSON
        and (text_in(value, "name_shown") == given or record.hex().startswith(given.lower()))
    }
    if not found:
        raise Unusable(EXPORT["nobody"].format(given=given))
    return found
