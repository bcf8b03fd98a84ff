"""One SQLite file as a store: the default of a server of one machine."""

from goldseam.storage.sqlite.store import SqliteStorage

__all__ = ["SqliteStorage"]
