"""Whether other devices have been quiet for long: a server that shows nothing new for ever looks just like that."""

from datetime import UTC, datetime
from typing import Final

from goldseam.client.desk import Desk
from goldseam.client.effects import Procedure, read_clock
from goldseam.client.held import load_heard

QUIET_MILLISECONDS: Final = 14 * 24 * 60 * 60 * 1000


def quiet(desk: Desk) -> Procedure[str | None]:
    """The sentence that says since when there was no news, or None while that is no wonder."""
    heard, now = (yield from load_heard()), (yield from read_clock())
    others = [
        device.name
        for id_, device in desk.keyring.document.devices.items()
        if id_ != desk.enrolled.device and device.revoked is None
    ]
    if heard is None or not others or now - heard < QUIET_MILLISECONDS:
        return None
    who = others[0] if len(others) == 1 else "your other devices"
    since = datetime.fromtimestamp(heard / 1000, UTC).date().isoformat()
    return (
        f"No news from {who} since {since}. If nothing was written there, that is fine; if something was,\n"
        "compare the two with goldseam checkpoint."
    )
