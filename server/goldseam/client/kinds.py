"""The version of each kind of record that this client writes (docs/records.md). A new kind is a new row."""

from typing import Final

from goldseam.crypto.canonical import JsonObject

VERSIONS: Final = {
    "entry": 2,
    "reflection": 2,
    "repair": 2,
    "glimmer": 2,
    "checkin": 2,
    "line": 2,
    "person": 2,
    "safety_card": 2,
    "settings": 3,
    "pack_override": 2,
    "rejoined": 1,
}


def version_of_change(record: JsonObject) -> JsonObject:
    """The `v` of a changed record: the greater of its own and ours; nothing for a kind that is not known here."""
    kind, own = record.get("kind"), record.get("v")
    ours = VERSIONS.get(kind) if isinstance(kind, str) else None
    is_later = isinstance(own, int) and ours is not None and own >= ours
    return {} if ours is None or is_later else {"v": ours}
