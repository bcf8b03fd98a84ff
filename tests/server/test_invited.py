"""`goldseam signup --invitation` against a server that takes accounts by invitation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from goldseam.cli import main
from goldseam.client import entering
from goldseam.client.copy import FAILURES, sentence_of
from goldseam.client.status import DONE, REFUSED
from goldseam.errors import RateLimited
from tests.server.simulated import PASSPHRASE, stretched_once
from tests.server.test_cli_serve import Served, serving


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Give a server that asks for invitations, over the folder `data`."""
    monkeypatch.setattr(entering, "stretch", stretched_once)
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    with serving(tmp_path / "data", settings={"GOLDSEAM_ACCOUNTS": "invitation"}) as running:
        yield running


def sign_up(served: Served, folder: Path, name: str, *invitation: str) -> int:
    """The status of a sign-up with a folder of its own."""
    where = ["--server", served.origin, "--name", name, "--state", str(folder / name)]
    given = ["--passphrase-file", str(folder / "passphrase")]
    written = ["--recovery-file", str(folder / f"{name}.words")]
    return main(["signup", *where, *given, *written, *invitation])


def an_invitation(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """A code, made beside the running server."""
    assert main(["account", "invite", "--data", str(folder / "data")]) == 0
    return capsys.readouterr().out.split()[0]


def test_an_invitation_opens_the_way_once(
    served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the person typed it; the second one who has it, and one without, are told so and left without a file."""
    code = an_invitation(tmp_path, capsys)
    assert sign_up(served, tmp_path, "anna", "--invitation", code.upper().replace("-", " ")) == DONE
    assert (tmp_path / "anna.words").exists()
    for invitation in (["--invitation", code], []):
        assert sign_up(served, tmp_path, "ben", *invitation) == REFUSED
        assert FAILURES["invitation_refused"] in capsys.readouterr().err
        assert not (tmp_path / "ben.words").exists()


def test_what_is_no_code_is_not_sent(
    served: Served, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told before the recovery words are drawn, with the server gone too."""
    served.stop()
    assert sign_up(served, tmp_path, "anna", "--invitation", "hello") == REFUSED
    assert FAILURES["invitation_refused"] in capsys.readouterr().err


def test_a_long_pause_is_told_in_minutes() -> None:
    """Whoever is slowed down reads for how long, when it is more than the minute of the sentence for all."""
    assert "about 10 minutes" in sentence_of(RateLimited(retry_after=600))
    assert "about 2 minutes" in sentence_of(RateLimited(retry_after=61))
    for seconds in (None, 1, 60):
        assert sentence_of(RateLimited(retry_after=seconds)) == FAILURES["rate_limited"]
