"""The app without its server: installed, opened, written in; and a new version that comes whole or not at all."""

import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import (
    body_of,
    go_to_list,
    go_to_more,
    open_page,
    sign_up,
    title_of,
    unlock,
    write,
)
from tests.e2e.screens import OPEN, Screen
from tests.e2e.serving import Server

DIST = Path(__file__).parents[2] / "server/goldseam/web_dist"
LIST = Screen("list", "Pages", "/pages", OPEN)
READY = "A newer version is ready."
SETTLED = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const { installing } = registration;
    if (installing === null) return registration.waiting === null ? "refused" : "taken";
    return new Promise((done) => installing.addEventListener("statechange", () =>
        done(installing.state === "redundant" ? "refused" : "taken")));
}"""
"""How the newest version ended that the browser was told of."""


def await_shell(page: Page) -> None:
    """Until the service worker holds the shell and answers for this page."""
    page.evaluate(
        "navigator.serviceWorker.controller ? null : new Promise(done =>"
        " navigator.serviceWorker.addEventListener('controllerchange', () => done(null), {once: true}))"
    )


def test_it_opens_and_keeps_writing_without_its_server(
    new_device: NewDevice, server: Server
) -> None:
    """Fails when a reload, an address of a page, or writing needs the server."""
    page = new_device("phone")
    passphrase = sign_up(page, "offline-one")
    write(page, "Before the tunnel", "Light on the left side.")
    address = page.url
    await_shell(page)
    server.stop()
    page.reload()
    unlock(page, passphrase)
    write(page, "In the tunnel", "Humming, all of it.")
    page.goto(address)
    unlock(page, passphrase)
    expect(title_of(page)).to_have_value("Before the tunnel")
    open_page(page, "In the tunnel")
    expect(body_of(page)).to_have_value("Humming, all of it.")
    go_to_more(page)
    page.get_by_role("link", name="A backup").click()
    expect(page.get_by_role("heading", name="A backup")).to_be_visible()
    server.start()


def test_it_can_be_installed(new_device: NewDevice) -> None:
    """Fails when Chromium finds a reason not to install it, or its manifest says more than a name."""
    page = new_device("phone")
    page.goto("/")
    await_shell(page)
    devtools = page.context.new_cdp_session(page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    # A context of a test counts as a private window, where nothing is installed.
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [one for one in errors if one["errorId"] != "in-incognito"] == []


def test_the_shells_cache_holds_no_answer_of_the_server(new_device: NewDevice) -> None:
    """Fails when the service worker keeps anything below /v1/."""
    page = new_device("phone")
    sign_up(page, "offline-two")
    await_shell(page)
    kept: list[str] = page.evaluate(
        "caches.keys().then(names => Promise.all(names.map(async name =>"
        " (await (await caches.open(name)).keys()).map(request => new URL(request.url).pathname))))"
        ".then(lists => lists.flat())"
    )
    assert "/" in kept
    assert [path for path in kept if path.startswith("/v1")] == []


class Quiet(SimpleHTTPRequestHandler):
    """A plain host of files that says nothing; an address of the app leads to its page."""

    def translate_path(self, path: str) -> str:
        """The file of an address; those without an ending are places within the app."""
        file = Path(super().translate_path(path))
        return str(file if file.suffix else Path(self.directory) / "index.html")

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


class Release:
    """A copy of the built client behind an address, of which a next version can be made."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.origin = f"http://localhost:{port}"
        self._number = 1

    def next(self) -> None:
        """Another version: other bytes in the page, another name of the shell's cache."""
        self._number += 1
        self._replace("index.html", "</head>", f"<!--{self._number}--></head>")
        self._replace("sw.js", '"version":"', f'"version":"{self._number}-')

    def breaks(self) -> None:
        """Another version, one file of which is not there."""
        self.next()
        self._replace("sw.js", '"/icon.svg"', '"/icon.svg","/not-there.svg"')

    def _replace(self, name: str, old: str, new: str) -> None:
        file = self.folder / name
        text = file.read_text()
        assert text.count(old) == 1, f"{old} in {name}"
        file.write_text(text.replace(old, new))


@pytest.fixture
def release(tmp_path: Path) -> Iterator[Release]:
    """The built client, served from a folder of its own."""
    folder = tmp_path / "release"
    shutil.copytree(DIST, folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as host:
        thread = Thread(target=host.serve_forever)
        thread.start()
        yield Release(folder, host.server_port)
        host.shutdown()
        thread.join()


def open_release(new_device: NewDevice, release: Release, screen: Screen = LIST) -> Page:
    """A device on which the first version is installed."""
    page = new_device("phone", base_url=release.origin)
    screen.open(page)
    await_shell(page)
    return page


def look_for_update(page: Page) -> None:
    """Have the browser ask for a newer service worker; a refused one is refused quietly."""
    page.evaluate(
        "navigator.serviceWorker.getRegistration().then(r => r.update()).catch(() => null)"
    )


def versions(page: Page) -> int:
    """How many versions of the shell are kept."""
    count: int = page.evaluate("caches.keys().then(names => names.length)")
    return count


def number_of(page: Page) -> bool:
    """Whether the page is of the second version."""
    return "<!--2-->" in page.content()


def test_a_newer_version_waits_until_it_is_asked_for(
    new_device: NewDevice, release: Release
) -> None:
    """Fails when a new version takes over by itself, or does not take over whole when it is asked to."""
    page = open_release(new_device, release)
    release.next()
    look_for_update(page)
    expect(page.get_by_text(READY)).to_be_visible()
    page.reload()
    expect(page.get_by_text(READY)).to_be_visible()
    assert not number_of(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Change to it").click()
    expect(page.get_by_role("heading", name="Pages")).to_be_visible()
    assert number_of(page)
    assert versions(page) == 1


def test_a_newer_version_waits_for_words_that_are_not_kept(
    new_device: NewDevice, release: Release
) -> None:
    """Fails when an update reloads the app over words that stand on the screen only."""
    refusing = Screen("list", "Pages", "/pages", OPEN, more={"refuse": "quota"})
    page = open_release(new_device, release, refusing)
    release.next()
    look_for_update(page)
    page.get_by_role("button", name="Write", exact=True).click()
    body_of(page).fill("Held here.")
    expect(page.get_by_text("Your words are still on this screen.")).to_be_visible()
    go_to_list(page)
    page.get_by_role("button", name="Change to it").click()
    expect(page.get_by_text("The last words of a page are held on this screen")).to_be_visible()
    page.get_by_role("button", name="Write", exact=True).click()
    expect(body_of(page)).to_have_value("Held here.")


def test_a_version_that_is_not_whole_is_not_taken(new_device: NewDevice, release: Release) -> None:
    """Fails when an update of which a file is missing replaces the version that works."""
    page = open_release(new_device, release)
    release.breaks()
    look_for_update(page)
    assert page.evaluate(SETTLED) == "refused"
    page.reload()
    expect(page.get_by_role("heading", name="Pages")).to_be_visible()
    expect(page.get_by_text(READY)).to_have_count(0)
    assert not number_of(page)
