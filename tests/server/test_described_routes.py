"""Whatever is sent to a route, as it is described or against that, the answer is one that the description names."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import httpx
import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, reject, seed, settings
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema

from tests.e2e.serving import Server
from tests.server.callers import Caller, a_caller, bearer
from tests.server.fuzzing import Fuzzer

Route: TypeAlias = (
    "APIOperation[Any, Any, Any, Any]"  # Any: the library leaves open what describes a route.
)

MSGPACK: Final = "application/vnd.msgpack"
EXAMPLES: Final = 25
QUARTER: Final = 0.25  # of the time: the test runs four times
ENDLESS: Final = "/v1/pokes"
"""A stream that does not end is tested in test_live.py."""
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@schemathesis.serializer(MSGPACK)
def in_msgpack(_: Any, value: Any) -> bytes:
    """A generated body as the clients send it; numbers that msgpack cannot say are not sent."""
    try:
        return msgspec.msgpack.encode(value)
    except OverflowError:
        reject()


@schemathesis.deserializer(MSGPACK)
def from_msgpack(_: Any, response: Any) -> Any:
    """An answer as the description speaks of it: JSON, bytes in base64."""
    return msgspec.to_builtins(msgspec.msgpack.decode(response.content))


@dataclass
class Described:
    """A real server, the description that it hands out, and a person who has an account there."""

    server: Server
    schema: BaseSchema
    person: Caller

    def session(self) -> dict[str, str]:
        """The header of a new session: one of the routes ends it."""
        return asyncio.run(self._sign_in())

    async def _sign_in(self) -> dict[str, str]:
        async with httpx.AsyncClient(base_url=self.server.origin) as http:
            self.person.http = http
            assert (await self.person.sign_in()).status_code == 200
        return bearer(self.person.token)


@pytest.fixture(scope="module")
def described(
    tmp_path_factory: pytest.TempPathFactory, free_port: Callable[[], int]
) -> Iterator[Described]:
    """Give a server with one account."""
    server = Server(tmp_path_factory.mktemp("described"), free_port())
    server.start()
    try:
        schema = schemathesis.openapi.from_url(f"{server.origin}/v1/schema/openapi.json")
        yield Described(server, schema, asyncio.run(signed_up(server)))
    finally:
        server.stop()


async def signed_up(server: Server) -> Caller:
    """A person with an account."""
    async with httpx.AsyncClient(base_url=server.origin) as http:
        caller = a_caller(http, "described")
        caller.origin, caller.token = server.origin, bytes(32)
        assert (await caller.register()).status_code == 200
    return caller


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("with_session", [True, False])
def test_no_request_is_answered_outside_the_description(
    described: Described, mode: GenerationMode, with_session: bool
) -> None:
    """No 5xx, no other status, no other type, no other shape; in JSON and in msgpack, with a session and without."""
    results = list(described.schema.get_all_operations())
    operations = [result.ok() for result in results if isinstance(result, Ok)]
    assert len(operations) == len(results)
    asked = [
        o for o in operations if o.path != ENDLESS and (takes_something(o) or mode.is_positive)
    ]
    assert len(asked) > 5
    fuzzer = Fuzzer("described routes (Python)")
    for number in fuzzer.seeds(1, part=QUARTER):
        for operation in asked:
            headers = described.session() if with_session else {}
            ask(operation, mode, headers, number)
            fuzzer.operations += EXAMPLES


def takes_something(operation: Route) -> bool:
    """Whether there is anything that could be sent wrongly."""
    return bool(operation.body or operation.path_parameters or operation.query)


def ask(operation: Route, mode: GenerationMode, headers: dict[str, str], number: int) -> None:
    """Send generated requests to one route, those of a seed."""

    @seed(number)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Case[Any]) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS, timeout=20)

    send()
