"""`backup restore`: what a backup has that is not here, brought back; nothing here is written over."""

import argparse
from collections import Counter
from collections.abc import Sequence
from typing import Final

from goldseam.client.backup_verbs import add_key_arguments, opened_backup
from goldseam.client.calls import NOT_ANSWERED
from goldseam.client.committing import synchronise
from goldseam.client.copy import RESTORE, sentence_of
from goldseam.client.desk import Desk
from goldseam.client.driver import Driver
from goldseam.client.folder import Verbs, add_verb, opened
from goldseam.client.moment import now
from goldseam.client.page_text import SHORT_ID
from goldseam.client.restoring import (
    KEPT,
    KINDS,
    MAX_BATCH_RECORDS,
    Fate,
    Kind,
    fates,
    keep_restored,
    record_in,
    records_in,
)
from goldseam.client.status import DONE, NOT_REACHED, REFUSED
from goldseam.client.terminal import agrees, plain, say, tell
from goldseam.crypto.backup import Backup

NAMED: Final[tuple[Kind, ...]] = ("different", "kept_here", "removed_here")
"""Of these it is said which."""


def add(kinds: Verbs) -> None:
    """`restore` beside the other things that are done with a backup; this one needs an account."""
    text = "bring back what a backup has and this account has not; nothing is written over"
    restore = add_verb(kinds, "restore", _restore, text)
    add_key_arguments(restore)
    restore.add_argument("--dry-run", action="store_true", help="show what would be done")
    restore.add_argument(
        "--without-copies", action="store_true", help="leave out what says something else here"
    )
    restore.add_argument("--yes", action="store_true", help="do it without being asked")


def _restore(options: argparse.Namespace) -> int:
    with opened_backup(options) as backup, opened(options) as (driver, desk):
        driver.run(synchronise(desk))
        found = driver.run(fates(desk, records_in(backup), lambda one: record_in(backup, one)))
        _show(found, backup.manifest.made)
        left_out = {"different"} if options.without_copies else set()
        to_keep = [fate for fate in found if fate.kind in KEPT - left_out]
        if options.dry_run or not to_keep:
            say(RESTORE["nothing_done" if options.dry_run else "all_here"])
            return DONE
        if not (options.yes or agrees(RESTORE["ask"], RESTORE["no_terminal"])):
            say(RESTORE["left"])
            return REFUSED
        return _keep(driver, desk, backup, to_keep)


def _show(found: Sequence[Fate], made: str) -> None:
    """The preview: how many of each kind, and which ones are left alone or come as copies."""
    say(RESTORE["made"].format(made=plain(made)))
    counts = Counter(fate.kind for fate in found)
    for kind in KINDS:
        if counts[kind]:
            say(f"{counts[kind]:>8}  {RESTORE[kind]}")
    for fate in found:
        if fate.kind in NAMED:
            say(f"          {fate.record.hex()[:SHORT_ID]}  {fate.kind}")


def _keep(driver: Driver, desk: Desk, backup: Backup, to_keep: Sequence[Fate]) -> int:
    """Batch after batch is kept and sent; where the server is not reached any more, only kept."""
    kept, silence = 0, None
    for start in range(0, len(to_keep), MAX_BATCH_RECORDS):
        batch = to_keep[start : start + MAX_BATCH_RECORDS]
        made = backup.manifest.made
        kept += driver.run(keep_restored(batch, lambda one: record_in(backup, one), made, now()))
        tell(RESTORE["progress"].format(done=start + len(batch), all=len(to_keep)))
        if silence is None:
            silence = _sent(driver, desk)
    say(RESTORE["done"].format(count=kept))
    if silence is not None:
        tell(f"{silence}\nNothing is lost: it is sent with the next goldseam pull.")
        return NOT_REACHED
    return DONE


def _sent(driver: Driver, desk: Desk) -> str | None:
    """None, or why the server did not take it."""
    try:
        driver.run(synchronise(desk))
    except NOT_ANSWERED as error:
        return sentence_of(error)
    return None
