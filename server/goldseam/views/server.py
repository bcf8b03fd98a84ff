"""`server`: what the server can see (docs/views.md)."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from goldseam.crypto.canonical import JsonObject, canonical_json
from goldseam.protocol.encoding import padded
from goldseam.protocol.revisions import LEAST_BYTES, LEAST_TOMBSTONE_BYTES

AROUND_BYTES: Final = 29
VERSION_BYTES: Final = 1


def server(states: Sequence[JsonObject | None], *, synced: int | None, devices: int) -> JsonObject:
    """Sizes of the newest verified state of each record that the server has, None where it is not read here."""
    sizes = Counter(_sealed_bytes(state) for state in states if state is not None)
    return {
        "pieces": len(states),
        "sizes": [{"bytes": length, "pieces": sizes[length]} for length in sorted(sizes)],
        "synced": synced,
        "devices": devices,
    }


def _sealed_bytes(state: JsonObject) -> int:
    least = LEAST_TOMBSTONE_BYTES if state.get("deleted") is True else LEAST_BYTES
    return AROUND_BYTES + padded(VERSION_BYTES + len(canonical_json(state)), least)
