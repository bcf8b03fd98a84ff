"""Token buckets (docs/protocol.md, Limits against strangers). No HTTP; the clock is given.

[Note: Who is forgotten] A bucket is one number: when it will be full again. One that is full needs no entry. Where too
many are not, those that are nearest to full go: a flood of new addresses or names forgives each the little that it has
drawn, and never the one that has drawn most, which is what a flood would be sent for.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address

from goldseam.errors import RateLimited

MAX_BUCKETS = 16_384
KEPT_BUCKETS = MAX_BUCKETS * 3 // 4
IPV6_PREFIX_BYTES = 8
NO_ADDRESS = b""


@dataclass(frozen=True)
class Buckets:
    """Buckets of one kind, by key: each holds `capacity` points and gains `per_second`.

    `clock` gives seconds that never go back.
    """

    capacity: float
    per_second: float
    clock: Callable[[], float]
    _full_at: dict[bytes, float] = field(default_factory=dict, repr=False)

    def wait_for(self, key: bytes, points: float) -> float:
        """Seconds until the bucket holds that many points; 0 or less when it does. `points` are within the capacity."""
        missing = points - self.capacity
        return self._owed_seconds(key) + missing / self.per_second

    def draw(self, key: bytes, points: float) -> None:
        """Take points, whether they are there or not; negative ones are given back."""
        owed_seconds = self._owed_seconds(key) + points / self.per_second
        if owed_seconds <= 0:
            self._full_at.pop(key, None)
            return
        self._full_at[key] = self.clock() + owed_seconds
        if len(self._full_at) > MAX_BUCKETS:
            self._forget_the_fullest()

    def __len__(self) -> int:
        return len(self._full_at)

    def _owed_seconds(self, key: bytes) -> float:
        now = self.clock()
        return max(self._full_at.get(key, now) - now, 0.0)

    def _forget_the_fullest(self) -> None:
        """[Note: Who is forgotten]."""
        fullest_last = sorted(self._full_at.items(), key=lambda entry: -entry[1])
        now = self.clock()
        kept = {key: at for key, at in fullest_last[:KEPT_BUCKETS] if at > now}
        self._full_at.clear()
        self._full_at.update(kept)


@dataclass(frozen=True)
class Draw:
    """Points to take from one bucket."""

    buckets: Buckets
    key: bytes
    points: float

    def give_back(self, points: float) -> None:
        """Return points that were drawn."""
        self.buckets.draw(self.key, -points)


def draw_all(draws: Sequence[Draw]) -> None:
    """Take all, or nothing. Raises `RateLimited` with the whole seconds after which all would be there."""
    waits = (draw.buckets.wait_for(draw.key, draw.points) for draw in draws)
    seconds = max(waits, default=0)
    if seconds > 0:
        raise RateLimited(retry_after=math.ceil(seconds))
    for draw in draws:
        draw.buckets.draw(draw.key, draw.points)


def address_key(host: str) -> bytes:
    """What an address counts as: IPv6 by its /64, which one household or attacker has whole.

    What is no address is all one key: made-up ones must not have a bucket each.
    """
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return NO_ADDRESS
    if not isinstance(address, IPv6Address):
        return address.packed
    mapped = address.ipv4_mapped
    return mapped.packed if mapped else address.packed[:IPV6_PREFIX_BYTES]
