"""`demo`: a made-up journal as a backup; it needs no account and no folder."""

import argparse
from datetime import UTC, date, datetime
from typing import Final

from goldseam.client.backup_verbs import add_export_arguments, export
from goldseam.client.demo import LANGUAGES, Ending, demo_records, load_demo
from goldseam.client.folder import Verbs
from goldseam.client.moment import now
from goldseam.client.placing import require_free
from goldseam.client.status import DONE
from goldseam.client.terminal import tell
from goldseam.crypto.backup import Contents
from goldseam.crypto.chain import Checkpoint
from goldseam.protocol.encoding import HASH_BYTES

NO_HISTORY: Final = Checkpoint(0, bytes(HASH_BYTES), ())
"""Of an account that never was."""

MADE_UP: Final = (
    "Everything in it is made up. It comes into an account with goldseam backup restore, or in the app under\n"
    "Restore from a backup: best into one of its own, because nothing there marks the pages as made up."
)


def add(verbs: Verbs) -> None:
    """`demo`."""
    text = "write a made-up journal of eight months, as a backup"
    demo = verbs.add_parser("demo", help=text, description=text, allow_abbrev=False)
    demo.set_defaults(run=_demo)
    add_export_arguments(demo)
    demo.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
    demo.add_argument("--last-day", type=date.fromisoformat, metavar="DAY", help="default: today")


def _demo(options: argparse.Namespace) -> int:
    require_free(options.to, is_forced=options.force)
    moment = now()
    last = options.last_day or datetime.fromtimestamp(moment.at / 1_000, UTC).astimezone().date()
    records = demo_records(load_demo(options.language), Ending(last, moment.zone))
    export(options, Contents(records, NO_HISTORY, moment.at))
    tell(MADE_UP)
    return DONE
