"""The operations of the area "revisions"."""

from goldseam.crypto import keys
from goldseam.crypto.canonical import canonical_json
from goldseam.crypto.keys import VaultKeys
from goldseam.crypto.seal import derived_record_id, open_revision, seal_revision
from goldseam.protocol.revisions import row_bytes, sealed_hash
from tests.server.vector_runs.inputs import Inputs, Outputs


def vault_keys(given: Inputs) -> VaultKeys:
    """The keys of vault_key, first_key, vault and epoch."""
    vault_key, first_key = given.secret("vault_key"), given.secret("first_key")
    return keys.vault_keys(vault_key, first_key, given.data("vault"), given.number("epoch"))


def _seal(given: Inputs) -> Outputs:
    value, record = given.json("value"), given.data("record")
    number = given.number("number")
    return {"sealed": seal_revision(vault_keys(given), record, number, value, given.nonce())}


def _open(given: Inputs) -> Outputs:
    record, number = given.data("record"), given.number("number")
    value = open_revision(vault_keys(given), record, number, given.data("sealed"))
    return {"canonical": canonical_json(value).decode()}


def _row(given: Inputs) -> Outputs:
    number, epoch = given.number("number"), given.number("epoch")
    return {
        "row": row_bytes(given.data("record"), number, epoch, sealed_hash(given.data("sealed")))
    }


def _record_id(given: Inputs) -> Outputs:
    kind, app, original_id = (given.text(name) for name in ("kind", "app", "original_id"))
    return {"record": derived_record_id(vault_keys(given), kind, app, original_id)}


RUNS = {"seal": _seal, "open": _open, "row": _row, "record-id": _record_id}
