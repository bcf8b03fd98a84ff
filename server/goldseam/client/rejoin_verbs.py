"""`rejoin` and `checkpoint`: the way out of an alarm, and how two devices find out that they see the same history."""

import argparse
import sys
from collections.abc import Sequence
from typing import Final

from goldseam.client.committing import synchronise
from goldseam.client.copy import REJOIN, sentence_of
from goldseam.client.desk import Desk
from goldseam.client.effects import Procedure
from goldseam.client.folder import Verbs, add_verb, opened
from goldseam.client.held import load_alarm, load_state
from goldseam.client.moment import now
from goldseam.client.page_text import line_of
from goldseam.client.pages import KeptPage
from goldseam.client.rejoining import Finding, Look, look, rejoin
from goldseam.client.status import DONE, REFUSED
from goldseam.client.terminal import Unusable, ask_line, say, tell
from goldseam.client.verdict import Kind
from goldseam.crypto.chain import Checkpoint, VaultMark
from goldseam.crypto.page import is_removed
from goldseam.crypto.recovery import checkpoint_words

CONSENT: Final = "yes"
CHECKPOINT_WORDS: Final = 8


def add(verbs: Verbs) -> None:
    """Both verbs."""
    text = "after an alarm: show what is here and there, and go on together once you say so"
    verb = add_verb(verbs, "rejoin", _rejoin, text)
    verb.add_argument("--yes", action="store_true", help="consent without being asked")
    verb = add_verb(verbs, "checkpoint", _checkpoint, "eight words that stand for this history")
    verb.add_argument("--compare", metavar="WORDS", help="the eight words of another device")


def _rejoin(options: argparse.Namespace) -> int:
    with opened(options) as (driver, desk):
        alarm = driver.run(load_alarm())
        if alarm is None:
            say(REJOIN["no_alarm"])
            return DONE
        tell(sentence_of(alarm))
        found = driver.run(look(desk))
        _show(found)
        if not (options.yes or _consents()):
            say(REJOIN["left"])
            return REFUSED
        driver.run(rejoin(desk, found.at, now()))
        say(REJOIN["done"])
        driver.run(synchronise(desk))
    return DONE


def _show(found: Look) -> None:
    if found.is_continuation:
        say(REJOIN["continuation"])
    kinds: tuple[Kind, ...] = ("send", "take", "merge")
    for kind in kinds:
        of_kind = [finding for finding in found.findings if finding.kind == kind]
        if of_kind:
            say(f"\n{REJOIN[kind]}")
            _list(of_kind)
    if not found.findings:
        say(REJOIN["nothing"])


def _list(findings: Sequence[Finding]) -> None:
    for finding in findings:
        value = finding.value
        if value is None or is_removed(value):
            say(f"{finding.record.hex()[:8]}  {REJOIN['removed' if value else 'unread']}")
        else:
            say(line_of(KeptPage(finding.record, value, "on_server")))


def _consents() -> bool:
    if not sys.stdin.isatty():
        raise Unusable(REJOIN["ask_yes"])
    return ask_line(f"\n{REJOIN['ask']} ").strip().lower() == CONSENT


def _checkpoint(options: argparse.Namespace) -> int:
    with opened(options) as (driver, desk):
        words = driver.run(_words(desk))
    if options.compare is None:
        say(" ".join(words))
        return DONE
    typed = options.compare.lower().split()
    if len(typed) != CHECKPOINT_WORDS:
        raise Unusable(REJOIN["eight"])
    is_same = tuple(typed) == words
    say(REJOIN["same" if is_same else "different"])
    return DONE if is_same else REFUSED


def _words(desk: Desk) -> Procedure[tuple[str, ...]]:
    state = yield from load_state(desk.vault)
    mark = VaultMark(desk.vault, state.sequence, state.chain)
    return checkpoint_words(Checkpoint(desk.keyring.version, desk.keyring.digest, (mark,)))
