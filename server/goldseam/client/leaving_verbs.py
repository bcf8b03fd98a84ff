"""`account export`, `account close` and `forget`: taking along what the server holds, and leaving."""

import argparse
from pathlib import Path

import msgspec

from goldseam.client.entering import NotEntered
from goldseam.client.folder import Verbs, add_folder_verb, add_verb, held, offline
from goldseam.client.key_copy import LEAVING
from goldseam.client.leaving import account_export, close_account
from goldseam.client.moment import today
from goldseam.client.resting import enrolled_here
from goldseam.client.status import DONE, REFUSED
from goldseam.client.store import FILE, open_store, remove_store
from goldseam.client.terminal import agrees, ask_line, say, write_new
from goldseam.errors import BadRequest
from goldseam.protocol.encoding import canonical_name


def add(verbs: Verbs) -> None:
    """`account` with its two verbs, and `forget`."""
    account = verbs.add_parser("account", allow_abbrev=False)
    inner = account.add_subparsers(required=True, metavar="verb")
    text = "write all that the server holds of the account, but for the sealed pages"
    export = add_verb(inner, "export", _export, text)
    export.add_argument("--to", type=Path, required=True, metavar="FILE")
    add_verb(inner, "close", _close, "remove the account and everything of it from the server")
    text = "remove everything that this folder holds"
    forget = add_folder_verb(verbs, "forget", _forget, text)
    forget.add_argument("--yes", action="store_true", help="consent without being asked")


def _export(options: argparse.Namespace) -> int:
    with held(options) as (driver, holder):
        held_there = driver.run(account_export(holder))
    document = msgspec.json.format(msgspec.json.encode(held_there), indent=2)
    write_new(options.to, document + b"\n")
    say(LEAVING["exported"].format(path=options.to))
    return DONE


def _close(options: argparse.Namespace) -> int:
    with held(options) as (driver, holder):
        say(LEAVING["close"])
        if not _is_name(
            ask_line(LEAVING["ask_name"], LEAVING["no_terminal"]), holder.desk.enrolled.name
        ):
            say(LEAVING["other_name"])
            return REFUSED
        driver.run(close_account(holder, today()))
    say(LEAVING["closed"])
    return DONE


def _is_name(typed: str, name: str) -> bool:
    try:
        return canonical_name(typed) == name
    except BadRequest:
        return False


def _forget(options: argparse.Namespace) -> int:
    if not (options.state / FILE).exists():
        raise NotEntered
    with open_store(options.state) as store:
        if offline(store).run(enrolled_here()) is None:
            raise NotEntered
        say(LEAVING["forget"])
        waiting = len(store.scan("outbox"))
        if waiting:
            count, are = ("1 page", "is") if waiting == 1 else (f"{waiting} pages", "are")
            say(LEAVING["only_here"].format(count=count, are=are))
        if not (options.yes or agrees(LEAVING["ask_forget"], "Give --yes.")):
            return REFUSED
    remove_store(options.state)
    say(LEAVING["forgotten"])
    return DONE
