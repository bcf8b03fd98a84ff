"""Pokes: telling the devices of an account that there is something new (docs/protocol.md, Live).

Pokes carry no truth: they melt together while a device is slow, and may be lost. What a device has not been told yet
is one number a vault, so a listener never grows beyond its account's vaults.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Final

from goldseam.protocol.limits import MAX_DEVICES, POKE_SECONDS

KEYRING: Final = None
QUIET_SECONDS = POKE_SECONDS - 5.0
HEARTBEAT = b":\n\n"


class Listener:
    """What one device has not been told yet: a sequence for each vault, a version for the keyring."""

    def __init__(self) -> None:
        self.is_closed = False
        self._untold: dict[bytes | None, int] = {}
        self._stirred = asyncio.Event()

    def tell(self, about: bytes | None, number: int) -> None:
        """Keep the greatest number for a vault, or for the keyring (`KEYRING`)."""
        self._untold[about] = max(number, self._untold.get(about, 0))
        self._stirred.set()

    def close(self) -> None:
        """End the stream after what is untold."""
        self.is_closed = True
        self._stirred.set()

    async def untold(self, seconds: float) -> dict[bytes | None, int]:
        """Everything untold, as soon as there is something; empty after `seconds` of quiet."""
        try:
            async with asyncio.timeout(seconds):
                await self._stirred.wait()
        except TimeoutError:
            return {}
        self._stirred.clear()
        told, self._untold = self._untold, {}
        return told


class Hub:
    """The listeners of this process: one for each device of each account, at most `MAX_DEVICES` an account."""

    def __init__(self) -> None:
        self._listeners: dict[bytes, dict[bytes, Listener]] = {}
        self._is_closed = False

    def join(self, account: bytes, device: bytes) -> Listener:
        """A new listener; an older one of the same device ends."""
        self.dismiss(account, device)
        devices = self._listeners.setdefault(account, {})
        if len(devices) >= MAX_DEVICES:
            devices.pop(next(iter(devices))).close()
        listener = devices[device] = Listener()
        if self._is_closed:
            listener.close()
        return listener

    def leave(self, account: bytes, device: bytes, listener: Listener) -> None:
        """Forget a listener; no harm if another one stands in its place."""
        devices = self._listeners.get(account, {})
        if devices.get(device) is listener:
            del devices[device]
        if not devices:
            self._listeners.pop(account, None)

    def dismiss(self, account: bytes, device: bytes) -> None:
        """End the stream of a device, if it has one."""
        if listener := self._listeners.get(account, {}).pop(device, None):
            listener.close()

    def dismiss_others(self, account: bytes, device: bytes) -> None:
        """End the streams of all devices of an account but one."""
        for other in self._listeners.get(account, {}).keys() - {device}:
            self.dismiss(account, other)

    def dismiss_all(self, account: bytes) -> None:
        """End every stream of an account."""
        for listener in self._listeners.pop(account, {}).values():
            listener.close()

    def tell(self, account: bytes, about: bytes | None, number: int) -> None:
        """Poke every device of an account; never waits, never fails."""
        for listener in self._listeners.get(account, {}).values():
            listener.tell(about, number)

    def close(self) -> None:
        """End every stream, now and from now on: the server is stopping."""
        self._is_closed = True
        for devices in self._listeners.values():
            for listener in devices.values():
                listener.close()

    def __len__(self) -> int:
        return sum(map(len, self._listeners.values()))


async def frames(
    listener: Listener, lasting_seconds: float, quiet_seconds: float = QUIET_SECONDS
) -> AsyncIterator[bytes]:
    """The stream of a listener as server-sent events, until it is closed or `lasting_seconds` are over."""
    loop = asyncio.get_running_loop()
    end = loop.time() + lasting_seconds
    while not listener.is_closed and (left := end - loop.time()) > 0:
        told = await listener.untold(min(quiet_seconds, left))
        yield b"".join(_event(about, number) for about, number in told.items()) or HEARTBEAT


def _event(about: bytes | None, number: int) -> bytes:
    if about is KEYRING:
        return _frame("keyring", {"version": number})
    return _frame("poke", {"vault": about.hex(), "sequence": number})


def _frame(event: str, data: dict[str, str | int]) -> bytes:
    return f"event: {event}\ndata: {json.dumps(data)}\n\n".encode()
