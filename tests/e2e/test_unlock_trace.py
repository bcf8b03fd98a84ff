"""Unlocking runs Argon2id in the worker, and leaves the page free. The times are told, not judged."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import NewDevice
from tests.e2e.person import lock, sign_up, unlock, write
from tests.e2e.timeline import CATEGORIES, Event, longest, of_the_page

NO_WASM = "delete globalThis.WebAssembly;"
"""On the page alone: a worker has a global of its own, where this does not run."""
SLOWER = 4
Record = Callable[[str, object], None]


@pytest.fixture
def locked(new_device: NewDevice) -> tuple[Page, str]:
    """A locked phone with a page on it, whose page cannot run WebAssembly; and its passphrase."""
    page = new_device("phone")
    page.add_init_script(NO_WASM)
    passphrase = sign_up(page, f"trace {id(page)}")
    write(page, "Kept", "Behind the lock.")
    lock(page)
    return page, passphrase


def measured(events: list[Event]) -> dict[str, float]:
    """The longest task while the passphrase is stretched, and the one that then draws the first screen, in ms.

    The one begins where the form was sent and ends where the answer of the worker comes; the other is that answer.
    """
    sent = next(
        event for event in events if event.get("args", {}).get("data", {}).get("type") == "submit"
    )
    after = [event for event in events if event["ts"] > sent["ts"]]
    answer = longest(after, "HandlePostMessage")
    waiting = [event for event in after if event["ts"] + event["dur"] < answer["ts"]]
    return {
        "longest_while_stretching_ms": longest(waiting, "RunTask")["dur"] / 1000,
        "first_screen_ms": answer["dur"] / 1000,
    }


def traced_unlock(browser: Browser, page: Page, passphrase: str) -> list[Event]:
    """Unlock under a trace, until the list is there."""
    browser.start_tracing(page=page, categories=CATEGORIES)
    unlock(page, passphrase)
    expect(page.get_by_role("link", name="Kept")).to_be_visible()
    return of_the_page(browser.stop_tracing())


def test_argon2id_runs_where_the_page_cannot(locked: tuple[Page, str]) -> None:
    """Fails when a page without WebAssembly cannot sign up, lock and unlock: then the passphrase is stretched in it."""
    page, passphrase = locked
    assert page.evaluate("typeof WebAssembly") == "undefined"
    assert [worker.evaluate("typeof WebAssembly") for worker in page.workers] == ["object"]
    unlock(page, passphrase)
    expect(page.get_by_role("link", name="Kept")).to_be_visible()


@pytest.mark.parametrize("slower", [1, SLOWER])
def test_the_page_stays_free_while_it_is_unlocked(
    browser: Browser, locked: tuple[Page, str], record_property: Record, slower: int
) -> None:
    """Fails when an unlock leaves no trace of the page's thread. Tells its longest task; the budget has 50 ms."""
    page, passphrase = locked
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    times = measured(traced_unlock(browser, page, passphrase))
    told = json.dumps({"slower": slower} | times)
    print(told)
    record_property("unlock", told)
