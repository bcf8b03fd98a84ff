"""Records as people change them beside the text of a page: other kinds, chips, links, covers, the trash.

Each takes a record and a word that stands nowhere yet, and gives the record with something else in it.
"""

import hashlib
from collections.abc import Callable
from typing import Any, Final, TypeAlias

Value: TypeAlias = dict[str, Any]  # a record, of any kind
Edit: TypeAlias = Callable[[Value, str], Value]

CARD: Final = hashlib.sha256(b"the card that every account has once").digest()[:16]
LATER: Final = "of_a_later_version"

TEXTS: Final = {
    "entry": "line",
    "glimmer": "what",
    "repair": "camera",
    "person": "note",
    "checkin": "note_of_a_later_version",
    "safety_card": "my_signs",
    LATER: "text",
}
"""By kind, a field of it in which people write."""
SETS: Final = {"glimmer": "kinds", "repair": "gap", "person": "role", "checkin": "state_words"}


def begun(kind: str, word: str, at: int) -> Value:
    """A new record of a kind. The card begins alike on every device, as what an account has once does."""
    moment = 0 if kind == "safety_card" else at
    v = 9 if kind == LATER else 2
    head = {"kind": kind, "v": v, "created_at": moment, "updated_at": moment}
    page = {"title": "", "body": "", "tags": []} if kind == "entry" else {}
    return {**head, **page, "tz": "" if kind == "safety_card" else "UTC", TEXTS[kind]: word}


def worded(value: Value, word: str) -> Value:
    """A word more in its text."""
    field = TEXTS[value["kind"]]
    return value | {field: f"{value.get(field, '')}\n\n{word}".strip()}


def chipped(value: Value, word: str) -> Value:
    """One more chip."""
    field = SETS.get(value["kind"], "tags")
    return value | {field: sorted([*value.get(field, []), word])}


def unchipped(value: Value, _: str) -> Value:
    """One chip less."""
    field = SETS.get(value["kind"], "tags")
    return value | {field: value.get(field, [])[1:]}


def checked_in(value: Value, word: str) -> Value:
    """A chip in the check-in before it."""
    before = value.get("before", {})
    return value | {
        "before": before | {"state_words": sorted([*before.get("state_words", []), word])}
    }


def said(value: Value, word: str) -> Value:
    """Another one word in the check-in before it."""
    return value | {"before": value.get("before", {}) | {"one_word": word}}


def linked(value: Value, word: str) -> Value:
    """A link more; its id is random."""
    link = {"id": hashlib.sha256(word.encode()).hexdigest()[:32], "to": "0" * 32, "rel": word}
    return value | {"links": [*value.get("links", []), link]}


def unlinked(value: Value, _: str) -> Value:
    """A link less."""
    return value | {"links": value.get("links", [])[1:]}


def stepped(value: Value, word: str) -> Value:
    """A word in the note of a step that everybody knows."""
    steps = value.get("steps") or [{"id": "5" * 32, "note": ""}]
    first = steps[0] | {"note": f"{steps[0]['note']} {word}".strip()}
    return value | {"steps": [first, *steps[1:]]}


def covered(value: Value, _: str) -> Value:
    """Covered, or no longer."""
    return value | {"cover": value.get("cover") is not True}


def trashed(value: Value, _: str) -> Value:
    """Into the trash, or out of it again."""
    if "trashed_at" in value:
        return {field: member for field, member in value.items() if field != "trashed_at"}
    return value | {"trashed_at": value["updated_at"]}


EDITS: Final[tuple[Edit, ...]] = (
    *(worded, chipped, checked_in, linked, stepped, covered),
    *(said, unchipped, unlinked, trashed, worded),
)
