"""Proven requests: a challenge, then what is signed for it (docs/protocol.md, Login)."""

from dataclasses import dataclass
from typing import TypeVar

import msgspec

from goldseam.client.calls import ask
from goldseam.client.effects import Procedure
from goldseam.crypto.login import Body, LoginSigner, prove, require_suite
from goldseam.crypto.suite import Random, SigningKey
from goldseam.protocol.accounts import (
    Challenge,
    ChallengeRequest,
    ProvenRequest,
)

S = TypeVar("S", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True, repr=False)
class Prover:
    """Who proves: a device, and a way in where the purpose asks for one. `origin` is what is dialled."""

    origin: str
    name: str
    device_key: SigningKey
    login: LoginSigner | None
    random: Random

    def __repr__(self) -> str:
        return "<redacted>"


def challenge_for(name: str, purpose: int) -> Procedure[Challenge]:
    """A fresh challenge for a canonical name.

    Raises `SuiteRefused`, before anything derived from a passphrase leaves the device, and `Silence`.
    """
    body = ChallengeRequest(name, purpose)
    challenge = yield from ask("POST", "/v1/challenges", Challenge, body=body)
    require_suite(challenge)
    return challenge


def proven(
    prover: Prover,
    purpose: int,
    challenge: Challenge,
    route: tuple[str, str],
    body: Body,
    kind: type[S],
) -> Procedure[S]:
    """The answer to a proven request on `route` (method, path). Raises as `ask`."""
    request = prove_now(prover, purpose, challenge, body)
    return (yield from ask(*route, kind, body=request))


def prove_now(prover: Prover, purpose: int, challenge: Challenge, body: Body) -> ProvenRequest:
    """A request that is signed under a challenge, to be sent at once."""
    return prove(
        purpose=purpose,
        origin=prover.origin,
        name=prover.name,
        challenge=challenge,
        body=body,
        device_key=prover.device_key,
        login=prover.login,
        random=prover.random,
    )
