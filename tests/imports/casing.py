"""What a case of importing is, and how what is expected of it is written down by hand (docs/imports.md).

Nothing here uses Goldseam's own code: ids are derived and moments counted anew, so that a case can prove it wrong.
"""

import hashlib
import hmac
import io
import stat
import struct
import tarfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

Plain: TypeAlias = "Mapping[str, Plain] | Sequence[Plain] | str | int | float | bool | None"
Json: TypeAlias = dict[str, Plain]

ID_KEY = bytes(range(32))
ZONE = "Europe/Berlin"
NOW = "2026-11-22T18:00:00Z"
MEMBER_TIME = (2024, 5, 6, 7, 8, 10)
"""What every member of a zip says of itself; local, as zips are: 05:08:10 UTC in Berlin."""
MEMBER_MOMENT = "2024-05-06T05:08:10Z"


@dataclass(frozen=True)
class File:
    """One file of a source: its bytes, or the recipe of one that is too big to be kept."""

    path: str
    data: bytes = b""
    recipe: Json | None = None
    modified_at: int | None = None


@dataclass(frozen=True)
class ImportCase:
    """One import: it comes in as `expect` says, for one reason."""

    area: str
    name: str
    reason: str
    files: tuple[File, ...]
    expect: Json
    choices: Json = field(default_factory=dict)
    is_folder: bool = False


def moment(text: str) -> int:
    """UTC milliseconds of `2021-03-03T11:48:50Z`, with or without a fraction."""
    at = datetime.fromisoformat(text)
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // _MILLISECOND


def record_id(kind: str, app: str, original_id: str) -> str:
    """The id of an imported record under the fixed K_id of all cases."""
    parts = [part.encode() for part in (kind, app, original_id)]
    message = b"".join(struct.pack(">H", len(part)) + part for part in parts)
    return hmac.digest(ID_KEY, message, hashlib.sha256)[:16].hex()


def entry(
    app: str,
    original_id: str,
    created: str,
    *,
    title: str = "",
    body: str = "",
    updated: str = "",
    tz: str = ZONE,
    tags: Iterable[str] = (),
    people: Iterable[str] = (),
    about: str = "",
) -> Json:
    """The record of a page; `about` is its day where the time is not sure."""
    ids = [record_id("person", app, f"person:{name}") for name in people]
    fields: Json = {"title": title, "body": body, "tags": list(tags), "people": ids}
    value: Json = {
        "kind": "entry",
        "v": 2,
        "created_at": moment(created),
        "updated_at": moment(updated or created),
        "tz": tz,
        **{name: value for name, value in fields.items() if value},
        "origin": {"app": app, "original_id": original_id},
    }
    if about:
        value["happened"] = {"date": about, "precision": "about_then"}
    return {"record": record_id("entry", app, original_id), "value": value}


def covered(record: Json) -> Json:
    """The same page, covered."""
    value = record["value"]
    assert isinstance(value, Mapping)
    return {**record, "value": {**value, "cover": True}}


def person(app: str, name: str, created: str, tz: str = ZONE) -> Json:
    """The record of somebody whom a page names."""
    value: Json = {
        "kind": "person",
        "v": 2,
        "created_at": moment(created),
        "updated_at": moment(created),
        "tz": tz,
        "name_shown": name,
        "origin": {"app": app, "original_id": f"person:{name}"},
    }
    return {"record": record_id("person", app, f"person:{name}"), "value": value}


def row(reason: str, member: str, original_id: str = "") -> Json:
    """One line of a report."""
    return {"member": member, "original_id": original_id, "reason": reason}


def comes_in(
    app: str, records: Sequence[Json], report: Sequence[Json] = (), dropped: Json | None = None
) -> Json:
    """What is expected of a source that can be read."""
    by_id: list[Json] = sorted(records, key=_id_of)
    return {
        "app": app,
        "preview": _preview(records, report, dropped or {}),
        "records": by_id,
        "report": _in_order(report),
    }


def nothing(report: Sequence[Json]) -> Json:
    """What is expected of a source of which no format fits."""
    return {"app": None, "records": [], "report": _in_order(report)}


REFUSED: Json = {"refused": "import_refused"}
IS_BACKUP: Json = {"refused": "import_is_backup"}


def in_one_file(
    area: str, name: str, reason: str, path: str, data: str | bytes, expect: Json, **choices: Plain
) -> ImportCase:
    """A case whose source is a single file."""
    content = data.encode() if isinstance(data, str) else data
    return ImportCase(area, name, reason, (File(path, content),), expect, choices)


def a_zip(
    members: Mapping[str, str | bytes], *, deflated: bool = False, links: Iterable[str] = ()
) -> bytes:
    """A zip with the same bytes each time; those of `links` are symbolic links."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in members.items():
            info = zipfile.ZipInfo(path, MEMBER_TIME)
            info.create_system = 3
            mode = stat.S_IFLNK | 0o777 if path in links else stat.S_IFREG | 0o644
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
            archive.writestr(info, content)
    return out.getvalue()


def a_tar(members: Mapping[str, str | bytes], links: Mapping[str, str] | None = None) -> bytes:
    """A tar with the same bytes each time; `links` are symbolic links and where they lead."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path, content in members.items():
            info = tarfile.TarInfo(path)
            data = content.encode() if isinstance(content, str) else content
            info.size, info.mtime = len(data), moment(MEMBER_MOMENT) // 1000
            archive.addfile(info, io.BytesIO(data))
        for path, target in (links or {}).items():
            info = tarfile.TarInfo(path)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return out.getvalue()


_MILLISECOND = datetime(1970, 1, 1, microsecond=1000) - datetime(1970, 1, 1)  # noqa: DTZ001 - a difference


def _preview(records: Sequence[Json], report: Sequence[Json], dropped: Json) -> Json:
    pages = [one["value"] for one in records if _kind(one) == "entry"]
    texts = [_local(page) for page in sorted(pages, key=_created)]
    days = sorted(text[:10] for text in texts)
    left_out = [line["reason"] for line in report if line["reason"] != "media_waits"]
    return {
        "pages": len(pages),
        "people": len(records) - len(pages),
        "media": len(report) - len(left_out),
        "from": days[0] if days else "",
        "to": days[-1] if days else "",
        "first": texts[:3],
        "dropped": dropped,
    }


def _id_of(record: Json) -> str:
    return str(record["record"])


def _kind(record: Json) -> Plain:
    value = record["value"]
    assert isinstance(value, Mapping)
    return value["kind"]


def _created(page: Plain) -> int:
    assert isinstance(page, Mapping)
    at = page["created_at"]
    assert isinstance(at, int)
    return at


def _local(page: Plain) -> str:
    """The minute at which a page was written, in its own zone."""
    assert isinstance(page, Mapping)
    at = datetime.fromtimestamp(_created(page) / 1000, ZoneInfo(str(page["tz"])))
    return at.strftime("%Y-%m-%d %H:%M")


def _in_order(report: Sequence[Json]) -> list[Json]:
    return sorted(report, key=_place_in_report)


def _place_in_report(line: Json) -> tuple[bytes, ...]:
    return tuple(str(line[name]).encode() for name in ("member", "original_id", "reason"))
