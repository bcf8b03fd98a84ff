"""The operations of the area "pairing"."""

from goldseam.crypto.accepting import accept_admitted
from goldseam.crypto.admitted import admitted_from_json, admitted_to_json
from goldseam.crypto.keys import account_keys
from goldseam.crypto.pairing import (
    compared_words,
    make_offer,
    open_answer,
    pair_keys,
    qr_text,
    read_offer,
)
from goldseam.crypto.suite import hpke_key
from goldseam.protocol.accounts import Keyring
from tests.server.vector_runs.inputs import Inputs, Outputs


def _code(given: Inputs) -> Outputs:
    keys = pair_keys(given.text("typed"))
    return {"key": keys.key, "pairing": keys.pairing}


def _qr(given: Inputs) -> Outputs:
    return {"text": qr_text(given.text("origin"), given.text("code"))}


def _make_offer(given: Inputs) -> Outputs:
    data = make_offer(
        pair_keys(given.text("code")),
        given.text("origin"),
        device=given.data("device"),
        device_key=given.data("device_key"),
        public=given.data("public"),
        name=given.text("name"),
    )
    return {"offer": data, "words": " ".join(compared_words(data))}


def _read_offer(given: Inputs) -> Outputs:
    data = given.data("offer")
    offer = read_offer(pair_keys(given.text("code")), given.text("origin"), data)
    return {
        "device": offer.device,
        "device_key": offer.device_key,
        "public": offer.public,
        "name": offer.name,
        "words": " ".join(compared_words(data)),
    }


def _open_answer(given: Inputs) -> Outputs:
    keys, key = pair_keys(given.text("code")), hpke_key(given.secret("private"))
    opened = open_answer(keys, given.data("offer"), key, given.data("answer"))
    admitted = admitted_from_json(opened)
    return {
        "account": admitted.account,
        "name": admitted.name,
        "salt": admitted.salt,
        "account_key": admitted.account_key,
        "epoch": admitted.epoch,
        "keyring": admitted.keyring,
        "slots": admitted.slots,
        "wraps": admitted.wraps,
        "checkpoint": admitted_to_json(admitted)["checkpoint"],
    }


def _accept(given: Inputs) -> Outputs:
    keys = account_keys(given.secret("account_key"), given.data("account"))
    keyring = given.struct("keyring", Keyring)
    pinned = accept_admitted(keys, keyring, given.data("device"), given.data("device_key"))
    return {"version": pinned.version, "digest": pinned.digest}


RUNS = {
    "code": _code,
    "qr": _qr,
    "make-offer": _make_offer,
    "read-offer": _read_offer,
    "open-answer": _open_answer,
    "accept": _accept,
}
