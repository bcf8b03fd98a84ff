"""The devices of one account, their network and their disks, all in one thread and in any order.

A device runs one procedure of the real engine at a time; a run of the simulation decides after every request what
becomes of it, and before and after every effect whether the device dies there.
"""

import copy
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Literal, TypeAlias, TypeVar

import msgspec

from goldseam.client import entering
from goldseam.client.committing import Synced, synchronise
from goldseam.client.desk import Desk, Holder
from goldseam.client.driver import Driver
from goldseam.client.effects import Answer, Effect, Procedure, Send, Write, write
from goldseam.client.entering import Entry, hold, sign_in, sign_up
from goldseam.client.held import ALARM_KEY, Outgoing, load_alarm, load_state, stored
from goldseam.client.pages import KeptPage, Now, Words, keep, pages
from goldseam.client.rejoining import look, rejoin
from goldseam.client.session import refresh_keyring
from goldseam.crypto.canonical import Json, JsonObject, canonical_json
from goldseam.crypto.chain import VaultMark
from goldseam.crypto.keys import stretch
from goldseam.crypto.recovery import draw_recovery_code
from goldseam.errors import (
    Alarm,
    GoldseamError,
    LoginRefused,
    Revoked,
    SignInAgain,
    WrongSecret,
)
from goldseam.protocol.problems import Problem
from goldseam.storage.memory import MemoryStorage
from tests.server.honest import ORIGIN, HonestServer, now_of
from tests.server.machine import Chance, Disk

PASSPHRASE: Final = "gentle otter under seven quiet maples"
NAME: Final = "anna"
DEVICES: Final = 3
COPIES: Final = 3
OK: Final = 200
NOON: Final = 1_795_348_800_000
KEYRING_WRITES: Final = {("PUT", "/v1/keyrings"), ("POST", "/v1/epochs")}

Fate: TypeAlias = Literal["answered", "lost", "answer_lost", "twice", "late", "busy"]
Sender: TypeAlias = Callable[[Send], Answer | None]
When: TypeAlias = Literal["before", "after"]


BUSY: Final = Answer(503, msgspec.msgpack.encode(Problem("unavailable", "busy")))


T = TypeVar("T")


@dataclass
class Device:
    """One device. `asks` is the request that waits for its fate while a synchronisation runs.

    `heeded` are the records whose removal elsewhere was applied while an alarm stood. `known` are the passphrases that
    its person chose so far, in that order: of the last ones it may be open whether the server took them.
    """

    disk: Disk
    chance: Chance
    desk: Desk
    running: Generator[Effect, Any, Any] | None = None
    asks: Send | None = None
    effects_left: tuple[int, When] | None = None
    heeded: set[bytes] = field(default_factory=set)
    ended: list[GoldseamError | None] = field(default_factory=list)
    known: list[str] = field(default_factory=lambda: [PASSPHRASE])

    @property
    def driver(self) -> Driver:
        """What carries out its effects, but for the network."""
        return Driver(self.disk, lambda _: None, self.chance, self.desk.local, no_wait)

    def do(self, procedure: Procedure[Any]) -> Any:
        """Run something that needs no network."""
        return self.driver.run(procedure)

    def pages(self) -> list[KeptPage]:
        kept: list[KeptPage] = self.do(pages())
        return kept

    def page(self, record: bytes) -> KeptPage:
        """One of its pages."""
        return next(page for page in self.pages() if page.record == record)

    def body(self, record: bytes) -> Json:
        """What stands in one of its pages."""
        return self.page(record).value["body"]

    def write(self, body: str, record: bytes | None = None) -> bytes:
        """Keep a new page, or other words in one; gives its id."""
        words = Words(body=body)
        written: bytes = self.do(keep(self.desk, record, words, Now(NOON, "UTC")))
        return written

    def put(self, record: bytes, value: JsonObject) -> None:
        """Keep a record of any kind as it is, over what is there, as a client with a screen for it does."""
        self.do(_waiting(record, value))

    def head(self) -> VaultMark:
        """Where it stands: the head that it verified last."""
        state = self.do(load_state(self.desk.vault))
        return VaultMark(self.desk.vault, state.sequence, state.chain)

    def waiting(self) -> frozenset[bytes]:
        """The records of which something waits here."""
        return frozenset(record for record, _ in self.disk.scan("outbox"))

    def clone(self, name: str) -> "Device":
        """Another machine with a copy of this disk."""
        other = Device(copy.deepcopy(self.disk), Chance(name), self.desk, known=self.known)
        other.restart()
        return other

    def alarm(self) -> Alarm | None:
        alarm: Alarm | None = self.do(load_alarm())
        return alarm

    def begin(self, procedure: Procedure[Any] | None = None) -> None:
        """Begin to synchronise, or something else, up to the first request."""
        self.running = procedure or synchronise(self.desk)
        self._go(next)

    def answer(self, answer: Answer | None) -> None:
        """Go on with the answer to the request that waits, up to the next one or the end."""
        self.asks = None
        self._go(lambda running: running.send(answer))

    def restart(self) -> None:
        """The process dies where it stands; what is on the disk is unlocked again."""
        self.running = self.asks = self.effects_left = None
        self.desk = self.hold().desk

    def hold(self) -> Holder:
        """Unlock with what was typed, the newest passphrase first."""
        for passphrase in reversed(self.known):
            try:
                holder: Holder = self.do(hold(passphrase, self.chance))
            except WrongSecret:
                continue
            return holder
        raise WrongSecret

    def _go(self, step: Any) -> None:
        while self.running is not None:
            try:
                effect = step(self.running)
            except StopIteration as end:
                if isinstance(end.value, Desk):  # New keys.
                    self.desk = end.value
                self._end(None)
                return
            except GoldseamError as error:
                self._end(error)
                return
            if isinstance(effect, Send):
                self.asks = effect
                return
            outcome = self._perform(effect)
            step = lambda running, outcome=outcome: running.send(outcome)  # noqa: E731

    def _perform(self, effect: Effect) -> Any:
        """Carry out one effect, unless the device dies before or after it."""
        if self._dies("before"):
            return self.restart()
        outcome = self.driver.perform(effect)
        if isinstance(effect, Write) and self.disk.get("device", ALARM_KEY) is not None:
            self.heeded |= {change.key for change in effect.changes if change.table == "outbox"}
        if self._dies("after"):
            return self.restart()
        if self.effects_left is not None:
            self.effects_left = self.effects_left[0] - 1, self.effects_left[1]
        return outcome

    def _dies(self, now: When) -> bool:
        return self.effects_left == (0, now)

    def _end(self, error: GoldseamError | None) -> None:
        self.running = self.asks = None
        self.ended.append(error)


def _waiting(record: bytes, value: JsonObject) -> Procedure[None]:
    yield from write([(yield from stored("outbox", record, Outgoing(canonical_json(value))))])


@dataclass
class World:
    """The server, the copies that its operator has, the devices, and what the network still holds."""

    server: HonestServer
    devices: list[Device]
    late: list[Send] = field(default_factory=list)
    sent: list[Send] = field(default_factory=list)
    copies: list[MemoryStorage] = field(default_factory=list)

    def step(self, device: Device, fate: Fate) -> None:
        """Begin to synchronise, or let what waits meet its fate."""
        if device.running is None:
            device.begin()
            return
        request = device.asks
        if request is None:
            raise RuntimeError("a device that runs asks for something")
        self.sent.append(request)
        device.answer(self.meet(request, fate))

    def meet(self, request: Send, fate: Fate) -> Answer | None:
        """What a device hears of a request that meets this fate."""
        if fate == "lost":
            return None
        if fate == "busy":
            return BUSY
        if fate == "late":
            self.late.append(request)
            return None
        answer = self.deliver(request)
        if fate == "twice":
            self.deliver(request)
        return None if fate == "answer_lost" else answer

    def deliver(self, request: Send) -> Answer:
        """A request comes to the server.

        A server that goes back to before the keyring's newest version is an alarm from which no device finds out by
        rejoining, for that changes no keyring. So whoever runs one makes a new copy when a device or a way in changed.
        """
        answer = self.server.send(request)
        if (request.method, request.path) in KEYRING_WRITES and answer.status == OK:
            self.copies = [self.server.copy()] if self.copies else []
        return answer

    def arrive(self, index: int) -> None:
        """A request that was late comes to the server, when nobody waits for its answer any more."""
        if self.late:
            self.deliver(self.late.pop(index % len(self.late)))

    def repeat(self, index: int) -> None:
        """Any request that was ever sent comes once more."""
        if self.sent:
            self.deliver(self.sent[index % len(self.sent)])

    def die(self, device: Device, *, is_sent: bool) -> None:
        """The device dies; what it was asking may have got out before."""
        if device.asks is not None and is_sent:
            self.deliver(device.asks)
        device.restart()

    def give_up(self, device: Device) -> None:
        """Nobody answers any more, so that what runs ends."""
        while device.running is not None:
            if device.asks is None:
                raise RuntimeError("a device that runs asks for something")
            device.answer(None)

    def sync(self, device: Device, send: Sender | None = None) -> Synced:
        """Synchronise at once, through `send` or else with the honest server. Raises what the engine raises."""
        return self.run(device, synchronise(device.desk), send)

    def run(self, device: Device, procedure: Procedure[T], send: Sender | None = None) -> T:
        """What a procedure of a device returns, all its requests answered by `send` or else the honest server."""
        answer = send or self.server.send
        return Driver(device.disk, answer, device.chance, device.desk.local, no_wait).run(procedure)

    def save(self) -> None:
        """The operator makes a copy of the server."""
        self.copies = [*self.copies, self.server.copy()][-COPIES:]

    def restore(self, age: int = 0) -> None:
        """The operator goes back to a copy: the newest, or an older one."""
        if self.copies:
            self.server.restore(self.copies[-1 - age % len(self.copies)])

    def restart_server(self) -> None:
        """What the server holds in memory is gone; what it stored is there."""
        self.server = HonestServer(self.server.storage, self.server.now)

    def thin(self) -> None:
        """The server thins its history."""
        now_of(self.server.storage.thin_history(self.server.now))

    def settle(self) -> None:
        """The network is well again, and every device synchronises until nothing changes any more."""
        while self.late:
            self.arrive(0)
        for _ in range(len(self.devices)):
            for device in self.devices:
                self.finish(device)

    def finish(self, device: Device) -> None:
        """End what runs, then synchronise once more, every request answered."""
        for _ in range(2):
            self.step(device, "answered")
            while device.running is not None:
                self.step(device, "answered")
            if device.ended and isinstance(device.ended[-1], SignInAgain):
                self.enter_again(device)

    def enter_again(self, device: Device) -> bool:
        """The person signs in with the newest passphrase that holds; false where the device was removed."""
        for passphrase in reversed(device.known):
            try:
                again = sign_in(an_entry("again", passphrase), device.chance)
                device.desk = self.run(device, again)
            except (LoginRefused, WrongSecret):
                continue
            except Revoked as error:
                device.ended.append(error)
                return False
            return True
        raise AssertionError("no passphrase opens the account any more")

    def rejoin(self, device: Device) -> None:
        """The person at the device looks, and goes along with what the server has."""
        at = self.run(device, look(device.desk)).at
        self.run(device, rejoin(device.desk, at, Now(NOON, "UTC")))

    def rejoin_all(self) -> None:
        """Whoever stands in an alarm rejoins, one after the other, until nobody does; all end up to date."""
        for _ in range(len(self.devices)):
            for device in self.devices:
                # In an alarm a device does not learn by itself that it has to sign in.
                if device.alarm() is not None and not self.is_removed(device):
                    self.rejoin(device)
            self.settle()

    def is_removed(self, device: Device) -> bool:
        """Whether the server says that the device was removed; one that has to sign in again does."""
        try:
            self.run(device, refresh_keyring(device.desk))
        except Revoked:
            return True
        except SignInAgain:
            return not self.enter_again(device)
        return False


def no_wait(seconds: float) -> None:
    """Nobody waits in a simulation."""


@cache
def stretched_once(passphrase: str, name: str, salt: bytes) -> Any:
    """Argon2id itself, but the same question is answered from memory."""
    return stretch(passphrase, name, salt)


def an_entry(device: str, passphrase: str = PASSPHRASE) -> Entry:
    """What a person types to sign in from a device."""
    return Entry(ORIGIN, NAME, passphrase, device, "2026-11-22")


@cache
def _first_world() -> World:
    server, devices = HonestServer(), []
    for number in range(DEVICES):
        disk, chance = Disk(), Chance(f"device {number}")
        entry = an_entry(f"device {number}")
        driver = Driver(disk, server.send, chance, wait=no_wait)
        if number == 0:
            desk = driver.run(sign_up(entry, draw_recovery_code(chance), chance))
        else:
            desk = driver.run(sign_in(entry, chance))
        devices.append(Device(disk, chance, desk))
    return World(server, devices)


def a_world() -> World:
    """Three devices that have just entered, and an empty vault. Argon2id must be `stretched_once`."""
    assert vars(entering)["stretch"] is stretched_once, "patch goldseam.client.entering first"
    first = _first_world()
    server = HonestServer(copy.deepcopy(first.server.storage), first.server.now)
    devices = copy.deepcopy(first.devices)
    known = [PASSPHRASE]
    for device in devices:
        device.known = known
        device.restart()
    return World(server, devices)
