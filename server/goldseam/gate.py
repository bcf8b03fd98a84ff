"""Who may try how often, before anything is proved (docs/protocol.md, Limits against strangers).

[Note: Two purses] A stranger draws on the buckets of its address and of the name that it tries, whether or not there is
such a name. A device of the account, which proves by its key that it is one, draws on a bucket of its own: whatever
strangers do, at the same address too, it goes on.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from goldseam.errors import LoginRefused, ServerError, WireError
from goldseam.limiter import Buckets, Draw, address_key, draw_all
from goldseam.proofs import Proofs
from goldseam.protocol.accounts import (
    DEVICE_ONLY_PURPOSES,
    PURPOSE_REGISTER,
    ProvenRequest,
)
from goldseam.protocol.limits import (
    ADDRESS_CHALLENGES,
    ADDRESS_CHALLENGES_PER_MINUTE,
    ADDRESS_POINTS,
    ADDRESS_POINTS_PER_MINUTE,
    ADDRESS_SIGNUPS,
    ADDRESS_SIGNUPS_PER_DAY,
    ALL_SIGNUPS,
    ALL_SIGNUPS_PER_DAY,
    DEVICE_POINTS,
    DEVICE_POINTS_PER_MINUTE,
    FAILED_PROOF_POINTS,
    NAME_POINTS,
    NAME_POINTS_PER_MINUTE,
    PROOF_POINTS,
)

MINUTE_SECONDS = 60
DAY_MINUTES = 1440
EVERYBODY = b""


@dataclass(frozen=True)
class Gate:
    """The buckets of one process, in memory: a restart fills them all."""

    proofs: Proofs
    challenges: Buckets
    addresses: Buckets
    names: Buckets
    devices: Buckets
    signups: Buckets
    all_signups: Buckets

    def challenge(self, host: str, purpose: int) -> None:
        """One challenge for a client at an address. Raises `RateLimited`.

        A device asks without proving that it is one, so challenges that only a device can use are free.
        """
        if purpose not in DEVICE_ONLY_PURPOSES:
            draw_all([Draw(self.challenges, address_key(host), 1)])

    def offer(self, host: str) -> None:
        """One offer of a pairing, which nothing proves. Raises `RateLimited`."""
        draw_all([Draw(self.addresses, address_key(host), FAILED_PROOF_POINTS)])

    @asynccontextmanager
    async def proof(self, host: str, request: ProvenRequest, device: bytes) -> AsyncIterator[None]:
        """What is done inside costs a failed proof unless it goes well. Raises `RateLimited` before it begins.

        The price is taken first and the rest given back, so that tries at the same time are counted too.
        """
        is_known = await self.proofs.is_known_device(request, device)
        draws = self._of_device(request, device) if is_known else self._of_stranger(request, host)
        draw_all(draws)
        try:
            yield
        except Exception as error:
            _give_back(draws, 0 if _is_try(error, is_known) else FAILED_PROOF_POINTS)
            raise
        _give_back(draws, FAILED_PROOF_POINTS - (0 if is_known else PROOF_POINTS))

    @asynccontextmanager
    async def signup(self, host: str, request: ProvenRequest) -> AsyncIterator[None]:
        """As `proof`, for a registration: it also costs one new account, unless it makes none."""
        new = [Draw(self.signups, address_key(host), 1), Draw(self.all_signups, EVERYBODY, 1)]
        async with self.proof(host, request, b""):
            draw_all(new)
            try:
                yield
            except BaseException:
                _give_back(new, 1)
                raise

    def _of_device(self, request: ProvenRequest, device: bytes) -> list[Draw]:
        """[Note: Two purses]. What the device's key alone proves tries no passphrase, and costs it nothing."""
        if request.purpose in DEVICE_ONLY_PURPOSES:
            return []
        key = self.proofs.name_key(request.name) + device
        return [Draw(self.devices, key, FAILED_PROOF_POINTS)]

    def _of_stranger(self, request: ProvenRequest, host: str) -> list[Draw]:
        """[Note: Two purses]."""
        by_address = Draw(self.addresses, address_key(host), FAILED_PROOF_POINTS)
        # Neither tries a passphrase: what a stranger spends here, a person who signs in must not lack.
        if request.purpose in DEVICE_ONLY_PURPOSES or request.purpose == PURPOSE_REGISTER:
            return [by_address]
        name_key = self.proofs.name_key(request.name)
        return [by_address, Draw(self.names, name_key, FAILED_PROOF_POINTS)]


def _is_try(error: Exception, is_known: bool) -> bool:
    """Whether a request that ended so costs its price.

    A device's own request, caught and sent again by somebody, must not use the device up: it tries no passphrase.
    """
    if is_known:
        return isinstance(error, LoginRefused)
    return isinstance(error, WireError) and error.status < ServerError.status


def make_gate(proofs: Proofs, clock: Callable[[], float]) -> Gate:
    """A gate whose buckets are full; `clock` gives seconds that never go back."""

    def buckets(points: float, per_minute: float) -> Buckets:
        return Buckets(points, per_minute / MINUTE_SECONDS, clock)

    return Gate(
        proofs,
        challenges=buckets(ADDRESS_CHALLENGES, ADDRESS_CHALLENGES_PER_MINUTE),
        addresses=buckets(ADDRESS_POINTS, ADDRESS_POINTS_PER_MINUTE),
        names=buckets(NAME_POINTS, NAME_POINTS_PER_MINUTE),
        devices=buckets(DEVICE_POINTS, DEVICE_POINTS_PER_MINUTE),
        signups=buckets(ADDRESS_SIGNUPS, ADDRESS_SIGNUPS_PER_DAY / DAY_MINUTES),
        all_signups=buckets(ALL_SIGNUPS, ALL_SIGNUPS_PER_DAY / DAY_MINUTES),
    )


def _give_back(draws: list[Draw], points: float) -> None:
    for draw in draws:
        draw.give_back(points)
