"""A host of files that hands out one release of the client after another, and can go wrong as hosts do."""

import base64
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Page

DIST = Path(__file__).parents[2] / "server/goldseam/web_dist"
READY = "A newer version is ready."
REFUSED = "a version of the app that does not match its own list"
SETTLED = """async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const { installing } = registration;
    if (installing === null) return registration.waiting === null ? "refused" : "taken";
    return new Promise((done) => installing.addEventListener("statechange", () =>
        done(installing.state === "redundant" ? "refused" : "taken")));
}"""
"""How the newest version ended that the browser was told of."""
KEPT = """async (count) => {
    const end = Date.now() + 10000;
    let names = [];
    do {
        names = (await caches.keys()).filter((name) => name.startsWith("shell-"));
        await new Promise((done) => setTimeout(done, 50));
    } while (names.length !== count && Date.now() < end);
    return names.length;
}"""
"""How many versions are kept, once they are as many as that or will not be."""


class Release:
    """A copy of the built client behind an address, of which a next version can be made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.origin = ""
        self.breaks_off_at: str | None = None
        """Requests of this address are not answered: the network is gone just then."""
        self._number = 1

    def next(self) -> None:
        """Another version: other bytes in the page, another name of the shell's cache."""
        self._number += 1
        page = self.folder / "index.html"
        before = integrity_of(page.read_bytes())
        self._replace("index.html", "</head>", f"<!--{self._number}--></head>")
        self._replace("sw.js", before, integrity_of(page.read_bytes()))
        self._replace("sw.js", '"version":"', f'"version":"{self._number}-')

    def lists_what_is_missing(self) -> None:
        """Another version, one file of which is not there."""
        self.next()
        self._replace("sw.js", '"files":{', f'"files":{{"/not-there.svg":"{integrity_of(b"")}",')

    def changes_a_script(self) -> None:
        """Another version, one script of which was changed after its list was made."""
        self.next()
        script = next(iter(sorted(self.folder.glob("assets/index-*.js"))))
        script.write_bytes(script.read_bytes() + b"\n;globalThis.changed = true;")

    def _replace(self, name: str, old: str, new: str) -> None:
        file = self.folder / name
        text = file.read_text()
        assert text.count(old) == 1, f"{old} in {name}"
        file.write_text(text.replace(old, new))


def integrity_of(content: bytes) -> str:
    """The hash of a file as the service worker lists it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"


class Host(SimpleHTTPRequestHandler):
    """A plain host of files that says nothing; an address of the app leads to its page. It sends no content policy."""

    def __init__(self, *arguments: Any, release: Release) -> None:
        # Arguments are those of the library's handler.
        self._release = release
        super().__init__(*arguments, directory=str(release.folder))

    def translate_path(self, path: str) -> str:
        """The file of an address; those without an ending are places within the app."""
        file = Path(super().translate_path(path))
        return str(file if file.suffix else self._release.folder / "index.html")

    def do_GET(self) -> None:
        """Answer, or break off."""
        if self.path == self._release.breaks_off_at:
            self.close_connection = True
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@contextmanager
def hosting(folder: Path) -> Iterator[Release]:
    """The built client, served from a copy in the folder."""
    shutil.copytree(DIST, folder)
    release = Release(folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, release=release)) as host:
        release.origin = f"http://localhost:{host.server_port}"
        thread = Thread(target=host.serve_forever)
        thread.start()
        yield release
        host.shutdown()
        thread.join()


def await_shell(page: Page) -> None:
    """Until the service worker holds the shell and answers for this page."""
    page.evaluate(
        "navigator.serviceWorker.controller ? null : new Promise(done =>"
        " navigator.serviceWorker.addEventListener('controllerchange', () => done(null), {once: true}))"
    )


def look_for_update(page: Page) -> None:
    """Have the browser ask for a newer service worker; a refused one is refused quietly."""
    page.evaluate(
        "navigator.serviceWorker.getRegistration().then(r => r.update()).catch(() => null)"
    )


def versions_kept(page: Page, count: int) -> int:
    """How many versions of the shell are kept, once they are `count`."""
    kept: int = page.evaluate(KEPT, count)
    return kept


def is_second(page: Page) -> bool:
    """Whether the page is of the second version of a `Release`."""
    return "<!--2-->" in page.content()
