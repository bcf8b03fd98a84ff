"""The operations of the area "slots"."""

from goldseam.crypto import keys
from goldseam.crypto.keys import AccountKeys
from goldseam.crypto.seal import open_local, seal_local
from goldseam.crypto.slots import (
    open_earlier,
    open_slot,
    open_wrap,
    seal_earlier,
    seal_slot,
    seal_wrap,
)
from goldseam.protocol.accounts import Slot, Wrap, passkey_challenge
from tests.server.vector_runs.inputs import Inputs, Outputs


def _passphrase(given: Inputs) -> Outputs:
    return {"bytes": keys.passphrase_bytes(given.text("passphrase"))}


def _stretch(given: Inputs) -> Outputs:
    name, salt = given.text("name"), given.data("salt")
    stretched = keys.stretch(given.text("passphrase"), name, salt)
    return {"argon_salt": keys.argon_salt(name, salt), "stretched": stretched}


def _slot_keys(given: Inputs) -> Outputs:
    commit, key = keys.slot_keys(
        given.secret("secret"),
        given.data("account"),
        given.number("type"),
        given.data("slot"),
        given.number("epoch"),
    )
    return {"commit": commit, "key": key}


def _login_key(given: Inputs) -> Outputs:
    key = keys.login_key(given.secret("secret"), given.number("type"))
    return {"seed": key, "public": key.public}


def _account_keys(given: Inputs) -> Outputs:
    derived = _keys(given)
    local = keys.local_key(given.secret("account_key"), given.data("device"))
    outputs = {"keyring": derived.keyring, "wrap": derived.wrap, "earlier": derived.earlier}
    return {**outputs, "local": local}


def _passkey_secret(given: Inputs) -> Outputs:
    output, device_secret = given.secret("output"), given.secret("device_secret")
    return {"secret": keys.passkey_secret(output, device_secret)}


def _passkey_challenge(given: Inputs) -> Outputs:
    return {"challenge": passkey_challenge(given.data("account"), given.data("slot"))}


def _vault_keys(given: Inputs) -> Outputs:
    vault_key, first_key = given.secret("vault_key"), given.secret("first_key")
    derived = keys.vault_keys(vault_key, first_key, given.data("vault"), given.number("epoch"))
    outputs = {"seal": derived.seal, "item": derived.item}
    return {**outputs, "head": derived.head, "id": derived.ids}


def _seal_slot(given: Inputs) -> Outputs:
    slot = seal_slot(
        given.secret("secret"),
        given.secret("account_key"),
        account=given.data("account"),
        slot_type=given.number("type"),
        slot=given.data("slot"),
        epoch=given.number("epoch"),
        random=given.nonce(),
    )
    return {"sealed": slot.sealed}


def _open_slot(given: Inputs) -> Outputs:
    slot = given.struct("slot", Slot)
    return {"account_key": open_slot(given.secret("secret"), given.data("account"), slot)}


def _seal_wrap(given: Inputs) -> Outputs:
    wrap = seal_wrap(
        _keys(given),
        given.secret("vault_key"),
        account_epoch=given.number("account_epoch"),
        vault=given.data("vault"),
        epoch=given.number("epoch"),
        random=given.nonce(),
    )
    return {"sealed": wrap.sealed}


def _open_wrap(given: Inputs) -> Outputs:
    epoch, wrap = given.number("account_epoch"), given.struct("wrap", Wrap)
    return {"vault_key": open_wrap(_keys(given), epoch, wrap)}


def _seal_earlier(given: Inputs) -> Outputs:
    sealed = seal_earlier(
        _keys(given),
        given.secret("earlier_key"),
        account_epoch=given.number("account_epoch"),
        earlier_epoch=given.number("earlier_epoch"),
        random=given.nonce(),
    )
    return {"sealed": sealed}


def _open_earlier(given: Inputs) -> Outputs:
    opened = open_earlier(
        _keys(given),
        account_epoch=given.number("account_epoch"),
        earlier_epoch=given.number("earlier_epoch"),
        sealed=given.data("sealed"),
    )
    return {"earlier_key": opened}


def _seal_local(given: Inputs) -> Outputs:
    key, store, name = given.secret("local_key"), given.text("store"), given.text("key")
    return {"sealed": seal_local(key, store, name, given.data("plaintext"), given.nonce())}


def _open_local(given: Inputs) -> Outputs:
    key, store, name = given.secret("local_key"), given.text("store"), given.text("key")
    return {"plaintext": open_local(key, store, name, given.data("sealed"))}


def _keys(given: Inputs) -> AccountKeys:
    return keys.account_keys(given.secret("account_key"), given.data("account"))


RUNS = {
    "passphrase": _passphrase,
    "stretch": _stretch,
    "slot-keys": _slot_keys,
    "login-key": _login_key,
    "account-keys": _account_keys,
    "passkey-challenge": _passkey_challenge,
    "passkey-secret": _passkey_secret,
    "vault-keys": _vault_keys,
    "seal-slot": _seal_slot,
    "open-slot": _open_slot,
    "seal-wrap": _seal_wrap,
    "open-wrap": _open_wrap,
    "seal-earlier": _seal_earlier,
    "open-earlier": _open_earlier,
    "seal-local": _seal_local,
    "open-local": _open_local,
}
