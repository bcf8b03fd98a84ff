"""What a person brings in, from elsewhere and from a backup, as deeds: each may be cut short, and is done again."""

from collections.abc import Mapping
from typing import Any, Final

from goldseam.client.effects import Procedure
from goldseam.client.importing import keep_imported, people_here, record_ids
from goldseam.client.restoring import fates, keep_restored
from goldseam.crypto.canonical import JsonObject
from goldseam.imports.reading import Imported
from tests.faults.deeds import NOW, Deed, Scene
from tests.server.simulated import NOON

SHARED: Final = ("First.\n\nLast.", "Calm.")
MADE: Final = "2026-11-22T18:00:00Z"
LONG_AGO: Final = bytes(15) + b"\x01"


def _page(body: str) -> JsonObject:
    moment: JsonObject = {"created_at": NOON, "updated_at": NOON, "tz": "UTC"}
    origin: JsonObject = {"app": "markdown", "original_id": body}
    return {"kind": "entry", "v": 2, **moment, "body": body, "origin": origin}


def _bring_in(scene: Scene) -> Procedure[Any]:
    """Two pages, one after the other, as two batches of an import."""
    record_id = record_ids(scene.phone.desk)
    people = yield from people_here()
    for body in ("Of long ago.", "Of last year."):
        one = Imported(record_id("entry", "markdown", body), _page(body), body, body)
        yield from keep_imported([one], people, record_id)


def _backed(scene: Scene) -> Mapping[bytes, JsonObject]:
    """A page that is not here, and one that says something else than here."""
    return {LONG_AGO: _page("Of long ago."), scene.pages["calm"]: _page("Loud, of the backup.")}


def _restore(scene: Scene) -> Procedure[Any]:
    backed = _backed(scene)
    for fate in (yield from fates(scene.phone.desk, sorted(backed), backed.__getitem__)):
        yield from keep_restored([fate], backed.__getitem__, MADE, NOW)


def _shows(*texts: str) -> Any:
    return lambda scene: set(texts) <= set(scene.bodies(scene.phone))


ARRIVING_DEEDS: Final = (
    Deed(
        "bring pages in",
        Scene.share,
        _bring_in,
        ("First.", "Calm."),
        (*SHARED, "Of long ago.", "Of last year."),
        is_done=_shows("Of long ago.", "Of last year."),
    ),
    Deed(
        "restore a backup",
        Scene.share,
        _restore,
        ("First.", "Calm."),
        (*SHARED, "Of long ago.", "Loud, of the backup."),
        is_done=_shows("Of long ago.", "Loud, of the backup."),
    ),
)
