"""Backups open with the ordinary tools, and whatever was done to one on the way is noticed."""

import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from goldseam.crypto import backup
from goldseam.crypto.age_recipients import Identity, Passphrase, Recipients
from goldseam.crypto.backup import (
    MANIFEST,
    Contents,
    backup_files,
    is_safe_path,
    open_backup,
    open_zip,
    write_backup,
    zip_chunks,
)
from goldseam.crypto.canonical import JsonObject, canonical_json, clean_text
from goldseam.crypto.chain import Checkpoint
from goldseam.crypto.page import page_bytes, page_name
from goldseam.errors import BackupDamaged, GoldseamError, WrongSecret
from scripts.vectors_age import (
    IDENTITY,
    RECIPIENT,
    ZipFile,
    a_zip,
    passphrase_file,
    recipient_file,
)
from scripts.vectors_case import an_id, source

IDENTITY_KEY = pyrage.x25519.Identity.from_str(IDENTITY)
RECIPIENTS = Recipients([RECIPIENT])
CHECKPOINT = Checkpoint(1, bytes(32), ())
MADE_AT = 1_795_370_400_000
SECONDS = 60


def page(title: str, body: str) -> JsonObject:
    """A page of a journal."""
    return {
        "kind": "entry",
        "v": 1,
        "created_at": MADE_AT,
        "updated_at": MADE_AT,
        "tz": "Europe/Vienna",
        "title": title,
        "body": body,
        "tags": ["größer", "b: c"],
    }


RECORDS: dict[bytes, JsonObject] = {
    an_id("one"): page("Größe/Breite", "It broke.\n\nGold in the seam 金継ぎ."),
    an_id("two"): page("", "no title"),
    an_id("three"): {"deleted": True, "erase": True},
    an_id("four"): {"kind": "settings", "v": 1},
}
CONTENTS = Contents(RECORDS, CHECKPOINT, MADE_AT)


def written(
    lock_with: Passphrase | Recipients = RECIPIENTS, contents: Contents = CONTENTS
) -> bytes:
    """The bytes of a backup file."""
    out = BytesIO()
    write_backup(contents, out, lock_with, source("a backup"))
    return out.getvalue()


GOOD = written()


def program(name: str) -> str:
    """The path of a program that the tests need."""
    path = shutil.which(name)
    assert path, f"install {name} to run the tests"
    return path


def test_the_ordinary_tools_open_a_backup(tmp_path: Path) -> None:
    """`age` and `unzip` give the pages as Markdown, without Goldseam."""
    (tmp_path / "key.txt").write_text(IDENTITY)
    (tmp_path / "backup.age").write_bytes(GOOD)
    opened = [program("age"), "-d", "-i", "key.txt", "-o", "backup.zip", "backup.age"]
    subprocess.run(opened, cwd=tmp_path, check=True, timeout=SECONDS)
    unzipped = [program("unzip"), "-q", "backup.zip", "-d", "out"]
    subprocess.run(unzipped, cwd=tmp_path, check=True, timeout=SECONDS)
    pages = sorted((tmp_path / "out" / "pages").iterdir())
    assert len(pages) == 2
    assert any("Gold in the seam 金継ぎ." in path.read_text("utf-8") for path in pages)


def test_what_the_ordinary_tool_locks_is_opened(tmp_path: Path) -> None:
    """A zip that `age` itself locked to our recipient opens and verifies."""
    zipped = pyrage.decrypt(GOOD, [IDENTITY_KEY])
    locked = [program("age"), "-r", RECIPIENTS.texts[0], "-o", "backup.age"]
    subprocess.run(locked, cwd=tmp_path, input=zipped, check=True, timeout=SECONDS)
    with (tmp_path / "backup.age").open("rb") as file:
        assert open_backup(file, Identity(IDENTITY)).manifest.pages == 2


def test_a_backup_holds_every_record_that_is_there() -> None:
    """Records come out as their canonical bytes; the removed one is not among them."""
    opened = open_backup(BytesIO(GOOD), Identity(IDENTITY))
    kept = {record: value for record, value in RECORDS.items() if "deleted" not in value}
    paths = {
        f"records/{record.hex()}.json": canonical_json(value) for record, value in kept.items()
    }
    assert {path: opened.read(path) for path in paths} == paths
    assert opened.manifest.records == 3
    assert not any(an_id("three").hex() in path for path in opened.paths())


def test_only_listed_files_are_read() -> None:
    """R-16. What is not in the manifest cannot be asked for, the manifest neither."""
    opened = open_backup(BytesIO(GOOD), Identity(IDENTITY))
    for path in ("nothing", MANIFEST):
        with pytest.raises(KeyError):
            opened.read(path)


def test_a_passphrase_locks_and_opens() -> None:
    """What a passphrase locked opens with it."""
    data = written(Passphrase("six words of the list"))
    assert open_backup(BytesIO(data), Passphrase("six words of the list")).manifest.pages == 2


def test_another_identity_does_not_open() -> None:
    """A backup locked to someone else is `wrong_secret`, and so is what is no identity."""
    for text in (str(pyrage.x25519.Identity.generate()), "AGE-SECRET-KEY-1", ""):
        with pytest.raises(WrongSecret):
            open_backup(BytesIO(GOOD), Identity(text))


def test_each_of_several_identities_opens() -> None:
    """A backup to two recipients opens with either identity."""
    other = pyrage.x25519.Identity.generate()
    data = written(Recipients([*RECIPIENTS.texts, str(other.to_public())]))
    for text in (IDENTITY, str(other)):
        assert open_backup(BytesIO(data), Identity(text)).manifest.records == 3


def test_what_is_no_recipient_is_refused() -> None:
    """A recipient that cannot be one stops the backup before a byte is written."""
    out = BytesIO()
    with pytest.raises(ValueError, match="recipient"):
        write_backup(CONTENTS, out, Recipients(["age1nobody"]), source("a backup"))
    assert out.getvalue() == b""


@settings(deadline=None)
@given(st.integers(0, 8 * len(GOOD) - 1))
def test_no_bit_of_a_backup_can_be_turned(bit: int) -> None:
    """R-16. One bit anywhere in the file, and it does not open."""
    changed = bytearray(GOOD)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises((BackupDamaged, WrongSecret)):
        open_backup(BytesIO(changed), Identity(IDENTITY))


@settings(deadline=None)
@given(st.integers(0, len(GOOD) - 1))
def test_no_part_of_a_backup_opens(length: int) -> None:
    """R-16. A file that was cut anywhere does not open."""
    with pytest.raises((BackupDamaged, WrongSecret)):
        open_backup(BytesIO(GOOD[:length]), Identity(IDENTITY))


@settings(deadline=None)
@given(st.data())
def test_any_zip_within_is_refused_by_one_error(data: st.DataObject) -> None:
    """Whatever lies within a whole age file, the answer is a backup or an error of ours."""
    zipped = bytearray(pyrage.decrypt(GOOD, [IDENTITY_KEY]))
    at = data.draw(st.integers(0, len(zipped) - 1))
    zipped[at] = data.draw(st.integers(0, 255))
    try:
        open_zip(BytesIO(zipped))
    except GoldseamError as error:
        assert error.code in ("backup_damaged", "unknown_version")  # noqa: PT017 - either is fine


def test_what_is_unpacked_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """More plaintext than the limit is refused, whichever way the file was locked."""
    monkeypatch.setattr(backup, "MAX_BACKUP_BYTES", 100_000)
    large = bytes(200_000)
    with pytest.raises(BackupDamaged):
        open_backup(BytesIO(recipient_file(large)), Identity(IDENTITY))
    with pytest.raises(BackupDamaged):
        open_backup(BytesIO(passphrase_file(large, "words")), Passphrase("words"))


class Watched(BytesIO):
    """A file that knows how much was written or read at once."""

    most = 0

    def write(self, data: bytes, /) -> int:  # type: ignore[override] # bytes is all it gets
        self.most = max(self.most, len(data))
        return super().write(data)

    def read(self, size: int | None = -1, /) -> bytes:
        """As any file; what gives no size wants all of it."""
        self.most = max(self.most, len(self.getbuffer()) if size is None or size < 0 else size)
        return super().read(size)


@pytest.mark.parametrize("lock_with", [RECIPIENTS, Passphrase("six words")], ids=type)
def test_a_backup_is_written_and_read_piece_by_piece(lock_with: Passphrase | Recipients) -> None:
    """Of a file of 4 MB no more than one chunk of 64 KiB and its tag is ever written or read at once."""
    records = {n.to_bytes(16, "big"): page("", source(f"{n}")(25_000).hex()) for n in range(40)}
    file = Watched()
    inside = Contents(records, CHECKPOINT, MADE_AT)
    key = write_backup(inside, file, lock_with, source("a backup"))
    opened = open_backup(file, key)
    assert opened.manifest.records == 40
    assert len(opened.read(f"records/{3:032x}.json")) > 50_000
    assert len(file.getbuffer()) > 2_000_000
    assert file.most <= 65_536 + 16


def test_what_changed_after_it_was_verified_is_not_read() -> None:
    """R-16. Another file in its place, under the same key, gives no words."""
    first, second = (
        {n.to_bytes(16, "big"): page("", source(f"{n} {of}")(50_000).hex()) for n in range(3)}
        for of in ("first", "second")
    )
    file = BytesIO(written(contents=Contents(first, CHECKPOINT, MADE_AT)))
    opened = open_backup(file, Identity(IDENTITY))
    file.seek(0)
    file.write(written(contents=Contents(second, CHECKPOINT, MADE_AT)))
    with pytest.raises(BackupDamaged):
        opened.read(f"records/{1:032x}.json")


def test_what_lies_between_the_files_is_opened_too() -> None:
    """R-16. A changed byte in a part of the zip that no file of it uses makes the backup damaged."""
    packed = a_zip([ZipFile(path, data) for path, data in backup_files(CONTENTS)])
    directory = int.from_bytes(packed[-6:-2], "little")
    gap = bytes(200_000)
    end = packed[directory:-6] + (directory + len(gap)).to_bytes(4, "little") + packed[-2:]
    data = bytearray(recipient_file(packed[:directory] + gap + end))
    assert open_backup(BytesIO(data), Identity(IDENTITY)).manifest.records == 3
    data[-100_000] ^= 1
    with pytest.raises(BackupDamaged):
        open_backup(BytesIO(data), Identity(IDENTITY))


def test_a_file_that_is_too_large_to_be_read_whole_is_damaged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each file of a backup is in memory once: of what is larger than its limit nothing is taken."""
    zipped = b"".join(zip_chunks(backup_files(CONTENTS)))
    assert open_zip(BytesIO(zipped)).manifest.records == 3
    monkeypatch.setattr(backup, "MAX_FILE_BYTES", 400)
    with pytest.raises(BackupDamaged):
        open_zip(BytesIO(zipped))


def test_the_zip_within_is_whole() -> None:
    """Any reader of zips finds every file as it was packed."""
    zipped = b"".join(zip_chunks(backup_files(CONTENTS)))
    assert zipfile.ZipFile(BytesIO(zipped)).testzip() is None


@given(st.text(st.characters(), max_size=60), st.lists(st.text(max_size=10), max_size=3))
def test_front_matter_is_yaml_for_any_title(title: str, tags: list[str]) -> None:
    """A YAML reader gives title and tags back as they were written."""
    value: JsonObject = page(title, "body") | {"tags": [*tags]}
    _, front, _ = page_bytes(bytes(16), value).decode().split("---\n", 2)
    read = yaml.safe_load(front)
    assert read["title"] == clean_text(title)
    assert read["tags"] == [clean_text(tag) for tag in tags]


@given(st.text(st.characters() | st.characters(categories=["Cs"]), max_size=200))
def test_page_names_are_safe_for_any_title(title: str) -> None:
    """No title makes a path that leaves its folder, is too long, or is not plain."""
    path = page_name(bytes(16), page(title, ""))
    assert is_safe_path(path)
    assert path.isascii()
    assert path.count("/") == 1
    assert len(path) <= len("pages/2026-11-22  00000000.md") + 60
