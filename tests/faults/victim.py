"""What every client of the person can be asked to do, and what it tells her, by code."""

from collections.abc import Mapping
from typing import Final, Protocol

SYNCED: Final = "synced"
"""Everything that waited was answered, and the newest head verified."""
SILENCE: Final = "silence"
"""Nothing could be concluded; it is tried again."""


class Victim(Protocol):
    """One device, locked; it can be brought back to how it was when `save` was called.

    Outcomes are SYNCED, SILENCE, or the code of the alarm or error whose sentence the person reads.
    """

    def sign_in(self) -> None:
        """Enter the account, so that this is one of its devices."""

    def save(self) -> None:
        """Remember how it is."""

    def begin(self) -> None:
        """Back to the saved state, in a process of its own."""

    def rest(self) -> None:
        """End its process, so that nothing but a stranger asks."""

    def sync(self) -> str:
        """Unlock, synchronise, and give the outcome. An alarm must also say what can be done."""

    def rejoin(self) -> None:
        """In an alarm: look at what is there and here, consent, and wait until all of it is sent."""

    def pages(self) -> Mapping[str, str]:
        """The body of every page that can be opened, by title."""

    def titles(self) -> set[str]:
        """The titles of all pages, those that cannot be opened too."""

    def unsent(self) -> set[str]:
        """The titles of pages whose newest words are on this device only."""

    def write(self, title: str, body: str) -> None:
        """Keep a new page; where the server answers, it is sent."""

    def enter(self, name: str, passphrase: str) -> str:
        """Sign in on a device that has nothing yet; gives the outcome."""

    def told(self) -> str:
        """Everything that the person was shown last."""
