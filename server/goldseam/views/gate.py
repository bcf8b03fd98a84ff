"""The gate of a repair, and how it ended (docs/records.md, The gate; docs/views.md, Repairs)."""

from typing import Final, Literal

from goldseam.crypto.canonical import JsonObject
from goldseam.views.journal import Journal, Page, names_any
from goldseam.views.reading import text, texts

HARM: Final = "harm_or_control"
BEHIND_IT: Final = frozenset({"impact", "my_part", "want", "reached"})
ENDINGS: Final = {
    "mended": "knot",
    "mended_with_self": "knot",
    "partly_mended": "half_knot",
    "boundary_kept": "gate",
    "not_safe": "gate",
    "set_down": "stone",
    "not_repairable": "stone",
}


def gate(repair: JsonObject) -> Literal["first", "open", "closed"]:
    """Whether something about the other person may be asked."""
    if HARM in texts(repair, "gap"):
        return "closed"
    if text(repair, "direction") == "with_self":
        return "open"
    match text(repair, "safe_to_bring"):
        case "":
            return "first"
        case "yes" | "mostly":
            return "open"
        case _:
            return "closed"


def ending(repair: JsonObject) -> str:
    """How it ended, or that it did not."""
    is_closed = gate(repair) == "closed"
    return ENDINGS.get(text(repair, "status"), "alone" if is_closed else "open")


def is_safe(journal: Journal, page: Page) -> bool:
    """Whether a repair may be counted and drawn unasked."""
    repair = page.value
    is_for_self = text(repair, "direction") == "with_self"
    return not (
        text(repair, "status") == "not_safe"
        or HARM in texts(repair, "gap")
        or (text(repair, "safe_to_bring") == "no" and not is_for_self)
        or names_any(page, journal.not_safe)
    )
