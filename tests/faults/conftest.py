"""The victims of attacks, and the table of threats that is printed at the end."""

import shutil
import socket
from collections import Counter
from collections.abc import Generator, Iterator
from typing import Any, Final

import pytest
from _pytest.terminal import TerminalReporter
from playwright.sync_api import Browser

from goldseam.api.web import FOLDER
from goldseam.client import entering
from tests.faults.double import LyingServer
from tests.faults.python_victim import PythonVictim
from tests.faults.threats import CLIENTS, OPEN, table
from tests.faults.victim import Victim
from tests.faults.web_victim import WebVictim
from tests.faults.world import PASSPHRASE, World, make_world
from tests.server.simulated import stretched_once

ANSWERED: Final = pytest.StashKey[list[tuple[str, str, str, str]]]()
"""Of each test that ran for a threat: its number, the client, how it ended, the test."""


@pytest.fixture(scope="session")
def world(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give everything that stands before an attack."""
    folder = tmp_path_factory.mktemp("world")
    # A build that is made meanwhile must not change the client in the middle.
    shutil.copytree(FOLDER, folder / "web")
    server = LyingServer(folder, a_free_port(), folder / "web")
    server.start()
    web = WebVictim(browser, server.origin, "anna", PASSPHRASE)
    python = PythonVictim(folder / "python", server.origin, "anna", PASSPHRASE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entering, "stretch", stretched_once)
        try:
            yield make_world(folder, server, {"python": python, "web": web})
            web.close()
        finally:
            server.stop()


@pytest.fixture(params=CLIENTS)
def stranger(world: World, request: pytest.FixtureRequest) -> Victim:
    """Give one of the clients, to enter from a device that has nothing yet."""
    for one in world.victims.values():
        one.rest()
    world.reset()
    return world.victims[request.param]


@pytest.fixture(params=CLIENTS)
def victim(world: World, request: pytest.FixtureRequest) -> Victim:
    """Give one of the clients, two commits behind an honest server."""
    for one in world.victims.values():
        one.rest()
    world.reset()
    chosen = world.victims[request.param]
    chosen.begin()
    return chosen


def a_free_port() -> int:
    """A port of 127.0.0.1 which nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def pytest_configure(config: pytest.Config) -> None:
    """The marker by which a test says which threat it answers."""
    config.addinivalue_line(
        "markers",
        "threat(number, *, client=None): answers a threat of docs/threat-model.md; `client` where there is no victim",
    )
    answered: list[tuple[str, str, str, str]] = []
    config.stash[ANSWERED] = answered


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    """Remember how a test that answers a threat ended."""
    report = yield
    if report.when == "call" or report.outcome != "passed":
        for marker in item.iter_markers("threat"):
            client = marker.kwargs.get("client") or _client_of(item)
            test = item.nodeid.partition("[")[0]
            item.config.stash[ANSWERED].append((marker.args[0], client, report.outcome, test))
    return report


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """For each attack and client: which tests ran and how they ended; else where it is answered, or why not.

    A run of one file tells of that file alone.
    """
    endings = config.stash[ANSWERED]
    answered = Counter(endings)
    if not answered:
        return
    terminalreporter.section("attacks of docs/threat-model.md, and what answered them")
    lines = [
        f"{number}  {client:6}  {count:2} {outcome}  {test}"
        for (number, client, outcome, test), count in answered.items()
    ]
    if len({test.partition("::")[0] for _, _, _, test in answered}) > 1:
        lines += _elsewhere({(number, client) for number, client, _, _ in answered})
    for line in sorted(lines):
        terminalreporter.write_line(line)


def _elsewhere(ran: set[tuple[str, str]]) -> list[str]:
    """What the table says of the attacks for which nothing ran here."""
    return [
        f"{number}  {client:6}  {cell if OPEN in cell else 'not in this run: ' + cell}"
        for number, cells in table().items()
        for client, cell in cells.items()
        if (number, client) not in ran
    ]


def _client_of(item: pytest.Item) -> str:
    """The client of a test with a victim, else the server alone."""
    params: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
    return str(params.get("victim", params.get("stranger", "server")))
