"""The app without its server: installed, opened, written in."""

from playwright.sync_api import expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import (
    body_of,
    go_to_more,
    open_page,
    sign_up,
    title_of,
    unlock,
    write,
)
from tests.e2e.releases import await_shell
from tests.e2e.serving import Server


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
    page.get_by_role("link", name="A backup", exact=True).click()
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
