"""Vectors of Login: what is signed, and which proofs do not hold."""

from collections.abc import Iterator

import msgspec

from goldseam.crypto import keys
from goldseam.crypto.login import LoginSigner, prove
from goldseam.protocol.accounts import Challenge, DeviceBody, ProvenRequest, proof_bytes
from scripts.vectors_case import Case, a_hash, a_secret, a_signing_key, an_id, case, flip, source

AREA = "login"
ORIGIN, NAME = "https://journal.example", "élise"
DEVICE_KEY = a_signing_key("phone")
BY_PASSPHRASE = LoginSigner(1, keys.login_key(a_secret("stretched"), 1))
BY_CODE = LoginSigner(2, keys.login_key(a_secret("another stretched"), 2))
CHALLENGE = Challenge(suite=1, salt=bytes(16), challenge=a_hash("challenge"), expires_in=120)
BODY = DeviceBody(an_id("phone"))


def cases() -> Iterator[Case]:
    """All vectors of this area."""
    yield from _proofs()
    yield from _suites()
    yield from _bad_proofs()


def _proof(purpose: int, login: LoginSigner | None, origin: str = ORIGIN) -> ProvenRequest:
    return prove(
        purpose=purpose,
        origin=origin,
        name=NAME,
        challenge=CHALLENGE,
        body=BODY,
        device_key=DEVICE_KEY,
        login=login,
        random=source("proof nonce"),
    )


def _verified(request: ProvenRequest, login: LoginSigner | None) -> dict[str, object]:
    return {"request": request, "login_key": login.key.public if login else b""}


def _proofs() -> Iterator[Case]:
    proofs = (
        ("login", 1, BY_PASSPHRASE, ORIGIN),
        ("login-by-recovery", 1, BY_CODE, ORIGIN),
        ("renew", 2, None, ORIGIN),
        ("keyring", 3, BY_PASSPHRASE, ORIGIN),
        ("pair", 7, None, ORIGIN),
        ("register", 8, BY_PASSPHRASE, "http://localhost:8787"),
    )
    for name, purpose, login, origin in proofs:
        request = _proof(purpose, login, origin)
        inputs = {
            "purpose": purpose,
            "origin": origin,
            "name": NAME,
            "challenge": CHALLENGE.challenge,
            "nonce": request.nonce,
            "body": request.body,
            "device_seed": DEVICE_KEY,
            "login_type": login.type if login else 0,
            "login_seed": login.key if login else None,
        }
        outputs = {"message": proof_bytes(request), "request": request}
        yield case(AREA, "prove", name, f"a proof of purpose {purpose}", inputs, outputs)
        verified = _verified(request, login)
        yield case(AREA, "verify", name, "what was proven verifies", verified, {})


def _suites() -> Iterator[Case]:
    yield case(AREA, "suite", "one", "suite 1 is ours", {"suite": 1}, {})
    for suite in (0, 2, 255):
        reason = f"suite {suite} is not ours"
        yield case(AREA, "suite", f"not-{suite}", reason, {"suite": suite}, "suite_refused")


def _bad_proofs() -> Iterator[Case]:
    request, renewal = _proof(1, BY_PASSPHRASE), _proof(2, None)
    other_key = a_signing_key("laptop")
    bad: dict[str, tuple[str, dict[str, object]]] = {
        "other-purpose": ("signed for another purpose", {"purpose": 3}),
        "other-origin": ("signed for another origin", {"origin": "https://journal.example.net"}),
        "origin-with-slash": ("an origin has no slash at its end", {"origin": ORIGIN + "/"}),
        "other-name": ("signed for another name", {"name": "elise"}),
        "decomposed-name": ("a name looks the same but is not", {"name": "e\u0301lise"}),
        "shifted": (
            "one letter moved from the name to the origin",
            {"origin": ORIGIN + "é", "name": "lise"},
        ),
        "other-challenge": ("signed for another challenge", {"challenge": a_hash("another")}),
        "other-nonce": ("another nonce", {"nonce": a_hash("another nonce")}),
        "other-body": ("another body", {"body": request.body + b"\x00"}),
        "other-device-key": ("another device key", {"device_key": other_key.public}),
        "login-signature-bit": (
            "one bit of the login signature",
            {"login_signature": flip(request.login_signature, 3)},
        ),
        "device-signature-bit": (
            "one bit of the device signature",
            {"device_signature": flip(request.device_signature, 3)},
        ),
        "exchanged": (
            "the two signatures are exchanged",
            {
                "login_signature": request.device_signature,
                "device_signature": request.login_signature,
            },
        ),
        "no-login-signature": ("the login key did not sign", {"login_signature": b""}),
        "no-device-signature": ("the device did not sign", {"device_signature": bytes(64)}),
    }
    for name, (reason, changes) in bad.items():
        changed = msgspec.structs.replace(request, **changes)
        inputs = _verified(changed, BY_PASSPHRASE)
        yield case(AREA, "verify", name, reason, inputs, "login_refused")
    wrong_key = _verified(request, BY_CODE)
    reason = "the login key of another passphrase"
    yield case(AREA, "verify", "other-login-key", reason, wrong_key, "login_refused")
    as_login = _verified(msgspec.structs.replace(renewal, purpose=1), BY_PASSPHRASE)
    reason = "a renewal is no sign-in"
    yield case(AREA, "verify", "renewal-as-login", reason, as_login, "login_refused")
