"""The records of an open device as a mapping of which one at a time is in memory."""

from collections.abc import Iterator, Mapping

from goldseam.client.driver import Driver
from goldseam.client.pages import readable, readable_records
from goldseam.crypto.canonical import JsonObject


class OpenedRecords(Mapping[bytes, JsonObject]):
    """The newest state of each record that is read here and was not removed, by id; opened whenever it is asked for."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._records = dict.fromkeys(driver.run(readable_records()))

    def __getitem__(self, record: bytes) -> JsonObject:
        if record not in self._records:
            raise KeyError(record)
        value = self._driver.run(readable(record))
        if value is None:
            raise KeyError(record)
        return value

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)
