"""What the engine asks the outside to do, as values, and how a procedure asks for it.

A procedure is a generator: it yields an effect and is sent the outcome. Three families: storage (`Get`, `Scan`,
`Write`), network (`Send`) and key (`Seal`, `Open`, which need LK). A test can fail before and after each one; there
is no other way out of the engine. `Wait` lets other devices go first, `ReadClock` is for
what a person is told.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, TypeVar, get_args

from goldseam.errors import Damaged

Table: TypeAlias = Literal[
    "device",
    "vault",
    "rows",
    "lineage",
    "tried",
    "bases",
    "outbox",
    "attempts",
    "pending",
    "aside",
]
TABLES: tuple[Table, ...] = get_args(Table)


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a table put in place; None removes it."""

    table: Table
    key: bytes
    value: bytes | None


@dataclass(frozen=True, slots=True)
class Get:
    """Storage: the value at a key, or None."""

    table: Table
    key: bytes


@dataclass(frozen=True, slots=True)
class Scan:
    """Storage: all keys and values of a table, by key."""

    table: Table


@dataclass(frozen=True, slots=True)
class Write:
    """Storage: all changes in one transaction, durable when it returns."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Send:
    """Network: one request; the outcome is an `Answer`, or None for silence."""

    method: str
    path: str
    body: bytes | None = None
    token: bytes | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """Time: do nothing for so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class ReadClock:
    """Time: this device's clock, UTC milliseconds. Nothing of sync or merging follows from it."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Key: seal under LK what is to rest at (table, key)."""

    table: Table
    key: bytes
    plaintext: bytes


@dataclass(frozen=True, slots=True)
class Open:
    """Key: open what rests at (table, key); raises `Damaged` into the procedure."""

    table: Table
    key: bytes
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer of a server that speaks the protocol."""

    status: int
    body: bytes


Effect: TypeAlias = Get | Scan | Write | Send | Wait | ReadClock | Seal | Open
T = TypeVar("T")
# The outcome's type depends on the effect; the functions below are the only ones that receive it.
Procedure: TypeAlias = Generator[Effect, Any, T]


def get(table: Table, key: bytes) -> Procedure[bytes | None]:
    value: bytes | None = yield Get(table, key)
    return value


def scan(table: Table) -> Procedure[list[tuple[bytes, bytes]]]:
    rows: list[tuple[bytes, bytes]] = yield Scan(table)
    return rows


def write(changes: list[Change]) -> Procedure[None]:
    if changes:
        yield Write(tuple(changes))


def send(request: Send) -> Procedure[Answer | None]:
    answer: Answer | None = yield request
    return answer


def wait(seconds: float) -> Procedure[None]:
    yield Wait(seconds)


def read_clock() -> Procedure[int]:
    now: int = yield ReadClock()
    return now


def sealed(table: Table, key: bytes, plaintext: bytes) -> Procedure[Change]:
    """The change that puts a plaintext in place, sealed under LK."""
    value: bytes = yield Seal(table, key, plaintext)
    return Change(table, key, value)


def opened(table: Table, key: bytes) -> Procedure[bytes | None]:
    """The plaintext of what rests at a key, or None."""
    value = yield from get(table, key)
    if value is None:
        return None
    plaintext: bytes = yield Open(table, key, value)
    return plaintext


def opened_readable(table: Table) -> Procedure[dict[bytes, bytes | None]]:
    """As `opened_all`, None for each that does not open: one damaged value must not keep the others shut."""
    values: dict[bytes, bytes | None] = {}
    for key, value in (yield from scan(table)):
        try:
            values[key] = yield Open(table, key, value)
        except Damaged:
            values[key] = None
    return values


def shut(table: Table) -> Procedure[dict[bytes, bytes]]:
    """What rests in a table and does not open, as it rests; one value at a time is opened."""
    found: dict[bytes, bytes] = {}
    for key, value in (yield from scan(table)):
        try:
            yield Open(table, key, value)
        except Damaged:
            found[key] = value
    return found


def opened_all(table: Table) -> Procedure[dict[bytes, bytes]]:
    """Every plaintext of a table, by key."""
    values: dict[bytes, bytes] = {}
    for key, value in (yield from scan(table)):
        plaintext: bytes = yield Open(table, key, value)
        values[key] = plaintext
    return values
