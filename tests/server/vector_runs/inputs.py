"""The inputs of a vector, read by name and type."""

import json
from collections.abc import Callable, Mapping
from typing import TypeAlias, TypeVar

from msgspec import inspect

from goldseam.crypto.canonical import JsonObject, parse_object
from goldseam.crypto.suite import Secret

T = TypeVar("T")
Outputs: TypeAlias = Mapping[str, object]


class Inputs:
    """One vector's inputs. Every reader raises `TypeError` when the vector has another type there."""

    def __init__(self, members: Mapping[str, object]) -> None:
        self.members = members

    def text(self, name: str) -> str:
        """A string as it stands."""
        return _of(str, self.members[name])

    def number(self, name: str) -> int:
        """An integer."""
        return _of(int, self.members[name])

    def flag(self, name: str) -> bool:
        """A boolean."""
        return _of(bool, self.members[name])

    def numbers(self, name: str) -> list[int]:
        """A list of integers."""
        return [_of(int, item) for item in _of(list, self.members[name])]

    def data(self, name: str) -> bytes:
        """Bytes in hexadecimal."""
        return bytes.fromhex(self.text(name))

    def datas(self, name: str) -> list[bytes]:
        """A list of bytes in hexadecimal."""
        return [bytes.fromhex(_of(str, item)) for item in _of(list, self.members[name])]

    def secret(self, name: str) -> Secret:
        """Key material in hexadecimal."""
        return Secret(self.data(name))

    def nonce(self, name: str = "nonce") -> Callable[[int], bytes]:
        """A source of randomness that gives this value once."""
        drawn = iter([self.data(name)])
        return lambda _: next(drawn)

    def struct(self, name: str, kind: type[T]) -> T:
        """A struct of the wire, its bytes in hexadecimal; sizes are left to what is tested."""
        return wire(self.members[name], kind)

    def structs(self, name: str, kind: type[T]) -> list[T]:
        """A list of structs of the wire."""
        return [wire(item, kind) for item in _of(list, self.members[name])]

    def json(self, name: str) -> JsonObject:
        """A JSON object as it stands."""
        return parse_object(json.dumps(self.members[name]).encode())

    def inner(self, name: str) -> "Inputs":
        """An object within the inputs."""
        return Inputs(_of(dict, self.members[name]))

    def inners(self, name: str) -> list["Inputs"]:
        """A list of objects within the inputs."""
        return [Inputs(_of(dict, item)) for item in _of(list, self.members[name])]

    def has(self, name: str) -> bool:
        """Whether the vector has a value of this name."""
        return self.members.get(name) is not None


def wire(value: object, kind: type[T]) -> T:
    """A struct of the wire out of an object with bytes in hexadecimal. Lengths are left to what is tested."""
    return _of(kind, _converted(value, inspect.type_info(kind)))


def _converted(value: object, kind: inspect.Type) -> object:
    if isinstance(kind, inspect.StructType):
        members = _of(dict, value)
        fields = {f.name: _converted(members[f.encode_name], f.type) for f in kind.fields}
        return kind.cls(**fields)
    if isinstance(kind, inspect.ListType):
        return [_converted(item, kind.item_type) for item in _of(list, value)]
    if isinstance(kind, inspect.UnionType):
        return None if value is None else _converted(value, _not_none(kind))
    return bytes.fromhex(_of(str, value)) if isinstance(kind, inspect.BytesType) else value


def _not_none(kind: inspect.UnionType) -> inspect.Type:
    return next(member for member in kind.types if not isinstance(member, inspect.NoneType))


def _of(kind: type[T], value: object) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value
