"""The command-line client as the victim: its verbs, in this process, over the real network."""

import contextlib
import io
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from goldseam.client.commands import main
from goldseam.client.copy import ALARM_KEPT, FAILURES, sentence_of
from goldseam.client.status import DONE
from goldseam.errors import Alarm
from tests.faults.victim import SYNCED

ALARMS: Final = {sentence_of(kind()): kind.code for kind in Alarm.__subclasses__()}


class PythonVictim:
    """A folder of `goldseam`, and a copy of it."""

    def __init__(self, folder: Path, origin: str, name: str, passphrase: str) -> None:
        self.state = folder / "state"
        self._saved, self._fresh = folder / "saved", folder / "fresh"
        self._origin, self._name = origin, name
        self._secret = folder / "passphrase"
        self._text = folder / "text"
        self._told = ""
        folder.mkdir()
        self._passphrase = passphrase
        self.types(passphrase)

    def types(self, passphrase: str) -> None:
        """From now on the person types this."""
        self._secret.write_text(f"{passphrase}\n")

    def does(self, verb: str, *arguments: str) -> str:
        """How any other verb ends."""
        return self._outcome(self._run(verb, *arguments))

    def save(self) -> None:
        shutil.copytree(self.state, self._saved)

    def begin(self) -> None:
        shutil.rmtree(self.state)
        shutil.copytree(self._saved, self.state)
        self.types(self._passphrase)

    def copy_to(self, other: "PythonVictim") -> None:
        """Somebody has a copy of the folder as it is, and types what this person does."""
        shutil.copytree(self.state, other.state)
        other.types(self._passphrase)

    def rest(self) -> None:
        """A verb ends by itself."""

    def sync(self) -> str:
        return self._outcome(self._run("pull"))

    def rejoin(self) -> None:
        assert self._run("rejoin", "--yes") == DONE, self._told

    def pages(self) -> Mapping[str, str]:
        return {page["title"]: self._body(page["id"]) for page in self._list()}

    def titles(self) -> set[str]:
        return {page["title"] for page in self._list()}

    def unsent(self) -> set[str]:
        return {page["title"] for page in self._list() if page["place"] != "on_server"}

    def write(self, title: str, body: str) -> None:
        self._text.write_text(body)
        self._run("write", "--title", title, "--file", str(self._text))

    def enter(self, name: str, passphrase: str) -> str:
        shutil.rmtree(self._fresh, ignore_errors=True)
        secret = self._fresh.with_suffix(".passphrase")
        secret.write_text(f"{passphrase}\n")
        where = ["--server", self._origin, "--name", name]
        given = ["--state", str(self._fresh), "--passphrase-file", str(secret)]
        return self._outcome(self._goldseam("login", *where, *given))

    def told(self) -> str:
        return self._told

    def sign_in(self) -> None:
        """Enter the account with the folder of this device."""
        assert self._run("login", "--server", self._origin, "--name", self._name) == DONE

    def _list(self) -> list[dict[str, str]]:
        assert self._run("ls", "--kind", "entry", "--json") == DONE
        found: list[dict[str, str]] = json.JSONDecoder().raw_decode(self._told)[0]
        return found

    def _body(self, record: str) -> str:
        assert self._run("show", record, "--json") == DONE
        shown: str = json.JSONDecoder().raw_decode(self._told)[0]["record"]["body"]
        return shown

    def _run(self, verb: str, *arguments: str) -> int:
        given = ["--state", str(self.state), "--passphrase-file", str(self._secret)]
        return self._goldseam(verb, *arguments, *given)

    def _goldseam(self, *arguments: str) -> int:
        """The status of a verb; what it said on both outputs is kept."""
        printed = io.BytesIO()
        both = io.TextIOWrapper(printed, write_through=True)
        with contextlib.redirect_stdout(both), contextlib.redirect_stderr(both):
            status = main(list(arguments))
        self._told = printed.getvalue().decode()
        return status

    def _outcome(self, status: int) -> str:
        """The code whose sentence was said; an alarm says what is kept and what can be done."""
        if status == DONE:
            return SYNCED
        said = self._told.removeprefix("goldseam: ").strip()
        for sentence, code in ALARMS.items():
            if said == sentence:
                assert ALARM_KEPT in said
                return code
        # Some codes share a sentence: the first one stands for all.
        codes = {sentence: code for code, sentence in reversed(FAILURES.items())}
        assert said in codes, said
        return codes[said]
