"""The operations of the area "login"."""

import msgspec

from goldseam.crypto import suite
from goldseam.crypto.login import LoginSigner, prove, require_suite
from goldseam.crypto.suite import signing_key
from goldseam.errors import LoginRefused
from goldseam.protocol.accounts import (
    DEVICE_ONLY_PURPOSES,
    Challenge,
    DeviceBody,
    ProvenRequest,
    proof_bytes,
)
from tests.server.vector_runs.inputs import Inputs, Outputs


def _prove(given: Inputs) -> Outputs:
    login = None
    if given.has("login_seed"):
        login = LoginSigner(given.number("login_type"), signing_key(given.secret("login_seed")))
    request = prove(
        purpose=given.number("purpose"),
        origin=given.text("origin"),
        name=given.text("name"),
        challenge=Challenge(1, bytes(16), given.data("challenge"), 120),
        body=msgspec.msgpack.decode(given.data("body"), type=DeviceBody),
        device_key=signing_key(given.secret("device_seed")),
        login=login,
        random=given.nonce(),
    )
    return {"message": proof_bytes(request), "request": request}


def _verify(given: Inputs) -> Outputs:
    request = given.struct("request", ProvenRequest)
    message = proof_bytes(request)
    by_device = suite.is_signed(request.device_key, request.device_signature, message)
    by_login = request.purpose in DEVICE_ONLY_PURPOSES or suite.is_signed(
        given.data("login_key"), request.login_signature, message
    )
    if not (by_device and by_login):
        raise LoginRefused
    return {}


def _suite(given: Inputs) -> Outputs:
    require_suite(Challenge(given.number("suite"), bytes(16), bytes(32), 120))
    return {}


RUNS = {"prove": _prove, "verify": _verify, "suite": _suite}
