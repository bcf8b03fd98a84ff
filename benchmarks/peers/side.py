"""What both sides of a comparison can do: a server in a process of its own, with clients that write into it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.serving import Served

FOLDER = Path(__file__).parent
MODULES = FOLDER / "node_modules"
NATIVE = ("better-sqlite3",)
"""Its ready-made binary does not lie in the registry. The others that run bring theirs."""
CLIENTS = 8
"""Each writes into an account, a file, a document or a database of its own."""
ITEM_BYTES = 1024
"""Random bytes, so that nothing compresses them."""
A_BATCH = 100
ITEMS = 10_000
"""What `fill` stores in one account, and `first_sync` reads."""


class Side(Protocol):
    """A running server and its clients."""

    @property
    def server(self) -> Served:
        """The process."""

    async def write(self, clients: int, size: int, count: int) -> float:
        """Seconds until each client has the answers to so many writes of `size` items, one after the other."""

    async def fill(self) -> None:
        """Store ITEMS items in batches of A_BATCH."""

    async def first_sync(self) -> float:
        """Seconds until a new device has all that `fill` stored."""

    async def spread(self, count: int) -> list[float]:
        """Milliseconds from the sending of each of so many writes until another device, that listens, has it."""


@dataclass(frozen=True)
class Peer:
    """What a user would run instead; `spreads` is false where devices only ask from time to time."""

    name: str
    open: Callable[[Path], AbstractAsyncContextManager[Side]]
    acknowledges: str
    reads: str
    spreads: bool = True
