"""`goldseam` at a terminal: what it shows there, and what a person types."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer

import ptyprocess  # type: ignore[import-untyped]

SECONDS = 60.0


class Talk:
    """A conversation. `shown` is everything that stood on the terminal."""

    def __init__(self, process: ptyprocess.PtyProcessUnicode) -> None:
        self._process = process
        self._seen = 0
        self.shown = ""

    def hear(self, text: str) -> str:
        """Wait until it has said this; gives what was shown since the last answer."""
        while text not in self.shown[self._seen :]:
            self.shown += self._process.read()
        since = self.shown[self._seen :]
        self._seen = len(self.shown)
        return since

    def answer(self, prompt: str, text: str) -> None:
        """Wait until it asks, then type a line."""
        self.answer_with(prompt, lambda _: text)

    def answer_with(self, prompt: str, reply: Callable[[str], str]) -> str:
        """Wait until it asks, then type a line made of what was shown since the last answer; gives that."""
        since = self.hear(prompt)
        self._process.write(f"{reply(since)}\n")
        return since

    def end(self, status: int) -> str:
        """Wait until it ends; gives what was shown since the last answer."""
        with suppress(EOFError):
            while True:
                self.shown += self._process.read()
        ended = self._process.wait()
        assert ended == status, f"status {ended}: {self.shown}"
        return self.shown[self._seen :]


@contextmanager
def terminal(*arguments: str) -> Iterator[Talk]:
    """Run `goldseam` at a terminal of its own; killed when it takes too long."""
    environ = {name: value for name, value in os.environ.items() if "GOLDSEAM" not in name}
    command = [sys.executable, "-m", "goldseam", *arguments]
    process = ptyprocess.PtyProcessUnicode.spawn(
        command, env=environ, dimensions=(50, 200), preexec_fn=_heed_interrupts
    )
    timer = Timer(SECONDS, lambda: process.kill(signal.SIGKILL))
    timer.start()
    try:
        yield Talk(process)
    finally:
        timer.cancel()
        process.close(force=True)


def _heed_interrupts() -> None:
    """What runs in the background of a shell ignores them, and so does what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
