"""Fixtures for every Python test: each that starts something gets its own folder and port; one browser for the run."""

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e.chromium import FLAGS, executable

# How fast a shared machine is fails no test: only what never comes runs out of time.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    """Give a function that finds a port of 127.0.0.1 which nobody listens on."""

    def find() -> int:
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            port: int = listener.getsockname()[1]
            return port

    return find


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, headless, started once."""
    # Playwright's own Node needs a library that a small Debian lacks; the environment's needs nothing.
    node = shutil.which("node", path=str(Path(sys.executable).parent))
    if node is not None:
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        yield running
        running.close()
