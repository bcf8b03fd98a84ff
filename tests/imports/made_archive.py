"""Archives that are refused as a whole, whatever stands in them, and some that only look odd."""

import struct
from collections.abc import Iterator, Mapping

from tests.imports.casing import (
    IS_BACKUP,
    MEMBER_MOMENT,
    REFUSED,
    File,
    ImportCase,
    Json,
    a_tar,
    a_zip,
    comes_in,
    entry,
    nothing,
    row,
)

AREA = "archive"
PAGE = "---\ndate: 2024-03-01 21:15\n---\n\nWords.\n"
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def cases() -> Iterator[ImportCase]:
    """Every case of this file."""
    yield from _refused_paths()
    yield from _refused_zips()
    yield from _refused_tars()
    yield from _too_much()
    yield from _odd()


def _refused(name: str, reason: str, data: bytes, path: str = "pages.zip") -> ImportCase:
    return ImportCase(AREA, name, reason, (File(path, data),), REFUSED)


def _refused_paths() -> Iterator[ImportCase]:
    paths = {
        "traversal": ("a path leads out of the archive", "a/../../b.md"),
        "traversal-backslash": ("a backslash parts folders too", "..\\b.md"),
        "absolute": ("a path begins at the root", "/etc/b.md"),
        "drive": ("a path begins with a drive", "C:\\b.md"),
        "long-path": ("a path has more than 1,024 bytes", "x" * 1022 + ".md"),
        "deep-path": ("a path has more than 32 segments", "a/" * 32 + "b.md"),
        "traversal-passed-over": (
            "a folder that is passed over is no excuse",
            "__MACOSX/../../b.md",
        ),
    }
    for name, (reason, path) in paths.items():
        yield _refused(name, reason, a_zip({"good.md": PAGE, path: PAGE}))
    nul = a_zip({"good.md": PAGE, "badX.md": PAGE}).replace(b"badX.md", b"bad\0.md")
    yield _refused("nul", "a path has a NUL", nul)
    twice = a_zip({"good.md": PAGE, "goXd.md": PAGE}).replace(b"goXd.md", b"good.md")
    yield _refused("same-path", "two members have one path", twice)
    normal = a_zip({"caf\u00e9.md": PAGE, "cafe\u0301.md": PAGE})
    yield _refused("same-path-nfc", "two paths are one in NFC", normal)


def _refused_zips() -> Iterator[ImportCase]:
    link = a_zip({"good.md": PAGE, "link.md": "/etc/passwd"}, links=["link.md"])
    yield _refused("symlink", "a member is a symbolic link", link)
    good = a_zip({"good.md": PAGE, "more.md": PAGE})
    yield _refused("check-sum", "a check sum does not hold", good.replace(b"Words", b"Sword", 1))
    yield _refused("truncated", "the directory is not there", good[:-40])
    yield _refused("not-a-zip", "a file that is called zip is none", b"Words.\n")
    yield _refused("empty-file", "a zip of no bytes", b"")
    yield _refused("encrypted", "a member is encrypted", _flagged(good, 0x1))
    yield _refused("method", "a member is packed in another way", _packed_otherwise(good, 12))
    yield _refused("overlap", "two members lie in the same bytes", _overlapping(good))
    bomb = a_zip({"good.md": PAGE, "bomb.md": "x" * 3_000_000}, deflated=True)
    yield _refused("ratio", "a text unpacks to more than 200 times its size", bomb)
    lie = a_zip({"bomb.md": "x" * 3_000_000}, deflated=True)
    sized = lie.replace(struct.pack("<I", 3_000_000), struct.pack("<I", 5_000))
    yield _refused("size-lie", "a text unpacks to more than the directory says", sized)


def _refused_tars() -> Iterator[ImportCase]:
    note = {f"{'a' * 32}.md": "T\n\nWords\n\nid: " + "a" * 32 + "\ntype_: 1"}
    yield _refused("tar-symlink", "a link", a_tar(note, {"link.md": "/etc/passwd"}), "n.jex")
    yield _refused("tar-traversal", "a path leads out", a_tar({**note, "../b.md": PAGE}), "n.jex")
    yield _refused(
        "tar-absolute", "a path begins at the root", a_tar({**note, "/b.md": PAGE}), "n.jex"
    )
    yield _refused("tar-truncated", "a member is cut off", a_tar(note)[:520], "n.jex")
    yield _refused("not-a-tar", "a file that is called jex is none", b"Words.\n", "n.jex")


def _too_much() -> Iterator[ImportCase]:
    recipes: dict[str, tuple[str, Json]] = {
        "too-many": (
            "more than 200,000 members",
            {"zip": {"path": "{}.md", "count": 200_001, "text": "x", "times": 1}},
        ),
        "too-long": (
            "a text above 64 MiB, stored",
            {"zip": {"path": "{}.md", "count": 1, "text": "Words. ", "times": 9_600_000}},
        ),
        "too-much": (
            "texts above 1 GiB in sum, which the directory tells before one of them is read",
            {"zip_says": {"path": "{}.md", "count": 18, "size": 63_000_000, "packed": 400_000}},
        ),
    }
    for name, (reason, recipe) in recipes.items():
        yield ImportCase(AREA, name, reason, (File("pages.zip", recipe=recipe),), REFUSED)


def _odd() -> Iterator[ImportCase]:
    good = {"good.md": PAGE}
    kept = [entry("markdown", "good.md", "2024-03-01T20:15:00Z", title="good", body="Words.")]
    passed = {
        "__MACOSX/._good.md": "x",
        ".obsidian/app.json": "{",
        "a/.trash/old.md": PAGE,
        ".git/HEAD.md": "x",
        "a/.hidden.md": PAGE,
        "a/": "",
    }
    zipped = a_zip({**good, **passed})
    yield _read(
        "passed-over",
        "hidden members and folders are passed over",
        zipped,
        comes_in("markdown", kept),
    )
    odd = a_zip({".\\good.md": PAGE})
    yield _read("dots-and-backslashes", "a path is made plain", odd, comes_in("markdown", kept))
    inner = a_zip({**good, "inner.zip": a_zip(good)})
    within = comes_in("markdown", kept, [row("not_text", "inner.zip")])
    yield _read("within", "an archive inside an archive is not opened", inner, within)
    old = a_zip({"caf\u00e9.md": PAGE}).replace("caf\u00e9".encode(), b"caf\x82x")
    cp437 = entry("markdown", "caféx.md", "2024-03-01T20:15:00Z", title="caféx", body="Words.")
    yield _read(
        "code-page-437",
        "old zips name in code page 437",
        _flagged(old, 0),
        comes_in("markdown", [cp437]),
    )
    forgotten = _flagged(a_zip({"caf\u00e9.md": PAGE}), 0)
    utf8 = entry(
        "markdown", "caf\u00e9.md", "2024-03-01T20:15:00Z", title="caf\u00e9", body="Words."
    )
    reason = "a name in UTF-8 whose flag was forgotten"
    yield _read("utf-8-unflagged", reason, forgotten, comes_in("markdown", [utf8]))
    deflated = a_zip(good, deflated=True)
    yield _read("deflated", "a member is deflated", deflated, comes_in("markdown", kept))
    texts: Mapping[str, bytes] = {
        "bom.md": b"\xef\xbb\xbfWords.",
        "latin.md": "Grüße".encode("latin-1"),
        "utf16.md": "Grüße\r\nund\rmehr".encode("utf-16"),
        "zero.md": b"",
    }
    about = {"about": "2024-05-06"}
    came = [
        entry("markdown", "bom.md", MEMBER_MOMENT, title="bom", body="Words.", **about),
        entry(
            "markdown", "utf16.md", MEMBER_MOMENT, title="utf16", body="Grüße\nund\nmehr", **about
        ),
    ]
    report = [row("encoding", "latin.md"), row("empty", "zero.md", "zero.md")]
    yield _read(
        "encodings",
        "each text says how it is coded",
        a_zip(texts),
        comes_in("markdown", came, report),
    )
    backup = a_zip(
        {"manifest.json": '{"format": "goldseam-backup", "version": 1}', "pages/a.md": PAGE}
    )
    yield _read("own-backup", "a backup is restored, not imported", backup, IS_BACKUP)
    unknown = a_zip({"a.bin": b"\0\1", "b.json": "{}", "c.json": "{", "d.html": "<p>x"})
    rows = [
        row("not_text", "a.bin"),
        row("other_format", "b.json"),
        row("json", "c.json"),
        row("other_format", "d.html"),
    ]
    yield _read("no-format", "no format fits", unknown, nothing(rows))


def _read(name: str, reason: str, data: bytes, expect: Json) -> ImportCase:
    return ImportCase(AREA, name, reason, (File("pages.zip", data),), expect)


def _flagged(data: bytes, flag: int) -> bytes:
    """The zip with other flags in every header."""
    return _patched(data, {LOCAL: 6, CENTRAL: 8}, struct.pack("<H", flag))


def _packed_otherwise(data: bytes, method: int) -> bytes:
    return _patched(data, {LOCAL: 8, CENTRAL: 10}, struct.pack("<H", method))


def _overlapping(data: bytes) -> bytes:
    """The zip whose second member lies where the first one does, in directory and header alike."""
    same = data.replace(b"more.md", b"good.md")
    first = same.index(CENTRAL)
    second = same.index(CENTRAL, first + 4)
    changed = bytearray(same)
    changed[second + 42 : second + 46] = same[first + 42 : first + 46]
    changed[second + 46 : second + 53] = b"more.md"
    return bytes(changed)


def _patched(data: bytes, offsets: Mapping[bytes, int], value: bytes) -> bytes:
    changed = bytearray(data)
    for signature, offset in offsets.items():
        at = data.find(signature)
        while at >= 0:
            changed[at + offset : at + offset + len(value)] = value
            at = data.find(signature, at + 4)
    return bytes(changed)
