"""Two devices, one of which lets the other in, in the words of those who hold them."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e import person

MODULE_PIXELS = 6
WIDTH, HEIGHT = 640, 480
FRAMES = 10


@dataclass(frozen=True)
class Code:
    """What a new device shows. `dark` are the modules of its picture, row by row."""

    words: str
    four: str
    dark: list[list[bool]]


def show_code(page: Page) -> Code:
    """On a device without pages, from the first words to the code."""
    page.goto("/")
    page.get_by_role("link", name="I have pages already").click()
    page.get_by_role("link", name="With another device").click()
    page.get_by_role("button", name="Show the code").click()
    return shown_code(page)


def shown_code(page: Page) -> Code:
    """The code that stands on the screen."""
    words = person.offered_words(page, "The twenty words")
    expect(words).to_have_count(20)
    four = " ".join(person.offered_words(page, "The four words").all_inner_texts())
    picture = page.get_by_role(
        "img", name="The code as a picture, for the camera of the other device"
    )
    return Code(" ".join(words.all_inner_texts()), four, _modules(picture))


def go_to_add(page: Page) -> None:
    """On an open device, to the page that adds one."""
    person.go_to_more(page)
    page.get_by_role("link", name="Devices", exact=True).click()
    page.get_by_role("link", name="Add a device").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add a device")


def type_code(page: Page, words: str) -> None:
    """Type the twenty words and go on."""
    page.get_by_label("Or type the twenty words").fill(words)
    page.get_by_role("button", name="Go on").click()


def compared(page: Page) -> str:
    """The four words that an old device shows."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Compare the four words")
    return " ".join(person.offered_words(page, "The four words").all_inner_texts())


def confirm(page: Page, passphrase: str) -> None:
    """Say that the words are the same, and let the device in."""
    page.get_by_role("button", name="They are the same").click()
    page.get_by_label("Your passphrase", exact=True).fill(passphrase)
    page.get_by_role("button", name="Add it", exact=True).click()


def added(page: Page) -> Locator:
    """What says on the old device that it is done."""
    return page.get_by_role("heading", name=re.compile("is one of your devices now"))


def joined(page: Page) -> Locator:
    """What says on the new device that it is open."""
    return page.get_by_role("heading", name="This device opens your pages now")


def film(code: Code | None, path: Path) -> None:
    """A film of the picture for a camera that is none (YUV4MPEG2, as Chromium plays it); grey without one."""
    luma = bytearray(b"\xb4" * (WIDTH * HEIGHT))
    if code is not None:
        _draw(code.dark, luma)
    frame = b"FRAME\n" + bytes(luma) + b"\x80" * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420mpeg2\n".encode()
    path.write_bytes(head + frame * FRAMES)


def _draw(dark: list[list[bool]], luma: bytearray) -> None:
    left = (WIDTH - MODULE_PIXELS * len(dark)) // 2
    top = (HEIGHT - MODULE_PIXELS * len(dark)) // 2
    for y, row in enumerate(dark):
        for x, is_dark in enumerate(row):
            shade = bytes([16 if is_dark else 235]) * MODULE_PIXELS
            for line in range(MODULE_PIXELS):
                at = (top + y * MODULE_PIXELS + line) * WIDTH + left + x * MODULE_PIXELS
                luma[at : at + MODULE_PIXELS] = shade


def _modules(picture: Locator) -> list[list[bool]]:
    """The path of the picture has a square for each dark module."""
    size = int((picture.get_attribute("viewBox") or "").split()[-1])
    path = picture.locator("path").get_attribute("d") or ""
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1", path)}
    return [[(x, y) in dark for x in range(size)] for y in range(size)]
