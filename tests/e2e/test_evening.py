"""An evening on two devices and the command line: every kind of record, online and not, the same in the end."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e import age_program
from tests.e2e.command_line import CommandLine
from tests.e2e.conftest import NewDevice
from tests.e2e.person import await_kept, go, keep_recovery, offered_words, sign_in, sign_up
from tests.e2e.saving import save
from tests.e2e.serving import Server

NAME = "evening"
FEARED = "That I am too much for them."
SOFTER = "Under it I was sad."
EXPECTED = "That K. would not answer any more."
LINE = "A late reply is not the end of us."
LEFT = "I said yes while I meant no."
STEPS = ("I put the phone away.", "I wrote down what I wanted.", "I called back and said it.")
MOMENT = "K. laughed, and I could breathe."
LETTER = "Letter, not to be sent"
LONG = 30_000
UNZIP_SECONDS = 60


@dataclass(frozen=True)
class Evening:
    """The two devices, and the server between them."""

    phone: Page
    laptop: Page
    server: Server


def test_an_evening_is_the_same_on_every_device(
    new_device: NewDevice, server: Server, tmp_path: Path
) -> None:
    """Fails when a field is missing or other on another device, written online or not, or the app sets a mark."""
    evening = Evening(new_device("phone"), new_device("laptop"), server)
    passphrase = begin(evening)
    check_in(evening.phone)
    steady(evening.phone)
    reflect(evening.phone)
    keep_moment(evening.phone)
    write_covered(evening.phone)
    mend_apart(evening)
    sheet = make_sheet(evening.laptop)
    assert FEARED in sheet
    assert LETTER not in sheet

    third = CommandLine(tmp_path / "third", passphrase)
    third.sign_in(server.origin, NAME)
    third.run("pull")
    shown = shown_by(third)
    assert_whole(list(shown.values()))
    for kind, device in (("phone", evening.phone), ("laptop", evening.laptop)):
        assert kept_on(device, tmp_path / kind) == shown


def begin(evening: Evening) -> str:
    """An account on the phone, with its recovery words kept, opened on the laptop. Gives the passphrase."""
    passphrase = sign_up(evening.phone, NAME)
    go(evening.phone, "/")
    keep_recovery(evening.phone)
    await_sent(evening.phone)
    sign_in(evening.laptop, NAME, passphrase)
    return passphrase


def await_sent(*pages: Page) -> None:
    """On home: until everything is on the server and the newest head was verified."""
    for page in pages:
        go(page, "/")
        expect(page.get_by_text("Everything is on the server too.")).to_be_visible(timeout=LONG)


def pick(page: Page | Locator, question: str, *words: str) -> None:
    """Choose words of a list by its question."""
    group = page.get_by_role("group", name=question)
    for word in words:
        group.get_by_role("button", name=word).first.click()


def press(page: Page, *names: str) -> None:
    """Press one button after the other."""
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def check_in(page: Page) -> None:
    """Around and inside, apart, and a word for the state."""
    go(page, "/more")
    page.get_by_role("link", name="A check-in").click()
    pick(page, "How safe is it around you?", "mostly")
    pick(page, "How safe does it feel inside?", "a little")
    pick(page, "How is it in you?", "stirred up")
    await_kept(page)


def steady(page: Page) -> None:
    """Breathe, blink, focus; back to where one was."""
    page.get_by_role("navigation", name="Close at hand").get_by_role(
        "button", name="Ground"
    ).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Begin").click()
    for _ in range(3):
        dialog.get_by_role("button", name="Next").click()
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_have_count(0)


def reflect(page: Page) -> None:
    """Something happened: a pull, answered with two packs, then a little deeper, with somebody and a line to keep."""
    go(page, "/")
    page.get_by_role("link", name="Something happened").click()
    pick(page, "How safe is it around you?", "mostly")
    press(page, "Next", "With someone", "What pulled at me")
    pick(page, "Words, if they help", "reaching for them")
    press(page, "Next", "Begin")
    pick(page, "Words, if they help", "a silence or a late reply")
    press(page, "Next")
    page.get_by_label("Your answer").fill(FEARED)
    await_kept(page)
    press(page, "Other questions", "What is under it", "Begin", "Next")
    page.get_by_label("Your answer").fill(SOFTER)
    await_kept(page)
    press(page, "At a glance")
    expect(page.get_by_label("What did you think would happen?")).to_have_count(0)
    press(page, "A little deeper")
    page.get_by_label("What did you think would happen?").fill(EXPECTED)
    press(page, "Someone else, by a letter")
    page.get_by_role("textbox", name="Someone else, by a letter").fill("K.")
    page.get_by_role("textbox", name="Someone else, by a letter").press("Enter")
    expect(page.get_by_role("button", name="K.", exact=True).first).to_be_visible()
    page.get_by_label("A sentence to keep, if there is one").fill(LINE)
    press(page, "Keep it among my words")
    expect(page.get_by_text("It is among your words.")).to_be_visible()
    await_kept(page)
    bring(page)


def bring(page: Page) -> None:
    """Mark the open page for a session."""
    page.locator("summary", has_text="Tags and more").click()
    page.get_by_label("Bring it to a session").check()
    await_kept(page)


def keep_moment(page: Page) -> None:
    """A safe-enough moment with somebody who is known already."""
    go(page, "/")
    page.get_by_role("link", name="A safe-enough moment").click()
    page.get_by_label("What was it?").fill(MOMENT)
    page.locator("summary", has_text="A little more").click()
    pick(page, "Who was there?", "K.")
    await_kept(page)


def write_covered(page: Page) -> None:
    """A page that nobody sees in a list."""
    page.get_by_role("button", name="Write", exact=True).click()
    page.get_by_role("textbox", name="Title, if you like").fill(LETTER)
    page.get_by_role("textbox", name="The page").fill("Dear you.")
    page.locator("summary", has_text="Tags and more").click()
    page.get_by_label("Cover this").check()
    await_kept(page)
    go(page, "/pages")
    expect(page.get_by_role("listitem").filter(has_text="Covered by you")).to_be_visible()
    expect(page.get_by_text(LETTER)).to_have_count(0)


def mend_apart(evening: Evening) -> None:
    """A mending with oneself: two steps on the phone and one on the laptop, both offline; then an end."""
    phone, laptop = evening.phone, evening.laptop
    go(phone, "/")
    phone.get_by_role("link", name="Something happened").click()
    press(phone, "Skip", "With myself", "I left myself behind", "Begin")
    phone.get_by_label("Your answer").fill(LEFT)
    await_kept(phone)
    address = phone.url
    await_sent(phone, laptop)
    go(laptop, address.removeprefix(evening.server.origin))
    expect(laptop.get_by_role("heading", name="A mending, with yourself")).to_be_visible(
        timeout=LONG
    )
    go(phone, address.removeprefix(evening.server.origin))
    press(phone, "At a glance")
    press(laptop, "At a glance")
    evening.server.stop()
    add_step(phone, 1, STEPS[0], "I did")
    add_step(phone, 2, STEPS[1], "I did")
    pick(phone, "Where is it now?", "mended with myself")
    await_kept(phone)
    add_step(laptop, 1, STEPS[2], "I did")
    evening.server.start()
    for page in (phone, laptop):
        expect(page.get_by_role("heading", name="Step 3")).to_be_visible(timeout=LONG)
    await_sent(phone, laptop)


def add_step(page: Page, number: int, note: str, by: str) -> None:
    """One more step of the open mending."""
    press(page, "Add a step")
    step = page.get_by_role("region", name=f"Step {number}", exact=True)
    pick(step, "Who took this step?", by)
    step.get_by_label("A note").fill(note)
    await_kept(page)


def make_sheet(page: Page) -> str:
    """The session sheet as a file: what stands in it."""
    go(page, "/sheet")
    press(page, "Make the file")
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save the file").click()
    return saving.value.path().read_text()


def shown_by(device: CommandLine) -> dict[str, Any]:
    """Every record that the command line shows, by its id."""
    listed = json.loads(device.run("ls", "--json"))
    shown = [json.loads(device.run("show", "--json", one["id"])) for one in listed]
    return {one["id"]: one["record"] for one in shown}


def kept_on(page: Page, folder: Path) -> dict[str, Any]:
    """Every record that the device has, by its id, taken out of a backup that it makes."""
    folder.mkdir()
    go(page, "/backup")
    press(page, "Offer six words")
    words = offered_words(page, "Six words for this file.")
    expect(words).to_have_count(6)
    passphrase = " ".join(words.all_inner_texts())
    press(page, "Make the backup")
    archive = folder / "plain.zip"
    assert age_program.opens(save(page, folder), passphrase, archive)
    unzip = ["unzip", "-q", str(archive), "-d", str(folder / "plain")]
    subprocess.run(unzip, check=True, timeout=UNZIP_SECONDS)
    files = sorted((folder / "plain/records").iterdir())
    return {path.stem: json.loads(path.read_text()) for path in files}


def assert_whole(records: list[dict[str, Any]]) -> None:
    """What was written this evening, by its kinds and fields."""
    by_kind: dict[str, dict[str, Any]] = {record["kind"]: record for record in records}
    person_id = by_kind["glimmer"]["people"]
    assert by_kind["person"]["name_shown"] == "K."
    assert (by_kind["checkin"]["around"], by_kind["checkin"]["inside"]) == (3, 1)
    assert by_kind["checkin"]["state_words"] == ["stirred_up"]
    reflection = by_kind["reflection"]
    assert [pull["id"] for pull in reflection["pull"]] == ["reaching"]
    assert {a["pack"]: a["text"] for a in reflection["answers"] if "text" in a} == {
        "reach": FEARED,
        "needs": SOFTER,
    }
    in_fields = {a["prompt_id"]: a["fields"] for a in reflection["answers"] if "fields" in a}
    assert in_fields == {"set_off": ["set_off"]}
    assert all(answer["prompt_text"] for answer in reflection["answers"])
    assert (reflection["expected"], reflection["line"]) == (EXPECTED, LINE)
    assert (reflection["people"], reflection["bring"]) == (person_id, True)
    assert by_kind["line"]["text"] == LINE
    assert by_kind["glimmer"]["what"] == MOMENT
    repair = by_kind["repair"]
    assert (repair["direction"], repair["status"]) == ("with_self", "mended_with_self")
    assert sorted(step["note"] for step in repair["steps"]) == sorted(STEPS)
    assert len({step["id"] for step in repair["steps"]}) == 3
    assert [answer["text"] for answer in repair["answers"]] == [LEFT]
    covered = [record for record in records if record.get("cover")]
    assert [record["title"] for record in covered] == [LETTER]
    assert [record["kind"] for record in records if record.get("bring")] == ["reflection"]
    assert [record for record in records if "resurface" in record] == []
