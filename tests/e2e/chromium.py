"""The Chromium under test: where it is, how it is started, and the sizes of the two devices."""

import shutil
from typing import Literal

from playwright.sync_api import Page, ViewportSize

INSECURE_HOST = "phone.test"
"""A name that leads to this machine and that browsers do not trust without TLS, as a phone's way to a laptop."""

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP {INSECURE_HOST} 127.0.0.1",
)

Kind = Literal["phone", "laptop"]
SIZES: dict[Kind, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "laptop": {"width": 1280, "height": 800},
}

COMPLAINTS = ("Content Security Policy", "TrustedScript", "TrustedHTML", "violates the following")


def executable() -> str:
    """The path of the Chromium that scripts/setup found or brought."""
    found = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
    path = next(filter(None, found), None)
    if path is None:
        raise FileNotFoundError("no Chromium; run scripts/setup test")
    return path


def complaints_of(page: Page) -> list[str]:
    """A list that grows with each uncaught error and each breach of the content policy on the page."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "console",
        lambda message: (
            found.append(message.text)
            if any(complaint in message.text for complaint in COMPLAINTS)
            else None
        ),
    )
    return found
