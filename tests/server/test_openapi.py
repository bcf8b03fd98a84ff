"""The OpenAPI description tells all that the server does."""

from typing import Any

import httpx
import pytest

from goldseam.api.bodies import JSON, MSGPACK
from goldseam.api.front import Front
from goldseam.app import ROUTES
from goldseam.errors import wire_errors


@pytest.fixture
async def document(http: httpx.AsyncClient) -> dict[str, Any]:
    """Give the description as a client reads it."""
    answer = await http.get("/v1/schema")
    assert answer.content == (await http.get("/v1/schema/openapi.json")).content
    described: dict[str, Any] = answer.json()
    return described


def test_every_route_is_described(document: dict[str, Any], front: Front) -> None:
    """Each route and method stands in the description, and nothing else does."""
    told = {(path, method.upper()) for path, item in document["paths"].items() for method in item}
    served = {
        (route.path_format, str(method))
        for route in front.api.routes
        for method in getattr(route, "methods", ())
        if method != "OPTIONS"
    }
    assert told == served
    assert len(told) == len(ROUTES)


def test_bodies_are_msgpack_and_json(document: dict[str, Any]) -> None:
    """Both encodings of every body refer to a schema that is there."""
    schemas = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    for item in document["paths"].values():
        for operation in item.values():
            bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
            for body in filter(None, (body.get("content") for body in bodies)):
                assert set(body) == {MSGPACK, JSON}
                assert all(kind["schema"]["$ref"] in schemas for kind in body.values())


def test_every_refusal_is_a_code_of_the_protocol(document: dict[str, Any]) -> None:
    """What a route may refuse stands under the status of its code, as a Problem."""
    errors = wire_errors()
    for item in document["paths"].values():
        for operation in item.values():
            refusals = {s: a for s, a in operation["responses"].items() if s not in {"200", "204"}}
            for status, answer in refusals.items():
                codes = answer["description"].split(", ")
                assert {errors[code].status for code in codes} == {int(status)}
                assert answer["content"][JSON]["schema"]["$ref"].endswith("/Problem")


def test_a_commit_is_described_in_full(document: dict[str, Any]) -> None:
    """Path, body and refusals of the most important route."""
    commit = document["paths"]["/v1/vaults/{vault}/commits/{base}/{commit}"]["put"]
    assert [p["name"] for p in commit["parameters"]] == ["vault", "base", "commit"]
    assert commit["requestBody"]["content"][MSGPACK]["schema"]["$ref"].endswith("/CommitBody")
    assert {"400", "401", "404", "409", "413", "415", "500"} <= set(commit["responses"])
    assert commit["security"] == [{"session": []}]
