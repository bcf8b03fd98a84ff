"""Backups on the command line: writing one, and what can be done with one without an account."""

import argparse
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from goldseam.client.copy import left_out_of_backup
from goldseam.client.folder import Run, Verbs
from goldseam.client.placing import beside, give_name
from goldseam.client.status import DONE
from goldseam.client.terminal import (
    Unusable,
    ask,
    ask_twice,
    plain,
    read_secret,
    say,
    tell,
    write_new,
)
from goldseam.crypto.age_recipients import Identity, Key, Lock, Passphrase, Recipients
from goldseam.crypto.backup import (
    MANIFEST,
    Backup,
    Contents,
    Manifest,
    open_backup,
    write_backup,
)
from goldseam.crypto.chain import parse_checkpoint
from goldseam.crypto.recovery import checkpoint_words
from goldseam.errors import BackupDamaged, Damaged


def add_export_arguments(export: argparse.ArgumentParser) -> None:
    """Where a backup goes, and what locks it."""
    export.add_argument("--to", type=Path, required=True, metavar="FILE")
    export.add_argument("--force", action="store_true", help="write over a file that is there")
    lock = export.add_mutually_exclusive_group()
    lock.add_argument("--backup-passphrase-file", type=Path, metavar="FILE")
    lock.add_argument("--recipient", action="append", metavar="age1…", help="may be repeated")


def add(verbs: Verbs) -> Verbs:
    """`backup verify|list|extract`: none needs an account or a folder. Gives where more is added."""
    text = "verify, list, extract or restore a backup"
    backup = verbs.add_parser("backup", help=text, description=text, allow_abbrev=False)
    kinds = backup.add_subparsers(required=True, metavar="verify|list|extract|restore")
    _kind(kinds, "verify", _verify, "check that a backup is whole")
    _kind(kinds, "list", _list, "list the files in a backup")
    text = "write the files of a backup into a new folder, readable to you alone"
    extract = _kind(kinds, "extract", _extract, text)
    extract.add_argument(
        "--to", type=Path, metavar="DIR", help="default: named like the file, here"
    )
    return kinds


def add_key_arguments(verb: argparse.ArgumentParser) -> None:
    """Which backup, and what opens it."""
    verb.add_argument("file", type=Path)
    key = verb.add_mutually_exclusive_group()
    key.add_argument("--backup-passphrase-file", type=Path, metavar="FILE")
    key.add_argument("--identity", type=Path, metavar="FILE", help="an age identity file")


def _kind(kinds: Verbs, name: str, run: Run, text: str) -> argparse.ArgumentParser:
    kind = kinds.add_parser(name, help=text, description=text, allow_abbrev=False)
    add_key_arguments(kind)
    kind.set_defaults(run=run)
    return kind


def export(options: argparse.Namespace, contents: Contents) -> None:
    """Write the backup beside its place, read it again, and only then give it its name."""
    lock = _lock(options)
    with beside(options.to) as (file, path):
        key = _write(contents, file, lock)
        _require_whole(path, key, contents)
        give_name(path, options.to, is_forced=options.force)
    left_out = f", left out: {len(contents.left_out)}" if contents.left_out else ""
    say(f"The backup is in {options.to}; records in it: {len(contents.records)}{left_out}.")
    if contents.left_out:
        tell(left_out_of_backup(len(contents.left_out)))


def _lock(options: argparse.Namespace) -> Lock:
    if options.recipient:
        return Recipients(options.recipient)
    if options.backup_passphrase_file is not None:
        text = read_secret(options.backup_passphrase_file)
    else:
        text = ask_twice("A passphrase for the backup: ")
    if not text:
        raise Unusable("A backup needs a passphrase.")
    return Passphrase(text)


def _write(contents: Contents, file: BinaryIO, lock: Lock) -> Key:
    try:
        key = write_backup(contents, file, lock, os.urandom)
    except ValueError as error:
        raise Unusable("This is not an age recipient; one begins with age1.") from error
    file.flush()
    os.fsync(file.fileno())
    return key


def _require_whole(path: Path, key: Key, contents: Contents) -> None:
    with path.open("rb") as file:
        manifest = open_backup(file, key).manifest
    left_out = {bytes.fromhex(one.record) for one in manifest.left_out}
    if manifest.records != len(contents.records) or left_out != contents.left_out.keys():
        raise BackupDamaged


# what is there


def _verify(options: argparse.Namespace) -> int:
    with opened_backup(options) as backup:
        manifest = backup.manifest
    size = sum(entry.size for entry in manifest.files.values())
    say(
        f"The backup is whole, made {plain(manifest.made)}; pages: {manifest.pages}, records: {manifest.records}."
    )
    media, left_out = _media(manifest), len(manifest.left_out)
    say(f"Files: {len(manifest.files)}, {size} bytes in all; media: {media}; left out: {left_out}.")
    say(f"Every file has the size and the hash that the list says. Checkpoint: {_words(manifest)}")
    if manifest.left_out:
        tell(left_out_of_backup(len(manifest.left_out)))
    return DONE


def _media(manifest: Manifest) -> int:
    """How many files are neither pages nor records nor about the backup itself."""
    return sum("/" in path for path in manifest.files) - manifest.pages - manifest.records


def _words(manifest: Manifest) -> str:
    """What `goldseam checkpoint` said on the device that made the backup. Raises `BackupDamaged`."""
    try:
        checkpoint = parse_checkpoint(bytes.fromhex(manifest.checkpoint))
    except Damaged as error:
        raise BackupDamaged from error
    return " ".join(checkpoint_words(checkpoint))


def _list(options: argparse.Namespace) -> int:
    with opened_backup(options) as backup:
        manifest = backup.manifest
    for path in sorted(manifest.files):
        say(f"{manifest.files[path].size:>10}  {plain(path)}")
    return DONE


def _extract(options: argparse.Namespace) -> int:
    folder: Path = options.to or Path(options.file.name).with_suffix("")
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        # A link inside could lead out of the folder.
        raise Unusable(f"{folder} is there already: choose a new folder with --to.")
    with opened_backup(options) as backup:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in backup.paths_as_they_lie():
            to = folder / path
            to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_new(to, backup.read(path))
        write_new(folder / MANIFEST, backup.archive.read(MANIFEST))
    count = len(backup.manifest.files)
    say(f"{folder} holds {count} files. Whoever can read them can read the journal.")
    return DONE


@contextmanager
def opened_backup(options: argparse.Namespace) -> Iterator[Backup]:
    """The backup, verified as a whole. Raises `Unusable`, `WrongSecret`, `BackupDamaged`, `UnknownVersion`."""
    with ExitStack() as stack:
        try:
            file = stack.enter_context(options.file.open("rb"))
            backup = open_backup(file, _key(options))
        except OSError as error:
            raise Unusable(f"{options.file} cannot be read: {error.strerror}.") from error
        yield backup


def _key(options: argparse.Namespace) -> Key:
    if options.identity is not None:
        return Identity(_identity(read_secret(options.identity)))
    if options.backup_passphrase_file is not None:
        return Passphrase(read_secret(options.backup_passphrase_file))
    return Passphrase(ask("Passphrase of the backup: "))


def _identity(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    found = [line for line in lines if line.startswith("AGE-SECRET-KEY-1")]
    if len(found) != 1:
        raise Unusable("This file does not hold one age identity.")
    return found[0]
