"""A server for each test module, a context for each device."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.chromium import SIZES, Kind, complaints_of
from tests.e2e.serving import Server

NewDevice = Callable[..., Page]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server with an empty folder of its own."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    fresh = Server(tmp_path_factory.mktemp("server"), port)
    fresh.start()
    yield fresh
    fresh.stop()


@pytest.fixture
def new_device(browser: Browser, server: Server) -> Iterator[NewDevice]:
    """Give a function that makes a device (a context of its own) and its page; it fails at the end on any uncaught
    error or breach of the content policy."""
    with devices(browser, server) as make:
        yield make


@pytest.fixture(scope="module")
def new_lasting_device(browser: Browser, server: Server) -> Iterator[NewDevice]:
    """Give the same for devices that all tests of a module use."""
    with devices(browser, server) as make:
        yield make


@contextmanager
def devices(browser: Browser, server: Server) -> Iterator[NewDevice]:
    """See `new_device`."""
    contexts: list[BrowserContext] = []
    complaints: list[list[str]] = []

    def make(kind: Kind = "phone", **options: object) -> Page:
        # Options are those of Browser.new_context; the signature is too long to repeat.
        context = browser.new_context(
            viewport=SIZES[kind],
            has_touch=kind == "phone",
            **{"base_url": server.origin, **options},  # type: ignore[arg-type]
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        complaints.append(complaints_of(page))
        return page

    yield make
    for context in contexts:
        context.close()
    assert [one for some in complaints for one in some] == []
