"""Every screen of the app and how to come to it, over `fake_worker.js`: what stands there is made up."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.arriving_screens import ARRIVING_SCREENS
from tests.e2e.exporting_screens import exporting_screens
from tests.e2e.looking_screens import looking_screens
from tests.e2e.pairing_screens import PAIRING_SCREENS
from tests.e2e.passkey_screens import PASSKEY_SCREENS
from tests.e2e.saving import NO_PICKER, SHARING
from tests.e2e.screen import LOCKED, OPEN, PAGES, PASSPHRASE, WORDS, Screen, Step, nothing, press
from tests.e2e.views_screens import views_screens
from tests.e2e.ways_screens import WAYS_SCREENS

__all__ = ["LOCKED", "OPEN", "PAGES", "PASSPHRASE", "SCREENS", "WORDS", "Screen"]

PERSON, MOMENT, PULL, MENDING, LINE, CHECKIN = (
    str(len(PAGES) + number).zfill(32) for number in range(1, 7)
)
RECORDS: list[dict[str, Any]] = [
    {
        "kind": "person",
        "name_shown": "M.",
        "role": ["friend"],
        "feels_now": "safe_enough",
        "helps": "That she says when she is tired.",
        "limits": "Not after ten.",
    },
    {
        "kind": "glimmer",
        "what": "She waited while I looked for the word.",
        "kinds": ["heard_not_corrected"],
        "people": [PERSON],
        "carry_inward": "There is time to look for the word.",
        "bring": True,
    },
    {
        "kind": "reflection",
        "title": "The late reply",
        "pull": [{"id": "reaching", "strength": "some"}],
        "set_off": ["silence_or_delay"],
        "people": [PERSON],
        "around": 3,
        "inside": 1,
        "expected": "That she would not answer any more.",
        "happened_instead": "She had been asleep.",
        "bring": True,
        "answers": [
            {
                "id": "reach/feared",
                "pack": "reach",
                "pack_v": 1,
                "prompt_id": "feared",
                "prompt_text": "What did you fear it meant about you, or about them?",
                "text": "That I am too much.",
            }
        ],
    },
    {
        "kind": "repair",
        "direction": "missed_each_other",
        "safe_to_bring": "yes",
        "gap": ["misunderstanding"],
        "people": [PERSON],
        "camera": "I said Thursday, she wrote down Tuesday.",
        "status": "partly_mended",
        "steps": [{"id": "one", "by": "me", "what": ["named_it"], "note": "On the stairs.", "received": "well"}],
    },
    {"kind": "line", "text": "There is time to look for the word.", "in_grounding": True},
    {"kind": "checkin", "around": 2, "inside": 1, "state_words": ["far_away"]},
    {"kind": "entry", "title": "Too much for now", "trashed_at": 1773999000000},
    {
        "kind": "safety_card",
        "country": "AT",
        "my_signs": "I stop answering.",
        "own_numbers": [{"id": "one", "name": "M.", "number": "+43 1 000000"}],
    },
]  # fmt: skip
"""One of every kind beside the pages; their ids go on where those of the pages end."""

MANY = [{"title": f"Evening {number}", "body": "A walk, and tea."} for number in range(1, 61)]
"""More than a list shows at once, over some months."""

QUIET = {"quiet": {"since": 1_762_300_000_000, "device": "Laptop"}}
STOPPED = OPEN | {"sync": "stopped", "alarm": "rolled_back"}
MADE_UP = OPEN | {"sync": "made_up"}
BOTH_SIDES = "What is there and what is here"


def _listed(number: int, title: str, **more: object) -> dict[str, object]:
    record = {"record": str(number).zfill(32), "kind": "entry", "title": title, "opening": ""}
    return (
        record
        | {"covered": False, "createdAt": 1774000000000, "newer": False, "unreadable": False}
        | more
    )


FOUND: dict[str, object] = {
    "at": {"sequence": 42, "chain": "ab" * 32},
    "isContinuation": False,
    "send": [_listed(1, "The bench by the water"), _listed(2, "", covered=True)],
    "take": [_listed(3, "Three things from the walk")],
    "both": [_listed(4, "What I would say to the kitchen of that house")],
    "removedHere": 1,
    "removedThere": 0,
}
TOLD = {"kind": "rejoined", "title": ""}
ELSEWHERE = {"device": "Firefox on Linux", "at": 1774000000000, "sent": 2, "taken": 1, "both": 1}


def _own_passphrase(page: Page) -> None:
    page.get_by_role("button", name="Take my own instead").click()
    own = page.get_by_label("Your own passphrase")
    own.fill("p@ssw0rd")
    own.press("Tab")
    expect(page.get_by_text("Many people use this one")).to_be_visible()


def _wrong_passphrase(page: Page) -> None:
    page.get_by_label("Passphrase", exact=True).fill("not this one")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("alert").get_by_text("That did not open it.")).to_be_visible()


def _recovery_sheet(page: Page) -> None:
    page.get_by_role("button", name="Make a sheet to print or save").click()
    expect(page.get_by_role("link", name="Save it as a file")).to_be_visible()


def _different_words(page: Page) -> None:
    page.get_by_role("button", name="I have written them down").click()
    page.get_by_label("The ten words").fill("lantern orchard")
    page.get_by_role("button", name="Begin to sync").click()
    expect(page.get_by_text("These are not quite the words.")).to_be_visible()


def _compare_words(page: Page) -> None:
    other = page.get_by_label("The eight words of the other device")
    other.press_sequentially("lan")
    page.get_by_role("button", name="lantern", exact=True).click()
    other.press_sequentially("orchard mitten harbor puddle kettle saddle marble")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_text("These are not the same words.")).to_be_visible()


def _type_unkept(page: Page) -> None:
    page.get_by_role("textbox", name="The page").fill("Words that find no room.")
    expect(page.get_by_text("Your words are still on this screen.")).to_be_visible()


def _make_backup(page: Page) -> None:
    page.get_by_role("button", name="Offer six words").click()
    expect(page.get_by_label("Passphrase for the file")).to_have_value(PASSPHRASE)
    page.get_by_role("button", name="Make the backup").click()


def _made_backup(page: Page) -> None:
    _make_backup(page)
    expect(page.get_by_role("button", name="Save to a file")).to_be_visible()


def _backup_to_key(page: Page) -> None:
    page.get_by_label("A key of the program age").check()
    page.get_by_label("The public key").fill("age1lantern")
    page.get_by_role("button", name="Make the backup").click()
    expect(page.get_by_text("Copy it once more")).to_be_visible()


def _saved_backup(page: Page) -> None:
    page.evaluate(NO_PICKER)
    page.evaluate(SHARING)
    _made_backup(page)
    page.get_by_role("button", name="Share…").click()
    expect(page.get_by_text("The other app has it now.")).to_be_visible()


def _reminded(page: Page) -> None:
    page.add_init_script(ASKED)
    page.reload()
    expect(page.get_by_text("You wanted a word about backups")).to_be_visible()


def _making_backup(page: Page) -> None:
    _make_backup(page)
    expect(page.get_by_text("12 of 40 done")).to_be_visible()


def _read(page: Page) -> None:
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.get_by_role("article")).to_be_visible()


def _read_earlier(page: Page) -> None:
    page.get_by_role("listitem").get_by_role("button").first.click()
    expect(page.get_by_role("button", name="Bring this version back")).to_be_visible()


def _open_menu(page: Page) -> None:
    page.locator("summary", has_text="Tags and more").click()
    expect(page.get_by_role("heading", name="Linked pages")).to_be_visible()


AGAIN = {"kind": "entry", "title": "The letter from March", "look_again": "2020-01-01"}
COVERED = {
    "kind": "entry",
    "title": "Not for every eye",
    "body": "Behind it.",
    "cover": True,
    "look_again": "2020-01-01",
}
MARKDOWN = {
    "kind": "entry",
    "title": "Three small things",
    "body": "# Morning\n\nTea, *slowly*. **Nobody** hurried me.\n\n- one cup\n- one window\n\n"
    "> I can answer late and still be kind.\n\nFrom [a page](https://example.org/kind).\n\n"
    "![the harbour](https://example.org/harbour.png)\n\n<b>as typed</b>",
}
FIRST = "A private place to write"
DAY = "March"
ASKED = """const read = Storage.prototype.getItem;
Storage.prototype.getItem = function (key) {
  return key === "backup-reminder" ? "month 2020-01-05" : read.call(this, key);
};"""
"""Somebody wanted a line about backups; on this page alone, as the store is that of all screens."""
HELLO = "Hello. Start wherever you are."
RECORD = "0" * 31
EARLIER = "Earlier versions"
REACH = "When you are pulled to reach"
MENDED = "A mending, with someone"


def _open(label: str) -> Step:
    """Open what is closed until it is asked for."""

    def steps(page: Page) -> None:
        page.locator("summary", has_text=label).click()
        expect(page.locator("details[open]")).not_to_have_count(0)

    return steps


def _find(words: str) -> Step:
    """Look for these words, in pages alone."""

    def steps(page: Page) -> None:
        page.get_by_label("What are you looking for?").fill(words)
        page.locator("summary", has_text="Narrow it down").click()
        page.get_by_label("Kind").select_option("Page")
        page.locator("summary", has_text="Narrow it down").click()
        expect(page.get_by_role("status").filter(has_text="ound")).to_be_visible()

    return steps


def _await_packs(page: Page) -> None:
    expect(page.get_by_role("button", name="Hide Write freely")).not_to_have_count(0)


def _take(pack: str, *names: str) -> Step:
    """From the shelf: take a pack, then press these."""

    def steps(page: Page) -> None:
        page.get_by_role("button", name=pack).first.click()
        press(*names)(page)

    return steps


def _with_records(name: str, heading: str, path: str, steps: Step = nothing) -> Screen:
    """A screen of an account that has a record of every kind."""
    return Screen(name, heading, path, OPEN, more={"records": RECORDS}, steps=steps)


SCREENS = (
    Screen("first", FIRST),
    Screen("create", "A name and six words", "/begin"),
    Screen("create-invited", "A name and six words", "/begin#k7mq-3x9d", more={"admission": "invitation"}),
    Screen("create-closed", "No new accounts here", "/begin", more={"admission": "closed"}),
    Screen("create-own", "A name and six words", "/begin", steps=_own_passphrase),
    Screen("sign-in", "Open your pages here", "/sign-in"),
    Screen("unlock", "Locked", status=LOCKED),
    Screen("unlock-wrong", "Locked", status=LOCKED, steps=_wrong_passphrase),
    Screen("home", HELLO, status=OPEN),
    Screen("home-again", HELLO, status=OPEN, more={"records": [AGAIN, COVERED]}),
    Screen("home-recovery-first", HELLO, status=OPEN | {"sync": "recovery_first"}),
    Screen("home-offline", HELLO, status=OPEN | {"sync": "offline"}),
    Screen("home-elsewhere", HELLO, status=OPEN, more={"records": [TOLD], "elsewhere": ELSEWHERE}),
    Screen("home-stopped", HELLO, status=OPEN | {"sync": "stopped"}),
    _with_records("list", "Pages|Start wherever", "/pages"),
    Screen("list-long", "Pages|Start wherever", "/pages", OPEN, pages=[*PAGES, *MANY]),
    Screen("list-empty", "Pages|Start wherever", "/pages", OPEN, pages=[]),
    _with_records("search", "Search", "/search", _open("Narrow it down")),
    Screen("search-found", "Search", "/search", OPEN, more={"records": [*RECORDS, COVERED]}, steps=_find("for")),
    Screen("search-none", "Search", "/search", OPEN, steps=_find("xylophone")),
    Screen("more", "More", "/more", OPEN),
    _with_records("trash", "Trash", "/trash"),
    _with_records("trash-sure", "Trash", "/trash", press("Remove now")),
    Screen("vocabulary", "Words on the chips", "/word-lists", OPEN),
    Screen("home-made-up", HELLO, status=MADE_UP),
    Screen("needs-account", "This comes with pages of your own", "/settings", MADE_UP),
    Screen("editor-new", "20", "/write", OPEN),
    Screen("editor", DAY, f"/pages/{RECORD}1", OPEN),
    Screen("editor-menu", DAY, f"/pages/{RECORD}1", OPEN, steps=_open_menu),
    Screen("editor-read", DAY, f"/pages/{RECORD}6", OPEN, more={"records": [MARKDOWN]}, steps=_read),
    Screen("editor-merged", DAY, f"/pages/{RECORD}3", OPEN),
    Screen("editor-refused", "20", "/write", OPEN, more={"refuse": "quota"}, steps=_type_unkept),
    Screen("editor-missing", "This page is not on this device", "/pages/" + "e" * 32, OPEN),
    Screen("editor-covered", "Covered by you", f"/pages/{RECORD}6", OPEN, more={"records": [COVERED]}),
    Screen("happened", "Something happened", "/happened", OPEN),
    Screen("happened-unsafe", "Something happened", "/happened", OPEN, steps=press("not at all")),
    Screen("happened-look", "What would you like to look at", "/happened", OPEN, steps=press("Skip", "With someone")),
    Screen("shelf", "Questions to write with", "/questions", OPEN),
    Screen("arrange", "Arrange the questions", "/arrange", OPEN, steps=_await_packs),
    Screen("door", REACH, "/questions", OPEN, steps=_take(REACH)),
    Screen("question", "What set it off", "/questions", OPEN, steps=_take(REACH, "Begin")),
    Screen("questions", REACH, "/questions", OPEN, steps=_take(REACH, "One page")),
    Screen("gate", "Does it feel safe", "/questions", OPEN, steps=_take(MENDED, "Begin")),
    Screen("gate-closed", "Does it feel safe", "/questions", OPEN, steps=_take(MENDED, "Begin", "not sure")),
    _with_records("pull", "A pull", f"/questions/{PULL}", press("At a glance")),
    _with_records("pull-deeper", "A pull", f"/questions/{PULL}", press("At a glance", "A little deeper")),
    _with_records("mending", "A mending", f"/questions/{MENDING}", press("At a glance")),
    Screen("moment-new", "A safe-enough moment", "/moment", OPEN),
    _with_records("moment", "A safe-enough moment", f"/moment/{MOMENT}", _open("A little more")),
    _with_records("check-in", "How is it now", f"/check-in/{CHECKIN}", _open("A little more")),
    _with_records("words", "My words", "/words"),
    _with_records("line", "The line", f"/line/{LINE}"),
    _with_records("people", "People", "/people"),
    _with_records("support", "My people", "/support"),
    _with_records("card", "My card", "/card"),
    _with_records("sheet", "Session sheet", "/sheet"),
    Screen("sheet-empty", "Session sheet", "/sheet", OPEN),
    Screen("history", EARLIER, f"/history/{RECORD}1", OPEN, more={"isPartial": True}),
    Screen("history-read", "Thursday morning", f"/history/{RECORD}1", OPEN, steps=_read_earlier),
    Screen("recovery", "Recovery words", "/recovery", OPEN),
    Screen("recovery-sheet", "Recovery words", "/recovery", OPEN, steps=_recovery_sheet),
    Screen("recovery-typed", "Type the ten words", "/recovery", OPEN, steps=_different_words),
    Screen("backup", "A backup", "/backup", OPEN),
    Screen("backup-to-key", "A backup", "/backup", OPEN, steps=_backup_to_key),
    Screen("backup-shared", "A backup", "/backup", OPEN, steps=_saved_backup),
    Screen("backup-reminder", HELLO, status=OPEN, steps=_reminded),
    Screen("backup-making", "A backup", "/backup", OPEN, more={"export": "slow"}, steps=_making_backup),
    Screen("backup-ready", "A backup", "/backup", OPEN, steps=_made_backup),
    Screen("backup-left-out", "A backup", "/backup", OPEN, more={"leftOut": 2}, steps=_made_backup),
    Screen(
        "alarm",
        "Something on the server does not fit",
        "/stopped",
        STOPPED,
    ),
    Screen("rejoin", BOTH_SIDES, "/rejoin", STOPPED, more={"found": FOUND}),
    Screen("rejoin-looking", BOTH_SIDES, "/rejoin", STOPPED),
    Screen("rejoin-unfit", BOTH_SIDES, "/rejoin", STOPPED, more={"unfit": "rolled_back"}),
    Screen(
        "rejoin-done",
        "This device and the server fit again",
        "/rejoin",
        STOPPED,
        more={"found": FOUND},
        steps=press("Bring both together"),
    ),
    Screen("compare", "Compare with another device", "/compare", OPEN | QUIET),
    Screen("compare-typed", "Compare with another device", "/compare", OPEN, steps=_compare_words),
    Screen("sign-in-again", "Sign in once more", "/sign-in", OPEN | {"sync": "sign_in_again"}),
    Screen("settings", "Settings", "/settings", OPEN),
    *ARRIVING_SCREENS,
    *exporting_screens(RECORDS),
    *views_screens(RECORDS, PERSON),
    *looking_screens(RECORDS, PERSON),
    *WAYS_SCREENS,
    *PAIRING_SCREENS,
    *PASSKEY_SCREENS,
    Screen("unknown", "There is nothing at this address", "/nowhere", OPEN),
    Screen("ground", "You are on the ground screen", status=LOCKED, steps=press("Ground")),
    Screen("ground-step", "Breathe", status=LOCKED, steps=press("Ground", "Begin")),
    Screen("cover", "Goldseam", f"/pages/{RECORD}1", OPEN, steps=press("Cover")),
)  # fmt: skip
