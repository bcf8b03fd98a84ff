"""A newer version of the app comes whole or not at all, under nobody's pen; no tab ever runs half of each (T-30)."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.builds import ROOT, build, copy_of_sources
from tests.e2e.chromium import complaints_of
from tests.e2e.conftest import NewDevice
from tests.e2e.person import (
    await_kept,
    body_of,
    go_to_list,
    go_to_more,
    lock,
    open_page,
    sign_up,
    unlock,
    write,
)
from tests.e2e.releases import (
    DIST,
    READY,
    REFUSED,
    SETTLED,
    Release,
    await_shell,
    hosting,
    is_second,
    look_for_update,
    versions_kept,
)
from tests.e2e.screens import OPEN, PASSPHRASE, Screen
from tests.e2e.serving import Server

LIST = Screen("list", "Pages", "/pages", OPEN)
CHANGE = "Change to it"
TWO = "document.documentElement.dataset.build = 'two';\n"
"""What the second build does and the first does not; every screen stands on the module that it is put into."""
TYPING = """(field) => {
    const words = Array.from({ length: 3000 }, (_, number) => `word${number} `);
    field.focus();
    globalThis.typed = "";
    globalThis.typing = setInterval(() => {
        const word = words.shift();
        if (word === undefined) return clearInterval(globalThis.typing);
        document.execCommand("insertText", false, word);
        globalThis.typed += word;
    }, 20);
}"""
STOP = """async () => {
    const before = globalThis.typed.split(" ").length;
    while (globalThis.typed.split(" ").length < before + 10)
        await new Promise((done) => setTimeout(done, 20));
    clearInterval(globalThis.typing);
    return globalThis.typed;
}"""


# one release after another, as a host of files gives them


@pytest.fixture
def release(tmp_path: Path) -> Iterator[Release]:
    """The built client, served from a folder of its own."""
    with hosting(tmp_path / "release") as release:
        yield release


def open_release(new_device: NewDevice, release: Release, screen: Screen = LIST) -> Page:
    """A device on which the first version is installed."""
    page = new_device("phone", base_url=release.origin)
    screen.open(page)
    await_shell(page)
    return page


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
    assert not is_second(page)
    with page.expect_navigation():
        page.get_by_role("button", name=CHANGE).click()
    expect(page.get_by_role("heading", name="Pages")).to_be_visible()
    assert is_second(page)


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
    page.get_by_role("button", name=CHANGE).click()
    expect(page.get_by_text("The last words of a page are held on this screen")).to_be_visible()
    page.get_by_role("button", name="Write", exact=True).click()
    expect(body_of(page)).to_have_value("Held here.")


def test_a_covered_tab_stays_covered(new_device: NewDevice, release: Release) -> None:
    """Fails when a change in one tab brings another one out from under its cover."""
    page = open_release(new_device, release)
    other = page.context.new_page()
    Screen("cover", "Pages", "/pages", OPEN).open(other)
    for _ in range(3):
        other.keyboard.press("Shift")
    uncover = other.get_by_role("button", name="Continue")
    expect(uncover).to_be_visible()
    page.get_by_role("button", name="Continue").click()
    unlock(page, PASSPHRASE)
    release.next()
    look_for_update(page)
    with page.expect_navigation():
        page.get_by_role("button", name=CHANGE).click()
    assert is_second(page)
    expect(uncover).to_be_visible()
    assert not is_second(other)
    with other.expect_navigation():
        uncover.click()
    assert is_second(other)


@pytest.mark.parametrize("fault", ["lists_what_is_missing", "changes_a_script"])
def test_a_version_that_is_not_as_listed_is_not_taken(
    new_device: NewDevice, release: Release, fault: str
) -> None:
    """N-05, T-30. Fails when a version with a missing or changed file replaces one that works, or nobody is told."""
    page = open_release(new_device, release)
    getattr(release, fault)()
    look_for_update(page)
    assert page.evaluate(SETTLED) == "refused"
    expect(page.get_by_text(REFUSED)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Pages")).to_be_visible()
    expect(page.get_by_text(READY)).to_have_count(0)
    expect(page.get_by_text(REFUSED)).to_be_visible()
    assert not is_second(page)
    assert page.evaluate("globalThis.changed") is None


def test_an_update_goes_on_where_the_network_broke_off(
    new_device: NewDevice, release: Release
) -> None:
    """Fails when losing the network in the middle of an update is called a foreign program, or is never made good."""
    page = open_release(new_device, release)
    release.next()
    release.breaks_off_at = "/icon.svg"
    look_for_update(page)
    assert page.evaluate(SETTLED) == "refused"
    page.reload()
    expect(page.get_by_role("heading", name="Pages")).to_be_visible()
    expect(page.get_by_text(REFUSED)).to_have_count(0)
    assert not is_second(page)
    release.breaks_off_at = None
    look_for_update(page)
    expect(page.get_by_text(READY)).to_be_visible()


def test_only_listed_files_are_answered(new_device: NewDevice, release: Release) -> None:
    """Fails when the service worker passes on a script of the host that its release does not list (T-30)."""
    page = open_release(new_device, release)
    (release.folder / "assets/more.js").write_text("globalThis.changed = true;")
    assert page.evaluate("fetch('/assets/more.js').then(answer => answer.status)") == 404
    assert page.request.get(f"{release.origin}/assets/more.js").status == 200


def test_the_content_policy_is_the_releases_own(new_device: NewDevice, release: Release) -> None:
    """Fails when a host that sends no content policy can take it away from an installed app (T-30)."""
    page = open_release(new_device, release)
    page.reload()
    policies = "fetch('/').then(answer => answer.headers.get('content-security-policy'))"
    assert "script-src 'self'" in page.evaluate(policies)
    assert page.request.get(release.origin).headers.get("content-security-policy") is None


# two real builds, a real server, two tabs


@pytest.fixture(scope="module")
def programs() -> Iterator[tuple[Path, Path]]:
    """Two folders to run `goldseam` from: as it is, and with a client of which every screen is another."""
    cache = ROOT / ".cache"
    cache.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as name:
        sources = copy_of_sources(Path(name, "sources"))
        for module in ("ui/copy/index.svelte.ts", "ui/main.ts"):
            file = sources / "web/src" / module
            file.write_text(file.read_text() + TWO)
        one, two = (program(Path(name, number)) for number in ("one", "two"))
        shutil.rmtree(two / "goldseam/web_dist")
        shutil.copytree(build(sources), two / "goldseam/web_dist")
        yield one, two


def program(folder: Path) -> Path:
    """A copy of the package in the folder; returns the folder."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(DIST.parent, folder / "goldseam", ignore=ignored)
    return folder


@pytest.fixture
def updating(server: Server, programs: tuple[Path, Path]) -> Iterator[Path]:
    """Have the server run the first program; give the folder of the second."""
    restart(server, programs[0])
    yield programs[1]
    restart(server, programs[0])


def restart(server: Server, folder: Path) -> None:
    """Run the program in the folder, on the same data."""
    server.stop()
    server.start(PYTHONPATH=str(folder))


def is_build_two(page: Page) -> bool:
    """Whether the page runs the second build."""
    return bool(page.evaluate("document.documentElement.dataset.build === 'two'"))


def second_tab(page: Page, passphrase: str) -> tuple[Page, list[str]]:
    """Another tab of the same device, and a list of all that it could not load or that broke in it."""
    tab = page.context.new_page()
    faults = complaints_of(tab)
    tab.on("response", lambda answer: faults.append(answer.url) if answer.status >= 400 else None)
    tab.on(
        "requestfailed",
        lambda request: faults.append(request.url) if "/assets/" in request.url else None,
    )
    tab.goto("/")
    unlock(tab, passphrase)
    return tab, faults


def offered(page: Page) -> None:
    """Have the browser ask for a newer version; returns when it is offered."""
    look_for_update(page)
    go_to_list(page)
    expect(page.get_by_text(READY)).to_be_visible()


def change(page: Page) -> None:
    """Say yes to the newer version, and wait for it."""
    go_to_list(page)
    with page.expect_navigation():
        page.get_by_role("button", name=CHANGE).click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    assert is_build_two(page)


def stop_typing(tab: Page) -> str:
    """Let ten more words be typed, then end it; returns all that was typed."""
    typed: str = tab.evaluate(STOP)
    return typed


def visit_screens_not_loaded_yet(tab: Page) -> None:
    """Open places whose scripts the tab has not asked for so far."""
    go_to_more(tab)
    for place in ("Settings", "A backup", "Trash"):
        tab.get_by_role("link", name=place, exact=True).click()
        expect(tab.get_by_role("heading", level=1, name=place)).to_be_visible()
        go_to_more(tab)


def test_typing_goes_on_in_one_tab_while_another_changes(
    new_device: NewDevice, server: Server, updating: Path
) -> None:
    """Fails when a word is lost, a screen of the earlier build cannot be loaded, or a tab never gets to the new one."""
    page = new_device("phone")
    passphrase = sign_up(page, "update-one")
    write(page, "In the first tab", "Before.")
    await_shell(page)
    tab, faults = second_tab(page, passphrase)
    write(tab, "In the other tab", "")
    body_of(tab).evaluate(TYPING)
    restart(server, updating)
    offered(page)
    change(page)
    unlock(page, passphrase)
    open_page(page, "In the first tab")
    expect(body_of(page)).to_have_value("Before.")

    typed = stop_typing(tab)
    expect(body_of(tab)).to_have_value(typed)
    await_kept(tab)
    visit_screens_not_loaded_yet(tab)
    assert not is_build_two(tab)
    assert versions_kept(tab, 2) == 2

    change(tab)
    unlock(tab, passphrase)
    for one in (tab, page):
        open_page(one, "In the other tab")
        expect(body_of(one)).to_have_value(typed)
    assert faults == []
    tab.reload()
    assert versions_kept(tab, 1) == 1


def test_both_tabs_change_without_the_server(
    new_device: NewDevice, server: Server, updating: Path
) -> None:
    """Fails when a server that goes away in the middle of a change leaves a tab without its app, or with half of it."""
    page = new_device("phone")
    passphrase = sign_up(page, "update-two")
    write(page, "On the way", "One side of the river.")
    await_shell(page)
    tab, faults = second_tab(page, passphrase)
    restart(server, updating)
    offered(page)
    server.stop()
    change(page)
    write(tab, "Over there", "The other side of the river.")
    visit_screens_not_loaded_yet(tab)
    change(tab)
    for one in (page, tab):
        unlock(one, passphrase)
        open_page(one, "Over there")
        expect(body_of(one)).to_have_value("The other side of the river.")
    assert [fault for fault in faults if "/v1/" not in fault] == []
    server.start()


def test_a_locked_tab_follows_by_itself(
    new_device: NewDevice, server: Server, updating: Path
) -> None:
    """Fails when a tab that has nothing to lose stays on the earlier version until somebody thinks of it."""
    page = new_device("phone")
    passphrase = sign_up(page, "update-three")
    write(page, "A page", "Its words.")
    await_shell(page)
    tab, _ = second_tab(page, passphrase)
    lock(tab)
    unlock(page, passphrase)
    restart(server, updating)
    offered(page)
    with tab.expect_navigation():
        change(page)
    assert is_build_two(tab)
    unlock(tab, passphrase)
    open_page(tab, "A page")
