"""The screens of taking pages out, and how to come to them; a part of screens.py."""

from playwright.sync_api import Page, expect

from tests.e2e.screen import OPEN, Screen, Step, press

TITLE, PATH = "Take pages out", "/take-out"
MAKE = "Make the file"


def _narrowed(page: Page) -> None:
    page.locator("summary", has_text="Only some of them").click()
    page.get_by_role("button", name="evening", exact=True).click()
    expect(page.get_by_role("button", name="evening", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )


def _stopped(page: Page) -> None:
    press(MAKE, "Stop")(page)
    expect(page.get_by_text("Stopped. Everything is as it was.")).to_be_visible()
    expect(page.get_by_role("button", name=MAKE)).to_be_visible()


def _put_together(page: Page) -> None:
    page.get_by_label("Paper or a PDF").check()
    press("Put them together")(page)
    expect(page.get_by_role("article")).not_to_have_count(0)


def exporting_screens(records: list[dict[str, object]]) -> tuple[Screen, ...]:
    """Those of an account that has these records."""

    def screen(name: str, heading: str, steps: Step, **more: object) -> Screen:
        return Screen(name, heading, PATH, OPEN, more={"records": records, **more}, steps=steps)

    return (
        Screen("take-out", TITLE, PATH, OPEN),
        screen("take-out-some", TITLE, _narrowed, coveredOut=3, leftOut=1),
        screen("take-out-making", "Putting your pages together", press(MAKE), export="slow"),
        screen("take-out-stopped", TITLE, _stopped, export="slow"),
        screen("take-out-made", "Your file is ready", press(MAKE)),
        screen("take-out-paper", "Pages", _put_together),
    )
