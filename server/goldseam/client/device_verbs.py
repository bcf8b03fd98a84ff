"""`devices`: which devices the account has, the removal of some, and those that are new."""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence

from goldseam.client.calls import NOT_ANSWERED
from goldseam.client.changing import remove_devices
from goldseam.client.desk import Desk
from goldseam.client.devices import KnownDevice, devices, keep_told, untold
from goldseam.client.driver import Driver
from goldseam.client.folder import Verbs, add_verb, held
from goldseam.client.key_copy import DEVICES
from goldseam.client.moment import today
from goldseam.client.page_text import SHORT_ID
from goldseam.client.status import DONE, REFUSED
from goldseam.client.terminal import Unusable, agrees, plain, say
from goldseam.crypto.canonical import JsonObject
from goldseam.errors import NotFound


def add(verbs: Verbs) -> None:
    """One verb: alone it lists, with `remove` it removes."""
    verb = add_verb(verbs, "devices", _devices, "list the devices of the account, or remove some")
    verb.add_argument("action", nargs="?", choices=["remove"])
    verb.add_argument("ids", nargs="*", metavar="ID", help="a device's id, or how it begins")
    verb.add_argument("--others", action="store_true", help="remove all but this one")
    verb.add_argument("--yes", action="store_true", help="consent without being asked")
    verb.add_argument("--json", action="store_true")


def tell_news(driver: Driver, desk: Desk) -> None:
    """Say which devices are new, each once. Where the server does not answer, the next time."""
    try:
        known = driver.run(devices(desk))
    except (
        *NOT_ANSWERED,
        NotFound,
    ):  # A server of before there were new keys knows no such question.
        return
    news = driver.run(untold(desk, known))
    for device in news:
        say(_news_of(device))
    driver.run(keep_told(desk, news))


def matching(known: Iterable[KnownDevice], prefix: str) -> KnownDevice:
    """The one device whose id begins like this, and that is not this one. Raises `Unusable`."""
    found = [device for device in known if device.device.hex().startswith(prefix.lower())]
    if not found or not prefix:
        raise Unusable(DEVICES["none"])
    if len(found) > 1:
        raise Unusable(DEVICES["several"])
    if found[0].is_here:
        raise Unusable(DEVICES["own"])
    return found[0]


def line_of(device: KnownDevice) -> str:
    """A device on one line."""
    name = plain(device.name) if device.name is not None else f"({DEVICES['stranger']})"
    return f"{device.device.hex()[:SHORT_ID]}  {name}  [{', '.join(_facts(device))}]"


def _devices(options: argparse.Namespace) -> int:
    if options.action is None and (options.ids or options.others):
        raise Unusable("Say goldseam devices remove.")
    with held(options) as (driver, holder):
        known = driver.run(devices(holder.desk))
        if options.action is None:
            _list(known, is_json=options.json)
            driver.run(keep_told(holder.desk, known))
            return DONE
        gone = _chosen(known, options)
        for device in gone:
            say(line_of(device))
        if not (options.yes or agrees(DEVICES["ask"], "Give --yes.")):
            return REFUSED
        driver.run(remove_devices(holder, [device.device for device in gone], today()))
    say(DEVICES["removed_now"])
    return DONE


def _list(known: Sequence[KnownDevice], *, is_json: bool) -> None:
    if is_json:
        say(json.dumps([_object(device) for device in known], ensure_ascii=False, indent=2))
        return
    for device in known:
        say(line_of(device))


def _chosen(known: Sequence[KnownDevice], options: argparse.Namespace) -> list[KnownDevice]:
    there = [device for device in known if device.revoked is None]
    others = [device for device in there if not device.is_here]
    if options.others == bool(options.ids):
        raise Unusable("Say which devices, or --others.")
    if options.others and not others:
        raise Unusable(DEVICES["already"])
    return others if options.others else [matching(there, prefix) for prefix in options.ids]


def _facts(device: KnownDevice) -> Iterator[str]:
    if device.is_here:
        yield DEVICES["here"]
    if device.added is not None:
        yield DEVICES["added"].format(on=device.added)
    elif device.first_on is not None:
        yield DEVICES["first"].format(on=device.first_on)
    if device.seen_on is not None and not device.is_here:
        yield DEVICES["seen"].format(on=device.seen_on)
    if device.revoked is not None:
        yield DEVICES["removed"].format(on=device.revoked)


def _object(device: KnownDevice) -> JsonObject:
    return {
        "id": device.device.hex(),
        "name": device.name,
        "added": device.added,
        "first_on": device.first_on,
        "seen_on": device.seen_on,
        "removed": device.revoked,
        "is_here": device.is_here,
    }


def _news_of(device: KnownDevice) -> str:
    id_ = device.device.hex()[:SHORT_ID]
    if device.name is None:
        on = "" if device.first_on is None else f" on {device.first_on}"
        return DEVICES["new_stranger"].format(on=on, id=id_)
    return DEVICES["new"].format(name=plain(device.name), on=device.added, id=id_)
