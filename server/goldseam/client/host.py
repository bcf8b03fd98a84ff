"""What a host hands out, asked for as a browser asks, within bounds: it may be hostile."""

import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import httpx

from goldseam.client.calls import Silence

MAX_FILE_BYTES: Final = 8 * 1_048_576
MAX_REQUESTS: Final = 5000
MAX_SECONDS: Final = 300.0
PAUSE_SECONDS: Final = 10.0
PLAIN: Final = "identity"
ZIPPED: Final = "gzip"
PACKED: Final = f"br, {ZIPPED}"


class Unfinished(Silence):
    """The host took more time, or led to more requests, than a comparison needs. Ends with status 3."""

    code = "unfinished"
    sentence = (
        "The host was too slow, or named too many files: the comparison was not finished. Try again; if it stays so, "
        "do not take this host for the one that you know."
    )


@dataclass(frozen=True)
class Given:
    """One answer. `body` is as it was sent; None for one that is longer than a file of a release can be."""

    status: int
    headers: Mapping[str, str]
    body: bytes | None

    @property
    def encoding(self) -> str:
        """The content encoding; the empty word for none."""
        return self.headers.get("content-encoding", "").strip().lower()

    def content(self) -> bytes | None:
        """The bytes that a browser would read; None for what is too long or cannot be unpacked here."""
        if self.body is None or self.encoding in {"", PLAIN}:
            return self.body
        return _unzipped(self.body) if self.encoding == ZIPPED else None


class Host:
    """One origin. Follows no redirect: elsewhere is not this host."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._end = time.monotonic() + MAX_SECONDS
        self._requests = 0

    def get(self, address: str, accepting: str = PLAIN) -> Given:
        """The answer to one GET. Raises `Silence` when there is none, `Unfinished` beyond the bounds."""
        self._requests += 1
        if self._requests > MAX_REQUESTS or time.monotonic() > self._end:
            raise Unfinished
        headers = {"Accept-Encoding": accepting, "User-Agent": "Mozilla/5.0", "Accept": "*/*"}
        try:
            with self._client.stream("GET", address, headers=headers) as answer:
                return Given(answer.status_code, answer.headers, self._read(answer))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Silence from error

    def _read(self, answer: httpx.Response) -> bytes | None:
        body = bytearray()
        for chunk in answer.iter_raw():
            body += chunk
            if time.monotonic() > self._end:
                raise Unfinished
            if len(body) > MAX_FILE_BYTES:
                return None
        return bytes(body)


def host_at(origin: str) -> httpx.Client:
    """A connection for `Host`, closed by the caller."""
    return httpx.Client(base_url=origin, timeout=PAUSE_SECONDS, follow_redirects=False)


def _unzipped(body: bytes) -> bytes | None:
    unpack = zlib.decompressobj(wbits=31)
    try:
        content = unpack.decompress(body, MAX_FILE_BYTES)
    except zlib.error:
        return None
    return content if unpack.eof and not unpack.unused_data else None
