"""How a case is run with Goldseam's own code."""

import hashlib
import hmac
import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from goldseam.errors import GoldseamError
from goldseam.imports.item import Choices
from goldseam.imports.reading import look_at
from goldseam.imports.source import SourceFile, members_of
from tests.imports.casing import MEMBER_TIME

FOLDER = Path(__file__).resolve().parent

# Cases are JSON that was just read.
Case = Mapping[str, Any]


def outcome(case: Case) -> dict[str, object]:
    """What comes of a case, as its `expect` says it."""
    files = [_file(file) for file in case["source"]["files"]]
    try:
        with members_of(files, is_folder=case["source"]["is_folder"]) as members:
            found = look_at(members, choices(case["choices"]), record_ids(case["id_key"]))
            records = [{"record": one.record.hex(), "value": one.value} for one in found.records()]
    except GoldseamError as error:
        return {"refused": error.code}
    report = [
        {"member": row.member, "original_id": row.original_id, "reason": row.reason}
        for row in found.report
    ]
    came: dict[str, object] = {
        "app": found.app,
        "records": sorted(records, key=lambda one: str(one["record"])),
        "report": report,
    }
    if found.app is not None:
        came["preview"] = {
            "pages": found.preview.pages,
            "people": found.preview.people,
            "media": found.preview.media,
            "from": found.preview.start,
            "to": found.preview.end,
            "first": list(found.preview.first),
            "dropped": dict(found.preview.dropped),
        }
    return came


def choices(given: Case) -> Choices:
    """The choices of a case."""
    return Choices(
        ZoneInfo(given["zone"]),
        given["now"],
        given["format"],
        frozenset(given["keep"]),
        given["with_trashed"],
        given["cover"],
    )


class record_ids:  # noqa: N801 - used as the function that it stands for
    """Ids under the fixed key of all cases."""

    def __init__(self, key: str) -> None:
        self._key = bytes.fromhex(key)

    def __call__(self, kind: str, app: str, original_id: str) -> bytes:
        parts = [part.encode() for part in (kind, app, original_id)]
        message = b"".join(struct.pack(">H", len(part)) + part for part in parts)
        return hmac.digest(self._key, message, hashlib.sha256)[:16]


def made_by(recipe: Case) -> bytes:
    """The bytes of a file that is too big to be kept."""
    return _zip(recipe["zip"]) if "zip" in recipe else _zip_that_says(recipe["zip_says"])


def _file(file: Case) -> SourceFile:
    data = (
        made_by(file["recipe"])
        if "recipe" in file
        else (FOLDER / "files" / file["file"]).read_bytes()
    )

    def opened() -> BinaryIO:
        return io.BytesIO(data)

    return SourceFile(file["path"], len(data), file["modified_at"], opened)


def _zip(recipe: Case) -> bytes:
    out = io.BytesIO()
    packed = zipfile.ZIP_DEFLATED if recipe.get("deflated") else zipfile.ZIP_STORED
    text = recipe["text"] * recipe["times"]
    with zipfile.ZipFile(out, "w", packed) as archive:
        for number in range(recipe["count"]):
            info = zipfile.ZipInfo(recipe["path"].replace("{}", str(number)), MEMBER_TIME)
            info.compress_type = packed
            archive.writestr(info, text)
    return out.getvalue()


def _zip_that_says(recipe: Case) -> bytes:
    """Deflated members of zero bytes whose headers say that they unpack to more."""
    out, directory = bytearray(), bytearray()
    body = bytes(recipe["packed"])
    for number in range(recipe["count"]):
        name = recipe["path"].replace("{}", str(number)).encode()
        facts = struct.pack(
            "<5H3L2H", 20, 0, 8, 0, 0x58A6, 0, len(body), recipe["size"], len(name), 0
        )
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + facts
        directory += struct.pack("<3H2L", 0, 0, 0, 0, len(out)) + name
        out += b"PK\x03\x04" + facts + name + body
    end = (0, 0, recipe["count"], recipe["count"], len(directory), len(out), 0)
    return bytes(out + directory + b"PK\x05\x06" + struct.pack("<4H2LH", *end))
