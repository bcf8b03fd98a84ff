"""What a person does with a file that a screen has ready; the windows for it are made up, the files are not."""

import base64
from pathlib import Path

from playwright.sync_api import Page, expect

SECONDS = 30
SAVE = "Save to a file"
PICKER = """() => {
  window.showSaveFilePicker = async ({ suggestedName }) => {
    window.__saved = suggestedName;
    const folder = await navigator.storage.getDirectory();
    return folder.getFileHandle(suggestedName, { create: true });
  };
}"""
"""The window for saving, in which the person keeps the name; the file is one of the browser's own."""
NO_PICKER = "() => { window.showSaveFilePicker = undefined; }"
SHARING = """() => {
  navigator.canShare = ({ files }) => files.length === 1;
  navigator.share = async ({ files }) => { window.__shared = files[0]; };
}"""
"""The window for sharing, in which the person chooses an app that takes the file."""
SAVED = """async () => {
  const folder = await navigator.storage.getDirectory();
  return (await folder.getFileHandle(window.__saved)).getFile();
}"""
SHARED = "async () => window.__shared"
BYTES = """async file => new Promise(read => {
  const reader = new FileReader();
  reader.onload = () => read([file.name, reader.result.split(",")[1] ?? ""]);
  reader.readAsDataURL(file);
})"""


def save(page: Page, folder: Path) -> Path:
    """Save what is ready to a file of one's choice, and wait until the screen says that it is whole."""
    page.evaluate(PICKER)
    page.get_by_role("button", name=SAVE).click(timeout=SECONDS * 1000)
    expect(page.get_by_text("The file was read again, and it is whole.")).to_be_visible()
    return taken(page, SAVED, folder)


def share(page: Page, folder: Path) -> Path:
    """Share what is ready; `SHARING` was there when the screen came."""
    page.get_by_role("button", name="Share…").click(timeout=SECONDS * 1000)
    expect(page.get_by_text("The other app has it now.")).to_be_visible()
    return taken(page, SHARED, folder)


def download(page: Page, folder: Path) -> Path:
    """Save what is ready to the downloads; `NO_PICKER` was there when the screen came."""
    with page.expect_download() as saving:
        page.get_by_role("button", name=SAVE).click(timeout=SECONDS * 1000)
    file = folder / saving.value.suggested_filename
    saving.value.save_as(file)
    return file


def taken(page: Page, giving: str, folder: Path) -> Path:
    """The file of the browser, in a folder outside of it."""
    shown: list[str] = page.evaluate_handle(giving).evaluate(BYTES)
    name, contents = shown
    file = folder / name
    file.write_bytes(base64.b64decode(contents))
    return file
