"""The operations of the area "backup"."""

from io import BytesIO

from goldseam.crypto.age_recipients import Identity, Passphrase
from goldseam.crypto.backup import (
    Contents,
    Unopened,
    backup_files,
    open_backup,
    open_zip,
    parse_manifest,
)
from goldseam.crypto.chain import parse_checkpoint
from goldseam.crypto.page import page_bytes, page_name, title_in_names
from tests.server.vector_runs.inputs import Inputs, Outputs


def _title(given: Inputs) -> Outputs:
    return {"name": title_in_names(given.text("title"))}


def _page(given: Inputs) -> Outputs:
    record, value = given.data("record"), given.json("value")
    return {"name": page_name(record, value), "page": page_bytes(record, value).decode()}


def _files(given: Inputs) -> Outputs:
    records = given.inner("records")
    contents = Contents(
        {bytes.fromhex(record): records.json(record) for record in records.members},
        parse_checkpoint(given.data("checkpoint")),
        given.number("made_at"),
        _left_out(given.inner("left_out")),
    )
    return {"files": {path: data.decode() for path, data in backup_files(contents)}}


def _left_out(given: Inputs) -> dict[bytes, Unopened]:
    unopened = {record: given.inner(record) for record in given.members}
    return {
        bytes.fromhex(record): Unopened(one.number("number"), one.text("reason"))
        for record, one in unopened.items()
    }


def _manifest(given: Inputs) -> Outputs:
    manifest = parse_manifest(given.text("manifest").encode())
    return {
        "made": manifest.made,
        "records": manifest.records,
        "pages": manifest.pages,
        "left_out": len(manifest.left_out),
    }


def _zip(given: Inputs) -> Outputs:
    return {"paths": open_zip(BytesIO(given.data("zip"))).paths()}


def _open(given: Inputs) -> Outputs:
    return {"paths": open_backup(BytesIO(given.data("age")), _key(given)).paths()}


def _key(given: Inputs) -> Passphrase | Identity:
    if given.has("identity"):
        return Identity(given.text("identity"))
    return Passphrase(given.text("passphrase"))


RUNS = {
    "title": _title,
    "page": _page,
    "files": _files,
    "manifest": _manifest,
    "zip": _zip,
    "open": _open,
}
