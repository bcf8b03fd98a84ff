"""Ways in, devices and keys on the command line, against a real server process."""

import json
from pathlib import Path

from tests.e2e.command_line import CommandLine, end_of, goldseam
from tests.e2e.serving import Server
from tests.e2e.terminal import terminal

PASSPHRASE = "gentle otter under seven quiet maples"
NEW_PASSPHRASE = "calm willow over three slow rivers"


def given(path: Path, text: str) -> str:
    """A file with a secret."""
    path.write_text(f"{text}\n")
    return str(path)


def recovered(
    server: Server, folder: Path, name: str, code: str, *, status: int = 0
) -> tuple[CommandLine, Path]:
    """A new folder that is entered by the recovery words alone, and where the new words are."""
    device = CommandLine(folder / "recovered", NEW_PASSPHRASE)
    words = folder / "new-words"
    goldseam(
        *("recover", "--server", server.origin, "--name", name, "--state", str(device.state)),
        *("--recovery-file", given(folder / "old-words", code)),
        *("--new-passphrase-file", given(folder / "new-passphrase", NEW_PASSPHRASE)),
        *("--new-recovery-file", str(words), "--device-name", "New phone"),
        status=status,
    )
    return device, words


def signed_up(server: Server, folder: Path, name: str) -> tuple[CommandLine, CommandLine, str]:
    """Two devices of a new account, and its recovery words."""
    laptop, desktop = (CommandLine(folder / place, PASSPHRASE) for place in ("laptop", "desktop"))
    code = laptop.sign_up(server.origin, name)
    desktop.sign_in(server.origin, name)
    return laptop, desktop, code


def id_of(device: CommandLine, which: str) -> str:
    """The id of the one device whose name has this in it."""
    known = json.loads(device.run("devices", "--json"))
    found: list[str] = [one["id"] for one in known if which in (one["name"] or "")]
    return found[0]


def renewed(device: CommandLine, folder: Path, *arguments: str) -> CommandLine:
    """The same folder after new keys."""
    device.run(
        *("new-keys", "--yes", *arguments),
        *("--new-passphrase-file", given(folder / "new-passphrase", NEW_PASSPHRASE)),
        *("--new-recovery-file", str(folder / "words-of-new-keys")),
    )
    return CommandLine(device.state, NEW_PASSPHRASE)


def test_a_lost_phone_is_locked_out(server: Server, tmp_path: Path) -> None:
    """Recovery words, the phone removed, new keys: it reads nothing new, writes nothing, and says so gently."""
    phone = CommandLine(tmp_path / "phone", PASSPHRASE)
    code = phone.sign_up(server.origin, "lost")
    phone.write("Written before.", "--title", "Before")
    device, words = recovered(server, tmp_path, "lost", code)
    device.run("pull")
    assert "Before" in device.run("ls")
    known = json.loads(device.run("devices", "--json"))
    lost = next(one["id"] for one in known if not one["is_here"])
    device = renewed(device, tmp_path, "--remove", lost[:8])
    device.write("Written after.", "--title", "After")
    said = phone.run("pull", status=1)
    assert "signed out from another one" in said
    assert "What is here stays here" in said
    assert phone.run("write", text="Not to come.", status=1)
    assert "After" not in phone.run("ls")
    for passphrase in (PASSPHRASE, NEW_PASSPHRASE):
        CommandLine(phone.state, passphrase).run("login", status=1)
    assert "Not to come." not in device.run("pull") + device.run("ls")
    (tmp_path / "again").mkdir()
    recovered(server, tmp_path / "again", "lost", code, status=1)
    assert len(words.read_text().split()) == 10


def test_the_recovery_words_open_a_folder_whose_passphrase_is_forgotten(
    server: Server, tmp_path: Path
) -> None:
    """What waited there is sent; the old passphrase opens nothing any more."""
    laptop, desktop, code = signed_up(server, tmp_path, "forgetful")
    server.stop()
    try:
        laptop.write("Waits here.", "--title", "Waits", status=3)
    finally:
        server.start()
    goldseam(
        *("recover", "--state", str(laptop.state)),
        *("--recovery-file", given(tmp_path / "old-words", code)),
        *("--new-passphrase-file", given(tmp_path / "new", NEW_PASSPHRASE)),
        *("--new-recovery-file", str(tmp_path / "new-words")),
    )
    assert "Waits" not in laptop.run("ls", status=1)
    again = CommandLine(laptop.state, NEW_PASSPHRASE)
    again.run("pull")
    desktop.run("pull")
    assert "Waits" in CommandLine(desktop.state, NEW_PASSPHRASE).run("ls")


def test_another_passphrase_comes_to_the_other_devices(server: Server, tmp_path: Path) -> None:
    """The old one opens a folder until it has heard of the change, and never again."""
    laptop, desktop, _ = signed_up(server, tmp_path, "changing")
    laptop.run("passphrase", "--new-passphrase-file", given(tmp_path / "new", NEW_PASSPHRASE))
    laptop.run("ls", status=1)
    desktop.run("pull")
    desktop.run("pull", status=1)
    CommandLine(desktop.state, NEW_PASSPHRASE).run("pull")
    fresh = CommandLine(tmp_path / "fresh", PASSPHRASE)
    where = ["--server", server.origin, "--name", "changing"]
    fresh.run("login", *where, status=1)
    CommandLine(tmp_path / "fresh", NEW_PASSPHRASE).run("login", *where)


def test_new_recovery_words_are_typed_before_they_hold(server: Server, tmp_path: Path) -> None:
    """Wrongly typed, nothing changes; typed back, the old words are dead and the new ones open the account."""
    laptop, _, code = signed_up(server, tmp_path, "rewording")
    given_with = ["--state", str(laptop.state)]
    with terminal("recovery-words", *given_with) as talk:
        talk.answer("Passphrase: ", PASSPHRASE)
        talk.answer("are right: ", "these are not the words")
        assert "Nothing was changed" in talk.end(status=2)
    with terminal("recovery-words", *given_with) as talk:
        talk.answer("Passphrase: ", PASSPHRASE)
        shown = talk.answer_with("are right: ", lambda said: " ".join(ten_words(said)))
        assert "the old ones are dead" in talk.end(status=0)
    recovered(server, tmp_path, "rewording", code, status=1)
    where = ["--server", server.origin, "--name", "rewording", "--state", str(tmp_path / "new")]
    with terminal("recover", *where) as talk:
        talk.answer("recovery words: ", " ".join(ten_words(shown)).upper())
        talk.answer("your own: ", NEW_PASSPHRASE)
        talk.answer("Once more: ", NEW_PASSPHRASE)
        talk.answer_with("are right: ", lambda said: " ".join(ten_words(said)))
        assert "You are in." in talk.end(status=0)


def ten_words(shown: str) -> list[str]:
    """The words that a verb showed on a line of their own."""
    return next(line.split() for line in shown.splitlines() if len(line.split()) == 10)


def test_new_keys_sign_the_others_out_and_keep_what_waits_there(
    server: Server, tmp_path: Path
) -> None:
    """The other device opens with the new passphrase after signing in, and what it wrote meanwhile arrives."""
    laptop, desktop, _ = signed_up(server, tmp_path, "renewing")
    page = laptop.write("One.", "--title", "Old")
    laptop.write("One, two.", page)
    desktop.run("pull")
    laptop = renewed(laptop, tmp_path)
    assert "sign in again" in desktop.run("write", "--title", "There", text="Waits.", status=1)
    desktop.run("ls")
    desktop = CommandLine(desktop.state, NEW_PASSPHRASE)
    desktop.run("login")
    desktop.run("pull")
    laptop.run("pull")
    assert {"Old", "There"} <= set(laptop.run("ls").split())
    laptop.write("One, two, three.", page)
    marked = [line for line in laptop.run("history", page).splitlines() if "new keys" in line]
    assert len(marked) == 2


def test_new_keys_ask_first_and_wait_for_what_waits(server: Server, tmp_path: Path) -> None:
    """Without a yes nothing changes; without the server nothing changes, and the new words go again."""
    laptop, desktop, _ = signed_up(server, tmp_path, "careful")
    with terminal("new-keys", "--state", str(laptop.state)) as talk:
        talk.answer("Passphrase: ", PASSPHRASE)
        before = talk.answer_with("leave everything as it is: ", lambda _: "no")
        assert "cannot be unread" in before
        assert "left as it is" in talk.end(status=1)
    server.stop()
    try:
        words = tmp_path / "words"
        new = given(tmp_path / "new", NEW_PASSPHRASE)
        said = laptop.run(
            *("new-keys", "--yes", "--new-passphrase-file", new),
            *("--new-recovery-file", str(words)),
            status=3,
        )
        assert "cannot be reached" in said
        assert not words.exists()
    finally:
        server.start()
    desktop.run("pull")


def test_devices_are_told_listed_and_removed(server: Server, tmp_path: Path) -> None:
    """A new one is said once after a pull; removed, it is signed out and listed as removed."""
    laptop, _, _ = signed_up(server, tmp_path, "counting")
    assert "New device: Command line" in laptop.run("pull")
    assert "New device" not in laptop.run("pull")
    tablet = CommandLine(tmp_path / "tablet", PASSPHRASE)
    where = ["--server", server.origin, "--name", "counting", "--device-name", "Tablet"]
    tablet.run("login", *where)
    assert "New device: Tablet" in laptop.run("pull")
    assert "no device with this id" in laptop.run("devices", "remove", "ffff00", "--yes", status=2)
    own = next(one["id"] for one in json.loads(laptop.run("devices", "--json")) if one["is_here"])
    assert "the device that you are using" in laptop.run(
        "new-keys", "--yes", "--remove", own, status=2
    )
    laptop.run("devices", "remove", id_of(laptop, "Tablet")[:10], "--yes")
    assert "signed out from another one" in tablet.run("pull", status=1)
    laptop.run("devices", "remove", "--others", "--yes")
    listed = laptop.run("devices").splitlines()
    assert sum("removed" in line for line in listed) == 2
    assert "Nothing to remove" in laptop.run("devices", "remove", "--others", status=2)


def test_what_the_server_holds_is_taken_along(server: Server, tmp_path: Path) -> None:
    """The export names devices, keyrings and sizes, and has no word of a page."""
    laptop, _, _ = signed_up(server, tmp_path, "taking")
    laptop.write("quokkawort", "--title", "quokkawort")
    laptop.run("account", "export", "--to", str(tmp_path / "account.json"))
    held = json.loads((tmp_path / "account.json").read_text())
    assert (held["name"], len(held["keyrings"]), len(held["devices"])) == ("taking", 2, 2)
    assert "quokkawort" not in (tmp_path / "account.json").read_text()
    said = laptop.run("account", "export", "--to", str(tmp_path / "account.json"), status=2)
    assert "cannot be written" in said


def test_an_account_is_closed_for_good(server: Server, tmp_path: Path) -> None:
    """After its name was typed; the other device says who closed it, keeps its pages, and the name is free."""
    laptop, desktop, _ = signed_up(server, tmp_path, "closing")
    laptop.write("Stays here.", "--title", "Stays")
    desktop.run("pull")
    for typed, status in (("other", 1), (" Closing ", 0)):
        with terminal("account", "close", "--state", str(laptop.state)) as talk:
            talk.answer("Passphrase: ", PASSPHRASE)
            talk.answer("to close it: ", typed)
            talk.end(status=status)
    for device in (laptop, desktop):
        assert "This account was closed on" in device.run("pull", status=1)
        assert "Stays" in device.run("ls")
    CommandLine(tmp_path / "other", PASSPHRASE).sign_up(server.origin, "closing")


def test_a_folder_is_forgotten(server: Server, tmp_path: Path) -> None:
    """What is only there is counted first; then the folder is gone, and the account is entered anew."""
    laptop, _, _ = signed_up(server, tmp_path, "leaving")
    laptop.write("Sent.", "--title", "Sent")
    server.stop()
    try:
        laptop.write("Only here.", status=3)
    finally:
        server.start()
    with terminal("forget", "--state", str(laptop.state)) as talk:
        shown = talk.answer_with("leave it as it is: ", lambda _: "no")
        talk.end(status=1)
    assert "1 page that is only here" in shown
    laptop.run("ls")
    ended, said = end_of("forget", "--yes", "--state", str(laptop.state))
    assert (ended, laptop.state.exists()) == (0, False), said
    laptop.sign_in(server.origin, "leaving")
    laptop.run("pull")
    assert "Sent" in laptop.run("ls")
