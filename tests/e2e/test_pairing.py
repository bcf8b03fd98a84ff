"""A new device comes in by one that is open: typed and by camera, in the browser and at a terminal."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import pairs, person
from tests.e2e.chromium import FLAGS, SIZES, complaints_of, executable
from tests.e2e.command_line import CommandLine
from tests.e2e.conftest import NewDevice
from tests.e2e.serving import Server
from tests.e2e.terminal import terminal

TITLE, BODY = "Before", "Rain on the roof."


@pytest.fixture(scope="module")
def anna(new_lasting_device: NewDevice) -> tuple[Page, str]:
    """A device whose pages are open and on the server, and its passphrase."""
    page = new_lasting_device("laptop")
    passphrase = person.sign_up(page, "anna")
    person.write(page, TITLE, BODY)
    person.keep_recovery(page)
    person.await_synced(page)
    return page, passphrase


def test_a_typed_code_opens_the_pages_on_a_new_device(
    anna: tuple[Page, str], new_device: NewDevice
) -> None:
    """The words are the same on both; the new device names its account, has the pages, and can be locked."""
    old, passphrase = anna
    new = new_device()
    code = pairs.show_code(new)
    pairs.go_to_add(old)
    pairs.type_code(old, f"  {code.words.upper().replace(' ', ', ')}. ")
    assert pairs.compared(old) == code.four
    pairs.confirm(old, passphrase)
    expect(pairs.added(old)).to_be_visible()
    expect(pairs.joined(new)).to_be_visible()
    expect(new.get_by_text("It is in the account with the name anna.")).to_be_visible()
    new.get_by_role("link", name="Go on").click()
    person.open_page(new, TITLE)
    assert person.body_of(new).input_value() == BODY
    person.write(new, "From the new one", "It works.")
    person.await_synced(new)
    new.reload()
    person.unlock(new, passphrase)
    person.open_page(old, "From the new one")


@pytest.fixture(scope="module")
def camera(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Browser, Path]]:
    """Give a Chromium whose camera plays a film, and the file of the film."""
    path = tmp_path_factory.mktemp("camera") / "film.y4m"
    pairs.film(None, path)
    seeing = (
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={path}",
    )
    running = browser.browser_type.launch(executable_path=executable(), args=[*FLAGS, *seeing])
    yield running, path
    running.close()


def test_a_camera_reads_the_code(
    camera: tuple[Browser, Path], server: Server, new_device: NewDevice
) -> None:
    """The picture is read on the old device, another picture is told apart, and the words are the same."""
    seeing, path = camera
    context = seeing.new_context(viewport=SIZES["phone"], base_url=server.origin)
    old = context.new_page()
    complaints = complaints_of(old)
    passphrase = person.sign_up(old, "clara")
    person.keep_recovery(old)
    new = new_device("laptop")
    code = pairs.show_code(new)
    pairs.go_to_add(old)
    pairs.film(code, path)
    old.get_by_role("button", name="Read the code with the camera").click()
    assert pairs.compared(old) == code.four
    assert old.locator("video").count() == 0
    pairs.confirm(old, passphrase)
    expect(pairs.joined(new)).to_be_visible()
    expect(new.get_by_text("It is in the account with the name clara.")).to_be_visible()
    context.close()
    assert complaints == []


def test_without_a_camera_the_words_are_typed(anna: tuple[Page, str]) -> None:
    """What kept the camera away is said kindly, and the field for the words stands there as before."""
    old, _ = anna
    pairs.go_to_add(old)
    old.get_by_role("button", name="Read the code with the camera").click()
    expect(
        old.get_by_role("alert").filter(has_text="You can type the words instead.")
    ).to_be_visible()
    expect(old.get_by_label("Or type the twenty words")).to_be_editable()


def test_words_that_differ_end_it(anna: tuple[Page, str], new_device: NewDevice) -> None:
    """Nothing is sent, what it may mean is said, and no device was added."""
    old, _ = anna
    new = new_device()
    code = pairs.show_code(new)
    pairs.go_to_add(old)
    pairs.type_code(old, code.words)
    pairs.compared(old)
    old.get_by_role("button", name="They differ").click()
    expect(old.get_by_role("heading", level=1)).to_have_text("Nothing was sent")
    old.get_by_role("button", name="Begin again").click()
    expect(old.get_by_label("Or type the twenty words")).to_be_editable()
    expect(new.get_by_text("Waiting for the other device.")).to_be_visible()


def test_a_stopped_code_is_never_shown_again(new_device: NewDevice) -> None:
    """Each code is another one; stopping takes it from the screen."""
    new = new_device()
    first = pairs.show_code(new)
    new.get_by_role("button", name="Make a new code").click()
    expect(person.offered_words(new, "The twenty words").first).not_to_have_text(
        first.words.split()[0]
    )
    second = pairs.shown_code(new)
    new.get_by_role("button", name="Stop").click()
    expect(new.get_by_role("button", name="Show the code")).to_be_visible()
    expect(person.offered_words(new, "The twenty words")).to_have_count(0)
    new.get_by_role("button", name="Show the code").click()
    third = pairs.shown_code(new)
    assert len({first.words, second.words, third.words}) == 3


def test_a_code_that_is_over_is_said(anna: tuple[Page, str], new_device: NewDevice) -> None:
    """Words under which nobody waits, and too few of them, are told apart; nothing is added."""
    old, _ = anna
    code = pairs.show_code(new_device())
    pairs.go_to_add(old)
    words = code.words.split()
    pairs.type_code(old, " ".join(words[:19]))
    expect(old.get_by_text("19 words so far; the code has twenty.")).to_be_visible()
    pairs.type_code(old, " ".join([*words[1:], words[0]]))
    expect(old.get_by_text("No device waits under this code.")).to_be_visible()
    pairs.type_code(old, " ".join([*words[1:], "goldseam"]))
    expect(old.get_by_text("These words fit no device that waits.")).to_be_visible()


def test_a_wrong_passphrase_adds_nothing(anna: tuple[Page, str], new_device: NewDevice) -> None:
    """It is said, and the right one still lets the device in."""
    old, passphrase = anna
    new = new_device()
    code = pairs.show_code(new)
    pairs.go_to_add(old)
    pairs.type_code(old, code.words)
    pairs.compared(old)
    pairs.confirm(old, "not the passphrase")
    expect(old.get_by_role("alert").filter(has_text="Nothing was changed.")).to_be_visible()
    old.get_by_label("Your passphrase", exact=True).fill(passphrase)
    old.get_by_role("button", name="Add it", exact=True).click()
    expect(pairs.joined(new)).to_be_visible()


def test_a_terminal_lets_a_browser_in(
    anna: tuple[Page, str], server: Server, new_device: NewDevice, tmp_path: Path
) -> None:
    """`goldseam admit` takes the words that the app shows."""
    laptop = CommandLine(tmp_path / "laptop", anna[1])
    laptop.sign_in(server.origin, "anna")
    laptop.run("pull")
    new = new_device()
    code = pairs.show_code(new)
    secret = ["--passphrase-file", str(laptop.state.with_suffix(".passphrase"))]
    with terminal("admit", "--state", str(laptop.state), *secret) as talk:
        talk.answer("The twenty words", code.words)
        assert code.four in talk.answer_with("Type yes", lambda _: "yes")
        assert "is one of your devices now" in talk.end(0)
    expect(pairs.joined(new)).to_be_visible()


def test_a_browser_lets_a_terminal_in(
    anna: tuple[Page, str], server: Server, tmp_path: Path
) -> None:
    """`goldseam pair` shows words that the app takes; the folder then pulls, and opens with the passphrase."""
    old, passphrase = anna
    folder = CommandLine(tmp_path / "folder", passphrase)
    with terminal("pair", "--server", server.origin, "--state", str(folder.state)) as talk:
        shown = talk.hear("Waiting for the other device.")
        words, four = _told(shown)
        pairs.go_to_add(old)
        pairs.type_code(old, words)
        assert pairs.compared(old) == four
        pairs.confirm(old, passphrase)
        assert "a device of the account anna" in talk.end(0)
    folder.run("pull")
    assert TITLE in folder.run("ls")
    folder.write("From the terminal.")


def test_a_terminal_lets_a_terminal_in(server: Server, tmp_path: Path) -> None:
    """Both verbs meet; a person who sees other words ends it with status 1, and nothing is added."""
    first = CommandLine(tmp_path / "first", "gentle otter under seven quiet maples")
    first.sign_up(server.origin, "bea")
    first.write("# Kept")
    secret = ["--passphrase-file", str(first.state.with_suffix(".passphrase"))]
    second = CommandLine(tmp_path / "second", first.passphrase)
    with terminal("pair", "--server", server.origin, "--state", str(second.state)) as pair:
        words, four = _told(pair.hear("Waiting for the other device."))
        with terminal("admit", "--state", str(first.state), *secret) as admit:
            admit.answer("The twenty words", words)
            admit.answer("Type yes", "no")
            assert "Nothing was sent" in admit.end(1)
        with terminal("admit", "--state", str(first.state), *secret) as admit:
            admit.answer("The twenty words", words)
            assert four in admit.answer_with("Type yes", lambda _: "yes")
            admit.end(0)
        assert "New device" not in first.run("pull")
        assert "a device of the account bea" in pair.end(0)
    second.run("pull")
    assert "Kept" in second.run("ls")


def test_nobody_is_asked_without_a_terminal(server: Server, tmp_path: Path) -> None:
    """The words are compared by a person: a script is told so, with status 2."""
    folder = CommandLine(tmp_path / "folder", "gentle otter under seven quiet maples")
    folder.sign_up(server.origin, "dora")
    assert "compared by a person" in folder.run("admit", status=2)


def test_words_that_fit_nobody_are_said_at_a_terminal(server: Server, tmp_path: Path) -> None:
    """Words that are no code, and a code under which nobody waits, end with status 1 and their own sentence."""
    folder = CommandLine(tmp_path / "folder", "gentle otter under seven quiet maples")
    folder.sign_up(server.origin, "emil")
    secret = ["--passphrase-file", str(folder.state.with_suffix(".passphrase"))]
    for typed, said in (("abacus", "fit no device"), ("zoom " * 20, "The code is over")):
        with terminal("admit", "--state", str(folder.state), *secret) as talk:
            talk.answer("The twenty words", typed)
            assert said in talk.end(1)


def _told(shown: str) -> tuple[str, str]:
    """The twenty words and the four, as they stand indented on a terminal."""
    lines = re.findall(r"^    (\S.*)$", shown.replace("\r", ""), re.MULTILINE)
    return " ".join(lines[:4]), lines[4]
