"""`import`: pages that were written elsewhere, taken in after a preview; nothing here is written over."""

import argparse
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from goldseam.client.calls import NOT_ANSWERED
from goldseam.client.committing import synchronise
from goldseam.client.copy import sentence_of
from goldseam.client.desk import Desk
from goldseam.client.driver import Driver
from goldseam.client.folder import Verbs, add_verb, opened
from goldseam.client.import_copy import APPS, DROPPED, IMPORT, REASONS
from goldseam.client.importing import batches, keep_imported, people_here, record_ids, standing
from goldseam.client.moment import now
from goldseam.client.status import DONE, NOT_REACHED, REFUSED
from goldseam.client.terminal import Unusable, agrees, plain, say, tell, write_new
from goldseam.errors import Alarm, GoldseamError, Quota
from goldseam.imports.item import APPS as FORMATS
from goldseam.imports.item import DROPPABLE, Choices, Droppable, Row
from goldseam.imports.limits import MAX_MEMBERS
from goldseam.imports.reading import Import, look_at
from goldseam.imports.refusal import ImportRefused
from goldseam.imports.source import SourceFile, members_of
from goldseam.imports.times import zone

SENT_TOGETHER: Final = 10
"""Batches that are kept before they are sent: sending looks at the whole journal each time."""
NOT_PRINTED: Final = frozenset({"already_here", "removed_here"})
"""Of these the number is said; in the file they stand one by one."""


def add(verbs: Verbs) -> None:
    """`import`."""
    text = (
        "take in pages from another journal: a zip, a folder or a file; shows first what would come"
    )
    verb = add_verb(verbs, "import", _import, text)
    verb.add_argument("source", type=Path, metavar="FILE|FOLDER")
    verb.add_argument("--format", choices=FORMATS, help="by default what it looks like")
    verb.add_argument(
        "--zone", metavar="Z", help="of times that name none; by default this machine's"
    )
    verb.add_argument("--cover", action="store_true", help="cover every page")
    kinds = ",".join(DROPPABLE)
    verb.add_argument("--keep", type=_kinds, default=frozenset(), metavar="K,…", help=kinds)
    verb.add_argument(
        "--with-trashed", action="store_true", help="what lies in the trash there too"
    )
    verb.add_argument("--report", type=Path, metavar="FILE", help="a new file for the whole report")
    verb.add_argument("--dry-run", action="store_true", help="show what would come")
    verb.add_argument("--yes", action="store_true", help="do it without being asked")


def _kinds(text: str) -> frozenset[Droppable]:
    asked = text.split(",")
    if not set(asked) <= set(DROPPABLE):
        raise argparse.ArgumentTypeError(f"give some of {','.join(DROPPABLE)}")
    return frozenset(name for name in DROPPABLE if name in asked)


def _import(options: argparse.Namespace) -> int:
    choices = _choices(options)
    is_folder = options.source.is_dir()
    files = list(_files(options.source))
    if options.report is not None and options.report.exists():
        raise Unusable(f"{options.report} is there already.")
    with opened(options) as (driver, desk), members_of(files, is_folder=is_folder) as members:
        silence = _sent(driver, desk)
        found = look_at(members, choices, record_ids(desk))
        known = _count_known(driver, desk, found)
        _show(options.source.name, found, known)
        if options.dry_run or not found.pages:
            _finish(options, found.report)
            say(IMPORT["dry" if found.pages else "nothing"])
            return DONE if found.pages else REFUSED
        if not (options.yes or agrees(f"{IMPORT['ask']} ", IMPORT["no_terminal"])):
            say(IMPORT["left"])
            return REFUSED
        return _keep(options, driver, desk, found, silence)


def _choices(options: argparse.Namespace) -> Choices:
    moment = now()
    name = options.zone or moment.zone or "UTC"
    local = zone(name)
    if local is None:
        raise Unusable(f"{plain(name)} is not a time zone; one is Europe/Berlin.")
    return Choices(
        local, moment.at, options.format, options.keep, options.with_trashed, options.cover
    )


def _files(source: Path) -> Iterator[SourceFile]:
    """The file, or every file of the folder; links are passed over. Raises `Unusable`, `ImportRefused`."""
    if not source.is_dir():
        if not source.is_file():
            raise Unusable(f"{source} is not there.")
        yield _file(source, source.name)
        return
    for count, path in enumerate(_walk(source)):
        if count == MAX_MEMBERS:
            raise ImportRefused
        yield _file(path, path.relative_to(source).as_posix())


def _walk(folder: Path) -> Iterator[Path]:
    for root, _, names in os.walk(folder):
        for name in names:
            path = Path(root, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _file(path: Path, name: str) -> SourceFile:
    facts = path.stat()

    def opened_file() -> BinaryIO:
        return path.open("rb")

    return SourceFile(name, facts.st_size, facts.st_mtime_ns // 1_000_000, opened_file)


def _count_known(driver: Driver, desk: Desk, found: Import) -> int:
    """How many of the pages would be left alone."""
    record_id = record_ids(desk)
    stand = (
        driver.run(standing(record_id("entry", app, original_id), app, original_id))
        for app, original_id in found.pages
    )
    return sum(one != "absent" for one in stand)


def _show(name: str, found: Import, known: int) -> None:
    """The preview."""
    if found.app is None or not found.pages:
        return  # The report says all that there is to say.
    preview = found.preview
    say(IMPORT["from"].format(app=APPS[found.app], name=plain(name)))
    counts = {"pages": preview.pages, "people": preview.people, "media": preview.media}
    say(IMPORT["pages"].format(**counts, start=preview.start, end=preview.end))
    say(IMPORT["first"].format(first=", ".join(preview.first), zone=found.choices.zone.key))
    if preview.dropped:
        kinds = [k for k in DROPPABLE if k in preview.dropped]
        what = ", ".join(f"{DROPPED[k]} ({k}: {preview.dropped[k]})" for k in kinds)
        say(IMPORT["dropped"].format(what=what))
    if found.report:
        say(IMPORT["left_out"])
        _show_counts(found.report)
    if known:
        say(IMPORT["here"].format(count=known))


def _show_counts(rows: Sequence[Row]) -> None:
    for reason, count in sorted(Counter(row.reason for row in rows).items()):
        say(f"{count:>8}  {REASONS[reason]}")


def _keep(
    options: argparse.Namespace,
    driver: Driver,
    desk: Desk,
    found: Import,
    silence: GoldseamError | None,
) -> int:
    """Keep batch after batch, and send them together; where the server is not reached, only keep."""
    people = driver.run(people_here())
    rows = list(found.report)
    count = done = 0
    total = found.preview.pages + found.preview.people
    for number, batch in enumerate(batches(found.records()), 1):
        kept = driver.run(keep_imported(batch, people, found.record_id))
        count += kept.count
        done += len(batch)
        rows += kept.rows
        tell(IMPORT["progress"].format(done=done, all=total))
        if silence is None and number % SENT_TOGETHER == 0:
            silence = _sent(driver, desk)
    if silence is None:
        silence = _sent(driver, desk)
    _finish(options, rows)
    say(IMPORT["done"].format(count=count))
    if silence is None:
        return DONE
    tell(f"{sentence_of(silence)}\n{IMPORT['silence']}")
    return NOT_REACHED if isinstance(silence, NOT_ANSWERED) else REFUSED


def _sent(driver: Driver, desk: Desk) -> GoldseamError | None:
    """None, or why the server did not take it; what was kept here stays kept."""
    try:
        driver.run(synchronise(desk))
    except (*NOT_ANSWERED, Alarm, Quota) as error:
        return error
    return None


def _finish(options: argparse.Namespace, rows: Sequence[Row]) -> None:
    """The report: printed, and whole in the file that was asked for."""
    ordered = sorted(set(rows), key=lambda row: row.place)
    _show_rows(ordered)
    if options.report is not None:
        write_new(options.report, "".join(f"{line}\n" for line in _lines(ordered)).encode())
        say(IMPORT["report"].format(path=options.report))


def _show_rows(rows: Sequence[Row]) -> None:
    for line in _lines([row for row in rows if row.reason not in NOT_PRINTED]):
        say(line)
    _show_counts([row for row in rows if row.reason in NOT_PRINTED])


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    """The report: under each reason the members and ids that it is about."""
    for reason in sorted({row.reason for row in rows}):
        yield f"{reason}: {REASONS[reason]}"
        for row in rows:
            if row.reason == reason:
                yield f"  {plain(row.member)}  {plain(row.original_id)}".rstrip()
