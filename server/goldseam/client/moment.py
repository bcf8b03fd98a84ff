"""This machine's clock and time zone."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

from goldseam.client.pages import Now


def now() -> Now:
    """The present moment, where this machine is."""
    return Now(time.time_ns() // 1_000_000, _zone())


def today() -> str:
    """The date of this machine's clock in UTC, YYYY-MM-DD."""
    return datetime.now(UTC).date().isoformat()


def _zone() -> str:
    """The IANA name of the machine's time zone, or an empty text."""
    _, found, name = str(Path("/etc/localtime").resolve()).partition("/zoneinfo/")
    return os.environ.get("TZ", "").lstrip(":") or (name if found else "")
