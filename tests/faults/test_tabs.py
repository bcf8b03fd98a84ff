"""Many tabs of one profile: one leads, another follows it, and a leader that slept writes nothing over."""

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import person
from tests.e2e.chromium import complaints_of
from tests.e2e.command_line import CommandLine
from tests.e2e.conftest import devices
from tests.e2e.releases import await_shell
from tests.faults.proxy import CLEAR, Proxy, Weather, behind_proxy

TABS: Final = 5
NAME: Final = "anna"
TITLE: Final = "Two windows"
WAIT_MS: Final = 15_000
HANDOVER_SECONDS: Final = 5.0
ON_ITS_WAY_SECONDS: Final = 2.0
QUIET_MS: Final = 3_000
LOCKS: Final = """() => navigator.locks.query().then(({ held, pending }) => {
  const own = (locks) => locks.filter(({ name }) => name === "goldseam-sync").map(({ clientId }) => clientId);
  return [own(held), own(pending)];
})"""
STEAL: Final = "() => navigator.locks.request('goldseam-sync', { steal: true }, () => null)"


@dataclass
class Profile:
    """The open tabs of one browser, in the order in which they were opened: the first of them leads."""

    proxy: Proxy
    tabs: list[Page]
    terminal: CommandLine
    record: str

    def leader(self) -> str:
        """The worker that leads; fails unless exactly one does and all others wait."""
        held, pending = self.tabs[-1].evaluate(LOCKS)
        assert (len(held), len(pending)) == (1, len(self.tabs) - 1)
        return str(held[0])

    def streams(self) -> int:
        """How often a stream of pokes was asked for."""
        return len(self.proxy.asked_for("/v1/pokes"))

    def await_body(self, *words: str) -> None:
        """Until the page says these words, once each, in every tab and on the command line."""
        for tab in self.tabs:
            for word in words:
                expect(person.body_of(tab)).to_have_value(re.compile(word), timeout=WAIT_MS)
        body = self.await_terminal(*words)
        assert {person.body_of(tab).input_value() for tab in self.tabs} == {body}
        assert {word: body.count(word) for word in words} == dict.fromkeys(words, 1)

    def await_terminal(self, *words: str) -> str:
        """Until all of these words came to the command line; returns what the page says there."""
        until = time.monotonic() + WAIT_MS / 1_000
        while time.monotonic() < until:
            self.terminal.run("pull")
            shown = self.terminal.run("show", self.record, "--json")
            body = str(json.loads(shown)["record"]["body"])
            if all(word in body for word in words):
                return body
        raise TimeoutError(words)


@pytest.fixture(scope="module")
def profile(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, free_port: Callable[[], int]
) -> Iterator[Profile]:
    """Give five open tabs with one page before them, and the command line beside them."""
    folder = tmp_path_factory.mktemp("tabs")
    with behind_proxy(folder, free_port) as (server, proxy), devices(browser, server) as make:
        first = make("phone", base_url=proxy.origin)
        passphrase = person.sign_up(first, NAME)
        person.keep_recovery(first)
        person.write(first, TITLE, "It begins here.")
        person.await_synced(first)
        await_shell(first)
        person.open_page(first, TITLE)
        tabs, complaints = open_others(first, passphrase)
        terminal = CommandLine(folder / "terminal", passphrase)
        terminal.sign_in(proxy.origin, NAME)
        terminal.run("pull")
        yield Profile(proxy, [first, *tabs], terminal, terminal.id_of(TITLE))
        assert [one for some in complaints for one in some] == []


def open_others(first: Page, passphrase: str) -> tuple[list[Page], list[list[str]]]:
    """More tabs of the same profile at the same page, and what goes wrong in them."""
    tabs = [first.context.new_page() for _ in range(TABS - 1)]
    complaints = [complaints_of(tab) for tab in tabs]
    for tab in tabs:
        tab.goto(first.url)
        person.unlock(tab, passphrase)
        expect(person.title_of(tab)).to_have_value(TITLE)
    return tabs, complaints


def test_one_of_five_tabs_streams_and_syncs(profile: Profile) -> None:
    """Fails when more than one tab leads: a second stream would end the first, over and over."""
    leader, streams = profile.leader(), profile.streams()
    profile.tabs[0].wait_for_timeout(QUIET_MS)
    assert (profile.leader(), profile.streams()) == (leader, streams)
    add_word(profile.tabs[-1], "alder")  # it does not lead: another one sends for it
    profile.await_body("alder")


def test_words_typed_in_two_tabs_at_once_are_both_kept(profile: Profile) -> None:
    """Fails when the words of one tab go over those of another, on the page that both show."""
    for word, tab in zip(("birch", "cedar", "dogwood"), profile.tabs, strict=False):
        person.body_of(tab).press("Control+End")
        person.body_of(tab).press_sequentially(f" {word}")
    profile.await_body("birch", "cedar", "dogwood")


def test_a_leader_that_closes_hands_over(profile: Profile) -> None:
    """Fails when nobody leads within seconds after the leading tab has gone."""
    before, streams = profile.leader(), profile.streams()
    profile.tabs.pop(0).close()
    until = time.monotonic() + HANDOVER_SECONDS
    while profile.streams() == streams:
        assert time.monotonic() < until
        profile.tabs[0].wait_for_timeout(50)
    assert profile.leader() != before
    add_word(profile.tabs[0], "elder")
    profile.await_body("elder")


def test_a_leader_that_slept_writes_nothing_over(profile: Profile) -> None:
    """Fails when a tab that is frozen with a change on its way, and whose lock was given on, undoes anything after."""
    sleeper, other = profile.tabs[0], profile.tabs[1]
    devtools = sleeper.context.new_cdp_session(sleeper)
    before = profile.leader()
    profile.proxy.weather = Weather(path="/v1/vaults", latency=ON_ITS_WAY_SECONDS)
    add_word(sleeper, "fir")
    sleeper.wait_for_timeout(300)
    devtools.send("Page.setWebLifecycleState", {"state": "frozen"})
    other.evaluate(STEAL)
    profile.proxy.weather = CLEAR
    assert other.evaluate(LOCKS)[0] != [before]
    add_word(other, "gorse")
    profile.await_terminal("fir", "gorse")
    devtools.send("Page.setWebLifecycleState", {"state": "active"})
    add_word(sleeper, "hazel")
    sleeper.wait_for_timeout(QUIET_MS)
    profile.await_body("fir", "gorse", "hazel")


def add_word(tab: Page, word: str) -> None:
    """Type one more word at the end of the page, and wait until it is kept."""
    person.body_of(tab).press("Control+End")
    person.body_of(tab).press_sequentially(f" {word}")
    person.await_kept(tab)
