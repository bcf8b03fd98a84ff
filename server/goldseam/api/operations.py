"""What each route takes, gives and refuses, said beside it; api/schema.py makes the OpenAPI description of it."""

from dataclasses import dataclass
from typing import Any

import msgspec

ALWAYS = ("bad_request", "method_not_allowed", "rate_limited", "server_error", "unavailable")


@dataclass(frozen=True)
class Operation:
    """One route in words: `takes` and `gives` are its bodies, `refuses` the codes beside those of every route."""

    summary: str
    takes: type[msgspec.Struct] | None
    gives: type[msgspec.Struct] | None
    refuses: tuple[str, ...]
    query: tuple[str, ...]


def operation(
    summary: str,
    takes: type[msgspec.Struct] | None,
    gives: type[msgspec.Struct] | None,
    refuses: tuple[str, ...] = (),
    query: tuple[str, ...] = (),
) -> dict[str, Any]:  # Any: the framework's own type for a handler's options.
    """The options of a route handler that hold its `Operation`."""
    return {"operation": Operation(summary, takes, gives, refuses, query)}
