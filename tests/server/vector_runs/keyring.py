"""The operations of the area "keyring"."""

from goldseam.crypto import keyring as rings
from goldseam.crypto import keys
from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.keyring import PinnedKeyring
from goldseam.crypto.keys import AccountKeys
from goldseam.crypto.login import LoginSigner
from goldseam.crypto.suite import signing_key
from goldseam.protocol.accounts import Keyring, Slot, Wrap
from tests.server.vector_runs.inputs import Inputs, Outputs


def pinned(given: Inputs) -> PinnedKeyring:
    """A pinned version: number, digest, document."""
    document = rings.parse_document(given.json("document"))
    return PinnedKeyring(given.number("version"), given.data("digest"), document)


def _shown(keyring: PinnedKeyring) -> Outputs:
    document: JsonObject = keyring.document.raw
    return {"version": keyring.version, "digest": keyring.digest, "document": document}


def _keys(given: Inputs) -> AccountKeys:
    return keys.account_keys(given.secret("account_key"), given.data("account"))


def _seal(given: Inputs) -> Outputs:
    login = LoginSigner(given.number("login_type"), signing_key(given.secret("login_seed")))
    keyring = rings.seal_keyring(
        _keys(given),
        given.json("document"),
        device=given.data("device"),
        device_key=signing_key(given.secret("device_seed")),
        login=login,
        random=given.nonce(),
    )
    return {"keyring": keyring}


def _open(given: Inputs) -> Outputs:
    document = rings.open_keyring(_keys(given), given.struct("keyring", Keyring))
    return {"document": document.raw}


def _accept(given: Inputs) -> Outputs:
    held = pinned(given.inner("pinned"))
    keyrings = given.structs("keyrings", Keyring)
    return _shown(rings.accept_all(_keys(given), held, keyrings))


def _accept_newest(given: Inputs) -> Outputs:
    keyring, own = given.struct("keyring", Keyring), given.data("own_login_key")
    return _shown(rings.accept_newest(_keys(given), keyring, own))


def _listed(given: Inputs) -> Outputs:
    document = rings.parse_document(given.json("document"))
    slots = rings.listed_slots(document, given.structs("slots", Slot))
    return {"slots": slots, "wraps": rings.listed_wraps(document, given.structs("wraps", Wrap))}


RUNS = {
    "seal": _seal,
    "open": _open,
    "accept": _accept,
    "accept-newest": _accept_newest,
    "listed": _listed,
}
