"""`views`: what the screens show instead of pages to read, as data (docs/views.md)."""

import argparse
from datetime import date

from goldseam.client.desk import Desk
from goldseam.client.effects import Procedure, opened_readable
from goldseam.client.export_verbs import mention
from goldseam.client.folder import Verbs, add_verb, opened
from goldseam.client.held import load_alarm, load_state
from goldseam.client.moment import now
from goldseam.client.pages import find, pages
from goldseam.client.terminal import say
from goldseam.crypto.canonical import JsonObject, canonical_json, parse_object
from goldseam.views.days import local_day
from goldseam.views.every import every_view
from goldseam.views.journal import Journal
from goldseam.views.server import server


def add(verbs: Verbs) -> None:
    """`views`."""
    text = "print what the views show, computed from this device's copy"
    verb = add_verb(verbs, "views", _views, text)
    verb.add_argument("--json", action="store_true", required=True, help="as canonical JSON")
    verb.add_argument("--today", type=_day, metavar="DAY", help="as if it were this day")
    verb.add_argument("--person", metavar="ID", help="the view with this person too")


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _views(options: argparse.Namespace) -> int:
    with opened(options) as (driver, desk):
        kept = driver.run(pages())
        person = driver.run(find(options.person)).record.hex() if options.person else None
        seen = driver.run(_server(desk))
        alarm = driver.run(load_alarm())
    journal = Journal({page.record.hex(): page.value for page in kept})
    shown = every_view(journal, options.today or _today(), person)
    say(canonical_json(shown | {"server": seen}).decode())
    return mention(alarm)


def _today() -> str:
    """The day of the person's own calendar."""
    here = now()
    return local_day(here.at, here.zone)


def _server(desk: Desk) -> Procedure[JsonObject]:
    """What the server can see. When this device last looked is not kept here."""
    state = yield from load_state(desk.vault)
    bases = yield from opened_readable("bases")
    read = (bases.get(record) for record in state.rows)
    states = [None if base is None else parse_object(base) for base in read]
    devices = desk.keyring.document.devices.values()
    return server(states, synced=None, devices=sum(device.revoked is None for device in devices))
