"""Carries out what the engine asks for: the one place where its effects meet the world."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from goldseam.client.effects import (
    Answer,
    Change,
    Effect,
    Get,
    Open,
    Procedure,
    ReadClock,
    Scan,
    Seal,
    Send,
    Table,
    Wait,
    Write,
)
from goldseam.crypto.seal import open_local, seal_local
from goldseam.crypto.suite import Random, Secret
from goldseam.errors import GoldseamError

T = TypeVar("T")


class Tables(Protocol):
    """Where bytes rest."""

    def get(self, table: Table, key: bytes) -> bytes | None: ...
    def scan(self, table: Table) -> list[tuple[bytes, bytes]]: ...
    def write(self, changes: tuple[Change, ...]) -> None: ...


@dataclass(slots=True)
class Driver:
    """Storage, network and key in one hand. `local` is None until the device is unlocked."""

    tables: Tables
    send: Callable[[Send], Answer | None]
    random: Random
    local: Secret | None = None
    wait: Callable[[float], None] = time.sleep
    clock: Callable[[], int] = lambda: time.time_ns() // 1_000_000

    def run(self, procedure: Procedure[T]) -> T:
        """What the procedure returns. Errors of an effect are raised into it, so that it may answer them."""
        step: Callable[[], Effect] = lambda: next(procedure)  # noqa: E731
        while True:
            try:
                effect = step()
            except StopIteration as end:
                result: T = end.value
                return result
            step = self._next(procedure, effect)

    def _next(self, procedure: Procedure[T], effect: Effect) -> Callable[[], Effect]:
        try:
            outcome = self.perform(effect)
        except GoldseamError as error:
            failure = error
            return lambda: procedure.throw(failure)
        return lambda: procedure.send(outcome)

    def perform(self, effect: Effect) -> Any:
        """Carry out one effect; what it gives depends on its kind (see effects.py)."""
        match effect:
            case Get():
                return self.tables.get(effect.table, effect.key)
            case Scan():
                return self.tables.scan(effect.table)
            case Write():
                return self.tables.write(effect.changes)
            case Send():
                return self.send(effect)
            case Wait():
                return self.wait(effect.seconds)
            case ReadClock():
                return self.clock()
            case Seal() | Open():
                return self._with_key(effect)

    def _with_key(self, effect: Seal | Open) -> bytes:
        if self.local is None:
            raise RuntimeError("the device is locked")
        name = effect.key.hex()
        if isinstance(effect, Open):
            return open_local(self.local, effect.table, name, effect.sealed)
        return seal_local(self.local, effect.table, name, effect.plaintext, self.random)
