"""The operations of the area "keyring"."""

from goldseam.crypto import keyring as rings
from goldseam.crypto import keyring_document as documents
from goldseam.crypto import keys
from goldseam.crypto.accepting import accept_all, accept_newest
from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.closing import is_believed, sign_closing
from goldseam.crypto.keyring import PinnedKeyring
from goldseam.crypto.keys import AccountKeys
from goldseam.crypto.login import LoginSigner
from goldseam.crypto.suite import signing_key
from goldseam.protocol.accounts import Keyring, LoginKeys, Slot, Wrap
from goldseam.protocol.closing import Statement
from tests.server.vector_runs.inputs import Inputs, Outputs


def pinned(given: Inputs) -> PinnedKeyring:
    """A pinned version: number, digest, document."""
    document = documents.parse_document(given.json("document"))
    return PinnedKeyring(given.number("version"), given.data("digest"), document)


def _shown(keyring: PinnedKeyring) -> Outputs:
    document: JsonObject = keyring.document.raw
    return {"version": keyring.version, "digest": keyring.digest, "document": document}


def _keys(given: Inputs) -> AccountKeys:
    return keys.account_keys(given.secret("account_key"), given.data("account"))


def _keys_by_epoch(given: Inputs) -> dict[int, AccountKeys]:
    """Those of `account_keys` by epoch, else the one `account_key` for the pinned version's epoch."""
    if not given.has("account_keys"):
        return {given.inner("pinned").inner("document").number("epoch"): _keys(given)}
    by_epoch, account = given.inner("account_keys"), given.data("account")
    return {
        int(epoch): keys.account_keys(by_epoch.secret(epoch), account) for epoch in by_epoch.members
    }


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
    return _shown(accept_all(_keys_by_epoch(given), held, keyrings))


def _accept_newest(given: Inputs) -> Outputs:
    keyring, own = given.struct("keyring", Keyring), given.data("own_login_key")
    return _shown(accept_newest(_keys(given), keyring, own))


def _listed(given: Inputs) -> Outputs:
    document = documents.parse_document(given.json("document"))
    slots = rings.listed_slots(document, given.structs("slots", Slot))
    return {"slots": slots, "wraps": rings.listed_wraps(document, given.structs("wraps", Wrap))}


def _next(given: Inputs) -> Outputs:
    raw = rings.next_document(pinned(given.inner("pinned")))
    if given.has("new_keys"):
        raw = _with_new_keys(raw, given.inner("new_keys"))
    if given.has("slots"):
        slots, login_keys = given.structs("slots", Slot), given.struct("login_keys", LoginKeys)
        raw = documents.with_login(raw, slots=slots, login_keys=login_keys)
    if given.has("add"):
        added = given.inner("add")
        device, name, key = added.data("device"), added.text("name"), added.data("key")
        raw = documents.with_device(raw, device, name, key, added.text("added"))
    for device in given.datas("remove"):
        raw = documents.without_device(raw, device, given.text("on"))
    return {"document": raw}


def _with_new_keys(raw: JsonObject, given: Inputs) -> JsonObject:
    after, earlier = given.inner("after"), given.inner("earlier")
    return documents.with_epoch(
        raw,
        wraps=given.structs("wraps", Wrap),
        after={bytes.fromhex(vault): _after(after.inner(vault)) for vault in after.members},
        earlier={int(epoch): earlier.data(epoch) for epoch in earlier.members},
    )


def _after(given: Inputs) -> documents.After:
    return documents.After(given.number("sequence"), given.text("chain"), given.text("on"))


def _close(given: Inputs) -> Outputs:
    key = signing_key(given.secret("device_seed"))
    account, device = given.data("account"), given.data("device")
    return {"statement": sign_closing(account, device, key, given.text("on"))}


def _closed(given: Inputs) -> Outputs:
    document = documents.parse_document(given.json("document"))
    statement = given.struct("statement", Statement)
    return {"believed": is_believed(given.data("account"), document, statement)}


RUNS = {
    "seal": _seal,
    "open": _open,
    "accept": _accept,
    "accept-newest": _accept_newest,
    "listed": _listed,
    "next": _next,
    "close": _close,
    "closed": _closed,
}
