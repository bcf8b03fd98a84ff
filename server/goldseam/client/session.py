"""A device's session and its keyring, kept fresh (docs/protocol.md, Login, Keyring)."""

from typing import TypeVar

import msgspec

from goldseam.client.calls import Silence, ask
from goldseam.client.closing import require_open
from goldseam.client.desk import Desk
from goldseam.client.effects import Procedure, write
from goldseam.client.held import HeldKeyring
from goldseam.client.proving import Prover, challenge_for, proven
from goldseam.client.resting import keep_standing, token_change
from goldseam.crypto.accepting import accept_all
from goldseam.crypto.keyring import listed_slots, listed_wraps
from goldseam.errors import ChallengeRefused, LoginRefused, SessionStale, SignInAgain
from goldseam.protocol.accounts import PURPOSE_RENEW, DeviceBody, Keyrings, Renewal

S = TypeVar("S", bound=msgspec.Struct)


def call(
    desk: Desk, method: str, path: str, kind: type[S], body: msgspec.Struct | bytes | None = None
) -> Procedure[S]:
    """A request in this device's session; a stale one is renewed once. Raises as `ask`, and `SignInAgain`."""
    try:
        return (yield from ask(method, path, kind, body=body, token=desk.token))
    except SessionStale:
        yield from _renew_in_time(desk)
    try:
        return (yield from ask(method, path, kind, body=body, token=desk.token))
    except SessionStale as error:
        raise Silence from error  # So slow a line that the new session is over already: later.


def _renew_in_time(desk: Desk) -> Procedure[None]:
    try:
        yield from renew(desk)
    except ChallengeRefused as error:
        raise Silence from error  # The proof came too late, or twice.


def renew(desk: Desk) -> Procedure[None]:
    """A new session, proven by the device key alone.

    Raises `SignInAgain`, `Revoked`, `AccountClosed`, `LoginRefused`, `ChallengeRefused`, `Silence`.
    """
    enrolled = desk.enrolled
    prover = Prover(enrolled.origin, enrolled.name, desk.device_key, None, desk.random)
    challenge = yield from challenge_for(enrolled.name, PURPOSE_RENEW)
    route = ("POST", "/v1/sessions/renew")
    body = DeviceBody(enrolled.device)
    try:
        renewal = yield from proven(prover, PURPOSE_RENEW, challenge, route, body, Renewal)
    except LoginRefused:
        yield from require_open(desk)
        raise
    yield from keep_token(desk, renewal.token)


def keep_token(desk: Desk, token: bytes) -> Procedure[None]:
    """Go on under another session."""
    desk.token = token
    yield from write([token_change(desk)])


def refresh_keyring(desk: Desk) -> Procedure[None]:
    """Fetch and accept all newer versions of the keyring, and store them with their slots and wraps.

    Raises `KeyringMismatch`, `UnknownVersion`, and `SignInAgain` for new keys: only what is typed opens those.
    """
    path = f"/v1/keyrings?after={desk.keyring.version}"
    news = yield from call(desk, "GET", path, Keyrings)
    if not news.keyrings:
        return
    epoch = desk.keyring.document.epoch
    if any(keyring.epoch > epoch for keyring in news.keyrings):
        raise SignInAgain
    pinned = accept_all({epoch: desk.account_keys}, desk.keyring, news.keyrings)
    wraps = listed_wraps(pinned.document, news.wraps)
    slots = listed_slots(pinned.document, news.slots)
    if len(slots) != len(pinned.document.slots):
        raise Silence  # Without its slots this device could not be unlocked any more.
    yield from keep_standing(desk, pinned, HeldKeyring(news.keyrings[-1], wraps), slots)
