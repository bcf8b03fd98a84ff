"""The second client against a real server process: two folders of one account, and backups that open without us."""

import json
import stat
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.e2e.age_program import opens
from tests.e2e.command_line import CommandLine, goldseam
from tests.e2e.serving import Server
from tests.e2e.terminal import terminal

PASSPHRASE = "gentle otter under seven quiet maples"
BACKUP_PASSPHRASE = "another six words for this file"
SECONDS = 60


@pytest.fixture(scope="module")
def two(
    server: Server, tmp_path_factory: pytest.TempPathFactory
) -> tuple[CommandLine, CommandLine]:
    """Give two devices of one account."""
    folder = tmp_path_factory.mktemp("devices")
    laptop = CommandLine(folder / "laptop", PASSPHRASE)
    desktop = CommandLine(folder / "desktop", PASSPHRASE)
    laptop.sign_up(server.origin, "anna")
    desktop.sign_in(server.origin, "anna")
    return laptop, desktop


@pytest.fixture
def fresh(tmp_path: Path) -> CommandLine:
    """Give a folder that nothing was done with."""
    return CommandLine(tmp_path / "fresh", PASSPHRASE)


def test_a_page_written_on_one_device_is_read_on_the_other(
    two: tuple[CommandLine, CommandLine],
) -> None:
    """`write` sends, `pull` verifies and `show` prints the same words on another device."""
    laptop, desktop = two
    page = laptop.write("The first line.\n\nThe **last** one.\n", "--title", "Ümläut", "--tag", "x")
    assert "came or changed" in desktop.run("pull")
    assert desktop.run("show", page) == "# Ümläut\n\nThe first line.\n\nThe **last** one.\n"
    facts = next(f for f in json.loads(desktop.run("ls", "--json")) if f["id"].startswith(page))
    assert (facts["title"], facts["tags"], facts["place"]) == ("Ümläut", ["x"], "on_server")


def test_edits_of_both_devices_are_in_the_page(two: tuple[CommandLine, CommandLine]) -> None:
    """Two devices that wrote in one page without knowing of each other end with the same text and every word."""
    laptop, desktop = two
    page = laptop.write("One.\n\nTwo.\n\nThree and four.")
    desktop.run("pull")
    laptop.write("One, early.\n\nTwo.\n\nThree and nearly four.", page)
    desktop.write("One.\n\nTwo, later.\n\nThree and almost four.", page)
    laptop.run("pull")
    merged = laptop.run("show", page)
    assert desktop.run("show", page) == merged
    assert {"early.", "later.", "nearly", "almost"} <= set(merged.split())


def test_words_are_kept_while_the_server_is_away(
    two: tuple[CommandLine, CommandLine], server: Server
) -> None:
    """`write` ends with status 3 when it could only keep; the next `pull` sends."""
    laptop, desktop = two
    server.stop()
    try:
        page = laptop.write("Nobody listens.", "--title", "Alone", status=3)
        assert "waits to be sent" in laptop.run("ls")
        laptop.run("pull", status=3)
    finally:
        server.start()
    laptop.run("pull")
    desktop.run("pull")
    assert "Nobody listens." in desktop.run("show", page)


def test_a_signed_out_session_is_entered_again(two: tuple[CommandLine, CommandLine]) -> None:
    """`login` on a device of the account needs neither address nor name, and keeps what waits."""
    laptop, _ = two
    page = laptop.write("Still mine.")
    laptop.run("login")
    assert "Still mine." in laptop.run("show", page)


def test_the_wrong_passphrase_opens_nothing(two: tuple[CommandLine, CommandLine]) -> None:
    """Status 1, without a word of what is there."""
    laptop, _ = two
    laptop.write("Unseen.", "--title", "Unseen")
    other = CommandLine(laptop.state, "other words than those")
    assert "Unseen" not in other.run("ls", status=1)


def test_a_folder_takes_one_account(two: tuple[CommandLine, CommandLine], server: Server) -> None:
    """Another account is refused, so that pages never mix."""
    laptop, _ = two
    where = ["--server", server.origin, "--name", "ben"]
    assert "another account" in laptop.run("login", *where, status=1)


def test_the_folder_is_private(two: tuple[CommandLine, CommandLine]) -> None:
    """The folder is 0700 and every file in it 0600, and no word of a page rests there in clear."""
    laptop, _ = two
    laptop.write("quokkawort im Text", "--title", "quokkawort", "--tag", "quokkawort")
    assert stat.S_IMODE(laptop.state.stat().st_mode) == 0o700
    for path in laptop.state.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert b"quokkawort" not in path.read_bytes()


@pytest.mark.parametrize("arguments", [["ls", "--bogus"], ["show"], ["pull", "extra"]])
def test_what_is_not_understood_ends_with_status_2(arguments: list[str]) -> None:
    """Unknown and missing arguments do nothing and end with 2."""
    assert "usage" in goldseam(*arguments, status=2)


def test_plain_http_to_another_machine_is_refused(fresh: CommandLine) -> None:
    """The session token never goes over an open line."""
    fresh.run("login", "--server", "http://journal.example.org", "--name", "anna", status=1)


def recovery_words(shown: str) -> str:
    """The ten words among what a terminal shows."""
    return next(
        line.strip() for line in shown.splitlines() if len(line.split()) == 10 and line[0] == " "
    )


def test_an_account_is_made_at_a_terminal(server: Server, tmp_path: Path) -> None:
    """The passphrase is typed twice and not shown, the ten words are shown and typed again."""
    state = tmp_path / "typed"
    where = ["--server", server.origin, "--name", "typist", "--state", str(state)]
    with terminal("signup", *where) as talk:
        talk.answer("your own: ", PASSPHRASE)
        talk.answer("Once more: ", PASSPHRASE)
        talk.answer_with("are right: ", recovery_words)
        assert "is its first device" in talk.end(status=0)
    assert PASSPHRASE not in talk.shown
    assert "No pages yet" in CommandLine(state, PASSPHRASE).run("pull")


def test_words_typed_wrongly_make_no_account(server: Server, tmp_path: Path) -> None:
    """Nothing is sent before the ten words are known to be right."""
    where = ["--server", server.origin, "--name", "hasty", "--state", str(tmp_path / "hasty")]
    with terminal("signup", *where) as talk:
        talk.answer("your own: ", PASSPHRASE)
        talk.answer("Once more: ", PASSPHRASE)
        talk.answer("are right: ", "these are not the words")
        assert "Nothing was changed" in talk.end(status=2)
    CommandLine(tmp_path / "later", PASSPHRASE).sign_up(server.origin, "hasty")


def test_an_interruption_ends_in_calm(two: tuple[CommandLine, CommandLine]) -> None:
    """Ctrl-C at the prompt ends with status 130, without a traceback, and the folder is free again."""
    laptop, _ = two
    with terminal("pull", "--state", str(laptop.state)) as talk:
        talk.answer("Passphrase: ", "\x03")
        shown = talk.end(status=130)
    assert "Traceback" not in shown
    laptop.run("pull")


# backups


@pytest.fixture(scope="module")
def secret_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the file with the passphrase of backups."""
    path = tmp_path_factory.mktemp("secret") / "backup.passphrase"
    path.write_text(f"{BACKUP_PASSPHRASE}\n")
    return str(path)


@pytest.fixture(scope="module")
def backup(
    two: tuple[CommandLine, CommandLine], secret_file: str, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Give a backup with two known pages among others, made under a passphrase."""
    laptop, _ = two
    laptop.write("The first line.\n\nThe last one.", "--title", "Known first", "--tag", "calm")
    laptop.write("Another.", "--title", "Known second")
    file = tmp_path_factory.mktemp("backup") / "journal.age"
    laptop.run("export", "--to", str(file), "--backup-passphrase-file", secret_file)
    return file


def test_the_age_program_and_unzip_open_a_backup(backup: Path, tmp_path: Path) -> None:
    """Without anything of ours the pages are there as Markdown."""
    assert opens(backup, BACKUP_PASSPHRASE, tmp_path / "plain.zip")
    unzip = ["unzip", "-q", str(tmp_path / "plain.zip"), "-d", str(tmp_path / "plain")]
    subprocess.run(unzip, check=True, timeout=SECONDS)
    pages = sorted((tmp_path / "plain" / "pages").glob("* Known *"))
    assert [page.name.split()[2] for page in pages] == ["first", "second"]
    text = pages[0].read_text()
    assert 'title: "Known first"' in text
    assert text.endswith("---\n\nThe first line.\n\nThe last one.\n")


def test_one_changed_byte_is_refused(backup: Path, secret_file: str, tmp_path: Path) -> None:
    """Neither `goldseam backup verify` nor the age program takes a backup with one changed byte."""
    data = bytearray(backup.read_bytes())
    data[-40] ^= 1
    broken = tmp_path / "broken.age"
    broken.write_bytes(data)
    given = ["--backup-passphrase-file", secret_file]
    goldseam("backup", "verify", str(backup), *given)
    goldseam("backup", "verify", str(broken), *given, status=1)
    assert not opens(broken, BACKUP_PASSPHRASE, tmp_path / "broken.zip")


def test_a_backup_is_listed_and_extracted(backup: Path, secret_file: str, tmp_path: Path) -> None:
    """What `list` names is what `extract` writes, for its owner alone, into a new folder only."""
    given = ["--backup-passphrase-file", secret_file]
    folder = tmp_path / "extracted"
    listed = goldseam("backup", "list", str(backup), *given)
    goldseam("backup", "extract", str(backup), "--to", str(folder), *given)
    files = [path for path in folder.rglob("*") if path.is_file()]
    names = {str(path.relative_to(folder)) for path in files} - {"manifest.json"}
    assert names == {line[12:] for line in listed.splitlines()}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    goldseam("backup", "extract", str(backup), "--to", str(folder), *given, status=2)


def test_a_backup_is_never_written_over(
    two: tuple[CommandLine, CommandLine], secret_file: str, tmp_path: Path
) -> None:
    """A file that is there stays as it is unless --force is said."""
    laptop, _ = two
    file = tmp_path / "there.age"
    file.write_bytes(b"something")
    given = ["export", "--to", str(file), "--backup-passphrase-file", secret_file]
    laptop.run(*given, status=2)
    assert file.read_bytes() == b"something"
    laptop.run(*given, "--force")
    goldseam("backup", "verify", str(file), *given[-2:])
    assert sorted(path.name for path in tmp_path.glob(".goldseam-*")) == []


def test_a_backup_for_a_recipient_opens_with_its_identity(
    two: tuple[CommandLine, CommandLine], tmp_path: Path
) -> None:
    """`--recipient` needs no passphrase, and the age program opens what it locked."""
    laptop, _ = two
    laptop.write("For my key alone.", "--title", "Keyed")
    identity = tmp_path / "identity"
    subprocess.run(["age-keygen", "-o", identity], check=True, capture_output=True, timeout=SECONDS)
    made = subprocess.run(["age-keygen", "-y", identity], check=True, capture_output=True)
    recipient = made.stdout.decode().strip()
    file = tmp_path / "keyed.age"
    laptop.run("export", "--to", str(file), "--recipient", recipient)
    opened = subprocess.run(["age", "-d", "-i", identity, file], check=True, capture_output=True)
    with zipfile.ZipFile(BytesIO(opened.stdout)) as archive:
        assert any(name.startswith("pages/") for name in archive.namelist())
    goldseam("backup", "verify", str(file), "--identity", str(identity))
