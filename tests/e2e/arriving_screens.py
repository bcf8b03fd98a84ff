"""The screens of importing and restoring, and how to come to them; a part of screens.py."""

from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.screen import OPEN, Screen, Step, press

IMPORT, RESTORE = "Bring pages in", "Restore from a backup"
FOUND, INSIDE = "What would come in", "The backup of"
FOUND_PAGES: dict[str, object] = {
    "app": "day_one",
    "zone": "Europe/Vienna",
    "pages": 412,
    "people": 3,
    "media": 28,
    "from": "2019-03-02",
    "to": "2026-03-01",
    "first": ["2019-03-02 07:40", "2019-03-02 21:05", "2019-03-05 18:00"],
    "dropped": {"place": 230, "weather": 229, "steps": 12, "device": 412, "music": 1},
    "leftOut": {"media_waits": 28, "trashed": 4, "empty": 1, "not_text": 2},
    "alreadyHere": 10,
}
NOTHING: dict[str, object] = {
    "app": None,
    "zone": "Europe/Vienna",
    "pages": 0,
    "people": 0,
    "media": 0,
    "from": "",
    "to": "",
    "first": [],
    "dropped": {},
    "leftOut": {"json": 1},
    "alreadyHere": 0,
}
VERDICTS = {
    "new": 40,
    "filled": 1,
    "different": 2,
    "older": 3,
    "same": 12,
    "kept_here": 1,
    "removed_here": 1,
}
BACKUP: dict[str, object] = {
    "day": "2026-03-20",
    "records": 60,
    "pages": 55,
    "leftOut": 1,
    "verdicts": VERDICTS,
}
LOCKED_FILE = FilePayload(
    name="goldseam-2026-03-20.age", mimeType="", buffer=b"age-encryption.org/v1\n"
)
PLAIN_FILE = FilePayload(name="goldseam-2026-03-20.zip", mimeType="", buffer=b"PK\5\6")


def _pick(page: Page, button: str, file: FilePayload) -> None:
    with page.expect_file_chooser() as choosing:
        page.get_by_role("button", name=button, exact=True).click()
    choosing.value.set_files(file)


def _choose_files(page: Page) -> None:
    _pick(page, "Choose files", PLAIN_FILE)


def _refused(page: Page) -> None:
    _choose_files(page)
    expect(page.get_by_role("main").get_by_role("alert")).not_to_be_empty()


def _found(page: Page) -> None:
    _choose_files(page)
    expect(page.get_by_role("heading", name=FOUND, exact=True)).to_be_visible()


def _import(page: Page) -> None:
    _found(page)
    press("Bring them in")(page)


def _choose_backup(page: Page) -> None:
    _pick(page, "Choose the backup", LOCKED_FILE)
    expect(page.get_by_text("goldseam-2026-03-20.age")).to_be_visible()


def _choose_key(page: Page) -> None:
    _choose_backup(page)
    page.get_by_label("A key file of age").check()
    no_key = FilePayload(name="key.txt", mimeType="", buffer=b"none")
    _pick(page, "Choose the key file", no_key)
    expect(page.get_by_text("There is no key of age in that file.")).to_be_visible()


def _look(page: Page) -> None:
    _choose_backup(page)
    page.get_by_label("Passphrase of the file").fill("six words of another file entirely")
    press("Look inside")(page)


def _unsound(page: Page) -> None:
    _look(page)
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text(
        "did not pass its own check"
    )


def _restore(page: Page) -> None:
    _look(page)
    press("Bring them back")(page)


def _bring(name: str, heading: str, steps: Step, **more: object) -> Screen:
    return Screen(name, heading, "/bring-in", OPEN, more=more, steps=steps)


def _back(name: str, heading: str, steps: Step, **more: object) -> Screen:
    return Screen(name, heading, "/restore", OPEN, more=more, steps=steps)


STOPPED = {"kept": 100, "alreadyHere": 10, "removedHere": 1, "isWhole": False}

ARRIVING_SCREENS = (
    Screen("import", IMPORT, "/bring-in", OPEN),
    _bring("import-refused", IMPORT, _refused, refuse="import_refused"),
    _bring("import-backup", IMPORT, _refused, refuse="import_is_backup"),
    _bring("import-looking", "Looking at what you chose", _choose_files),
    _bring("import-found", FOUND, _found, **{"import": FOUND_PAGES}),
    _bring("import-nothing", FOUND, _found, **{"import": NOTHING}),
    _bring("import-running", "Bringing pages in", _import, **{"import": FOUND_PAGES}),
    _bring("import-stopped", "Stopped", _import, **{"import": FOUND_PAGES, "imported": STOPPED}),
    _bring(
        "import-done",
        "Your pages are here",
        _import,
        **{"import": FOUND_PAGES, "imported": {**STOPPED, "isWhole": True}},
    ),
    Screen("restore", RESTORE, "/restore", OPEN),
    _back("restore-chosen", RESTORE, _choose_backup),
    _back("restore-key", RESTORE, _choose_key),
    _back("restore-unsound", RESTORE, _unsound, refuse="backup_damaged"),
    _back("restore-looking", "Looking at the backup", _look),
    _back("restore-found", INSIDE, _look, restore=BACKUP),
    _back("restore-running", "Bringing pages back", _restore, restore=BACKUP),
    _back(
        "restore-stopped",
        "Stopped",
        _restore,
        restore=BACKUP,
        restored={"verdicts": VERDICTS, "isWhole": False},
    ),
    _back(
        "restore-done",
        "The backup is back",
        _restore,
        restore=BACKUP,
        restored={"verdicts": VERDICTS, "isWhole": True},
    ),
)
