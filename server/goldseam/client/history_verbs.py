"""`history` and `restore`: the earlier versions of a page on the command line."""

import argparse
import json

from goldseam.client.calls import NOT_ANSWERED
from goldseam.client.committing import synchronise
from goldseam.client.copy import sentence_of
from goldseam.client.folder import Verbs, add_verb, opened
from goldseam.client.history import Version, bring_back, version, versions
from goldseam.client.moment import now
from goldseam.client.page_text import SHORT_ID, moment_of, words_of
from goldseam.client.pages import find
from goldseam.client.status import DONE, NOT_REACHED
from goldseam.client.terminal import say, tell
from goldseam.crypto.canonical import JsonObject

HONEST = "These are texts that your devices once wrote. The list may not be complete."
LEFT_OUT = (
    "Something that the server keeps under this page does not open with your key. It is left out."
)


def add(verbs: Verbs) -> None:
    """What can be done with earlier versions."""
    listing = add_verb(verbs, "history", _history, "list the earlier versions of a page")
    listing.add_argument("--json", action="store_true")
    restore = add_verb(verbs, "restore", _restore, "bring an earlier version of a page back")
    restore.add_argument("--number", type=int, required=True, metavar="N")
    for verb in (listing, restore):
        verb.add_argument("record", help="the page's id, or how it begins")


def _history(options: argparse.Namespace) -> int:
    with opened(options) as (driver, desk):
        page = driver.run(find(options.record))
        known = driver.run(versions(desk, page.record))
    if options.json:
        say(json.dumps([_facts(one) for one in known.all], ensure_ascii=False, indent=2))
    for one in () if options.json else known.all:
        on = one.before_new_keys
        mark = "" if on is None else f"  [from before the new keys of {on}]"
        at = moment_of(one.value, "updated_at")[:16]
        say(f"{one.number:6}  {at:16}  {words_of(one.value)}{mark}")
    tell(HONEST)
    if known.is_partial:
        tell(LEFT_OUT)
    return DONE


def _facts(one: Version) -> JsonObject:
    return {
        "number": one.number,
        "written": moment_of(one.value, "updated_at"),
        "stored_on": one.stored_on,
        "before_new_keys": one.before_new_keys,
        "words": words_of(one.value),
    }


def _restore(options: argparse.Namespace) -> int:
    with opened(options) as (driver, desk):
        page = driver.run(find(options.record))
        driver.run(synchronise(desk))
        earlier = driver.run(version(desk, page.record, options.number))
        driver.run(bring_back(page.record, earlier.value, now()))
        say(f"{page.record.hex()[:SHORT_ID]} says again what version {options.number} said.")
        try:
            driver.run(synchronise(desk))
        except NOT_ANSWERED as error:
            tell(f"{sentence_of(error)}\nNothing is lost: it is sent with the next goldseam pull.")
            return NOT_REACHED
    tell("What it said before is an earlier version now.")
    return DONE
