"""What version 0.1 sealed opens for ever (docs/protocol.md, Versions; tests/fixtures/sealed-v0.1)."""

import json
from pathlib import Path

from goldseam.crypto import keyring as rings
from goldseam.crypto import keys
from goldseam.crypto.accepting import accept_newest
from goldseam.crypto.slots import open_slot, open_wrap
from goldseam.crypto.state import fresh_state
from goldseam.crypto.suite import Secret
from goldseam.crypto.verify import Pull, Trust, verify_pull
from goldseam.protocol.accounts import Keyring, Slot, Wrap
from goldseam.protocol.revisions import Head, StoredRevision
from tests.server.vector_runs.inputs import Inputs

FIXTURE = Path(__file__).parents[1] / "fixtures" / "sealed-v0.1" / "account.json"
KEPT = Inputs(json.loads(FIXTURE.read_text(encoding="utf-8")))
ACCOUNT, VAULT = KEPT.data("account"), KEPT.data("vault")
BY_PASSPHRASE, BY_CODE = KEPT.structs("slots", Slot)


def stretched() -> Secret:
    """What the passphrase stretches to."""
    return keys.stretch(KEPT.text("passphrase"), KEPT.text("name"), KEPT.data("salt"))


def pull() -> Pull:
    """The vault as a server gives it to a fresh device."""
    revisions = tuple(
        StoredRevision(
            given.data("record"),
            given.number("number"),
            given.number("epoch"),
            given.number("sequence"),
            given.data("sealed"),
        )
        for given in KEPT.inners("revisions")
    )
    head = KEPT.struct("head", Head)
    return Pull(revisions, head.sequence, head, KEPT.data("commits"))


def test_both_ways_in_open_the_account() -> None:
    """Passphrase and recovery code give the same account key."""
    code = Secret(KEPT.text("recovery_code").encode())
    opened = open_slot(stretched(), ACCOUNT, BY_PASSPHRASE)
    assert opened.value == open_slot(code, ACCOUNT, BY_CODE).value


def test_every_record_is_as_it_was_written() -> None:
    """Slot, keyring, wrap, head and revisions open one after the other, down to the words."""
    secret = stretched()
    account_keys = keys.account_keys(open_slot(secret, ACCOUNT, BY_PASSPHRASE), ACCOUNT)
    pinned = accept_newest(
        account_keys, KEPT.struct("keyring", Keyring), keys.login_key(secret, 1).public
    )
    (wrap,) = rings.listed_wraps(pinned.document, KEPT.structs("wraps", Wrap))
    vault_key = open_wrap(account_keys, 1, wrap)
    trust = Trust({1: keys.vault_keys(vault_key, vault_key, VAULT, 1)}, pinned)
    verified = verify_pull(trust, fresh_state(VAULT), pull())
    assert not verified.aside
    assert verified.records == {
        given.data("record"): given.json("value") for given in KEPT.inners("revisions")
    }
