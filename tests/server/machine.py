"""What a simulated device consists of beside the engine: randomness that repeats itself, and a disk in memory."""

import hashlib

from goldseam.client.effects import Change, Table


class Chance:
    """Random bytes that are the same in every run."""

    def __init__(self, seed: str) -> None:
        self._seed, self._drawn = seed, 0

    def __call__(self, count: int) -> bytes:
        """So many bytes, never the same twice."""
        self._drawn += 1
        return hashlib.shake_128(f"{self._seed} {self._drawn}".encode()).digest(count)


class Disk:
    """Tables in memory; `write` is a transaction."""

    def __init__(self) -> None:
        self.tables: dict[Table, dict[bytes, bytes]] = {}

    def get(self, table: Table, key: bytes) -> bytes | None:
        return self.tables.get(table, {}).get(key)

    def scan(self, table: Table) -> list[tuple[bytes, bytes]]:
        return sorted(self.tables.get(table, {}).items())

    def write(self, changes: tuple[Change, ...]) -> None:
        for change in changes:
            rows = self.tables.setdefault(change.table, {})
            if change.value is None:
                rows.pop(change.key, None)
            else:
                rows[change.key] = change.value
