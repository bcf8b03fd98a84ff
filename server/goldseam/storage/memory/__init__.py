"""A store in memory, for tests and trials: nothing is kept when it goes."""

from goldseam.storage.memory.store import MemoryStorage

__all__ = ["MemoryStorage"]
