"""Make the backup of the format of version 0.1: `python -m tests.backups.made FILE`; the same bytes every time.

It is kept as it was made (README.md); a test makes it again as long as the format is still written.
"""

import sys
from pathlib import Path

from goldseam.crypto.backup import Contents, Unopened, backup_files
from goldseam.crypto.canonical import JsonObject
from goldseam.crypto.chain import Checkpoint, VaultMark
from scripts.vectors_age import ZipFile, a_zip, passphrase_file

PASSPHRASE = "abacus drop-down felt-tip zoom t-shirt yo-yo"
MADE_AT = 1_795_370_400_000
WORK_FACTOR = 10


def _record(kind: str, **fields: str | bool | list[str]) -> JsonObject:
    at = MADE_AT - 1_000
    base: JsonObject = {"kind": kind, "v": 2, "created_at": at, "updated_at": at, "tz": "UTC"}
    return {**base, **{name: [*v] if isinstance(v, list) else v for name, v in fields.items()}}


PERSON = bytes([3] * 16)
RECORDS = {
    bytes([1] * 16): _record(
        "entry",
        title="Größe/Breite",
        body="It broke.\n\nGold in the seam 金継ぎ.",
        tags=["evening", 'with "quotes"'],
        people=[PERSON.hex()],
    ),
    bytes([2] * 16): _record("entry", title="", body="Covered.", cover=True),
    PERSON: _record("person", name_shown="Anna"),
    bytes([4] * 16): _record("settings", theme="dark"),
    bytes([5] * 16): _record("glimmer", what="the light on the stairs"),
    bytes([6] * 16): _record("of a later version", body="Kept as it is."),
}
LEFT_OUT = {bytes([7] * 16): Unopened(3, "newer")}
CHECKPOINT = Checkpoint(2, bytes([8] * 32), (VaultMark(bytes([9] * 16), 4, bytes([10] * 32)),))


def backup_bytes() -> bytes:
    """The whole age file."""
    contents = Contents(RECORDS, CHECKPOINT, MADE_AT, LEFT_OUT)
    files = [ZipFile(path, data) for path, data in backup_files(contents)]
    return passphrase_file(a_zip(files), PASSPHRASE, WORK_FACTOR)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(backup_bytes())
